"""Forms (表样): reads and checks the sheets of forms/*.toml; a user's own copy wins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from hallduty.domain import texts
from hallduty.domain.duty_log_sheet import DUTY_LOG, DUTY_LOG_SHEET
from hallduty.domain.errors import UserError
from hallduty.domain.incidents import MOMENT_FIELDS
from hallduty.domain.policy_sheet import POLICY_QUESTION, POLICY_SHEET
from hallduty.domain.sheets import (
    INCIDENT,
    RECORD_KINDS,
    Cell,
    Kind,
    Part,
    Row,
    Sheet,
    Subject,
    Summary,
    SummaryColumn,
)
from hallduty.domain.toml_text import Source, Table, read_text

__all__ = [
    "Cell",
    "Forms",
    "Kind",
    "Part",
    "Row",
    "Sheet",
    "Summary",
    "SummaryColumn",
    "load_forms",
    "parse_sheet",
    "parse_summary",
]

SHEETS = ("ledger_sheet", "impact_sheet")
# Sheets of other records; their fields have nothing to do with the ledger's.
OTHER_SHEETS = {DUTY_LOG_SHEET: DUTY_LOG, POLICY_SHEET: POLICY_QUESTION}
SUMMARIES = ("ledger_summary",)

# What a column of the ledger may show besides the fields of a sheet.
SUMMARY_FIELDS = frozenset(RECORD_KINDS) | {
    *MOMENT_FIELDS,
    *("number", "level", "status", "scenario", "duration", "leader", "hall", "remark"),
}

# Widths in millimetres that A4 leaves: upright with 15 mm beside it, lying with 15 mm.
_PORTRAIT = (100.0, 180.0)
_LANDSCAPE = (100.0, 267.0)
_KINDS = tuple(kind.value for kind in Kind)
_PART_KEYS = ("field", "kind", "hint", "suffix", "limit", "choices")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms in force, and what was wrong with a user's own copy (empty: nothing).

    `sheets` are those of an incident, `others` those of other records (the duty log).
    """

    sheets: tuple[Sheet, ...]
    summaries: tuple[Summary, ...]
    problems: tuple[str, ...] = ()
    others: tuple[Sheet, ...] = ()

    def sheet(self, name: str) -> Sheet:
        """Return the sheet of that name; KeyError when there is none."""
        return _named(name, (*self.sheets, *self.others))

    def summary(self, name: str) -> Summary:
        """Return the summary of that name; KeyError when there is none."""
        return _named(name, self.summaries)


def load_forms(shipped: Path, own: Path | None = None) -> Forms:
    """Read the shipped forms, and for each the user's own copy in `own` when there is one.

    A copy that cannot be used is reported in `problems` (file, line, reason) and the shipped
    one stands. Raises UserError when a shipped form itself is missing or broken.
    """
    problems: list[str] = []

    def read(name: str, parse: Callable[[str, str, str], _T]) -> _T:
        file = f"{name}.toml"
        if own is not None and (own / file).exists():
            try:
                return parse(read_text(own / file), name, file)
            except UserError as error:
                problems.append(f"表样文件 {error}；已改用随程序提供的表样。")
        return parse(read_text(shipped / file), name, file)

    sheets = tuple(read(name, parse_sheet) for name in SHEETS)
    extra = [field for sheet in sheets for field in sheet.extra_fields()]
    summaries = tuple(
        read(name, lambda text, name, file: parse_summary(text, name, file, extra))
        for name in SUMMARIES
    )
    others = tuple(
        read(name, partial(parse_sheet, subject=subject)) for name, subject in OTHER_SHEETS.items()
    )
    return Forms(sheets, summaries, tuple(problems), others)


def parse_sheet(text: str, name: str, file: str, subject: Subject = INCIDENT) -> Sheet:
    """Read a sheet; raise UserError with `file`, line and reason when it cannot be one."""
    top = Source(file, text).top
    top.only(("title", "number_label", "note", "column_widths_mm", "rows"))
    columns = top.numbers("column_widths_mm", 8, 170)
    if not 2 <= len(columns) <= 12:
        top.fail("“column_widths_mm”应有 2 到 12 列", "column_widths_mm")
    _check_width(top, "column_widths_mm", sum(columns), _PORTRAIT)
    rows = top.tables("rows", "rows", 60)
    if not rows:
        top.fail("没有一行 [[rows]]")
    seen: set[str] = set()
    return Sheet(
        name=name,
        title=texts.one_line(top.text("title", limit=60)),
        number_label=top.text("number_label", "编号：", limit=20),
        note=top.text("note", "", limit=texts.PARAGRAPH),
        columns=columns,
        rows=tuple(
            _row(row, index, len(columns), seen, subject) for index, row in enumerate(rows, 1)
        ),
    )


def parse_summary(text: str, name: str, file: str, extra: Iterable[str] = ()) -> Summary:
    """Read a summary; `extra` are the fields that the sheets add to the record's own."""
    top = Source(file, text).top
    top.only(("title", "columns"))
    tables = top.tables("columns", "columns", 30)
    if not tables:
        top.fail("没有一栏 [[columns]]")
    known = SUMMARY_FIELDS | set(extra)
    columns = tuple(_column(table, known) for table in tables)
    _check_width(tables[-1], "width_mm", sum(column.width for column in columns), _LANDSCAPE)
    return Summary(name, texts.one_line(top.text("title", limit=60)), columns)


def _row(table: Table, index: int, columns: int, seen: set[str], subject: Subject) -> Row:
    table.only(("min_height_mm", "cells"))
    height = table.number("min_height_mm", 18, 6, 200)
    tables = table.tables("cells", "rows.cells", columns)
    cells = tuple(_cell(cell, seen, subject) for cell in tables)
    taken = sum(1 + cell.span for cell in cells)
    if taken != columns:
        (tables[-1] if tables else table).fail(
            f"第 {index} 个 [[rows]] 共占 {taken} 列，应为 {columns} 列"
            "（每格标签占 1 列，内容占 span 列）",
            "span",
        )
    return Row(cells, height)


def _cell(table: Table, seen: set[str], subject: Subject) -> Cell:
    table.only(("label", "span", "parts", *_PART_KEYS))
    lines = tuple(filter(None, map(str.strip, table.text("label", limit=60).split("\n"))))
    label = "".join("".join(lines).split())
    span = table.whole("span", 1, 1, 11)
    if table.has("parts"):
        for key in _PART_KEYS:
            if table.has(key):
                table.fail(f"有 [[rows.cells.parts]] 的格子不能再写“{key}”", key)
        tables = table.tables("parts", "rows.cells.parts", 6)
        parts = tuple(_part(part, "", subject) for part in tables)
    else:
        parts = (_part(table, label, subject),)
    for part in parts:
        if part.field in seen:
            table.fail(f"字段“{part.field}”重复，前面已经有了", "field")
        seen.add(part.field)
    return Cell(label, span, parts, lines)


def _part(table: Table, label: str, subject: Subject) -> Part:
    """Read one part; `label` stands in for a field that is not named."""
    table.only(("label", "span", *_PART_KEYS) if label else _PART_KEYS)
    field = texts.one_line(table.text("field", label or None, limit=60))
    if field in subject.taken:
        table.fail(f"字段“{field}”由程序自己填写，不能放进表样", "field")
    kind = _kind(table, field, subject)
    most = subject.limit(field)
    choices = table.words("choices")
    listed = field in subject.listed
    if kind is Kind.CHOICE and not listed and not 2 <= len(choices) <= 20:
        table.fail("选择格（choice）要用“choices”写出 2 到 20 个选项", "choices")
    if choices and (kind is not Kind.CHOICE or listed):
        table.fail(f"字段“{field}”不能有“choices”", "choices")
    return Part(
        field=field,
        kind=kind,
        hint=texts.one_line(table.text("hint", "")),
        suffix=texts.one_line(table.text("suffix", "", limit=20)),
        limit=table.whole("limit", most, 1, most),
        choices=choices,
        in_record=field in subject.own,
    )


def _kind(table: Table, field: str, subject: Subject) -> Kind:
    fitting = subject.kinds.get(field, tuple(Kind))
    name = table.text("kind", fitting[0].value)
    if name not in _KINDS:
        table.fail(f"不认识的类型 kind“{name}”，可以写 {'、'.join(_KINDS)}", "kind")
    kind = Kind(name)
    if kind not in fitting:
        names = "、".join(k.value for k in fitting)
        table.fail(f"字段“{field}”的类型 kind 只能是 {names}", "kind")
    return kind


def _column(table: Table, known: Iterable[str]) -> SummaryColumn:
    table.only(("label", "field", "width_mm", "align"))
    label = texts.one_line(table.text("label", limit=30))
    field = texts.one_line(table.text("field", label, limit=60))
    if field not in known:
        table.fail(f"没有“{field}”这个字段", "field")
    align = table.text("align", "left")
    if align not in ("left", "centre", "right"):
        table.fail("对齐“align”只能是 left、centre、right", "align")
    return SummaryColumn(label, field, table.number("width_mm", None, 8, 200), align)


def _check_width(table: Table, key: str, total: float, bounds: tuple[float, float]) -> None:
    least, most = bounds
    if not least <= total <= most:
        table.fail(f"各列宽度相加为 {total:g} 毫米，应在 {least:g} 到 {most:g} 之间", key)


_Named = TypeVar("_Named", Sheet, Summary)


def _named(name: str, found: tuple[_Named, ...]) -> _Named:
    for form in found:
        if form.name == name:
            return form
    raise KeyError(name)
