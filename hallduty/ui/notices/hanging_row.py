"""One notice that hangs: where, since when, until when it holds; red once it may not hang on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QWidget

from hallduty.domain.notices import EXPIRED, Hanging, expected_label
from hallduty.domain.promises import said_of
from hallduty.ui import theme
from hallduty.ui.pair_layout import pair
from hallduty.ui.widgets import (
    FlowLayout,
    button,
    column,
    field_error,
    label,
    pill,
    secondary,
    set_property,
)


class HangingRow(QFrame):
    """withdrawn(row, posting ids), renewed(row), printed(row), moved(row, ±1)."""

    withdrawn = Signal(object, list)
    renewed = Signal(object)
    printed = Signal(object)
    moved = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Hanging | None = None
        self.setProperty("step", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        body = column(self, margins=(9, 7, 12, 7), gap=4)
        self.kind = label(role="strong")
        self.trouble = pill("", "alert")
        body.addWidget(pair(self.kind, self.trouble))
        self.when = secondary("", wrap=True)
        body.addWidget(self.when)
        holder = QWidget()
        self._flow = FlowLayout(holder, theme.px(6))
        body.addWidget(holder)
        deeds = QWidget()
        line = FlowLayout(deeds, theme.px(6))
        self.renew = button("更新公告", key="Enter", small=True)
        self.renew.clicked.connect(self._renew)
        self.down = button("全部撤下", key="Del", small=True)
        self.down.clicked.connect(self._all_down)
        self.print = button("打印", "link", small=True)
        self.print.clicked.connect(self._print)
        for press in (self.renew, self.down, self.print):
            line.addWidget(press)
        body.addWidget(deeds)
        self.error = field_error(self)
        body.addWidget(self.error)

    @property
    def shown(self) -> Hanging:
        assert self._shown is not None
        return self._shown

    def place_buttons(self) -> list[QWidget]:
        """Return the buttons that take one place down, in order."""
        return [self._flow.itemAt(n).widget() for n in range(self._flow.count())]  # type: ignore[union-attr]

    def show_hanging(self, found: Hanging, trouble: str) -> None:
        """Show it as it hangs; `trouble` says why it may not, and turns it red."""
        another = self._shown is None or self._shown.postings != found.postings
        self._shown = found
        notice = found.notice
        self.kind.setText(notice.kind.noun)
        when = [f"{said_of(found.since, notice.made_at)} 起张贴"]
        if notice.expected_at is not None:
            when.append(
                f"{expected_label(notice.kind)} {said_of(notice.expected_at, notice.made_at)}"
            )
        if notice.wait_minutes is not None:
            when.append(f"等候约 {notice.wait_minutes} 分钟")
        self.when.setText(" · ".join(when))
        self.setToolTip(notice.text)
        self.setAccessibleName(f"{notice.kind.noun} {found.places} {trouble}")
        self.show_trouble(trouble)
        if another:
            self._show_places(found)

    def show_trouble(self, trouble: str) -> None:
        """Turn red or calm; asked every minute."""
        if self.trouble.text() != trouble or self.trouble.isHidden() == bool(trouble):
            self.trouble.setText(trouble)
            self.trouble.setVisible(bool(trouble))
        set_property(self, "tone", "danger" if trouble else "")
        set_property(self.renew, "kind", "primary" if trouble == EXPIRED else "plain")
        set_property(self.down, "kind", "primary" if trouble and trouble != EXPIRED else "plain")

    def _show_places(self, found: Hanging) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            old.hide()
            old.deleteLater()
        for posting in found.postings:
            press = button(f"{posting.place.replace('&', '&&')} ×", "flat", small=True)
            press.setToolTip(f"从{posting.place}撤下")
            press.setAccessibleName(f"从{posting.place}撤下")
            press.setProperty("posting", posting.id)
            press.clicked.connect(self._one_down)
            self._flow.addWidget(press)

    def _one_down(self) -> None:
        self.withdrawn.emit(self, [int(self.sender().property("posting"))])

    def _all_down(self) -> None:
        self.withdrawn.emit(self, [posting.id for posting in self.shown.postings])

    def _renew(self) -> None:
        self.renewed.emit(self)

    def _print(self) -> None:
        self.printed.emit(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(self, -1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._renew()
        elif key == Qt.Key.Key_Delete:
            self._all_down()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()
