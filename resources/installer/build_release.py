"""Makes what is handed out: the setup, the portable ZIP, and a SHA-256 beside each, in dist/.

    python resources/installer/build_release.py               on Windows, in an environment with
                                                              the project and PyInstaller in it
    python resources/installer/build_release.py --wine DIR    on Linux; DIR holds a Windows Python
                                                              (tests/windows/make_windows_python.sh)

Needs NSIS 3.08 or later (makensis). Signing comes between the steps: see docs/windows.md and
--only.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
STEPS = ("program", "setup", "zip", "sums")
sys.path.insert(0, str(ROOT))

from hallduty import PUBLISHER, __version__  # noqa: E402
from hallduty.paths import PORTABLE_MARK  # noqa: E402


def build_program(dist: Path, work: Path, wine: Path | None) -> None:
    """Run PyInstaller; it puts the one folder into `dist`."""
    words = ["-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    words += ["--distpath", _named(dist, wine), "--workpath", _named(work, wine)]
    words.append(_named(ROOT / "build_installer.spec", wine))
    if wine is None:
        subprocess.run([sys.executable, *words], cwd=ROOT, check=True)
        return
    # Wine 8 wants pipes at both ends; what comes out of the far one goes on to ours.
    run = subprocess.run(
        ["wine", str(wine / "py" / "python.exe"), *words],
        cwd=ROOT,
        env=wine_environment(wine),
        input=b"\n",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if run.returncode or not (dist / "HallDuty" / "HallDuty.exe").is_file():
        sys.exit(run.stdout.decode("utf-8", "replace") + "PyInstaller failed")


def build_setup(program: Path, setup: Path) -> None:
    """Run makensis on the program's folder."""
    numbers = [*__version__.split("."), "0", "0", "0"][:4]
    size = sum(file.stat().st_size for file in program.rglob("*") if file.is_file())
    values = {
        "VERSION": __version__,
        "NUMBERS": ".".join(numbers),
        "PUBLISHER": PUBLISHER,
        "SOURCE": str(program),
        "SIZE_KB": str(size // 1024),
        "OUTPUT": str(setup),
    }
    words = [f"-D{name}={value}" for name, value in values.items()]
    script = str(HERE / "hallduty.nsi")
    subprocess.run(
        [_makensis(), "-V2", "-INPUTCHARSET", "UTF8", *words, script], cwd=HERE, check=True
    )


def build_zip(program: Path, target: Path) -> None:
    """Pack the program's folder with the mark that makes it keep its data beside itself."""
    files = sorted(file for file in program.rglob("*") if file.is_file())
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for file in files:
            packed.write(file, Path("HallDuty") / file.relative_to(program))
        packed.write(HERE / PORTABLE_MARK, Path("HallDuty") / PORTABLE_MARK)


def write_sum(file: Path) -> str:
    """Write the SHA-256 beside a file, as `sha256sum -c` and certutil's readers know it."""
    with file.open("rb") as data:
        digest = hashlib.file_digest(data, "sha256").hexdigest()
    file.with_name(file.name + ".sha256").write_text(f"{digest}  {file.name}\n", encoding="ascii")
    return digest


def wine_environment(folder: Path) -> dict[str, str]:
    """Return the variables under which the Windows Python of `folder` runs."""
    quiet = "winemenubuilder.exe,winedbg.exe,mscoree,mshtml=d"
    return {
        **os.environ,
        "WINEPREFIX": str(folder / "wine"),
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": quiet,
    }


def _named(path: Path, wine: Path | None) -> str:
    """Return a path as the Python that runs PyInstaller spells it."""
    return str(path) if wine is None else "Z:" + str(path).replace("/", "\\")


def _makensis() -> str:
    found = shutil.which("makensis")
    usual = Path(os.environ.get("ProgramFiles(x86)", "C:\\Program Files (x86)"))  # noqa: SIM112
    if found is None and (usual / "NSIS" / "makensis.exe").is_file():
        found = str(usual / "NSIS" / "makensis.exe")
    if found is None:
        sys.exit("makensis is missing: install NSIS 3.08 or later (Debian: apt install nsis)")
    return found


def main() -> None:
    """Run the steps that were asked for, in their order."""
    parser = argparse.ArgumentParser(description="Build setup and portable ZIP of HallDuty.")
    parser.add_argument("--wine", type=Path, help="folder of an assembled Windows Python")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", help="where the results go")
    parser.add_argument("--only", nargs="+", choices=STEPS, default=STEPS, help="run these steps")
    args = parser.parse_args()
    dist, wine = args.dist.resolve(), args.wine and args.wine.resolve()
    program = dist / "HallDuty"
    dist.mkdir(parents=True, exist_ok=True)
    if "program" in args.only:
        build_program(dist, dist / "work", wine)
    made = {
        "setup": (dist / f"HallDuty-{__version__}-setup.exe", build_setup),
        "zip": (dist / f"HallDuty-{__version__}-portable.zip", build_zip),
    }
    for step, (target, build) in made.items():
        if step in args.only:
            build(program, target)
        if target.is_file() and {step, "sums"} & set(args.only):
            digest = write_sum(target)
            print(f"{target.name}  {target.stat().st_size / 1_000_000:.1f} MB  {digest}")


if __name__ == "__main__":
    main()
