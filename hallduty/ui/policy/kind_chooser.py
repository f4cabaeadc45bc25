"""即时答复, 政策模糊, 政策空白: chosen by one digit."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from hallduty.domain.policy import QuestionKind
from hallduty.ui import keys
from hallduty.ui.widgets import KeyButton, button, row

_TIPS = (
    "当场答复清楚的；按 1",
    "政策模糊：立即联系职能部门明确，暂时不能明确的记录联系方式；按 2",
    "政策空白：登记台账、记录联系方式，按日汇总上报；按 3",
)


class KindChooser(QWidget):
    """Three buttons in a row. chosen(QuestionKind): one was picked, by key or by mouse."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        line = row(self, gap=4)
        self._group = QButtonGroup(self)
        self.buttons: list[KeyButton] = []
        for place, kind in enumerate(QuestionKind):
            made = button(kind.label, key=str(place + 1))
            made.setCheckable(True)
            made.setProperty("choice", True)
            made.setToolTip(_TIPS[place])
            self._group.addButton(made, place)
            self.buttons.append(made)
            line.addWidget(made)
        self.buttons[0].setChecked(True)
        self._group.idClicked.connect(self._clicked)
        self.setFocusProxy(self.buttons[0])

    @property
    def kind(self) -> QuestionKind:
        """What is chosen; 即时答复 until something is."""
        return list(QuestionKind)[max(0, self._group.checkedId())]

    def choose(self, kind: QuestionKind) -> None:
        """Choose without a signal."""
        self.buttons[list(QuestionKind).index(kind)].setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit chooses; so does Enter, what has the focus. Everything else goes on."""
        place = keys.QUESTION_KIND.place(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            place = next((n for n, each in enumerate(self.buttons) if each.hasFocus()), 0)
        if place < 0:
            super().keyPressEvent(event)
            return
        self.buttons[place].setChecked(True)
        self._clicked(place)

    def _clicked(self, place: int) -> None:
        self.chosen.emit(list(QuestionKind)[place])
