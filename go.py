"""One command from a fresh checkout: makes a virtual environment, installs, starts or tests.

    python go.py start          open the program
    python go.py start --demo   open it on made-up data
    python go.py test           run the tests
    python go.py run …          any command of the program, e.g. run incident list

Needs Python 3.11 to 3.13 with pip, nothing else.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
DEMO_DATA = ROOT / ".demo-data"
MARK = ENVIRONMENT / "installed-from"


def python() -> Path:
    """Return the interpreter of the project's own environment."""
    windows = os.name == "nt"
    return ENVIRONMENT / ("Scripts" if windows else "bin") / ("python.exe" if windows else "python")


def prepared(extra: str) -> Path:
    """Make the environment when it is missing or the project file changed since."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    have = MARK.read_text(encoding="utf-8").split() if MARK.exists() else []
    if wanted in have and ("dev" in have or not extra):
        return python()
    if not python().exists():
        print("Making the virtual environment .venv …", flush=True)
        venv.create(ENVIRONMENT, with_pip=True)
    print("Installing; the first time takes some minutes …", flush=True)
    target = f"{ROOT}[dev]" if extra else str(ROOT)
    subprocess.run([python(), "-m", "pip", "install", "--quiet", "-e", target], check=True)
    MARK.write_text(f"{wanted} {extra}", encoding="utf-8")
    return python()


def start(arguments: list[str]) -> int:
    """Open the program; with --demo on made-up data in a folder of its own."""
    command = [str(prepared("")), "-m", "hallduty"]
    if "--demo" in arguments:
        arguments = [word for word in arguments if word != "--demo"]
        command += ["--data", str(DEMO_DATA)]
        if not (DEMO_DATA / "hallduty.db").exists():
            subprocess.run([*command, "demo"], check=True)
    return subprocess.run([*command, *arguments], check=False).returncode


def test(arguments: list[str]) -> int:
    """Check the style and the types, then run the tests."""
    interpreter = str(prepared("dev"))
    for step in (
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        # On every core: the tests of the screen take minutes on one.
        ["pytest", "-n", "auto", *arguments],
    ):
        print("$", *step, flush=True)
        code = subprocess.run([interpreter, "-m", *step], cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


def main(words: list[str]) -> int:
    """Run the command that the first word names."""
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        print("HallDuty needs Python 3.11, 3.12 or 3.13; this is", sys.version.split()[0])
        return 1
    match words:
        case ["start", *rest]:
            return start(rest)
        case ["test", *rest]:
            return test(rest)
        case ["run", *rest]:
            command = [str(prepared("")), "-m", "hallduty", *rest]
            return subprocess.run(command, check=False).returncode
    print(__doc__)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.CalledProcessError as error:
        sys.exit(f"Stopped: {' '.join(map(str, error.cmd[1:5]))} … failed")
    except KeyboardInterrupt:
        sys.exit(130)
