#!/usr/bin/env bash
# Assembles a Windows Python 3.11 under TARGET/py, with a Wine prefix under TARGET/wine and the project's
# dependencies (from pyproject.toml) and PyInstaller in it, for trying the Windows build where there is no
# Windows. A release is built with the official Python on Windows: the same recipe, the same wheels.
#
#   make_windows_python.sh TARGET     Linux x86_64 with Python 3.11; root only when a tool below is missing;
#                                     about 3 minutes and 2 GB
#   source TARGET/env.sh; winpy …     then runs the Windows Python under Wine
set -euo pipefail
target=$(realpath -m "$1")
here=$(cd "$(dirname "$0")" && pwd)
project=$here/../../pyproject.toml

[ "$(python3 -c 'import sys; print(sys.version_info[:2] == (3, 11))')" = True ] ||
  { echo "make_windows_python.sh needs Python 3.11: its standard library goes in" >&2; exit 1; }
missing=()
for tool in wine xvfb-run makensis x86_64-w64-mingw32-gcc unzip; do
  command -v "$tool" >/dev/null || missing+=("$tool")
done
if [ "${#missing[@]}" -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    wine wine64 xvfb xauth nsis gcc-mingw-w64-x86-64 unzip >/dev/null
fi

mkdir -p "$target"/{download,wheels,unpacked,py/DLLs,py/Lib/site-packages}
cat > "$target/env.sh" <<ENV
export WINEPREFIX="$target/wine" WINEARCH=win64 WINEDEBUG=-all
export WINEDLLOVERRIDES='winemenubuilder.exe,winedbg.exe,mscoree,mshtml=d'
# Wine 8 loses a stdout that is a regular file, hence the pipes.
winpy() { echo | wine "$target/py/python.exe" "\$@" 2>&1 | cat; return "\${PIPESTATUS[1]}"; }
ENV
source "$target/env.sh"

readarray -t needed < <(python3 - "$project" <<'PY'
import sys, tomllib
project = tomllib.load(open(sys.argv[1], "rb"))["project"]
extra = [each for each in project["optional-dependencies"]["dev"] if each.startswith("pyinstaller")]
print("\n".join([*project["dependencies"], *extra]))
PY
)
# pip reads markers for the machine it runs on: what PyInstaller needs on Windows only is named here.
needed+=(pefile pywin32-ctypes colorama setuptools)
windows=(--platform win_amd64 --only-binary=:all: --python-version 311 --implementation cp)
cd "$target"
# python311.dll, its extension modules and the C runtime, as they are shipped inside two wheels.
python3 -m pip download -q "${windows[@]}" --no-deps -d download panda3d==1.10.16 msvc-runtime==14.44.35112
python3 -m pip download -q "${windows[@]}" -d wheels "${needed[@]}" pip

unzip -qo download/panda3d*.whl 'deploy_libs/*' -d unpacked
unzip -qo download/msvc_runtime*.whl -d unpacked
cp unpacked/deploy_libs/python311.dll py/
cp unpacked/deploy_libs/*.pyd unpacked/deploy_libs/{libffi-8,libcrypto-3,libssl-3,sqlite3}.dll py/DLLs/
cp unpacked/*/data/Scripts/{vcruntime140,vcruntime140_1,msvcp140,msvcp140_1,msvcp140_2}.dll py/
stdlib=$(python3 -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
tar -C "$stdlib" --exclude=./site-packages --exclude=./lib-dynload --exclude=./test --exclude='./config-3*' \
  -cf - . | tar -C py/Lib -xf -

python3 -m venv host && host/bin/pip install -q pefile
x86_64-w64-mingw32-gcc -municode -O2 -s -DPYTHON_DLL='L"python311.dll"' "$here/python_launch.c" -o py/python.exe
host/bin/python "$here/stable_abi_def.py" py/python311.dll python311 python3.def
echo 'int __stdcall DllMainCRTStartup(void *a, unsigned b, void *c) { return 1; }' > empty.c
x86_64-w64-mingw32-gcc -shared -nostdlib -s -o py/python3.dll empty.c python3.def

xvfb-run -a wineboot -u >/dev/null 2>&1
wineserver -w
x86_64-w64-mingw32-gcc -shared -O2 -s "$here/bcryptprimitives.c" -o bcryptprimitives.dll -ladvapi32
cp bcryptprimitives.dll "$WINEPREFIX/drive_c/windows/system32/"
unzip -qo wheels/pip-*.whl -d py/Lib/site-packages
winpy -m pip install -q --no-index --no-compile --no-warn-script-location --find-links wheels "${needed[@]}"
winpy -c 'import sys, sqlite3; print("Windows Python", sys.version.split()[0], "SQLite", sqlite3.sqlite_version)'
