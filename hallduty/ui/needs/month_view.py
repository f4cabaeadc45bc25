"""需求 · 月度分析: the months, the picture of the chosen one, and its report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout

from hallduty.domain.need_month import (
    MonthFigures,
    draft,
    month_before,
    month_cn,
    month_figures,
    month_span,
)
from hallduty.domain.needs import Need, NeedFilter
from hallduty.domain.period_reports import PeriodKind, PeriodReport
from hallduty.ui.events import Topic
from hallduty.ui.needs.bar_picture import BarPicture
from hallduty.ui.period_view import PeriodView
from hallduty.ui.table_models import Column
from hallduty.ui.widgets import column, label, secondary

if TYPE_CHECKING:
    from hallduty.documents.press import Paper, PrintMark
    from hallduty.store import Store
    from hallduty.ui.desk import Desk
    from hallduty.ui.list_output import ListOutput

_MONTHS = 24


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of the list: how many needs, how many the month before, its newest report."""

    month: str
    count: int
    before: int
    report: PeriodReport | None


_COLUMNS: tuple[Column[MonthRow], ...] = (
    Column("month", "月份", lambda r: month_cn(r.month), 6.8),
    Column("count", "件数", lambda r: str(r.count), 3, right=True),
    Column("change", "比上月", lambda r: f"{r.count - r.before:+d}", 3.4, right=True),
    Column(
        "state",
        "分析",
        lambda r: "已报" if r.report else ("未报" if r.count else ""),
        3.4,
        pill=lambda r: "green" if r.report else ("grey" if r.count else None),
        stretch=True,
    ),
)


class MonthView(PeriodView[MonthRow]):
    """The months since the first need, and the analysis of one of them."""

    topics = frozenset({Topic.NEEDS, Topic.SETTINGS})
    topic = Topic.NEEDS
    kind = PeriodKind.NEED_MONTH
    names = ("各月需求", "need_months")
    columns = _COLUMNS
    spare = ("change",)
    figures: MonthFigures | None = None

    def __init__(self, desk: Desk, output: ListOutput) -> None:
        this_month = f"{desk.clock.now():%Y-%m}"
        super().__init__(desk, output, key=lambda r: r.month, period=this_month)

    def fill_side(self, inside: QVBoxLayout) -> None:
        inside.addWidget(self.table, 2)
        words = column(margins=(14, 8, 14, 2))
        self.caption = label("", "strong")
        words.addWidget(self.caption)
        words.addWidget(secondary("粗线为本月，细灰线为上月"))
        inside.addLayout(words)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.picture = BarPicture()
        self.picture.setContentsMargins(0, 0, 0, 0)
        scroll.setWidget(self.picture)
        holder = column(margins=(14, 2, 6, 10))
        holder.addWidget(scroll)
        inside.addLayout(holder, 3)

    def refresh(self) -> None:
        """Count the months again; the chosen one and what is typed stay."""
        super().refresh()
        store = self._desk.store
        months = self._months()
        issued = store.period_reports.issued(PeriodKind.NEED_MONTH)
        counts = {
            month: len(store.needs.ids(NeedFilter(*month_span(month))))
            for month in (*months, month_before(months[-1]))
        }
        rows = [
            MonthRow(month, counts[month], counts[month_before(month)], issued.get(month))
            for month in months
        ]
        if self.period not in months:
            self.period = months[0]
        self.show_rows(rows)

    def _months(self) -> list[str]:
        """Return the months from this one back to the first need, at least two of them."""
        first = self._desk.store.needs.first_day()
        found = [f"{self._today:%Y-%m}"]
        while len(found) < _MONTHS and (len(found) < 2 or (first and found[-1] > f"{first:%Y-%m}")):
            found.append(month_before(found[-1]))
        return found

    def show_month(self, month: str) -> None:
        """Show the analysis of a month of the list."""
        if self.model.row_of(month) >= 0:
            self.show_period(month)

    def _needs(self, month: str) -> list[Need]:
        return list(self._desk.store.needs.needs(NeedFilter(*month_span(month))))

    def show_report(self) -> None:
        month, settings = self.period, self._desk.settings
        figures = month_figures(
            month,
            self._needs(month),
            self._needs(month_before(month)),
            settings.need_categories,
            settings.need_channels,
        )
        self.figures = figures
        self.caption.setText(f"{month_cn(month)}需求 {figures.total} 件")
        self.picture.show_bars((("按类别", figures.categories), ("按渠道", figures.channels)))
        self.editor.show_report(
            month,
            f"需求分析 {month_cn(month)}",
            draft(figures),
            self._desk.store.period_reports.of(self.kind, month),
        )

    def print_report(self) -> None:
        from hallduty.documents.period_papers import PeriodPaper

        figures, press = self.figures, self._desk.press
        if figures is None:
            return
        contents = PeriodPaper(self.editor.text, self.editor.to.text(), self._today)

        def make(_reader: Store, mark: PrintMark) -> Paper:
            return press.need_month(figures, contents, mark)

        self.output.print("打印需求月度分析", f"需求分析_{figures.month}", make)
