"""需求 · 需求台账: quick entry, the list with its filters, and the chosen need beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent

from hallduty.domain.needs import Need, NeedFilter, NeedState
from hallduty.ui import keys, theme
from hallduty.ui.events import Topic
from hallduty.ui.list_and_side import ListAndSide
from hallduty.ui.list_filters import ListFilters
from hallduty.ui.list_output import ListOutput
from hallduty.ui.live_view import LiveView
from hallduty.ui.needs.columns import columns
from hallduty.ui.needs.detail import NeedDetail
from hallduty.ui.needs.entry import NeedEntry
from hallduty.ui.paged_model import PagedModel
from hallduty.ui.tables import Table
from hallduty.ui.widgets import EmptyState, card, column

if TYPE_CHECKING:
    from hallduty.documents.press import Paper, PrintMark
    from hallduty.store import Store
    from hallduty.ui.desk import Desk
    from hallduty.ui.progress_strip import Progress

_NOTHING_YET = (
    "还没有收集到需求。\n窗口、导税台、意见箱、12366 等渠道听到的，在上面输入后登记（Ctrl+N）。"
)
_NOTHING_FOUND = "没有符合条件的需求。\n可以换一个时间范围、少选几个条件，或者清除筛选。"


class NeedsView(LiveView):
    """All needs; the chosen one at the right."""

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.NEEDS, Topic.INCIDENTS, Topic.SETTINGS, Topic.ROSTER}
    )
    daily: ClassVar[bool] = True

    def __init__(self, desk: Desk, output: ListOutput) -> None:
        super().__init__(desk)
        self.output = output
        self.count = 0
        self.model: PagedModel[Need] = PagedModel(columns(desk.clock.now), desk.store.needs.fetch)
        page = column(self, gap=10)
        self.entry = NeedEntry(desk)
        page.addWidget(self.entry)
        frame = card()
        inside = column(frame, margins=1)
        names = ("category", "channel", "state")
        self.filters = ListFilters(desk, names, "搜索编号、内容、反馈")
        inside.addWidget(self.filters)
        self.table = Table(desk.store.settings, "needs", self.model.columns, self.model)
        self.table.setAccessibleName("需求台账")
        # In a small window the entry above keeps its height, whatever is said below its fields.
        self.table.setMinimumHeight(theme.px(28))
        inside.addWidget(self.table, 1)
        self.detail = NeedDetail(desk)
        self.pair = ListAndSide(frame, self.detail)
        page.addWidget(self.pair, 1)
        self.setFocusProxy(self.entry.content)
        self.filters.set_choices("state", "全部状态", [(s.label, s) for s in NeedState])
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        self.entry.registered.connect(self._written)
        self.entry.left.connect(self._into_list)
        self.filters.changed.connect(self._other_records)
        self.filters.left.connect(self._into_list)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._opened)
        self.detail.written.connect(self._written)
        self.detail.left.connect(self._into_list)
        self.pair.narrowed.connect(self._narrowed)
        self.pair.turned.connect(self._turned)
        for key, slot in (
            (keys.NEW_RECORD, self.begin),
            (keys.FIND, self.filters.focus_search),
        ):
            keys.bind(self, key, slot, Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def begin(self) -> None:
        """Begin a need, or go on with the one that was begun (Ctrl+N)."""
        self.pair.show_list()
        self.entry.begin()

    # --- showing --------------------------------------------------------------------------

    def wanted(self) -> NeedFilter | None:
        """Return what is chosen, or None while a field is in error."""
        days, text = self.filters.days(), self.filters.text()
        if days is None or text is None:
            return None
        return NeedFilter(
            *days,
            self.filters.value("channel") or "",
            self.filters.value("category") or "",
            self.filters.value("state"),
            text,
        )

    def refresh(self, *, scroll: bool = True) -> None:
        """Ask the store again; the chosen need stays."""
        super().refresh()
        settings = self._desk.settings
        for name, first, words in (
            ("channel", "全部渠道", settings.need_channels),
            ("category", "全部类别", settings.need_categories),
        ):
            self.filters.set_choices(name, first, [(word, word) for word in words])
        self.entry.refresh()
        wanted = self.wanted()
        if wanted is None:
            return
        ids = self._desk.store.needs.ids(wanted)
        with self.table.keeping_place(_id_of, self.model.row_of, scroll=scroll):
            self.model.set_ids(ids)
        self.count = len(ids)
        self._say_empty(self.filters.is_open)
        self.filters.reset_button.setEnabled(not self.filters.is_open)
        if self.detail.need is not None:
            self.detail.show_need(self._desk.store.needs.get(self.detail.need.id))

    def _say_empty(self, everything: bool) -> None:
        if self.model.rowCount():
            return
        if everything:
            state = EmptyState(_NOTHING_YET, "登记一条需求", "lightbulb-on-outline")
            state.acted.connect(self.begin)
        else:
            state = EmptyState(_NOTHING_FOUND, "清除筛选", "filter-remove-outline")
            state.acted.connect(self.filters.clear)
        self.table.set_empty(state)

    def show_record(self, need_id: int) -> None:
        """Choose a need; filters give way to it."""
        if self.model.row_of(need_id) < 0:
            self.filters.clear()
        self.table.go_to_row(self.model.row_of(need_id))
        self.table.setFocus()
        self._chosen(self.table.current_record())
        self.pair.show_side()

    def _other_records(self) -> None:
        self.refresh(scroll=False)

    def _chosen(self, need: Need | None) -> None:
        if need is not None:
            self.detail.show_need(need)

    def _opened(self, need: Need) -> None:
        self._chosen(need)
        self.pair.show_side()
        self.detail.begin()

    def _into_list(self) -> None:
        self.pair.show_list()
        if self.model.rowCount():
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self.table.go_to_row(0)

    # --- doing ----------------------------------------------------------------------------

    def _written(self, need: Need) -> None:
        if self.model.row_of(need.id) < 0 and not self.filters.is_open:
            self.filters.clear()
        self.detail.need = need
        self._desk.changed(Topic.NEEDS)
        if need.incident_id is not None:
            self._desk.changed(Topic.INCIDENTS)
        self.refresh()
        self.table.go_to_row(self.model.row_of(need.id))
        self.detail.show_need(need)

    def print_register(self) -> None:
        """Open the preview of what the filters choose (Ctrl+P)."""
        wanted = self.wanted()
        if wanted is None:
            return
        press = self._desk.press

        def make(reader: Store, mark: PrintMark) -> Paper:
            needs = list(reader.needs.needs(wanted))
            return press.need_register(needs, (wanted.from_day, wanted.to_day), mark)

        self.output.print("打印需求台账", f"需求台账{_span(wanted)}", make, self.count)

    def export(self) -> None:
        """Write what the filters choose to a file; contacts are masked."""
        wanted = self.wanted()
        if wanted is None:
            return
        press = self._desk.press

        def make(reader: Store, ending: str, progress: Progress) -> bytes:
            return press.need_file(ending, progress.counting(reader.needs.needs(wanted)))

        self.output.export(f"需求台账{_span(wanted)}", self.count, make)

    # --- events ---------------------------------------------------------------------------

    def _turned(self) -> None:
        """Where a need takes the place of the list, it takes that of the entry too."""
        self.entry.setVisible(not self.pair.side_alone)

    def _narrowed(self, narrow: bool) -> None:
        """Give up what can be spared where the window is small."""
        self.entry.notice.setVisible(not narrow)
        self.detail.back.setVisible(narrow)
        self._turned()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.entry.flush()
        self.detail.flush()


def _id_of(need: Need) -> int:
    return need.id


def _span(wanted: NeedFilter) -> str:
    days = [day for day in (wanted.from_day, wanted.to_day) if day is not None]
    return "".join(f"_{day.isoformat()}" for day in dict.fromkeys(days))
