"""Starting at login: a value under HKCU…\\Run on Windows, a desktop file elsewhere.

It belongs to the user and the PC, not to the data: it is asked of the system each time, so that
the setting never claims what a system tool has meanwhile changed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from hallduty import paths
from hallduty.errors import EnvironmentProblem

_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_REFUSED = "开机自动启动没有设成：系统不让写入，请联系管理员"


class Autostart(Protocol):
    """What the settings need of it."""

    def is_on(self, folder: Path) -> bool: ...

    def switch(self, on: bool, folder: Path) -> None: ...


def autostart() -> Autostart:
    """Return this system's way."""
    return RunKey() if sys.platform == "win32" else DesktopFile()


def program() -> list[str]:
    """Return the words that start this program again without a console."""
    if getattr(sys, "frozen", False):
        # The console's twin of the program is not what should come up at login.
        window = Path(sys.executable).with_name(f"{paths.APP}{Path(sys.executable).suffix}")
        return [str(window if window.exists() else sys.executable)]
    python = Path(sys.executable)
    windowed = python.with_name(python.name.replace("python", "pythonw", 1))
    return [str(windowed if windowed.exists() else python), "-m", "hallduty"]


def command(folder: Path) -> list[str]:
    """Return the words that open this data folder; the usual one is not named."""
    words = program()
    return words if folder == paths.data_folder() else [*words, "--data", str(folder)]


class RunKey:
    """Windows: the user's own list of what starts at login; no administrator is needed."""

    def __init__(self, registry: Any = None) -> None:
        """`registry` stands in for winreg in tests."""
        if registry is None:
            import winreg as registry  # type: ignore[import-not-found,unused-ignore]
        self._registry = registry

    def is_on(self, folder: Path) -> bool:
        """Tell whether this very program with this folder starts at login."""
        try:
            with self._registry.OpenKey(self._registry.HKEY_CURRENT_USER, _RUN) as key:
                value, _ = self._registry.QueryValueEx(key, paths.APP)
        except OSError:
            return False
        return str(value) == quoted(command(folder))

    def switch(self, on: bool, folder: Path) -> None:
        """Enter it or take it out; raises EnvironmentProblem where a policy forbids that."""
        registry = self._registry
        try:
            with registry.CreateKey(registry.HKEY_CURRENT_USER, _RUN) as key:
                if on:
                    words = quoted(command(folder))
                    registry.SetValueEx(key, paths.APP, 0, registry.REG_SZ, words)
                    return
                with suppress(FileNotFoundError):
                    registry.DeleteValue(key, paths.APP)
        except OSError as error:
            raise EnvironmentProblem(_REFUSED) from error


class DesktopFile:
    """Linux: a file in ~/.config/autostart, as the desktop's specification has it."""

    def __init__(self, folder: Path | None = None) -> None:
        base = Path(os.environ.get("XDG_CONFIG_HOME", "") or Path.home() / ".config")
        self._file = (folder or base / "autostart") / "hallduty.desktop"

    def is_on(self, folder: Path) -> bool:
        """Tell whether this very program with this folder starts at login."""
        try:
            return self._file.read_text(encoding="utf-8") == _entry(folder)
        except (OSError, UnicodeDecodeError):
            return False

    def switch(self, on: bool, folder: Path) -> None:
        """Write the file or delete it; raises EnvironmentProblem when that is refused."""
        try:
            if on:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                self._file.write_text(_entry(folder), encoding="utf-8")
            else:
                self._file.unlink(missing_ok=True)
        except OSError as error:
            raise EnvironmentProblem(_REFUSED) from error


def quoted(words: Sequence[str]) -> str:
    """Return a command line as Windows parts it; paths hold no quotes there."""
    return " ".join(f'"{word}"' if " " in word or not word.isascii() else word for word in words)


def _entry(folder: Path) -> str:
    # The specification's own quoting: always in quotes, these four signs escaped, % doubled.
    words = []
    for word in command(folder):
        safe = "".join(f"\\{sign}" if sign in '"`$\\' else sign for sign in word)
        words.append('"' + safe.replace("\\", "\\\\").replace("%", "%%") + '"')
    return (
        "[Desktop Entry]\nType=Application\nName=HallDuty\nName[zh_CN]=值班长\n"
        f"Exec={' '.join(words)}\nTerminal=false\n"
    )
