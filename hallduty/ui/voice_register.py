"""A register of what taxpayers bring: quick entry, the list with its filters, the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget

from hallduty.domain.needs import Need, NeedFilter
from hallduty.domain.policy import PolicyCase, PolicyFilter
from hallduty.ui import keys, theme
from hallduty.ui.events import Topic
from hallduty.ui.list_and_side import ListAndSide
from hallduty.ui.list_filters import Choice, ListFilters
from hallduty.ui.list_output import ListOutput
from hallduty.ui.live_view import LiveView
from hallduty.ui.paged_model import PagedModel
from hallduty.ui.table_models import Column
from hallduty.ui.tables import Table
from hallduty.ui.voice_detail import VoiceDetail
from hallduty.ui.voice_entry import VoiceEntry
from hallduty.ui.widgets import EmptyState, card, column

if TYPE_CHECKING:
    from hallduty.documents.press import Paper, Press, PrintMark
    from hallduty.store import Store
    from hallduty.store.needs import NeedStore
    from hallduty.store.policy import PolicyStore
    from hallduty.ui.desk import Desk
    from hallduty.ui.progress_strip import Progress

Record = TypeVar("Record", PolicyCase, Need)
Wanted = TypeVar("Wanted", PolicyFilter, NeedFilter)


@dataclass(frozen=True, slots=True)
class RegisterWords:
    """What a register is called, by its users and where its widths are kept, and what it says."""

    title: str
    table: str
    search: str
    begin: str
    icon: str
    nothing_yet: str
    nothing_found: str


class VoiceRegister(LiveView, Generic[Record, Wanted]):
    """All records that the filters choose; the chosen one at the right.

    A subclass says its topic, words, filter and choices, shows a record, makes paper and file.
    """

    daily: ClassVar[bool] = True
    topic: ClassVar[Topic]
    words: ClassVar[RegisterWords]
    # Takes the days, and by the names of its fields what is chosen in each box, and the text.
    wants: ClassVar[Callable[..., PolicyFilter | NeedFilter]]

    def __init__(
        self,
        desk: Desk,
        output: ListOutput,
        records: PolicyStore | NeedStore,
        columns: Callable[[Callable[[], datetime]], Sequence[Column[Record]]],
        entry: VoiceEntry[Record],
        detail: VoiceDetail,
    ) -> None:
        super().__init__(desk)
        self.output, self._records = output, records
        self.entry, self.detail = entry, detail
        self.count = 0
        self.shown: Record | None = None
        self.model: PagedModel[Record] = PagedModel(columns(desk.clock.now), records.fetch)
        page = column(self, gap=10)
        page.addWidget(entry)
        frame = card()
        inside = column(frame, margins=1)
        names = [name for name, _, _ in self.choices()]
        self.filters = ListFilters(desk, names, self.words.search)
        inside.addWidget(self.filters)
        memory = desk.store.settings
        self.table = Table(memory, self.words.table, self.model.columns, self.model)
        self.table.setAccessibleName(self.words.title)
        # In a small window the entry above keeps its height, whatever is said below its fields.
        self.table.setMinimumHeight(theme.px(28))
        inside.addWidget(self.table, 1)
        self.side = QStackedWidget()
        self.side.addWidget(detail)
        self.pair = ListAndSide(frame, self.side)
        page.addWidget(self.pair, 1)
        self.setFocusProxy(entry.said)
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        self.entry.registered.connect(self._registered)
        self.entry.left.connect(self._into_list)
        self.filters.changed.connect(self._other_records)
        self.filters.left.connect(self._into_list)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._opened)
        self.detail.written.connect(self._written)
        self.detail.left.connect(self._into_list)
        self.pair.narrowed.connect(self._narrowed)
        self.pair.turned.connect(self._turned)
        self.side.currentChanged.connect(self._turned)
        for key, slot in (
            (keys.NEW_RECORD, self.begin),
            (keys.FIND, self.filters.focus_search),
        ):
            keys.bind(self, key, slot, Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # --- what a subclass says -------------------------------------------------------------

    def choices(self) -> Iterator[tuple[str, str, list[Choice]]]:
        """Yield the boxes of the filters: the field's name, the words for all, what is offered."""
        raise NotImplementedError

    def show_beside(self, record: Record) -> None:
        """Show a record in the detail."""
        raise NotImplementedError

    @staticmethod
    def paper(press: Press, store: Store, wanted: Wanted, mark: PrintMark) -> Paper:
        """Return the register on paper; called on another thread."""
        raise NotImplementedError

    @staticmethod
    def file(press: Press, store: Store, wanted: Wanted, ending: str, progress: Progress) -> bytes:
        """Return the register as a file, contacts masked; called on another thread."""
        raise NotImplementedError

    # --- showing --------------------------------------------------------------------------

    def begin(self) -> None:
        """Begin a record, or go on with the one that was begun (Ctrl+N)."""
        self.pair.show_list()
        self.entry.begin()

    def wanted(self) -> Wanted | None:
        """Return what is chosen, or None while a field is in error."""
        days, text = self.filters.days(), self.filters.text()
        if days is None or text is None:
            return None
        names = self.filters.boxes
        chosen = {name: value for name in names if (value := self.filters.value(name)) is not None}
        return self.wants(*days, text=text, **chosen)

    def refresh(self, *, scroll: bool = True) -> None:
        """Ask the store again; the chosen record stays."""
        super().refresh()
        for name, all_of_them, offered in self.choices():
            self.filters.set_choices(name, all_of_them, offered)
        self.entry.refresh()
        wanted = self.wanted()
        if wanted is None:
            return
        ids = self._records.ids(wanted)
        with self.table.keeping_place(_id_of, self.model.row_of, scroll=scroll):
            self.model.set_ids(ids)
        self.count = len(ids)
        self._say_empty(self.filters.is_open)
        self.filters.reset_button.setEnabled(not self.filters.is_open)
        if self.shown is not None:
            self.show_beside(self._records.get(self.shown.id))

    def _say_empty(self, everything: bool) -> None:
        if self.model.rowCount():
            return
        if everything:
            state = EmptyState(self.words.nothing_yet, self.words.begin, self.words.icon)
            state.acted.connect(self.begin)
        else:
            state = EmptyState(self.words.nothing_found, "清除筛选", "filter-remove-outline")
            state.acted.connect(self.filters.clear)
        self.table.set_empty(state)

    def show_record(self, record_id: int) -> None:
        """Choose a record; filters give way to it."""
        if self.model.row_of(record_id) < 0:
            self.filters.clear()
        self.table.go_to_row(self.model.row_of(record_id))
        self.table.setFocus()
        self._chosen(self.table.current_record())
        self.pair.show_side()

    def _other_records(self) -> None:
        self.refresh(scroll=False)

    def _chosen(self, record: Record | None) -> None:
        if record is not None:
            self.shown = record
            self.show_beside(record)
            self.side.setCurrentWidget(self.detail)

    def _opened(self, record: Record) -> None:
        self._chosen(record)
        self.pair.show_side()
        self.detail.begin()

    def _into_list(self) -> None:
        self.pair.show_list()
        if self.model.rowCount():
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self.table.go_to_row(0)

    # --- doing ----------------------------------------------------------------------------

    def _registered(self, record: Record) -> None:
        if self.model.row_of(record.id) < 0 and not self.filters.is_open:
            self.filters.clear()
        self._written(record)
        if record.incident_id is not None:
            self._desk.changed(Topic.INCIDENTS)
        self.table.go_to_row(self.model.row_of(record.id))
        self.pair.show_list()

    def _written(self, record: Record) -> None:
        self._chosen(record)
        self._desk.changed(self.topic)
        self.refresh()

    def print_register(self) -> None:
        """Open the preview of what the filters choose (Ctrl+P)."""
        wanted = self.wanted()
        if wanted is None:
            return
        press, title = self._desk.press, self.words.title

        def make(reader: Store, mark: PrintMark) -> Paper:
            return self.paper(press, reader, wanted, mark)

        self.output.print(f"打印{title}", f"{title}{_span(wanted)}", make, self.count)

    def export(self) -> None:
        """Write what the filters choose to a file; contacts are masked."""
        wanted = self.wanted()
        if wanted is None:
            return
        press = self._desk.press

        def make(reader: Store, ending: str, progress: Progress) -> bytes:
            return self.file(press, reader, wanted, ending, progress)

        self.output.export(f"{self.words.title}{_span(wanted)}", self.count, make)

    # --- events ---------------------------------------------------------------------------

    def _turned(self) -> None:
        """Where a record takes the place of the list, it takes that of the entry too."""
        shown = self.side.currentWidget() is self.detail
        self.entry.setVisible(not (self.pair.side_alone and shown))

    def _narrowed(self, narrow: bool) -> None:
        """Give up what can be spared before the record gets too narrow to read."""
        self.entry.set_narrow(narrow)
        self.detail.back.setVisible(narrow)
        self._turned()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.entry.flush()
        self.detail.flush()


def _id_of(record: PolicyCase | Need) -> int:
    return record.id


def _span(wanted: PolicyFilter | NeedFilter) -> str:
    days = [day for day in (wanted.from_day, wanted.to_day) if day is not None]
    return "".join(f"_{day.isoformat()}" for day in dict.fromkeys(days))
