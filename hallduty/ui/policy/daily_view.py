"""政策 · 日报: which days have their report, and the report of the chosen one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent

from hallduty.domain import times
from hallduty.domain.period_reports import PeriodKind, PeriodReport
from hallduty.domain.policy_daily import DayFigures, day_figures, days_without_report, draft
from hallduty.ui import theme
from hallduty.ui.events import Topic
from hallduty.ui.list_output import ListOutput
from hallduty.ui.live_view import LiveView
from hallduty.ui.period_editor import PeriodEditor
from hallduty.ui.table_models import Column, RowsModel
from hallduty.ui.tables import Table
from hallduty.ui.widgets import card, column, row, secondary

if TYPE_CHECKING:
    from hallduty.documents.press import Paper, PrintMark
    from hallduty.store import Store
    from hallduty.ui.desk import Desk

_DAYS = 31
_LIST, _NARROW = 430, 300


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


class DailyView(LiveView):
    """The last days, and the report of one of them."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.POLICY})
    daily: ClassVar[bool] = True

    def __init__(self, desk: Desk, output: ListOutput) -> None:
        super().__init__(desk)
        self.output = output
        self._day = self._today
        self.model: RowsModel[DayRow] = RowsModel(_COLUMNS, key=lambda r: r.figures.day)
        across = row(self, gap=10)
        self.side = card()
        inside = column(self.side, margins=1)
        said = column(margins=(12, 10, 12, 6))
        self.said = secondary(
            "政策空白问题按日汇总、上报（预案四（四））；未答复、待告知含政策模糊。", wrap=True
        )
        said.addWidget(self.said)
        inside.addLayout(said)
        self.table = Table(desk.store.settings, "policy_days", _COLUMNS, self.model)
        self.table.setAccessibleName("各日日报")
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._opened)
        inside.addWidget(self.table, 1)
        across.addWidget(self.side)
        self.editor = PeriodEditor(desk, PeriodKind.POLICY_DAY)
        self.editor.issued.connect(self._issued)
        self.editor.print_asked.connect(self.print_report)
        across.addWidget(self.editor, 1)
        self.setFocusProxy(self.table)
        self.refresh()

    def refresh(self) -> None:
        """Reckon the days again; the chosen one and what is typed stay."""
        was_today = self._day == self._today
        super().refresh()
        if was_today:
            self._day = self._today
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
        with QSignalBlocker(self.table):
            self.model.set_rows(shown)
            self.table.go_to_row(self.model.row_of(self._day))
        self._show_report()

    def show_day(self, day: date) -> None:
        """Show the report of a day of the list."""
        self._day = day
        self.table.go_to_row(max(0, self.model.row_of(day)))
        self._show_report()
        self.editor.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self) -> DayRow | None:
        return next((each for each in self.model.rows if each.figures.day == self._day), None)

    def _show_report(self) -> None:
        found = self._row()
        if found is None:
            return
        reports = self._desk.store.period_reports
        halls = self._desk.store.roster.halls()
        self.editor.show_report(
            self._day.isoformat(),
            f"政策问题日报 {times.day_cn(self._day)}",
            draft(found.figures),
            reports.of(PeriodKind.POLICY_DAY, self._day.isoformat()),
            halls[0].id if halls else None,
        )

    def print_report(self) -> None:
        """Open the preview of the report as it stands on the screen (Ctrl+P)."""
        from hallduty.documents.period_papers import PeriodPaper

        day, press = self._day, self._desk.press
        contents = PeriodPaper(self.editor.text, self.editor.to.text(), day)

        def make(_reader: Store, mark: PrintMark) -> Paper:
            return press.policy_day(day, contents, mark)

        self.output.print("打印政策问题日报", f"政策问题日报_{day.isoformat()}", make)

    def _issued(self) -> None:
        self._desk.changed(Topic.POLICY)
        self.refresh()

    def _chosen(self, found: DayRow | None) -> None:
        if found is not None and found.figures.day != self._day:
            self._day = found.figures.day
            self._show_report()

    def _opened(self, found: DayRow) -> None:
        self._chosen(found)
        self.editor.edit.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.px(900)
        self.side.setFixedWidth(theme.px(_LIST if wide else _NARROW))
        self.table.show_columns(("new", "tell"), wide)
        self.said.setVisible(wide)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.editor.flush()


def _count(found: DayRow, what: str) -> int:
    figures = found.figures
    return sum(len(getattr(kind, what)) for kind in (figures.gap, figures.ambiguous))


def _day_text(day: date) -> str:
    return f"{day:%m-%d} {times.weekday_cn(day)}"
