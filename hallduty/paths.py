"""Where things lie: what is shipped with the program, and the user's own folders."""

from __future__ import annotations

import os
import sys
from pathlib import Path

APP = "HallDuty"
DATA_VARIABLE = "HALLDUTY_DATA"
DATABASE_NAME = "hallduty.db"


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
    """Return the data folder: the one asked for, else HALLDUTY_DATA, else the user's own."""
    if chosen is not None:
        return chosen.expanduser().absolute()
    variable = os.environ.get(DATA_VARIABLE, "").strip()
    if variable:
        return Path(variable).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False)


def cache_folder() -> Path:
    """Return the program's own cache folder; what lies there can be made again at any time."""
    from platformdirs import user_cache_path

    return user_cache_path(APP, appauthor=False)
