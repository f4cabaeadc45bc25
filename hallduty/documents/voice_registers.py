"""The registers of policy questions (政策问题台账) and needs (需求台账): a landscape list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from hallduty.documents.flow import Prose
from hallduty.documents.fonts import Faces
from hallduty.documents.grid import Cell, Grid, Look, Row
from hallduty.documents.incidents import Days, period_text
from hallduty.documents.page import A4_LANDSCAPE, Setup, build
from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.typeset import MM, Style
from hallduty.domain import times
from hallduty.domain.needs import Need
from hallduty.domain.policy import PolicyCase
from hallduty.domain.voice_tables import NEED_COLUMNS, QUESTION_COLUMNS, TableColumn, Value

Record = TypeVar("Record")

_TOP, _BOTTOM = 16 * MM, 18 * MM
_TEXT, _LEADING = 9.0, 13.0
_LOOK = Look(beside=1.2 * MM, above=1.3 * MM, whole=40 * MM)


def print_questions(
    cases: Iterable[PolicyCase],
    period: Days,
    faces: Faces,
    printed: PrintMark,
    *,
    bureau: str = "",
) -> Paper:
    """Print the policy questions of a period, contacts masked, with totals by kind and state."""
    return _print(
        "政策问题台账",
        QUESTION_COLUMNS,
        cases,
        (lambda case: case.question.kind.label, lambda case: case.state.label),
        period,
        faces,
        printed,
        bureau,
    )


def print_needs(
    needs: Iterable[Need],
    period: Days,
    faces: Faces,
    printed: PrintMark,
    *,
    bureau: str = "",
) -> Paper:
    """Print the needs of a period, contacts masked, with totals by category and state."""
    return _print(
        "办税人需求台账",
        NEED_COLUMNS,
        needs,
        (lambda need: need.category, lambda need: need.state.label),
        period,
        faces,
        printed,
        bureau,
    )


def _print(
    title: str,
    columns: Sequence[TableColumn[Record]],
    records: Iterable[Record],
    counted: Sequence[Callable[[Record], str]],
    period: Days,
    faces: Faces,
    printed: PrintMark,
    bureau: str,
) -> Paper:
    shown = [column for column in columns if column.width]
    side = (A4_LANDSCAPE[0] - sum(column.width for column in shown) * MM) / 2
    setup = Setup(A4_LANDSCAPE, side, side, _TOP, _BOTTOM)
    line = Style(faces.face("宋体"), 10.5, 16, "left")
    kept = list(records)
    heading = "\u3000\u3000".join(filter(None, (bureau, f"期间：{period_text(period)}")))
    head = Style(faces.face("黑体"), 9.5, 13.5, "centre")
    story = [
        Prose(title, Style(faces.face("小标宋"), 20, 28, "centre", track=0.04)),
        Prose(heading, line, before=1.5 * MM, after=1 * MM),
        Grid(
            [column.width * MM for column in shown],
            _rows(shown, kept, faces),
            head=(Row(tuple(Cell(((column.label, head),)) for column in shown), 9 * MM),),
            look=_LOOK,
        ),
        Prose(_totals(kept, counted), line, before=2 * MM),
        Prose("制表：" + "\u3000" * 10 + "审核：" + "\u3000" * 10 + "日期：", line, before=5 * MM),
    ]
    return build(story, setup, faces, printed, title=title, bureau=bureau)


def _rows(
    columns: Sequence[TableColumn[Record]], records: Sequence[Record], faces: Faces
) -> Iterator[Row]:
    plain = Style(faces.face("宋体"), _TEXT, _LEADING)
    centred = Style(faces.face("宋体"), _TEXT, _LEADING, "centre")
    for record in records:
        # The first column (编号) tells on the next page whose row goes on there.
        yield Row(
            tuple(
                Cell(
                    ((_text(column.value(record)), centred if column.centred else plain),),
                    again=place == 0,
                )
                for place, column in enumerate(columns)
            ),
            8 * MM,
        )
    if not records:
        yield Row((Cell((("本期间没有登记", centred),), len(columns)),), 14 * MM)


def _text(value: Value) -> str:
    return times.stamp(value) if isinstance(value, datetime) else value or ""


def _totals(records: Sequence[Record], counted: Sequence[Callable[[Record], str]]) -> str:
    lines = [f"合计：{len(records)} 件"]
    for what in counted:
        counts = Counter(map(what, records))
        if counts:
            lines.append("、".join(f"{name} {number} 件" for name, number in counts.most_common()))
    return "；".join(lines) + "。"
