"""Backups: when one is due, how its file is called, and which old ones may go."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath

from hallduty.domain import texts
from hallduty.domain.errors import FieldProblem

OFF, AT_EXIT, DAILY = "off", "exit", "daily"
WHEN = {AT_EXIT: "退出时", DAILY: "每天一次", OFF: "不自动备份"}
MOST_KEPT = 90
FIRST_KEPT = 14
# Beside the backups lie, once each, the files that the records point at.
ATTACHMENTS = "attachments"

_NAME = re.compile(r"hallduty-backup-(\d{8}-\d{6})\.db")


def name_at(at: datetime) -> str:
    """Return the file name of a backup made at `at`: hallduty-backup-20261113-173005.db."""
    return f"hallduty-backup-{at:%Y%m%d-%H%M%S}.db"


def made_at(name: str) -> datetime | None:
    """Return when the backup of that name was made; None for any other file."""
    found = _NAME.fullmatch(name)
    try:
        return datetime.strptime(found[1], "%Y%m%d-%H%M%S") if found else None
    except ValueError:
        return None


def surplus(names: Iterable[str], keep: int) -> list[str]:
    """Return which backups may go: of each day the last one stays, and of those the newest.

    Files of other names are none of ours and are never returned.
    """
    dated = sorted(((made, name) for name in names if (made := made_at(name))), reverse=True)
    kept_days: set[str] = set()
    gone = []
    for made, name in dated:
        day = f"{made:%Y%m%d}"
        if day in kept_days or len(kept_days) >= keep:
            gone.append(name)
        else:
            kept_days.add(day)
    return sorted(gone)


def is_due(when: str, last: datetime | None, owed: bool, now: datetime) -> bool:
    """Tell whether to back up while the program runs: daily, or what an exit could not do."""
    if when == DAILY:
        return last is None or last.date() != now.date()
    return when == AT_EXIT and owed


def problems(when: str, folder: str, keep: int) -> list[FieldProblem | None]:
    """Check the settings of the automatic backup as typed."""
    found = [texts.problem_in("backup_folder", "备份文件夹", folder, limit=240)]
    if folder.strip() and not _is_absolute(folder.strip()):
        text = "备份文件夹要写完整路径，如 D:\\值班长备份，或用“选择…”指定"
        found.append(FieldProblem("backup_folder", text))
    if when not in WHEN:
        found.append(FieldProblem("backup_when", "请选择什么时候备份"))
    if not 1 <= keep <= MOST_KEPT:
        found.append(FieldProblem("backup_keep", f"保留份数应在 1 到 {MOST_KEPT} 之间"))
    return found


def _is_absolute(folder: str) -> bool:
    return PureWindowsPath(folder).is_absolute() or PurePosixPath(folder).is_absolute()
