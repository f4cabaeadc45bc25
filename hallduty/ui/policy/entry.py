"""The quick entry of a policy question: question, a digit for its kind, answer or contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLayout, QLineEdit, QWidget

from hallduty.domain.contact_lists import read_contact
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.policy import NewQuestion, PolicyCase, QuestionKind
from hallduty.ui import keys, theme
from hallduty.ui.drafts import DraftKeeper
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.incidents.still_combo import StillCombo
from hallduty.ui.policy.kind_chooser import KindChooser
from hallduty.ui.voice_circumstance import Circumstance
from hallduty.ui.widgets import (
    button,
    column,
    field_error,
    row,
    secondary,
    show_problems,
)

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

NOTICE = (
    "联系方式只用于答复告知，告知后按期删除（个人信息保护法第六、十九条）；问题里不写姓名、电话。"
)
_PAUSE_MS = 120
_NO_CUT = 1_000_000
_DRAFTS = "policy:new"


class QuestionEntry(QFrame):
    """Enter leads from field to field and registers at the last one.

    registered(PolicyCase): it is in the register. typed(str): what similar questions are
    looked for with. take_asked: F3. moved(int): Up or Down in the question's field. left: Esc.
    """

    registered = Signal(object)
    typed = Signal(str)
    take_asked = Signal()
    moved = Signal(int)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._desk = desk
        self._keeper = DraftKeeper(desk, self)
        self._topic_chosen = self._narrow = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._say_typed)
        self._build()
        for widget, name in self._texts():
            self._keeper.watch(widget, f"{_DRAFTS}:{name}")
        self.refresh()
        self._kind_shown(self.kind.kind)

    def _build(self) -> None:
        body = column(self, margins=(14, 10, 14, 10), gap=6)
        first = row(gap=8)
        self.question = GrowingEdit(enter="submit", most=3)
        self.question.setPlaceholderText("问题：办税人问什么（Ctrl+N），回车选种类")
        self.question.setAccessibleName("问题")
        self.question.entered.connect(self._to_kind)
        self.question.textChanged.connect(self._question_typed)
        self.question.installEventFilter(self)
        self.topic = StillCombo()
        self.topic.setAccessibleName("税种（业务）")
        self.topic.setToolTip("税种（业务），可在设置中增减")
        self.topic.activated.connect(self._topic_picked)
        self.hall = StillCombo()
        self.hall.setAccessibleName("办税服务场所")
        for box in (self.topic, self.hall):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(7)
        first.addWidget(self.question, 1, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.topic, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.hall, 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(first)
        body.addLayout(self._second())
        self.circumstance = Circumstance(self._desk)
        self.circumstance.when.returnPressed.connect(self.register)
        self.errors = {
            "question": field_error(self.question),
            "topic": field_error(self.topic),
            "answer": field_error(self.answer),
            "who": field_error(self.who),
            "phone": field_error(self.phone),
            "asked_at": field_error(self.circumstance.when),
        }
        for error in self.errors.values():
            body.addWidget(error)
        foot = row(gap=12)
        self.notice = secondary(NOTICE, wrap=True)
        foot.addWidget(self.notice, 1)
        foot.addWidget(self.circumstance, 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(foot)

    def _second(self) -> QLayout:
        line = row(gap=8)
        self.kind = KindChooser()
        self.kind.chosen.connect(self._kind_chosen)
        self.answer = GrowingEdit(enter="submit", most=4)
        self.answer.setAccessibleName("答复")
        self.answer.entered.connect(self._answered)
        self.who = self._line("联系人", "联系人")
        self.phone = self._line("联系电话", "联系电话")
        self.who.setToolTip("联系人；也可以整行粘贴：张某 13800000000")
        self.who.setFixedWidth(theme.px(84))
        self.phone.setFixedWidth(theme.px(128))
        self.who.returnPressed.connect(self._who_entered)
        self.phone.returnPressed.connect(self.register)
        self.add = button("登记", "primary", key="Enter")
        self.add.clicked.connect(self.register)
        top = Qt.AlignmentFlag.AlignTop
        for widget, stretch in (
            (self.kind, 0),
            (self.answer, 1),
            (self.who, 0),
            (self.phone, 0),
            (self.add, 0),
        ):
            line.addWidget(widget, stretch, top)
        return line

    def _line(self, name: str, hint: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setMaxLength(_NO_CUT)
        edit.setAccessibleName(name)
        edit.setPlaceholderText(hint)
        return edit

    def _texts(self) -> tuple[tuple[QLineEdit | GrowingEdit, str], ...]:
        return (
            (self.question, "question"),
            (self.answer, "answer"),
            (self.who, "who"),
            (self.phone, "phone"),
            (self.circumstance.when, "at"),
        )

    # --- showing --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Offer the topics and halls that there are now; what is chosen stays."""
        topic = self.topic.currentText()
        self.topic.clear()
        self.topic.addItems(self._desk.settings.policy_topics)
        self.topic.setCurrentIndex(max(0, self.topic.findText(topic)))
        hall = self.hall.currentData()
        self.hall.clear()
        for each in self._desk.store.roster.halls():
            self.hall.addItem(each.name, each.id)
        self.hall.setCurrentIndex(max(0, self.hall.findData(hall)))
        self.hall.setVisible(self.hall.count() > 1)
        self.circumstance.refresh()

    def begin(self) -> None:
        """Put the keyboard where a question is begun (Ctrl+N)."""
        self.question.setFocus(Qt.FocusReason.OtherFocusReason)
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
        self.notice.setVisible(not narrow)
        self._kind_shown(self.kind.kind)

    def flush(self) -> None:
        """Write the drafts now."""
        self._keeper.flush()

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
        if event.key() == Qt.Key.Key_Escape:
            self.flush()
            self.left.emit()
        elif keys.TAKE_ANSWER.hears(event):
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
        for error in self.errors.values():
            error.say("")

    def _answered(self) -> None:
        if self.kind.kind is QuestionKind.ANSWERED or self.answer.toPlainText().strip():
            self.register()
        else:
            self.who.setFocus()

    def _who_entered(self) -> None:
        found = read_contact(self.who.text())
        if found is not None and not self.phone.text().strip():
            self.who.setText(found[0])
            self.phone.setText(found[1])
            self.register()
            return
        self.phone.setFocus()

    # --- writing --------------------------------------------------------------------------

    def register(self) -> None:
        """Register the question; what is wrong is said beside its field, nothing is lost."""
        try:
            case = self._desk.store.policy.register(self._read(), self._desk.stamp())
        except InvalidInput as problem:
            show_problems(self.errors, problem)
            return
        except UserError as problem:
            self.errors["question"].say(str(problem))
            return
        self._clear()
        self._desk.events.told.emit(f"已登记 {case.question.number} {case.question.kind.label}")
        self.registered.emit(case)

    def _read(self) -> NewQuestion:
        return NewQuestion(
            self.kind.kind,
            self.topic.currentText(),
            self.question.toPlainText(),
            self.answer.toPlainText(),
            who=self.who.text(),
            phone=self.phone.text(),
            asked_at=self.circumstance.at("asked_at"),
            hall_id=self.hall.currentData(),
            incident_id=self.circumstance.incident_id,
        )

    def _clear(self) -> None:
        self.circumstance.clear()
        for widget, _ in self._texts():
            self._keeper.committed(widget, "")
            widget.clear()
        for error in self.errors.values():
            error.say("")
        self._topic_chosen = False
        self.kind.choose(QuestionKind.ANSWERED)
        self._kind_shown(QuestionKind.ANSWERED)
        self.question.setFocus(Qt.FocusReason.OtherFocusReason)
