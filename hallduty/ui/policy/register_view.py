"""政策 · 问题台账: quick entry, the register with its filters, similar ones and the detail."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget

from hallduty.domain.policy import PolicyCase, PolicyFilter, QuestionKind, QuestionState
from hallduty.ui import keys, theme
from hallduty.ui.events import Topic
from hallduty.ui.list_and_side import ListAndSide
from hallduty.ui.list_filters import ListFilters
from hallduty.ui.list_output import ListOutput
from hallduty.ui.live_view import LiveView
from hallduty.ui.paged_model import PagedModel
from hallduty.ui.policy.columns import columns
from hallduty.ui.policy.correct_dialog import CorrectDialog
from hallduty.ui.policy.detail import PolicyDetail
from hallduty.ui.policy.entry import QuestionEntry
from hallduty.ui.policy.similar_list import SimilarList
from hallduty.ui.tables import Table
from hallduty.ui.widgets import EmptyState, card, column

if TYPE_CHECKING:
    from hallduty.documents.press import Paper, PrintMark
    from hallduty.store import Store
    from hallduty.ui.desk import Desk
    from hallduty.ui.progress_strip import Progress

_NOTHING_YET = (
    "还没有登记过政策问题。\n导税台和咨询窗口受理的疑难问题，在上面输入后登记（Ctrl+N）。"
)
_NOTHING_FOUND = "没有符合条件的问题。\n可以换一个时间范围、少选几个条件，或者清除筛选。"


class RegisterView(LiveView):
    """All policy questions; the chosen one at the right, or what resembles the typed one."""

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.POLICY, Topic.INCIDENTS, Topic.SETTINGS, Topic.ROSTER}
    )
    daily: ClassVar[bool] = True

    def __init__(self, desk: Desk, output: ListOutput) -> None:
        super().__init__(desk)
        self.output = output
        self.count = 0
        policy = desk.store.policy
        self.model: PagedModel[PolicyCase] = PagedModel(columns(desk.clock.now), policy.fetch)
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        page = column(self, gap=10)
        self.entry = QuestionEntry(self._desk)
        page.addWidget(self.entry)
        frame = card()
        inside = column(frame, margins=1)
        self.filters = ListFilters(self._desk, ("kind", "state", "topic"), "搜索编号、问题、答复")
        inside.addWidget(self.filters)
        self.table = Table(self._desk.store.settings, "policy", self.model.columns, self.model)
        self.table.setAccessibleName("政策问题台账")
        # In a small window the entry above keeps its height, whatever is said below its fields.
        self.table.setMinimumHeight(theme.px(28))
        inside.addWidget(self.table, 1)
        self.detail = PolicyDetail(self._desk)
        self.similar = SimilarList(self._desk)
        self.side = QStackedWidget()
        self.side.addWidget(self.detail)
        self.side.addWidget(self.similar)
        self.pair = ListAndSide(frame, self.side)
        page.addWidget(self.pair, 1)
        self.setFocusProxy(self.entry.question)
        self.filters.set_choices("kind", "全部种类", [(k.label, k) for k in QuestionKind])
        self.filters.set_choices("state", "全部状态", [(s.label, s) for s in QuestionState])

    def _connect(self) -> None:
        self.entry.registered.connect(self._registered)
        self.entry.typed.connect(self._typed)
        self.entry.take_asked.connect(self._take)
        self.entry.moved.connect(self.similar.move)
        self.entry.left.connect(self._into_list)
        self.similar.taken.connect(self.entry.take)
        self.filters.changed.connect(self._other_records)
        self.filters.left.connect(self._into_list)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._opened)
        self.detail.written.connect(self._written)
        self.detail.correct_asked.connect(self._correct)
        self.detail.print_asked.connect(self._print_one)
        self.detail.left.connect(self._into_list)
        self.pair.narrowed.connect(self._narrowed)
        self.pair.turned.connect(self._turned)
        self.side.currentChanged.connect(self._turned)
        for key, slot in (
            (keys.NEW_RECORD, self.begin),
            (keys.FIND, self.filters.focus_search),
        ):
            keys.bind(self, key, slot, Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def begin(self) -> None:
        """Begin a question, or go on with the one that was begun (Ctrl+N)."""
        self.pair.show_list()
        self.entry.begin()

    # --- showing --------------------------------------------------------------------------

    def wanted(self) -> PolicyFilter | None:
        """Return what is chosen, or None while a field is in error."""
        days, text = self.filters.days(), self.filters.text()
        if days is None or text is None:
            return None
        return PolicyFilter(
            *days,
            self.filters.value("kind"),
            self.filters.value("state"),
            self.filters.value("topic") or "",
            text,
        )

    def refresh(self, *, scroll: bool = True) -> None:
        """Ask the store again; the chosen question stays."""
        super().refresh()
        topics = [(name, name) for name in self._desk.settings.policy_topics]
        self.filters.set_choices("topic", "全部业务", topics)
        self.entry.refresh()
        wanted = self.wanted()
        if wanted is None:
            return
        ids = self._desk.store.policy.ids(wanted)
        with self.table.keeping_place(_id_of, self.model.row_of, scroll=scroll):
            self.model.set_ids(ids)
        self.count = len(ids)
        self._say_empty(self.filters.is_open)
        self.filters.reset_button.setEnabled(not self.filters.is_open)
        case = self.detail.case
        if case is not None:
            self.detail.show_case(self._desk.store.policy.get(case.id))

    def _say_empty(self, everything: bool) -> None:
        if self.model.rowCount():
            return
        if everything:
            state = EmptyState(_NOTHING_YET, "登记一个问题", "comment-question-outline")
            state.acted.connect(self.begin)
        else:
            state = EmptyState(_NOTHING_FOUND, "清除筛选", "filter-remove-outline")
            state.acted.connect(self.filters.clear)
        self.table.set_empty(state)

    def show_record(self, question_id: int) -> None:
        """Choose a question; filters give way to it."""
        if self.model.row_of(question_id) < 0:
            self.filters.clear()
        self.table.go_to_row(self.model.row_of(question_id))
        self.table.setFocus()
        self._chosen(self.table.current_record())
        self.pair.show_side()

    def _other_records(self) -> None:
        self.refresh(scroll=False)

    def _chosen(self, case: PolicyCase | None) -> None:
        if case is not None:
            self.detail.show_case(case)
            self.side.setCurrentWidget(self.detail)

    def _opened(self, case: PolicyCase) -> None:
        self._chosen(case)
        self.pair.show_side()
        self.detail.begin()

    def _typed(self, text: str) -> None:
        self.similar.look_for(text)
        if text:
            self.side.setCurrentWidget(self.similar)
            self.pair.show_side()
        else:
            self.side.setCurrentWidget(self.detail)
            self.pair.show_list()

    def _take(self) -> None:
        self.similar.look_for(self.entry.question.toPlainText().strip())
        self.similar.take()

    def _into_list(self) -> None:
        self.pair.show_list()
        if self.model.rowCount():
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self.table.go_to_row(0)

    # --- doing ----------------------------------------------------------------------------

    def _registered(self, case: PolicyCase) -> None:
        self.similar.forget()
        if self.model.row_of(case.id) < 0 and not self.filters.is_open:
            self.filters.clear()
        self._desk.changed(Topic.POLICY)
        if case.question.incident_id is not None:
            self._desk.changed(Topic.INCIDENTS)
        self.refresh()
        self.table.go_to_row(self.model.row_of(case.id))
        self.detail.show_case(case)
        self.side.setCurrentWidget(self.detail)
        self.pair.show_list()
        if case.state is not QuestionState.TOLD:
            self.pair.show_side()
            # What could not be settled is put to a department at once (plan clause 四（四）).
            self.detail.begin()

    def _written(self, case: PolicyCase) -> None:
        self._desk.changed(Topic.POLICY)
        self.refresh()
        self.detail.show_case(case)
        self.detail.begin()

    def _correct(self, case: PolicyCase) -> None:
        dialog = CorrectDialog(self._desk, case, self)
        if dialog.exec() == CorrectDialog.DialogCode.Accepted:
            self._written(dialog.case)

    def print_register(self) -> None:
        """Open the preview of what the filters choose (Ctrl+P)."""
        wanted = self.wanted()
        if wanted is None:
            return
        press = self._desk.press

        def make(reader: Store, mark: PrintMark) -> Paper:
            cases = list(reader.policy.cases(wanted))
            return press.policy_register(cases, (wanted.from_day, wanted.to_day), mark)

        self.output.print("打印政策问题台账", f"政策问题台账{_span(wanted)}", make, self.count)

    def export(self) -> None:
        """Write what the filters choose to a file; contacts are masked."""
        wanted = self.wanted()
        if wanted is None:
            return
        press = self._desk.press

        def make(reader: Store, ending: str, progress: Progress) -> bytes:
            return press.policy_file(ending, progress.counting(reader.policy.cases(wanted)))

        self.output.export(f"政策问题台账{_span(wanted)}", self.count, make)

    def _print_one(self, case: PolicyCase) -> None:
        press = self._desk.press
        halls = {hall.id: hall.name for hall in self._desk.store.roster.halls(active_only=False)}
        hall = halls.get(case.question.hall_id or 0, "")

        def make(_reader: Store, mark: PrintMark) -> Paper:
            return press.policy_question(case, hall, mark)

        self.output.print("打印政策问题登记单", f"政策问题登记单_{case.question.number}", make)

    # --- events ---------------------------------------------------------------------------

    def _turned(self) -> None:
        """Where a question takes the place of the list, it takes that of the entry too."""
        shown = self.side.currentWidget() is self.detail
        self.entry.setVisible(not (self.pair.side_alone and shown))

    def _narrowed(self, narrow: bool) -> None:
        """Give up what can be spared before the question gets too narrow to read."""
        self.entry.set_narrow(narrow)
        self.detail.back.setVisible(narrow)
        self._turned()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.entry.flush()


def _id_of(case: PolicyCase) -> int:
    return case.id


def _span(wanted: PolicyFilter) -> str:
    days = [day for day in (wanted.from_day, wanted.to_day) if day is not None]
    return "".join(f"_{day.isoformat()}" for day in dict.fromkeys(days))
