"""Diagnostics (诊断信息): a ZIP for whoever looks after the program; no records, no names.

What goes in is listed here by name. A text of the settings that somebody typed never does, and
in the log the folders of the user, whose names are often people's, are replaced.
"""

from __future__ import annotations

import io
import json
import os
import platform
import sqlite3
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hallduty import __version__, log
from hallduty.clock import Clock
from hallduty.errors import UserError
from hallduty.store import FILE_NAME, Store

if TYPE_CHECKING:
    from hallduty.domain.settings import Settings

_LIBRARIES = (
    *("PySide6-Essentials", "PySide6-Addons", "PySide6", "peewee", "reportlab", "openpyxl"),
    *("qt-material", "qtawesome", "chinese-calendar", "pypinyin", "platformdirs"),
)
# Choices and numbers only: nothing of it was typed as free text.
_SETTINGS = (
    *("theme", "font_size", "retention_days", "footage_days", "pack_sheets", "pack_notices"),
    *("crowd_waiting", "crowd_wait", "crowd_long_wait", "crowd_closing", "self_service_percent"),
    *("stale_hours", "unclosed_hours", "backup_when", "backup_keep", "tray", "close_to_tray"),
)
_ABOUT = (
    "值班长诊断信息，供维护人员查找程序故障。\n"
    "内容：版本和系统（程序.json）、不含文字的设置（设置.json）、检查结果（检查.json）、"
    "程序日志（logs/）。\n"
    "不含事件、人员、电话、办税人信息，不含单位名称和使用人；日志中的用户文件夹名已隐去。\n"
)


def sqlite_version() -> str:
    """Return the release of SQLite; the screen knows no database to ask."""
    return sqlite3.sqlite_version


def collected(folder: Path, clock: Clock) -> bytes:
    """Open the folder's database, where there is one, and return the ZIP."""
    if not (folder / FILE_NAME).exists():
        return packed(folder, None, {"database": "none"}, clock)
    try:
        store = Store.open(folder, clock.now())
    except UserError as problem:
        kind = type(problem).__name__
        return packed(folder, None, {"database": f"cannot be opened ({kind})"}, clock)
    with store:
        return packed(folder, store.settings.load(), checks(store), clock)


def checks(store: Store) -> dict[str, Any]:
    """Return what a check of the database and its files finds, by kind and count only."""
    verdict = store.audit.verify()
    return {
        "database": "ok" if verdict.ok else "does not hold",
        "audit_rows": verdict.rows,
        "incidents": store.incidents.count(),
        "damaged_attachments": len(store.attachments.damaged()),
        "drafts": len(store.drafts.all()),
        "backups": len(store.backups.made(store.settings.load().backup_folder)),
        "last_backup": store.settings.recall("backup.last"),
        "last_backup_failed": bool(store.settings.recall("backup.trouble")),
    }


def packed(
    folder: Path, settings: Settings | None, found: Mapping[str, Any], clock: Clock
) -> bytes:
    """Return the ZIP; touches no database, so that a worker may pack what it has checked."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("说明.txt", _ABOUT.encode("utf-8-sig"))
        archive.writestr("程序.json", _json(_program(folder, clock)))
        archive.writestr("设置.json", _json(_settings(settings)))
        archive.writestr("检查.json", _json({**found, **_files(folder)}))
        for name, text in _logs(folder):
            archive.writestr(f"logs/{name}", text)
    return buffer.getvalue()


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _program(folder: Path, clock: Clock) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "hallduty": __version__,
        "frozen": bool(getattr(sys, "frozen", False)),
        "at": f"{clock.now():%Y-%m-%d %H:%M:%S}",
        "python": platform.python_version(),
        "system": platform.system(),
        "release": platform.release(),
        "version": platform.version(),
        "machine": platform.machine(),
        "encoding": sys.getfilesystemencoding(),
        "sqlite": sqlite_version(),
        "libraries": {name: found for name in _LIBRARIES if (found := _version(name))},
    }
    return facts | {"screens": _screens(), "printers": _printers()}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        # A frozen program carries no records of its parts; some parts say it themselves.
        loaded = sys.modules.get(name)
        return str(getattr(loaded, "__version__", "") or getattr(loaded, "Version", ""))


def _screens() -> list[str]:
    """Say size and scale of each screen, where a window is open; a command has none."""
    if "PySide6.QtGui" not in sys.modules:
        return []
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is None:
        return []
    return [
        f"{screen.size().width()}x{screen.size().height()} scale {screen.devicePixelRatio():g}"
        f" {screen.logicalDotsPerInch():.0f} dpi"
        for screen in QGuiApplication.screens()
    ]


def _printers() -> int | None:
    """Say how many printers there are, not how they are called: names tell of people and rooms."""
    if "PySide6.QtPrintSupport" not in sys.modules:
        return None
    from PySide6.QtPrintSupport import QPrinterInfo

    return len(QPrinterInfo.availablePrinterNames())


def _settings(settings: Settings | None) -> dict[str, Any]:
    if settings is None:
        return {}
    values = asdict(settings)
    kept = {name: values[name] for name in _SETTINGS}
    kept["limits_on"] = [limit.key for limit in settings.limits if limit.on]
    kept["posts"] = len(settings.posts)
    kept["own_backup_folder"] = bool(settings.backup_folder)
    kept["own_print_fonts"] = sorted(
        name for name, family in values["print_fonts"].items() if family
    )
    return kept


def _files(folder: Path) -> dict[str, Any]:
    """Return sizes and counts of what lies in the data folder."""
    sizes = {
        f"bytes_{name}": _size(folder / name)
        for name in (FILE_NAME, f"{FILE_NAME}-wal")
        if (folder / name).exists()
    }
    own = folder / "forms"
    forms = sorted(path.stem for path in own.glob("*.toml")) if own.is_dir() else []
    known = {path.stem for path in _shipped_forms()}
    return sizes | {
        "writable": os.access(folder, os.W_OK),
        "own_forms": [name if name in known else "another" for name in forms],
    }


def _shipped_forms() -> list[Path]:
    from hallduty import paths

    return list((paths.shipped() / "forms").glob("*.toml"))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _logs(folder: Path) -> list[tuple[str, str]]:
    found = []
    hide = hider(folder)
    for path in sorted((folder / "logs").glob(f"{log.FILE_NAME}*")):
        try:
            found.append((path.name, hide(path.read_text(encoding="utf-8", errors="replace"))))
        except OSError as error:
            found.append((path.name, f"cannot be read: {error.strerror}\n"))
    return found


def hider(folder: Path) -> Callable[[str], str]:
    """Return what replaces the user's folders in a text, in either way of writing them."""
    named = [(str(folder), "<data>"), (str(Path.home()), "<home>")]
    named += [(text.replace("\\", "/"), word) for text, word in named]
    # The longer first: the data folder mostly lies within the home folder.
    named = sorted({pair for pair in named if len(pair[0]) > 3}, key=lambda each: -len(each[0]))

    def hide(text: str) -> str:
        for words, word in named:
            text = text.replace(words, word)
        return text

    return hide
