"""Prints duty logs (值班日志): the sheet of forms/duty_log.toml, one log after the other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from reportlab.platypus import PageBreak
from reportlab.platypus.flowables import Flowable

from hallduty.documents.flow import Prose
from hallduty.documents.fonts import Faces
from hallduty.documents.form_sheet import (
    SheetStyles,
    running_head,
    sheet_row,
    sheet_setup,
    sheet_story,
    sheet_styles,
    ticked,
)
from hallduty.documents.page import Setup, build, footer
from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.typeset import MM, Style
from hallduty.domain.duty_log_sheet import log_values, part_text
from hallduty.domain.duty_logs import DutyLog
from hallduty.domain.sheets import Kind, Part, Sheet

_NAMES = ("staff", "leader")


def print_logs(
    sheet: Sheet,
    logs: Sequence[tuple[DutyLog, str]],
    faces: Faces,
    printed: PrintMark,
    *,
    bureau: str = "",
) -> Paper:
    """Print each log (with its hall's name) from a page of its own; long texts flow on."""
    setup, styles = sheet_setup(sheet), sheet_styles(faces)
    begins: list[_Begin] = []
    story: list[Flowable] = []
    for log, hall in logs:
        if story:
            story.append(PageBreak())
        begins.append(_Begin(f"{sheet.title}\u3000{log.duty.name}\u3000{hall}（续）"))
        story += [begins[-1], *_one(sheet, log, hall, styles, setup)]

    def furniture(canvas: Any, page: int, pages: int) -> None:
        going_on = [each.head for each in begins if each.page < page]
        if going_on and page not in {each.page for each in begins}:
            running_head(canvas, setup, going_on[-1], styles.note)
        footer(canvas, setup, faces, printed, page, pages)

    title = f"{sheet.title} {logs[0][0].day.isoformat()}" if logs else sheet.title
    return build(story, setup, faces, printed, title=title, bureau=bureau, furniture=furniture)


class _Begin(Flowable):  # type: ignore[misc]
    """Takes no room; remembers on which page a log begins, and the head of its further pages."""

    def __init__(self, head: str) -> None:
        super().__init__()
        self.head, self.page = head, 0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return 0.0, 0.0

    def draw(self) -> None:
        self.page = self.canv.getPageNumber()


def _one(
    sheet: Sheet, log: DutyLog, hall: str, styles: SheetStyles, setup: Setup
) -> list[Flowable]:
    above = [
        Prose(sheet.title, styles.title, after=3 * MM),
        Prose(sheet.number_label + hall, styles.number, after=1 * MM),
    ]
    below = [Prose(sheet.note, styles.note, before=2 * MM)] if sheet.note else []
    if log.remark:
        below.insert(0, Prose(f"补记：{log.remark}", styles.prose, before=2 * MM))
    values = log_values(log, hall)
    rows = [
        sheet_row(row, styles, lambda part, _: _value(part, values, styles)) for row in sheet.rows
    ]
    return sheet_story(sheet, above, rows, below, (setup.width, setup.height))


def _value(part: Part, values: Mapping[str, str], styles: SheetStyles) -> tuple[str, Style]:
    """Return what stands in the cell for one part, and how it is set."""
    text = part_text(part, values)
    if part.kind is Kind.CHOICE:
        return ticked(part.choices, text, styles)
    style = styles.prose if part.kind is Kind.LONG_TEXT else styles.value
    if part.field in _NAMES:
        # A name never breaks across lines.
        words = re.split(r"[\s：；、，。（）]+", text)
        style = replace(style, align="left", keep=tuple(w for w in words if 1 < len(w) <= 8))
    return text + (part.suffix if text else ""), style
