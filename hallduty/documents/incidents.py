"""The ledger as a landscape list: one row per incident of a period, with totals (台帐汇总表)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar, cast

from hallduty.documents.flow import Prose
from hallduty.documents.fonts import Faces
from hallduty.documents.grid import Cell, Grid, Look, Row
from hallduty.documents.page import A4_LANDSCAPE, Setup, build
from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.typeset import MM, Align, Style
from hallduty.domain import times
from hallduty.domain.dossiers import Dossier
from hallduty.domain.form_values import column_text
from hallduty.domain.incidents import Incident, Status
from hallduty.domain.plan import Plan
from hallduty.domain.sheets import Summary

Days = tuple[date | None, date | None]

_Key = TypeVar("_Key", bound=str)

_TOP, _BOTTOM = 16 * MM, 18 * MM
_TEXT, _LEADING = 9.0, 13.0
_LOOK = Look(beside=1.2 * MM, above=1.3 * MM, whole=40 * MM)


def print_ledger(
    summary: Summary,
    dossiers: Iterable[Dossier],
    period: Days,
    plan: Plan,
    faces: Faces,
    printed: PrintMark,
    *,
    bureau: str = "",
) -> Paper:
    """Print the incidents in the order given; they are asked for page by page."""
    side = (A4_LANDSCAPE[0] - sum(column.width for column in summary.columns) * MM) / 2
    setup = Setup(A4_LANDSCAPE, side, side, _TOP, _BOTTOM)
    song = faces.face("宋体")
    line = Style(song, 10.5, 16, "left")
    totals = Totals()
    heading = "\u3000\u3000".join(filter(None, (bureau, f"期间：{period_text(period)}")))
    rows = _rows(summary, dossiers, plan, faces, totals)
    story = [
        Prose(summary.title, Style(faces.face("小标宋"), 20, 28, "centre", track=0.04)),
        Prose(heading, line, before=1.5 * MM, after=1 * MM),
        Grid(
            [column.width * MM for column in summary.columns],
            rows,
            head=(_head(summary, faces),),
            look=_LOOK,
        ),
        _Late(lambda: totals.text(plan), line, before=2 * MM),
        Prose("制表：" + "\u3000" * 10 + "审核：" + "\u3000" * 10 + "日期：", line, before=5 * MM),
    ]
    return build(story, setup, faces, printed, title=summary.title, bureau=bureau)


def period_text(period: Days) -> str:
    """Say a period: 2026年11月1日至2026年11月30日, 2026年11月1日起, 截至…, 全部."""
    first, last = period
    if first and last:
        same = first == last
        return times.day_cn(first) if same else f"{times.day_cn(first)}至{times.day_cn(last)}"
    if first:
        return f"{times.day_cn(first)}起"
    return f"截至{times.day_cn(last)}" if last else "全部"


@dataclass(slots=True)
class Totals:
    """Counts of a ledger; drills, voided incidents and duplicates are listed but not counted."""

    types: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    statuses: Counter[Status] = field(default_factory=Counter)
    drills: int = 0
    voided: int = 0
    merged: int = 0

    def add(self, incident: Incident) -> None:
        """Count one incident."""
        if incident.drill:
            self.drills += 1
        elif incident.status is Status.VOID:
            self.voided += 1
        elif incident.merged_into:
            self.merged += 1
        else:
            self.types[incident.event_type] += 1
            self.levels[incident.level] += 1
            self.statuses[incident.status] += 1

    @property
    def counted(self) -> int:
        """How many incidents count."""
        return self.statuses.total()

    def text(self, plan: Plan) -> str:
        """Say the totals, one line for the sum and one for each way to divide it."""
        apart = [f"演练 {self.drills} 件" * bool(self.drills)]
        apart.append(f"作废 {self.voided} 件" * bool(self.voided))
        apart.append(f"并入其他事件 {self.merged} 件" * bool(self.merged))
        listed = "、".join(filter(None, apart))
        lines = [f"合计：{self.counted} 件" + (f"（另有{listed}，不计入）" if listed else "")]
        if self.counted:
            types = _said(self.types, [kind.code for kind in plan.event_types])
            levels = _said(self.levels, [level.code for level in plan.levels])
            statuses = _said(self.statuses, list(Status))
            lines += [
                "按类型：" + "、".join(f"{plan.event_type(c).name} {n} 件" for c, n in types),
                "按级别：" + "、".join(f"{plan.level(c).name} {n} 件" for c, n in levels),
                "按状态：" + "、".join(f"{status.label} {n} 件" for status, n in statuses),
            ]
        return "\n".join(lines)


def _said(counts: Counter[_Key], order: list[_Key]) -> list[tuple[_Key, int]]:
    """Return the counts in the plan's order; what the plan does not know comes last."""
    known = [key for key in order if counts[key]]
    return [(key, counts[key]) for key in [*known, *(k for k in counts if k not in known)]]


def _head(summary: Summary, faces: Faces) -> Row:
    style = Style(faces.face("黑体"), 9.5, 13.5, "centre")
    return Row(tuple(Cell(((column.label, style),)) for column in summary.columns), 9 * MM)


def _rows(
    summary: Summary,
    dossiers: Iterable[Dossier],
    plan: Plan,
    faces: Faces,
    totals: Totals,
) -> Iterator[Row]:
    base = Style(faces.face("宋体"), _TEXT, _LEADING)
    plain = [replace(base, align=cast(Align, column.align)) for column in summary.columns]
    struck = [replace(style, strike=True) for style in plain]
    empty = True
    for dossier in dossiers:
        empty = False
        totals.add(dossier.incident)
        styles = struck if dossier.incident.status is Status.VOID else plain
        texts = [
            (column_text(column.field, dossier, plan), _style(column.field, style, base))
            for column, style in zip(summary.columns, styles, strict=True)
        ]
        merged = dossier.incident.merged_into
        if merged:
            texts = [(text, replace(style, keep=(merged,))) for text, style in texts]
        # The first column (编号) tells on the next page whose row goes on there.
        cells = (Cell((each,), again=number == 0) for number, each in enumerate(texts))
        yield Row(tuple(cells), 8 * MM)
    if empty:
        centred = replace(base, align="centre")
        yield Row((Cell((("本期间没有登记事件", centred),), len(summary.columns)),), 14 * MM)


def _style(field_name: str, style: Style, base: Style) -> Style:
    """Return the style of a column; what says 作废 is itself not struck."""
    said = field_name in ("status", "remark")
    return replace(base, align=style.align) if said and style.strike else style


class _Late(Prose):
    """Text that is known only when everything above it has been set."""

    def __init__(self, text: Callable[[], str], style: Style, *, before: float) -> None:
        super().__init__("", style, before=before)
        self._late = text

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self._text = self._late()
        return super().wrap(width, height)
