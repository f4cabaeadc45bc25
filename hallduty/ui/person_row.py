"""A row about one person, masked until somebody asks: who, what, and a line that settles it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from hallduty.domain.followups import masked_name
from hallduty.domain.phones import masked
from hallduty.ui.inputs import NO_CUT
from hallduty.ui.widgets import ElidedLabel, button, column, field_error, row, secondary


class PersonRow(QFrame):
    """moved(row, ±1): an arrow key. Space shows and masks the person, Enter settles.

    A subclass builds its own parts, then calls `build_how`; it says what `_show_who`, `start`
    and `_entered` do, and whether it `is_settled`.
    """

    moved = Signal(object, int)

    def __init__(
        self, margins: tuple[int, int, int, int], gap: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shown = self._locked = False
        self.setProperty("step", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.body: QVBoxLayout = column(self, margins=margins, gap=gap)
        self.who = ElidedLabel(role="strong")
        self.reveal = button("显示", "link", small=True)
        self.reveal.setToolTip("显示完整姓名和电话（空格）")
        self.reveal.clicked.connect(self._toggle)
        self.matter = ElidedLabel(role="secondary")
        self.said = secondary("", wrap=True)
        self.how = QLineEdit()
        self.ok = button("确定", small=True, key="Enter")
        self.error = field_error(self.how)

    def build_how(self, name: str, hint: str) -> None:
        """Put what was said, the line that settles it and its error at the foot."""
        self.body.addWidget(self.said)
        self.how.setMaxLength(NO_CUT)
        self.how.setPlaceholderText(hint)
        self.how.setAccessibleName(name)
        self.how.returnPressed.connect(self._entered)
        self.ok.clicked.connect(self._entered)
        line = row(gap=6)
        line.addWidget(self.how, 1)
        line.addWidget(self.ok)
        self.body.addLayout(line)
        self.body.addWidget(self.error)
        self._open_how(False)

    def hide_person(self) -> None:
        """Mask name and number again."""
        self._shown = False
        self._show_who()

    def start(self) -> None:
        """Ask how it was settled."""
        raise NotImplementedError

    @property
    def is_settled(self) -> bool:
        raise NotImplementedError

    def _show_who(self) -> None:
        raise NotImplementedError

    def _entered(self) -> None:
        raise NotImplementedError

    def _named(self, who: str, phone: str) -> str:
        """Return name and number as they may be seen now; the button says what it would do."""
        self.reveal.setText("隐藏" if self._shown else "显示")
        self.reveal.setVisible(bool(who or phone))
        seen = (who, phone) if self._shown else (masked_name(who), masked(phone))
        return " ".join(part for part in seen if part)

    def _open_how(self, shown: bool) -> None:
        self.how.setVisible(shown)
        self.ok.setVisible(shown)
        if not shown:
            self.error.say("")

    def _toggle(self) -> None:
        self._shown = not self._shown
        self._show_who()

    def _give_up(self) -> None:
        """Esc in the line: it is not settled after all."""
        self._open_how(False)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(self, -1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Space:
            self._toggle()
        elif key == Qt.Key.Key_Escape and not self.how.isHidden():
            self._give_up()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._locked:
            if not self.is_settled:
                self.start()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()
