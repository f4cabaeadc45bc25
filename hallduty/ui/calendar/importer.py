"""Takes a calendar file: read and checked first, shown, then adopted whole; saves a sample."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from hallduty.domain.calendar_import import YearData, check_calendar, read_calendar
from hallduty.domain.calendar_sample import file_name, sample_text
from hallduty.domain.errors import UserError
from hallduty.ui.events import Topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hallduty.ui.desk import Desk

_FILTER = "日历文件 (*.toml)"


def import_file(desk: Desk, parent: QWidget) -> int:
    """Ask for a file, show what it would do, and take it; return the first year taken, or 0."""
    chosen = desk.ask.open_files(parent)
    if not chosen:
        return 0
    path = chosen[0]
    try:
        check = check_calendar(path.name, read_calendar(path), desk.calendar)
    except UserError as problem:
        desk.ask.problem(parent, f"{problem}\n\n什么也没有导入。")
        return 0
    summary = f"{path.name}：{_content(check.rows)}"
    title = "导入节假日和征期截止日"
    if desk.ask.import_check(parent, title, summary, check.findings, len(check.rows)) is None:
        return 0
    if not check.rows:
        return 0
    try:
        desk.store.calendar.adopt(check.rows, desk.stamp())
    except UserError as problem:
        desk.ask.problem(parent, str(problem))
        return 0
    years = "、".join(f"{data.year}年" for data in check.rows)
    desk.changed(Topic.CALENDAR)
    desk.events.told.emit(f"已导入 {years}的征期日历")
    return check.rows[0].year


def save_sample(desk: Desk, parent: QWidget, year: int) -> None:
    """Save a year as a calendar file: to be filled in, or as it is, to be changed."""
    path = desk.ask.save_path(parent, file_name(year), _FILTER)
    if path is None:
        return
    try:
        _write(path, sample_text(year, desk.calendar))
    except UserError as problem:
        desk.ask.problem(parent, str(problem))
        return
    desk.events.told.emit(f"已保存 {path}，改好后点“导入”")


def _write(path: Path, text: str) -> None:
    from hallduty.documents.files import write_file

    # The lines end as the editor of an old Windows wants them, and the mark tells it UTF-8.
    write_file(path, text.replace("\n", "\r\n").encode("utf-8-sig"))


def _content(rows: Sequence[YearData]) -> str:
    if not rows:
        return "没有可以导入的年份"
    return "；".join(f"{data.year}年{data.content}" for data in rows)
