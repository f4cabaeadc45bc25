# The installed program in a real window of Windows, on a virtual screen, worked with keys and mouse; with two printers.
# Sourced by try_installer.sh, whose checks and Windows it uses. What was to be seen is kept as pictures in WORK/screens.

screens=$work/screens
own=$(mktemp -d /tmp/hallduty-gate-XXXXXX) # the path of a socket must be short
desktop_size=1920x1200
mkdir -p "$screens"

# --- a screen and printers ------------------------------------------------------------------------------------
turn_on_screen() {
  exec 7>"$own/display"
  Xvfb -displayfd 7 -screen 0 ${desktop_size}x24 >"$logs/xvfb" 2>&1 &
  screen_process=$!
  until_true test -s "$own/display" && export DISPLAY=:$(<"$own/display")
}
# A print service of our own, for which the installed one is not touched; what is printed ends in a file.
turn_on_printers() {
  mkdir -p "$own"/{spool,cache,run,log}
  chmod 755 "$own"
  printf '%s\n' "ServerRoot $own" "RequestRoot $own/spool" "CacheDir $own/cache" "StateDir $own/run" "FileDevice Yes" \
    "AccessLog $own/log/access" "ErrorLog $own/log/error" "PageLog $own/log/page" >"$own/files.conf"
  printf '%s\n' "Listen $own/socket" 'Browsing No' 'WebInterface No' 'DefaultAuthType None' \
    '<Location />' 'Allow all' '</Location>' '<Policy default>' '<Limit All>' 'Allow all' '</Limit>' '</Policy>' >"$own/cupsd.conf"
  /usr/sbin/cupsd -f -c "$own/cupsd.conf" -s "$own/files.conf" >"$logs/cups" 2>&1 &
  printer_process=$!
  export CUPS_SERVER=$own/socket
  until_true test -S "$own/socket" || return
  local printer
  for printer in 值班室打印机 大厅打印机; do
    /usr/sbin/lpadmin -p $printer -E -v "file://$own/printed" -m drv:///sample.drv/generic.ppd 2>&1 || return
  done
  /usr/sbin/lpadmin -d 大厅打印机
}
tidy() { # when the gate ends, well or not
  wineserver -k 2>/dev/null
  kill ${screen_process:-} ${printer_process:-} 2>/dev/null
  wait ${screen_process:-} ${printer_process:-} 2>/dev/null
  rm -rf "$own"
}
trap tidy EXIT

# --- hands and eyes -------------------------------------------------------------------------------------------
keys() { xdotool key --delay 60 "$@"; sleep 0.3; }
write() { xdotool type --delay 40 "$1"; }
look() { import -window root "$screens/$1.png"; } # look NAME: keep a picture
titled() { xdotool search --onlyvisible --name "$1" >/dev/null 2>&1; } # a window whose title has these words is shown
# What the data say, also while the program writes them: the answer to SQL, columns parted by |.
ask_data() {
  rm -f "$own"/copy*
  local end
  for end in '' -wal; do cp "$data/hallduty.db$end" "$own/copy.db$end" 2>/dev/null; done
  python3 -c 'import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone() or [], sep="|")' \
    "$own/copy.db" "$1" 2>/dev/null
}
data_say() { [ "$(ask_data "$2")" = "$1" ]; }
# seen WHAT COMMAND…: it comes true within a minute
seen() { local what=$1; shift; until_true "$@" && ok "$what" || { look failed; fail "$what ($*; see $screens/failed.png)"; }; }
incidents() { data_say "$1" "SELECT count(*) FROM incident"; }
# start_real N: like start, and the window has the keys
start_real() {
  start "$1"
  until_true titled 值班长 || fail "the window is on the screen"
  sleep 2 # what comes after the first picture
}
mine=$data # comes back below

check "a screen of $desktop_size and two printers" eval 'turn_on_screen && turn_on_printers'
check "Qt asks Wine for the colours of Windows: with the system library that it lacks" x86_64-w64-mingw32-gcc -shared -O2 -s \
  -o "$WINEPREFIX/drive_c/windows/system32/Windows.UI.ViewManagement.dll" "$here/uisettings.c"
expect "Qt draws real windows" 0 reg delete 'HKCU\Environment' /v QT_QPA_PLATFORM /f
expect "on a desktop" 0 reg add 'HKCU\Software\Wine\Explorer' /v Desktop /d Default /f
expect "of that size" 0 reg add 'HKCU\Software\Wine\Explorer\Desktops' /v Default /d $desktop_size /f
cp "$root/resources/fonts/NotoSansSC-Regular.ttf" "$WINEPREFIX/drive_c/windows/Fonts/"
for face in 'Microsoft YaHei UI' 'MS Shell Dlg' 'MS Shell Dlg 2' Tahoma; do # Wine has no Chinese of its own
  wine reg add 'HKCU\Software\Wine\Fonts\Replacements' /v "$face" /d 'Noto Sans SC' /f 2>&1 | cat >"$logs/last"
done
wineserver -k; wineserver -w # screen, printers and typefaces are looked for when Wine starts

# --- setup and uninstaller by hand -----------------------------------------------------------------------------
installed() { diff -rq "$dist/HallDuty" "$program" --exclude=uninstall.exe >/dev/null; }
by_hand() { wine "$1" </dev/null 2>&1 | cat >"$logs/hand" & } # by_hand FILE: start it and go on
rm -f "$data/logs/hallduty.log"
touch "$program/_internal/stale"
by_hand "$setup"
seen "setup opens" titled "值班长 $version 安装程序"
sleep 1
look setup
keys alt+n # installed before, so it does not ask where
seen "下一步 installs" installed
sleep 3
look setup-done
keys Return
seen "现在打开值班长, 完成 open the program" ready 1
until_true titled '^值班长　' && sleep 2
by_hand "$program/uninstall.exe"
seen "the uninstaller says that it runs" titled 卸载值班长
sleep 1
look uninstall-running
keys Escape
xdotool mousemove $((${desktop_size%x*} / 2)) 232 click 1
keys alt+F4
seen "closing asks for the forms that were not printed" titled 退出前打印登记表
keys Escape
keys alt+F4; until_true titled 退出前打印登记表; keys alt+n
seen "Alt+N leaves without" ended
before=$(fingerprint)
by_hand "$program/uninstall.exe"
until_true titled 卸载值班长
sleep 2
look uninstall
keys Escape; sleep 1; keys Return # 取消, and yes
check "uninstalling that was called off changed nothing" installed
check "nor the data" test "$(fingerprint)" = "$before"

# --- first start ----------------------------------------------------------------------------------------------
data="$WINEPREFIX/drive_c/首次 启动"
exe_options=(--data 'C:\首次 启动')
start_real 1
ok "a first start in a real window: ready after $seconds s"
look first-start
write "Hall 1"; keys Tab; write 6; keys Return
seen "first start, step 1 by keys: the hall and its 6 windows are in the data" \
  data_say "Hall 1|6" "SELECT name, (SELECT count(*) FROM window) FROM hall"
keys Return; keys Return; keys Return; keys Return
look first-start-done
keys F2; keys 3; keys Return
seen "after the five steps F2, 3, Enter register an incident" incidents 1
keys alt+F4
seen "closing asks for the form that was not printed" titled 退出前打印登记表
look leaving
keys alt+n
seen "Alt+N leaves without" ended
check "the end is in the log" grep -qF ended "$data/logs/hallduty.log"
backup=$(cd "$data/backups" && ls hallduty-backup-*.db)
check "and a backup was made ($backup)" test -s "$data/backups/$backup"
expect "what was written verifies" 0 "$cli" --data 'C:\首次 启动' verify

# --- a ruined database -------------------------------------------------------------------------------------------
printf 'ruined %.0s' $(seq 999) | dd of="$data/hallduty.db" conv=notrunc status=none
wine "$exe" "${exe_options[@]}" </dev/null 2>&1 | cat >"$logs/window" &
window=$!
seen "a ruined database is told in a box" titled '^值班长$'
look ruined
keys Tab; keys space
sleep 2
look ruined-backups # the dialog of Windows; where it is translated, its title is too
write "$backup"; keys Return
seen "从备份恢复… puts the backup back" titled 从备份恢复
look ruined-restored
keys Return
seen "and the program starts again" ready 2
check "with the incident" incidents 1
check "the ruined file is kept" grep -qaF ruined "$data"/backups/before-restore-*.db
cut_off

# --- a day's work -----------------------------------------------------------------------------------------------
data=$mine exe_options=()
rm -f "$data/logs/hallduty.log"
start_real 1
ok "the user's own data in a real window: ready after $seconds s"
look today
keys F2; keys 1; keys Return
seen "F2, 1, Enter register an incident" incidents 2
look incident
keys ctrl+p; keys s
seen "Ctrl+P, S show its form" titled 登记表
sleep 1
look preview
keys ctrl+p
seen "Ctrl+P asks for the printer" titled '^打印'
keys Tab; keys Tab; write 2
look printing
keys Return
seen "two copies go to the printer" eval "grep -qsE '打印机 .* total 2 ' '$own/log/page'"
sed 's/^/      /' "$own/log/page"
check "to the one that is the PC's own" grep -q ^大厅打印机 "$own/log/page"
check "on A4" grep -q A4 "$own/log/page"
seen "the data know of it" data_say 1 "SELECT count(*) FROM printing"
ink() { gs -q -dBATCH -dNOPAUSE -sDEVICE=inkcov -o - "$own/printed" | awk '$4 < 0.01 || $4 > 0.5 {wrong = 1} END {exit wrong || !NR}'; }
check "the page bears ink, and not too much" ink
check "kept as printed.pdf" gs -q -dBATCH -dNOPAUSE -sDEVICE=pdfwrite -o "$work/out/printed.pdf" "$own/printed"
keys Escape

# --- tray -----------------------------------------------------------------------------------------------------
xdotool mousemove $((${desktop_size%x*} - 10)) $((${desktop_size#*x} - 10)) click 3
sleep 1
look tray
keys Down; keys Down; keys Return; keys 2; keys Return
seen "登记事件 in the tray, 2, Enter register an incident" incidents 3

# --- the end of the session -----------------------------------------------------------------------------------
write "half a sentence"
began=$(date +%s%N)
echo | wine wineboot --end-session 2>&1 | cat >"$logs/session"
until_true ended || fail "the program ends with the session"
wait "$window" 2>/dev/null
seconds=$(python3 -c "print(f'{($(date +%s%N) - $began) / 1e9:.1f}')")
check "the session's end closes it within 5 s ($seconds s)" python3 -c "raise SystemExit(not $seconds < 5)"
check "by the system's own message" grep -qF "session ends" "$data/logs/hallduty.log"
check "what was half typed is kept" data_say "half a sentence" "SELECT text FROM draft"
expect "and the data verify" 0 "$cli" verify
start_real 2
look draft
check "it is there at the next start" data_say "half a sentence" "SELECT text FROM draft"
cut_off

# --- 150 % ----------------------------------------------------------------------------------------------------
expect "a scale of 150 %" 0 reg add 'HKCU\Control Panel\Desktop' /v LogPixels /t REG_DWORD /d 144 /f
wineserver -k; wineserver -w
start_real 3
ok "at 150 %: ready after $seconds s"
look scale-150
keys F1; keys alt+3; keys Tab; keys space
seen "F1, Alt+3, 导出诊断信息… asks where to" titled 另存为
look help
keys Home; keys shift+End; write 'C:\diagnosis.zip'; keys Return
seen "and writes it" test -s "$WINEPREFIX/drive_c/diagnosis.zip"
check "it is whole" unzip -tq "$WINEPREFIX/drive_c/diagnosis.zip"
check "and bears no record" not grep -qF 升级前登记 <(unzip -p "$WINEPREFIX/drive_c/diagnosis.zip")
wineserver -k # also the window of the folder, which was opened beside it
cut_off
expect "back to 100 %" 0 reg add 'HKCU\Control Panel\Desktop' /v LogPixels /t REG_DWORD /d 96 /f
expect "the rest goes on offscreen" 0 reg add 'HKCU\Environment' /v QT_QPA_PLATFORM /d offscreen /f
wineserver -k; wineserver -w
