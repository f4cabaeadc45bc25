"""The quick entry of a policy question: question, a digit for its kind, answer or contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QWidget

from hallduty.domain.policy import NewQuestion, PolicyCase, QuestionKind
from hallduty.ui import keys, theme
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.inputs import choice_box, offer_words
from hallduty.ui.policy.kind_chooser import KindChooser
from hallduty.ui.voice_entry import VoiceEntry
from hallduty.ui.widgets import clear_problems, row

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_PAUSE_MS = 120
_TOP = Qt.AlignmentFlag.AlignTop


class QuestionEntry(VoiceEntry[PolicyCase]):
    """Enter leads from field to field and registers at the last one.

    typed(str): what similar questions are looked for with. take_asked: F3. moved(int): Up or
    Down in the question's field.
    """

    typed = Signal(str)
    take_asked = Signal()
    moved = Signal(int)
    drafts = "policy:new"
    moment = "asked_at"
    notice_text = (
        "联系方式只用于答复告知，告知后按期删除（个人信息保护法第六、十九条）；"
        "问题里不写姓名、电话。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._topic_chosen = self._narrow = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._say_typed)
        self.body.addLayout(self._first())
        self.body.addLayout(self._second())
        self.lay_out(
            self.question,
            {"question": self.question, "topic": self.topic, "answer": self.answer},
        )
        self._kind_shown(self.kind.kind)

    def _first(self) -> QLayout:
        line = row(gap=8)
        self.question = GrowingEdit(enter="submit", most=3)
        self.question.setPlaceholderText("问题：办税人问什么（Ctrl+N），回车选种类")
        self.question.setAccessibleName("问题")
        self.question.entered.connect(self._to_kind)
        self.question.textChanged.connect(self._question_typed)
        self.question.installEventFilter(self)
        self.topic = choice_box("税种（业务）", 7)
        self.topic.setToolTip("税种（业务），可在设置中增减")
        self.topic.activated.connect(self._topic_picked)
        line.addWidget(self.question, 1, _TOP)
        line.addWidget(self.topic, 0, _TOP)
        line.addWidget(self.hall, 0, _TOP)
        return line

    def _second(self) -> QLayout:
        line = row(gap=8)
        self.kind = KindChooser()
        self.kind.chosen.connect(self._kind_chosen)
        self.answer = GrowingEdit(enter="submit", most=4)
        self.answer.setAccessibleName("答复")
        self.answer.entered.connect(self._answered)
        self.who.setToolTip("联系人；也可以整行粘贴：张某 13800000000")
        self.who.setFixedWidth(theme.px(84))
        self.phone.setFixedWidth(theme.px(128))
        line.addWidget(self.kind, 0, _TOP)
        line.addWidget(self.answer, 1, _TOP)
        for widget in (self.who, self.phone, self.add):
            line.addWidget(widget, 0, _TOP)
        return line

    # --- showing --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Offer the topics that there are now too."""
        offer_words(self.topic, self._desk.settings.policy_topics)
        super().refresh()

    def begin(self) -> None:
        """Go on with the question that was begun, if any: earlier ones appear again."""
        super().begin()
        if self.question.toPlainText().strip():
            self._say_typed()

    def take(self, case: PolicyCase) -> None:
        """Take an earlier answer over, with its topic; Enter then registers."""
        self.answer.setPlainText(case.question.answer)
        place = self.topic.findText(case.question.topic)
        if place >= 0 and not self._topic_chosen:
            self.topic.setCurrentIndex(place)
        self.kind.choose(QuestionKind.ANSWERED)
        self._kind_shown(QuestionKind.ANSWERED)
        self.answer.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_narrow(self, narrow: bool) -> None:
        """Where there is little room, ask only for what the kind needs."""
        self._narrow = narrow
        super().set_narrow(narrow)
        self._kind_shown(self.kind.kind)

    # --- from field to field -----------------------------------------------------------------

    def eventFilter(self, watched: object, event: object) -> bool:
        """In the question's field the arrows and F3 are for the list of similar ones."""
        if watched is self.question and isinstance(event, QKeyEvent):
            pressed = event.type() == QKeyEvent.Type.KeyPress
            if pressed and keys.TAKE_ANSWER.hears(event):
                self.take_asked.emit()
                return True
            one_line = self.question.document().blockCount() == 1
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if pressed and step and one_line:
                self.moved.emit(step)
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if keys.TAKE_ANSWER.hears(event):
            self.take_asked.emit()
        else:
            super().keyPressEvent(event)

    def _question_typed(self) -> None:
        self.errors["question"].say("")
        self._guess_topic()
        self._pause.start()

    def _say_typed(self) -> None:
        self.typed.emit(self.question.toPlainText().strip())

    def _guess_topic(self) -> None:
        """Choose the topic that the question names, unless somebody has chosen one."""
        if self._topic_chosen:
            return
        text = self.question.toPlainText()
        named = [n for n in range(self.topic.count()) if self.topic.itemText(n) in text]
        if named:
            self.topic.setCurrentIndex(max(named, key=lambda n: len(self.topic.itemText(n))))

    def _topic_picked(self) -> None:
        self._topic_chosen = True

    def _to_kind(self) -> None:
        self.kind.buttons[list(QuestionKind).index(self.kind.kind)].setFocus()

    def _kind_chosen(self, kind: QuestionKind) -> None:
        self._kind_shown(kind)
        into: QWidget = self.answer if kind is QuestionKind.ANSWERED else self.who
        into.setFocus(Qt.FocusReason.OtherFocusReason)

    def _kind_shown(self, kind: QuestionKind) -> None:
        instant = kind is QuestionKind.ANSWERED
        self.answer.setPlaceholderText(
            "答复，回车登记（F3 采用相近问题的答复）"
            if instant
            else "已当场明确的，写明答复；否则留空"
        )
        self.answer.setVisible(instant or not self._narrow)
        for edit in (self.who, self.phone):
            edit.setVisible(not (instant and self._narrow))
            if self._narrow:
                edit.setMinimumWidth(theme.px(84))
                edit.setMaximumWidth(theme.px(400))
        clear_problems(self.errors.values())

    def _answered(self) -> None:
        if self.kind.kind is QuestionKind.ANSWERED or self.answer.toPlainText().strip():
            self.register()
        else:
            self.who.setFocus()

    # --- writing --------------------------------------------------------------------------

    def enter(self) -> PolicyCase:
        new = NewQuestion(
            self.kind.kind,
            self.topic.currentText(),
            self.question.toPlainText(),
            self.answer.toPlainText(),
            who=self.who.text(),
            phone=self.phone.text(),
            asked_at=self.circumstance.at(self.moment),
            hall_id=self.hall.currentData(),
            incident_id=self.circumstance.incident_id,
        )
        return self._desk.store.policy.register(new, self._desk.stamp())

    def told(self, case: PolicyCase) -> str:
        return f"已登记 {case.question.number} {case.question.kind.label}"

    def clear(self) -> None:
        super().clear()
        self._topic_chosen = False
        self.kind.choose(QuestionKind.ANSWERED)
        self._kind_shown(QuestionKind.ANSWERED)
