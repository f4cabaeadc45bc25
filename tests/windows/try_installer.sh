#!/usr/bin/env bash
# The way of a release from recipe to uninstallation, under Wine: a line per check, ends at the first that does
# not hold. Takes about 15 minutes and 3 GB; run it before a release and after a change of recipe or setup.
#
#   tests/windows/try_installer.sh [WORK]        WORK: where to build and install (default: build/windows)
#   WINDOWS_PYTHON=DIR   a folder of make_windows_python.sh to use; else one is assembled in WORK (3 more minutes)
#   KEEP_PROGRAM=1       take the program that an earlier run built in WORK
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(realpath -m "${1:-$root/build/windows}")
python=${WINDOWS_PYTHON:-$work/python}
dist=$work/dist
logs=$work/logs
version=$(python3 -c "import re; print(re.search(r'__version__ = \"(.+)\"', open('$root/hallduty/__init__.py').read())[1])")
setup=$dist/HallDuty-$version-setup.exe
zip=$dist/HallDuty-$version-portable.zip
most_setup_mb=60 most_installed_mb=220
started=$SECONDS
rm -rf "$work"/{prefix,home,logs,stub,out}
mkdir -p "$dist" "$logs" "$work"/{home,out}

# --- checks ------------------------------------------------------------------------------------------------
count=0
ok() { count=$((count + 1)); printf 'ok %3d  %s\n' "$count" "$*"; }
fail() { printf 'FAILED  %s\n' "$*"; [ -s "$logs/last" ] && tail -30 "$logs/last"; exit 1; }
# check WHAT COMMAND…: the command must succeed
check() { local what=$1; shift; "$@" >"$logs/last" 2>&1 && ok "$what" || fail "$what"; }
# says WHAT TEXT: the last command run by win must have said so
says() { grep -qF -- "$2" "$logs/said" && ok "$1" || { cp "$logs/said" "$logs/last"; fail "$1"; }; }
not() { ! "$@"; }
at_most() { [ "$1" -le "$2" ]; }

# --- Windows -----------------------------------------------------------------------------------------------
# A prefix of its own with a Chinese user name; nothing of the Windows Python is in it.
# LC_ALL: else Wine cannot name Chinese files. Wine passes no QT_ variable on, hence the registry below.
export WINEPREFIX=$work/prefix WINEARCH=win64 WINEDEBUG=-all LC_ALL=C.UTF-8 USER=值班员
# HOME: Wine makes the user's desktop a link to it.
export HOME=$work/home
export WINEDLLOVERRIDES='winemenubuilder.exe,winedbg.exe,mscoree,mshtml=d'
user=$WINEPREFIX/drive_c/users/$USER
local=$user/AppData/Local
data=$local/HallDuty
program=$local/Programs/HallDuty
menu="$user/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/值班长.lnk"
desktop=$user/Desktop/值班长.lnk
entry='HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\HallDuty'
out="Z:${work//\//\\}\\out" # where results are put, as Windows names it
run_key='HKCU\Software\Microsoft\Windows\CurrentVersion\Run'

# win EXPECTED-CODE COMMAND…: runs it, keeps what it says in logs/said, compares its exit code
# (Wine 8 wants pipes at both ends.)
win() {
  local wanted=$1; shift
  echo | timeout 400 wine "$@" 2>&1 | tr -d '\r' | cat >"$logs/said"
  local code=${PIPESTATUS[1]}
  [ "$code" = "$wanted" ] && return
  cp "$logs/said" "$logs/last"; echo "exit code $code, not $wanted: $*" >>"$logs/last"; return 1
}
expect() { local what=$1; shift; win "$@" && ok "$what" || fail "$what"; }
windows_path() { local path=$1; path=${path#"$WINEPREFIX/drive_c/"}; printf 'C:\\%s' "${path//\//\\}"; }
# What is in a key of the registry, as lines "name"=value (reg query would spoil the Chinese).
key() {
  rm -f "$work/out/key.reg"
  wine reg export "$1" "$out\\key.reg" /y 2>&1 | cat >/dev/null
  iconv -f utf-16 -t utf-8 "$work/out/key.reg" 2>/dev/null | tr -d '\r'
}
registered() { grep -qxF -- "$1" "$work/entry"; } # in what `key` last said of our entry
# What the user's data are: every file but what can be made again, with its hash.
fingerprint() { (cd "$data" && find . -type f -not -path './Cache/*' -not -path './logs/*' -not -name '*.lock' | sort | xargs -d '\n' sha256sum); }
until_true() { for _ in $(seq 600); do "$@" && return; sleep 0.1; done; return 1; }

# --- tools -------------------------------------------------------------------------------------------------
for tool in wine makensis Xvfb xdotool import /usr/sbin/cupsd gs unzip x86_64-w64-mingw32-gcc; do
  command -v $tool >/dev/null || fail "the gate needs $tool (Debian: xdotool imagemagick cups ghostscript, and see make_windows_python.sh)"
done

# --- build -------------------------------------------------------------------------------------------------
echo "HallDuty $version, $(wine --version 2>/dev/null | tail -1), $(date +%F)"
if [ ! -f "$python/py/python.exe" ]; then
  check "assemble a Windows Python" "$here/make_windows_python.sh" "$python"
fi
if [ -z "${KEEP_PROGRAM:-}" ] || [ ! -f "$dist/HallDuty/HallDuty.exe" ]; then
  check "build HallDuty.exe and hallduty-cli.exe under Wine" env -u WINEPREFIX \
    python3 "$root/resources/installer/build_release.py" --wine "$python" --dist "$dist" --only program
fi
check "both programs are there" test -f "$dist/HallDuty/HallDuty.exe" -a -f "$dist/HallDuty/hallduty-cli.exe"
check "icon, version $version, manifest (long paths; DPI left to Qt)" \
  "$python/host/bin/python" "$here/check_exe.py" "$version" "$dist"/HallDuty/{HallDuty,hallduty-cli}.exe
check "forms, plan, fonts are inside, the setup's sources are not" test -f "$dist/HallDuty/_internal/forms/ledger_sheet.toml" \
  -a -f "$dist/HallDuty/_internal/resources/plan/plan.toml" -a -f "$dist/HallDuty/_internal/resources/fonts/NotoSerifSC-Bold.ttf" \
  -a ! -e "$dist/HallDuty/_internal/resources/installer"
check "setup, portable ZIP and their SHA-256 are built" \
  python3 "$root/resources/installer/build_release.py" --dist "$dist" --only setup zip
check "the sums are right" bash -c "cd '$dist' && sha256sum -c HallDuty-$version-*.sha256"
installed_mb=$(du -sm --apparent-size "$dist/HallDuty" | cut -f1)
setup_mb=$(($(stat -c %s "$setup") / 1000000 + 1))
check "setup is at most $most_setup_mb MB ($(stat -c %s "$setup") bytes)" at_most "$setup_mb" $most_setup_mb
check "installed it is at most $most_installed_mb MB ($installed_mb MB, $(find "$dist/HallDuty" -type f | wc -l) files)" \
  at_most "$installed_mb" $most_installed_mb
echo "      portable ZIP: $(stat -c %s "$zip") bytes; the biggest parts, in KB:"
(cd "$dist/HallDuty/_internal" && du -k --apparent-size -- * PySide6/*.dll resources/* | sort -rn | head -14 | sed 's/^/      /')

# --- the frozen program --------------------------------------------------------------------------------------
check "a fresh Windows with a Chinese user name" bash -c "xvfb-run -a wineboot -u; wineserver -w; test -d '$user'"
check "with the one system library that Wine 8 lacks" x86_64-w64-mingw32-gcc -shared -O2 -s "$here/bcryptprimitives.c" \
  -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" -ladvapi32
expect "environment: Qt draws offscreen" 0 reg add 'HKCU\Environment' /v QT_QPA_PLATFORM /d offscreen /f
cli=$dist/HallDuty/hallduty-cli.exe
trial='C:\值班 数据\库'
expect "hallduty-cli --version" 0 "$cli" --version
says "it says $version" "$version"
expect "hallduty-cli selftest" 0 "$cli" selftest
says "every check of it holds" "自检全部通过"
sed 's/^/      /' "$logs/said"
check "the self-test left no data behind" not test -e "$data/hallduty.db"
expect "register an incident in a folder with Chinese and spaces" 0 "$cli" --data "$trial" incident new --type 2 \
  --at "$(date +%F) 00:01" --place 3—8号窗口 --text '税务端系统故障，姓名含𬭎的办税人在等'
number=$(tail -1 "$logs/said" | grep -oE '[0-9]{4}-[0-9]{3}' | head -1)
check "it has a number ($number)" test -n "$number"
expect "show it" 0 "$cli" --data "$trial" incident show "$number" --json
says "with the rare character" "𬭎"
for kind in sheet report; do
  expect "print its $kind" 0 "$cli" --data "$trial" print $kind "$number" -o "$out\\$kind.pdf"
done
expect "print the ledger" 0 "$cli" --data "$trial" print ledger -o "$out\\ledger.pdf"
says "without the typefaces of Windows the bundled ones stand in, and it is said" "代替"
for kind in sheet report ledger; do check "$kind.pdf is a PDF" grep -qa '^%PDF-' "$work/out/$kind.pdf"; done
expect "print a power-failure pack" 0 "$cli" --data "$trial" print pack -o "$out\\pack.pdf"
expect "export the ledger as XLSX" 0 "$cli" --data "$trial" export ledger -o "$out\\台帐 导出.xlsx"
long=$(printf '很长的文件夹名字%.0s' 1 2 3 4 5)
mkdir -p "$work/out/$long/$long/$long/$long/$long/$long"
expect "write a file with a path of $((${#out} + 6 * ${#long} + 20)) characters" 0 \
  "$cli" --data "$trial" print sheet "$number" -o "$out\\$long\\$long\\$long\\$long\\$long\\$long\\sheet.pdf"
python3 "$here/make_fonts.py" "$WINEPREFIX/drive_c/windows/Fonts" || fail "stand-ins for fonts"
expect "print with SimFang, SimHei, SimKai and SimSun (a collection) installed" 0 \
  "$cli" --data "$trial" print report "$number" -o "$out\\report-fonts.pdf"
check "then nothing stands in" not grep -qF "代替" "$logs/said"
check "the paper bears them" grep -qa NotoSansSC-Regular "$work/out/report-fonts.pdf"
hold() { # hold SECONDS: keeps sheet.pdf open, from when somebody wants to replace it
  echo | wine "$python/py/python.exe" "Z:${here//\//\\}\\hold.py" "$out\\sheet.pdf" "$1" 2>&1 | cat >"$logs/hold" &
  until_true grep -qs held "$logs/hold" || fail "sheet.pdf is held"
}
hold 2
expect "a paper that another program holds for 2 s is written" 0 "$cli" --data "$trial" print sheet "$number" -o "$out\\sheet.pdf"
wait
sum=$(sha256sum <"$work/out/sheet.pdf")
hold 9
expect "one that is held for good is not (after 5 s)" 1 "$cli" --data "$trial" print sheet "$number" -o "$out\\sheet.pdf"
says "and it is said why" "正在别的程序里打开"
wait
check "the old file is whole, and no draft is left" bash -c "[ \"\$(sha256sum <'$work/out/sheet.pdf')\" = '$sum' ] && ! ls '$work'/out/.*.part"
expect "verify" 0 "$cli" --data "$trial" verify
expect "an unknown number: exit 1" 1 "$cli" --data "$trial" incident show 1999-001
check "in one line" test "$(grep -c . "$logs/said")" = 1
expect "wrong usage: exit 2" 2 "$cli" --data "$trial" incident fly
mkdir -p "$work/share" && ln -sfn "$work/share" "$WINEPREFIX/dosdevices/n:"
expect "a mapped network drive N:" 0 reg add 'HKLM\Software\Wine\Drives' /v N: /d network /f
wineserver -k; wineserver -w # drives are read when Wine starts
for place in 'C:\users\值班员\OneDrive - 某某税务局\值班' 'D:\我的坚果云\值班' '\\server\share\值班' 'N:\值班'; do
  expect "data in $place are refused" 1 "$cli" --data "$place" incident new --type 2
  says "with the reason" "请改用本机磁盘"
done

# --- an older version, with data ---------------------------------------------------------------------------
mkdir -p "$work/stub/_internal/resources"
cp "$cli" "$work/stub/HallDuty.exe"
cp "$cli" "$work/stub/hallduty-cli.exe"
echo old >"$work/stub/_internal/stale.pyd"
echo old >"$work/stub/_internal/resources/stale.toml"
check "build a stub of version 0.0.9" makensis -V1 -INPUTCHARSET UTF8 -DVERSION=0.0.9 -DNUMBERS=0.0.9.0 -DPUBLISHER=Old \
  -DSOURCE="$work/stub" -DSIZE_KB=10 -DOUTPUT="$work/old-setup.exe" "$root/resources/installer/hallduty.nsi"
expect "on Windows 7 setup refuses (5)" 5 "$work/old-setup.exe" /S
check "and installs nothing" not test -e "$program"
expect "go on as Windows 10" 0 reg add 'HKCU\Software\Wine' /v Version /d win10 /f
expect "install it silently" 0 "$work/old-setup.exe" /S
check "its files are there" test -f "$program/_internal/stale.pyd" -a -f "$program/uninstall.exe"
key "$entry" >"$work/entry"
check "its version is registered" registered '"DisplayVersion"="0.0.9"'
check "both shortcuts are there" test -f "$menu" -a -f "$desktop"
expect "enter data into the user's data folder" 0 "$cli" incident new --type 4 --text 升级前登记
number=$(tail -1 "$logs/said" | grep -oE '[0-9]{4}-[0-9]{3}' | head -1)
mkdir -p "$data"/{forms,attachments/ab,backups,Cache}
echo photo >"$data/attachments/ab/照片"
echo old >"$data/backups/备份 1.db"
touch "$data/Cache/again"
before=$(fingerprint)
check "data lie in %LOCALAPPDATA%\\HallDuty" test -f "$data/hallduty.db"

# --- upgrade -----------------------------------------------------------------------------------------------
expect "upgrade silently to $version" 0 "$setup" /S
check "the new program is there" cmp "$dist/HallDuty/HallDuty.exe" "$program/HallDuty.exe"
check "all of it" diff -rq "$dist/HallDuty" "$program" --exclude=uninstall.exe
check "no stale file is left" test -z "$(find "$program" -name 'stale*' -o -name _removed)"
key "$entry" >"$work/entry"
for line in '"DisplayName"="值班长"' "\"DisplayVersion\"=\"$version\"" '"Publisher"="The HallDuty authors"' \
  "\"InstallLocation\"=\"$(windows_path "$program" | sed 's/\\/\\\\/g')\"" '"NoModify"=dword:00000001'; do
  check "registered: $line" registered "$line"
done
check "registered: its size" grep -qE '^"EstimatedSize"=dword:000[1-9a-f][0-9a-f]{4}$' "$work/entry"
check "registered: icon, uninstaller, silent uninstaller" bash -c "[ \$(grep -cE '^\"(DisplayIcon|UninstallString|QuietUninstallString)\"=\".+' '$work/entry') = 3 ]"
check "both shortcuts are there still" test -f "$menu" -a -f "$desktop"
check "the data are as before, byte for byte" test "$(fingerprint)" = "$before"
cli=$(windows_path "$program/hallduty-cli.exe")
expect "the new program reads them" 0 "$cli" incident show "$number"
says "whole" 升级前登记
expect "and verifies them" 0 "$cli" verify
expect "its self-test holds where it is installed, in a folder with a Chinese name" 0 "$cli" selftest
rm "$desktop"
expect "install once more over itself" 0 "$setup" /S
check "a shortcut taken off the desktop stays off" not test -e "$desktop"
expect "an older setup refuses over the newer program (4)" 4 "$work/old-setup.exe" /S
check "and changes nothing" cmp "$dist/HallDuty/HallDuty.exe" "$program/HallDuty.exe"

# --- start -------------------------------------------------------------------------------------------------
exe=$(windows_path "$program/HallDuty.exe")
exe_options=()
ready() { [ "$(grep -sc 'window ready' "$data/logs/hallduty.log" || true)" -ge "$1" ] 2>/dev/null; }
start() { # start N: the N-th window of this log; leaves its process in $window
  local began; began=$(date +%s%N)
  wine "$exe" "${exe_options[@]}" </dev/null 2>&1 | cat >"$logs/window" &
  window=$!
  until_true ready "$1" || { cat "$data"/logs/* "$logs/window" >"$logs/last" 2>&1; fail "window $1 gets ready"; }
  seconds=$(python3 -c "print(f'{($(date +%s%N) - $began) / 1e9:.1f}')")
}
# The program's own process, among those of this prefix: its command line ends in HallDuty.exe.
window_process() {
  for process in /proc/[0-9]*; do
    cat "$process/cmdline" 2>/dev/null | tr '\0' ' ' | grep -qE 'HallDuty\.exe( --data .*)? *$' &&
      cat "$process/environ" 2>/dev/null | tr '\0' '\n' | grep -qxF "WINEPREFIX=$WINEPREFIX" && echo "${process#/proc/}"
  done
}
ended() { [ -z "$(window_process)" ]; }
cut_off() { kill -9 $(window_process) 2>/dev/null; wait "$window" 2>/dev/null; until_true ended; }
start 1; ok "HallDuty.exe starts: window ready after $seconds s (first start, offscreen)"
expect "a second start ends well" 0 "$exe"
check "and opened no second window" test "$(grep -c 'window ready' "$data/logs/hallduty.log")" = 1
expect "setup refuses while the program runs (3)" 3 "$setup" /S
expect "the uninstaller refuses too (3)" 3 "$program/uninstall.exe" /S "_?=$(windows_path "$program")"
check "and both changed nothing" diff -rq "$dist/HallDuty" "$program" --exclude=uninstall.exe
cut_off
start 2; ok "after a cut it starts again: window ready after $seconds s"
cut_off
expect "the data survived the cuts" 0 "$cli" verify
expect "commands see them" 0 "$cli" incident show "$number"
check "the log names no incident's text" not grep -rqF 升级前登记 "$data/logs"

# --- a real window -----------------------------------------------------------------------------------------------
source "$here/real_window.sh"

# --- portable ----------------------------------------------------------------------------------------------
before=$(fingerprint)
portable="$WINEPREFIX/drive_c/便携 程序"
mkdir -p "$portable"
check "unpack the portable ZIP" unzip -qo "$zip" -d "$portable"
expect "register an incident with it" 0 "$(windows_path "$portable/HallDuty/hallduty-cli.exe")" incident new --type 1
check "its data lie beside it" test -f "$portable/HallDuty/数据/hallduty.db"
check "the user's own data were not touched" test "$(fingerprint)" = "$before"

# --- uninstall -----------------------------------------------------------------------------------------------
gone() { [ ! -e "$program" ]; }
wine reg add "$run_key" /v HallDuty /d x /f 2>&1 | cat >/dev/null
expect "uninstall silently" 0 "$(windows_path "$program/uninstall.exe")" /S
check "the program is gone" until_true gone
wineserver -w
check "shortcuts are gone" test ! -e "$menu" -a ! -e "$desktop"
check "its entry is gone from the registry" test -z "$(key "$entry")"
check "and its autostart" not grep -qF HallDuty <(key "$run_key")
check "the data are kept, byte for byte" test "$(fingerprint)" = "$before"
check "but for what can be made again" not test -e "$data/Cache"
expect "install afresh" 0 "$setup" /S
check "a first installation puts the shortcut on the desktop" test -f "$desktop"
expect "the data are found again" 0 "$cli" incident show "$number"
expect "uninstall with /DELETEDATA" 0 "$(windows_path "$program/uninstall.exe")" /S /DELETEDATA
check "the program is gone" until_true gone
wineserver -w
check "and the data" not test -e "$data"

# --- signature ---------------------------------------------------------------------------------------------
if command -v osslsigncode >/dev/null && command -v openssl >/dev/null; then
  check "a certificate of our own, for trying the signing" openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=HallDuty-trial \
    -addext extendedKeyUsage=codeSigning -keyout "$work/trial.key" -out "$work/trial.pem"
  rm -f "$work/signed.exe"
  check "sign the setup" osslsigncode sign -certs "$work/trial.pem" -key "$work/trial.key" -h sha256 -n HallDuty \
    -in "$setup" -out "$work/signed.exe"
  check "the signature holds" osslsigncode verify -CAfile "$work/trial.pem" "$work/signed.exe"
fi
wineserver -k
echo "all $count checks hold ($((SECONDS - started)) s)"
