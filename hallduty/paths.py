"""Where things lie: what is shipped with the program, and the user's own folders."""

from __future__ import annotations

import os
import sys
from pathlib import Path

APP = "HallDuty"
DATA_VARIABLE = "HALLDUTY_DATA"
DATABASE_NAME = "hallduty.db"
# Beside the program's own file this makes it portable: it keeps its data there and nowhere else.
PORTABLE_MARK = "portable.txt"
PORTABLE_DATA = "数据"
PORTABLE_CACHE = "缓存"
# By this Windows knows that shortcut, taskbar button and windows are one program.
APP_ID = "HallDuty.HallDuty"


def shipped() -> Path:
    """Return the folder that holds forms/ and resources/, however the program was installed."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen)
    package = Path(__file__).resolve().parent
    inside = package / "_shipped"
    return inside if inside.is_dir() else package.parent


def resources() -> Path:
    """Return the shipped resources/ (plan, calendar, fonts, icons, theme)."""
    return shipped() / "resources"


def data_folder(chosen: Path | None = None) -> Path:
    """Return the data folder: the one asked for, else HALLDUTY_DATA, else the portable
    program's, else the user's own."""
    if chosen is not None:
        return chosen.expanduser().absolute()
    variable = os.environ.get(DATA_VARIABLE, "").strip()
    if variable:
        return Path(variable).expanduser().absolute()
    beside = portable_folder()
    if beside is not None:
        return beside / PORTABLE_DATA
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False)


def cache_folder() -> Path:
    """Return the program's own cache folder; what lies there can be made again at any time."""
    beside = portable_folder()
    if beside is not None:
        return beside / PORTABLE_CACHE
    from platformdirs import user_cache_path

    return user_cache_path(APP, appauthor=False)


def portable_folder() -> Path | None:
    """Return the folder of a portable program (frozen, the mark beside it), else None."""
    if not getattr(sys, "frozen", False):
        return None
    folder = Path(sys.executable).parent
    return folder if (folder / PORTABLE_MARK).is_file() else None
