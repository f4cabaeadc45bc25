"""政策 · 问题台账: quick entry, the register with its filters, similar ones and the detail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hallduty.domain.policy import PolicyCase, PolicyFilter, QuestionKind, QuestionState
from hallduty.ui.events import Topic
from hallduty.ui.list_filters import Choice
from hallduty.ui.policy.columns import columns
from hallduty.ui.policy.correct_dialog import CorrectDialog
from hallduty.ui.policy.detail import PolicyDetail
from hallduty.ui.policy.entry import QuestionEntry
from hallduty.ui.policy.similar_list import SimilarList
from hallduty.ui.voice_register import RegisterWords, VoiceRegister

if TYPE_CHECKING:
    from hallduty.documents.press import Paper, Press, PrintMark
    from hallduty.store import Store
    from hallduty.ui.desk import Desk
    from hallduty.ui.list_output import ListOutput
    from hallduty.ui.progress_strip import Progress


class RegisterView(VoiceRegister[PolicyCase, PolicyFilter]):
    """All policy questions; the chosen one at the right, or what resembles the typed one."""

    topics = frozenset({Topic.POLICY, Topic.INCIDENTS, Topic.SETTINGS, Topic.ROSTER})
    topic = Topic.POLICY
    words = RegisterWords(
        title="政策问题台账",
        table="policy",
        search="搜索编号、内容",
        begin="登记一个问题",
        icon="comment-question-outline",
        nothing_yet="还没有登记过政策问题。\n"
        "导税台和咨询窗口受理的疑难问题，在上面输入后登记（Ctrl+N）。",
        nothing_found="没有符合条件的问题。\n可以换一个时间范围、少选几个条件，或者清除筛选。",
    )
    wants = PolicyFilter
    entry: QuestionEntry
    detail: PolicyDetail

    def __init__(self, desk: Desk, output: ListOutput) -> None:
        policy = desk.store.policy
        super().__init__(desk, output, policy, columns, QuestionEntry(desk), PolicyDetail(desk))
        self.similar = SimilarList(desk)
        self.side.addWidget(self.similar)
        self.similar.taken.connect(self.entry.take)
        self.entry.typed.connect(self._typed)
        self.entry.take_asked.connect(self._take)
        self.entry.moved.connect(self.similar.move)
        # What was written leads to the next thing to do.
        self.detail.written.connect(self.detail.begin)
        self.detail.correct_asked.connect(self._correct)
        self.detail.print_asked.connect(self._print_one)

    def choices(self) -> Iterator[tuple[str, str, list[Choice]]]:
        yield "kind", "全部种类", [(kind.label, kind) for kind in QuestionKind]
        yield "state", "全部状态", [(state.label, state) for state in QuestionState]
        yield "topic", "全部业务", [(name, name) for name in self._desk.settings.policy_topics]

    def show_beside(self, case: PolicyCase) -> None:
        self.detail.show_case(case)

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

    # --- doing ----------------------------------------------------------------------------

    def _registered(self, case: PolicyCase) -> None:
        self.similar.forget()
        super()._registered(case)
        if case.state is not QuestionState.TOLD:
            self.pair.show_side()
            # What could not be settled is put to a department at once (plan clause 四（四）).
            self.detail.begin()

    def _correct(self, case: PolicyCase) -> None:
        dialog = CorrectDialog(self._desk, case, self)
        if dialog.exec() == CorrectDialog.DialogCode.Accepted:
            self.detail.written.emit(dialog.case)

    # --- paper ----------------------------------------------------------------------------

    @staticmethod
    def paper(press: Press, store: Store, wanted: PolicyFilter, mark: PrintMark) -> Paper:
        cases = list(store.policy.cases(wanted))
        return press.policy_register(cases, (wanted.from_day, wanted.to_day), mark)

    @staticmethod
    def file(
        press: Press, store: Store, wanted: PolicyFilter, ending: str, progress: Progress
    ) -> bytes:
        return press.policy_file(ending, progress.counting(store.policy.cases(wanted)))

    def _print_one(self, case: PolicyCase) -> None:
        press = self._desk.press
        halls = {hall.id: hall.name for hall in self._desk.store.roster.halls(active_only=False)}
        hall = halls.get(case.question.hall_id or 0, "")

        def make(_reader: Store, mark: PrintMark) -> Paper:
            return press.policy_question(case, hall, mark)

        self.output.print("打印政策问题登记单", f"政策问题登记单_{case.question.number}", make)
