"""政策 · 日报: which days have their report, and the report of the chosen one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from hallduty.domain import times
from hallduty.domain.period_reports import PeriodKind, PeriodReport
from hallduty.domain.policy_daily import DayFigures, day_figures, days_without_report, draft
from hallduty.ui.events import Topic
from hallduty.ui.period_view import PeriodView
from hallduty.ui.table_models import Column
from hallduty.ui.widgets import column, secondary

if TYPE_CHECKING:
    from hallduty.documents.press import Paper, PrintMark
    from hallduty.store import Store
    from hallduty.ui.desk import Desk
    from hallduty.ui.list_output import ListOutput

_DAYS = 31


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day of the list: its figures, its newest report, and whether one is overdue."""

    figures: DayFigures
    report: PeriodReport | None
    owed: bool = False

    @property
    def state(self) -> tuple[str, str]:
        """已报, 未报 (red where it is overdue), or nothing where there is nothing to report."""
        if self.report is not None:
            return "已报", "green"
        if self.owed:
            return "未报", "red"
        return ("未报", "grey") if self.figures.has_matters else ("", "")


_COLUMNS: tuple[Column[DayRow], ...] = (
    Column("day", "日期", lambda r: _day_text(r.figures.day), 7.2, sort=lambda r: r.figures.day),
    Column("new", "空白新增", lambda r: str(len(r.figures.gap.new)), 4, right=True),
    Column("open", "未答复", lambda r: str(_count(r, "unanswered")), 3.2, right=True),
    Column("tell", "待告知", lambda r: str(_count(r, "to_tell")), 3.2, right=True),
    Column(
        "state",
        "日报",
        lambda r: r.state[0],
        3.4,
        pill=lambda r: r.state[1] or None,
        stretch=True,
    ),
)


class DailyView(PeriodView[DayRow]):
    """The last days, and the report of one of them."""

    topics = frozenset({Topic.POLICY})
    topic = Topic.POLICY
    kind = PeriodKind.POLICY_DAY
    names = ("各日日报", "policy_days")
    columns = _COLUMNS
    spare = ("new", "tell")

    def __init__(self, desk: Desk, output: ListOutput) -> None:
        today = desk.clock.now().date()
        super().__init__(desk, output, key=lambda r: r.figures.day, period=today)

    def fill_side(self, inside: QVBoxLayout) -> None:
        said = column(margins=(12, 10, 12, 6))
        self.said = secondary(
            "政策空白问题按日汇总、上报（预案四（四））；未答复、待告知含政策模糊。", wrap=True
        )
        said.addWidget(self.said)
        inside.addLayout(said)
        inside.addWidget(self.table, 1)

    def refresh(self) -> None:
        """Reckon the days again; the chosen one and what is typed stay."""
        was_today = self.period == self._today
        super().refresh()
        if was_today:
            self.period = self._today
        first = self._today - timedelta(days=_DAYS - 1)
        store, now = self._desk.store, self._desk.clock.now()
        cases = store.policy.day_cases(first, self._today)
        issued = store.period_reports.issued(PeriodKind.POLICY_DAY, first.isoformat())
        days = [self._today - timedelta(days=back) for back in range(_DAYS)]
        working = self._desk.calendar.holidays.is_working
        owed = days_without_report(self._today, cases, issued, working, _DAYS)
        rows = [
            DayRow(day_figures(day, cases, now), issued.get(day.isoformat()), day in owed)
            for day in days
        ]
        shown = [
            each
            for each in rows
            if each.figures.day == self._today
            or working(each.figures.day)
            or each.figures.taken
            or each.report
        ]
        self.show_rows(shown)

    def show_report(self) -> None:
        found = next((each for each in self.model.rows if each.figures.day == self.period), None)
        if found is None:
            return
        self.editor.show_report(
            self.period.isoformat(),
            f"政策问题日报 {times.day_cn(self.period)}",
            draft(found.figures),
            self._desk.store.period_reports.of(self.kind, self.period.isoformat()),
        )

    def print_report(self) -> None:
        from hallduty.documents.period_papers import PeriodPaper

        day, press = self.period, self._desk.press
        contents = PeriodPaper(self.editor.text, self.editor.to.text(), day)

        def make(_reader: Store, mark: PrintMark) -> Paper:
            return press.policy_day(day, contents, mark)

        self.output.print("打印政策问题日报", f"政策问题日报_{day.isoformat()}", make)

    def set_wide(self, wide: bool) -> None:
        super().set_wide(wide)
        self.said.setVisible(wide)


def _count(found: DayRow, what: str) -> int:
    figures = found.figures
    return sum(len(getattr(kind, what)) for kind in (figures.gap, figures.ambiguous))


def _day_text(day: date) -> str:
    return f"{day:%m-%d} {times.weekday_cn(day)}"
