"""The roster as a workbook: a month a sheet, laid out like the paper, and importable again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from hallduty.documents.typeset import clean
from hallduty.domain import times
from hallduty.domain.roster import LEADER
from hallduty.domain.roster_import import GAP, REST
from hallduty.domain.roster_sheet import Holder, RosterSheet, SheetCell, SheetDay

_RED, _PEAK, _REST, _HEAD = "FFFFC7CE", "FFFFEB9C", "FFF2F2F2", "FFDDEBF7"
_FORBIDDEN = str.maketrans(dict.fromkeys(r"[]:*?/\'", " "))


def roster_xlsx(sheets: Sequence[RosterSheet], bureau: str = "") -> bytes:
    """Return a workbook with one sheet for each roster, in the layout that import reads.

    People of one name are told apart by their number, in brackets behind the name.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    people: dict[str, dict[int, Holder]] = {}
    for sheet in sheets:
        for day in sheet.days:
            for cell in day.cells.values():
                for holders in cell.holders.values():
                    for holder in holders:
                        people.setdefault(holder.name, {})[holder.person_id] = holder
    shared = {name for name, found in people.items() if len(found) > 1}
    titles: Counter[str] = Counter()
    for sheet in sheets:
        title = (sheet.period.translate(_FORBIDDEN) or "值班表")[:24]
        titles[title] += 1
        number = f"（{titles[title]}）" if titles[title] > 1 else ""
        _fill(book.create_sheet(title + number), sheet, bureau, shared)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(page: Any, sheet: RosterSheet, bureau: str, shared: set[str]) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    labels = ["日期", "星期", "征期", LEADER, "联系电话", *sheet.posts[1:], "备注"]
    wide = len(labels)
    middle = Alignment("center", "center", wrap_text=True)
    side = Side("thin", color="FF999999")
    border = Border(left=side, right=side, top=side, bottom=side)

    def put(row: int, column: int, value: Any, shade: str = "", bold: bool = False) -> None:
        cell = page.cell(row, column)
        _set(cell, value)
        cell.alignment, cell.border, cell.font = middle, border, Font(bold=bold)
        if shade:
            cell.fill = PatternFill("solid", fgColor=shade)

    def across(row: int, text: str, size: int = 11, centre: bool = False) -> None:
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=wide)
        cell = page.cell(row, 1)
        _set(cell, text)
        cell.font = Font(bold=centre, size=size)
        cell.alignment = Alignment("center" if centre else "left", "center", wrap_text=True)

    across(1, f"{sheet.hall.name}{sheet.title}", 16, centre=True)
    page.row_dimensions[1].height = 30
    across(2, "\u3000".join(filter(None, (bureau, f"办税服务场所：{sheet.hall.name}"))))
    for column, label in enumerate(labels, 1):
        put(3, column, label, _HEAD, bold=True)
    for row, day in enumerate(sheet.days, 4):
        _day(put, row, day, sheet.posts, shared)
        page.cell(row, 1).number_format = "yyyy-mm-dd"
        page.row_dimensions[row].height = 16.0 * max(1, _lines(day))
    end = 4 + len(sheet.days)
    foot = [f"值班电话：{sheet.duty_phone}", f"值班要求：{sheet.demands}" if sheet.demands else ""]
    foot += [f"说明：{note}" for note in sheet.notes]
    for row, text in enumerate(filter(None, [*foot, "制表：　　　　审核：　　　　日期："]), end):
        across(row, text)
        page.row_dimensions[row].height = 34 if len(text) > 60 else 18
    widths = [12, 6, 14, 14, 14, *[14] * (len(sheet.posts) - 1), 24]
    for column, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.freeze_panes = "D4"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "3:3"


def _day(put: Any, row: int, day: SheetDay, posts: Sequence[str], shared: set[str]) -> None:
    rest = "" if day.working else _REST
    put(row, 1, day.day, rest)
    put(row, 2, times.WEEKDAYS[day.day.weekday()], rest)
    put(row, 3, day.mark, _PEAK if day.peak else rest, bold=bool(day.peak))
    column = 4
    for post in posts:
        cell = day.cells[post]
        text = cell_text(cell, shared)
        if not text and cell.marks:
            text = GAP
        elif not text and day.resting and post == LEADER:
            text = REST
        put(row, column, text, _RED if cell.marks else rest)
        if post == LEADER:
            column += 1
            put(row, column, _phones(cell), rest)
        column += 1
    put(row, column, day.remark_only, rest)


def cell_text(cell: SheetCell, shared: set[str]) -> str:
    """Return who holds a post as import reads it: 俞某、刘某, or 上午：俞某 and 下午：刘某."""
    lines = []
    for part, holders in cell.lines():
        names = "、".join(_name(holder, shared) for holder in holders)
        lines.append(f"{part}：{names}" if part else names)
    return "\n".join(lines)


def _name(holder: Holder, shared: set[str]) -> str:
    more = holder.name in shared and holder.phone
    return f"{holder.name}（{holder.phone}）" if more else holder.name


def _phones(cell: SheetCell) -> str:
    numbers: Mapping[str, None] = dict.fromkeys(
        holder.phone for _, holders in cell.lines() for holder in holders if holder.phone
    )
    return "\n".join(numbers)


def _lines(day: SheetDay) -> int:
    return max(sum(1 for _ in cell.lines()) for cell in day.cells.values())


def _set(cell: Any, value: Any) -> None:
    """Put a value into a cell; text stays text, whatever a spreadsheet would make of it."""
    if isinstance(value, str):
        cell.value = clean(value) or None
        if cell.value is not None:
            cell.data_type = "s"
            cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    else:
        cell.value = value
