"""需求 · 月度分析: the months, the picture of the chosen one, and its report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea

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
from hallduty.ui import theme
from hallduty.ui.events import Topic
from hallduty.ui.list_output import ListOutput
from hallduty.ui.live_view import LiveView
from hallduty.ui.needs.bar_picture import BarPicture
from hallduty.ui.period_editor import PeriodEditor
from hallduty.ui.table_models import Column, RowsModel
from hallduty.ui.tables import Table
from hallduty.ui.widgets import card, column, label, row, secondary

if TYPE_CHECKING:
    from hallduty.documents.press import Paper, PrintMark
    from hallduty.store import Store
    from hallduty.ui.desk import Desk

_MONTHS = 24
_SIDE, _NARROW = 430, 300
_WIDE = 900


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


class MonthView(LiveView):
    """The months since the first need, and the analysis of one of them."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.NEEDS, Topic.SETTINGS})
    daily: ClassVar[bool] = True

    def __init__(self, desk: Desk, output: ListOutput) -> None:
        super().__init__(desk)
        self.output = output
        self._month = f"{self._today:%Y-%m}"
        self.figures: MonthFigures | None = None
        self.model: RowsModel[MonthRow] = RowsModel(_COLUMNS, key=lambda r: r.month)
        across = row(self, gap=10)
        self.side = card()
        inside = column(self.side, margins=1)
        self.table = Table(desk.store.settings, "need_months", _COLUMNS, self.model)
        self.table.setAccessibleName("各月需求")
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._opened)
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
        across.addWidget(self.side)
        self.editor = PeriodEditor(desk, PeriodKind.NEED_MONTH)
        self.editor.issued.connect(self._issued)
        self.editor.print_asked.connect(self.print_report)
        across.addWidget(self.editor, 1)
        self.setFocusProxy(self.table)
        self.refresh()

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
        if self._month not in months:
            self._month = months[0]
        with QSignalBlocker(self.table):
            self.model.set_rows(rows)
            self.table.go_to_row(self.model.row_of(self._month))
        self._show_month()

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
            self._month = month
            self.table.go_to_row(self.model.row_of(month))
            self._show_month()
            self.editor.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _needs(self, month: str) -> list[Need]:
        return list(self._desk.store.needs.needs(NeedFilter(*month_span(month))))

    def _show_month(self) -> None:
        month, settings = self._month, self._desk.settings
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
        halls = self._desk.store.roster.halls()
        self.editor.show_report(
            month,
            f"需求分析 {month_cn(month)}",
            draft(figures),
            self._desk.store.period_reports.of(PeriodKind.NEED_MONTH, month),
            halls[0].id if halls else None,
        )

    def print_report(self) -> None:
        """Open the preview of the analysis as it stands on the screen (Ctrl+P)."""
        from hallduty.documents.period_papers import PeriodPaper

        figures, press = self.figures, self._desk.press
        if figures is None:
            return
        contents = PeriodPaper(self.editor.text, self.editor.to.text(), self._today)

        def make(_reader: Store, mark: PrintMark) -> Paper:
            return press.need_month(figures, contents, mark)

        self.output.print("打印需求月度分析", f"需求分析_{figures.month}", make)

    def _issued(self) -> None:
        self._desk.changed(Topic.NEEDS)
        self.refresh()

    def _chosen(self, found: MonthRow | None) -> None:
        if found is not None and found.month != self._month:
            self._month = found.month
            self._show_month()

    def _opened(self, found: MonthRow) -> None:
        self._chosen(found)
        self.editor.edit.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.px(_WIDE)
        self.side.setFixedWidth(theme.px(_SIDE if wide else _NARROW))
        self.table.show_columns(("change",), wide)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.editor.flush()
