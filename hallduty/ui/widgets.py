"""Small parts every view is made of: cards, words, pills, buttons with keys, field errors."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from hallduty.domain.errors import InvalidInput
from hallduty.ui import theme
from hallduty.ui.flow_layout import FlowLayout
from hallduty.ui.time_edits import day_edit, from_qt, moment_edit, to_qt


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property and let the stylesheet look at the widget again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def card(parent: QWidget | None = None, *, tone: str = "") -> QFrame:
    """Return an empty white card with rounded corners; `tone` gives it a coloured edge."""
    frame = QFrame(parent)
    frame.setProperty("card", True)
    if tone:
        frame.setProperty("tone", tone)
    return frame


def column(
    parent: QWidget | None = None, *, margins: int | tuple[int, int, int, int] = 0, gap: int = 0
) -> QVBoxLayout:
    """Return a vertical layout with scaled margins and gap (lengths of the drawings)."""
    layout = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    _space(layout, margins, gap)
    return layout


def row(
    parent: QWidget | None = None, *, margins: int | tuple[int, int, int, int] = 0, gap: int = 0
) -> QHBoxLayout:
    """Return a horizontal layout with scaled margins and gap (lengths of the drawings)."""
    layout = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    _space(layout, margins, gap)
    return layout


def _space(
    layout: QVBoxLayout | QHBoxLayout, margins: int | tuple[int, int, int, int], gap: int
) -> None:
    sides = (margins,) * 4 if isinstance(margins, int) else margins
    layout.setContentsMargins(*(theme.px(side) if side else 0 for side in sides))
    layout.setSpacing(theme.px(gap) if gap else 0)


def label(text: str = "", role: str = "body", *, wrap: bool = False) -> QLabel:
    """Return plain text in one of the roles of the stylesheet."""
    made = QLabel(text)
    # What a user typed is shown as typed: never read as rich text.
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def heading(text: str) -> QLabel:
    """Return the heading of a card."""
    return label(text, "heading")


def secondary(text: str = "", *, wrap: bool = False) -> QLabel:
    """Return small grey text."""
    return label(text, "secondary", wrap=wrap)


def pill(text: str, color: str) -> QLabel:
    """Return a word on a coloured ground: red, amber, blue, green, violet, grey, alert."""
    made = label(text)
    made.setProperty("pill", color)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def hairline() -> QFrame:
    """Return a thin line between rows."""
    line = QFrame()
    line.setObjectName("hairline")
    return line


class KeyButton(QPushButton):
    """A button that shows the key which does the same as a small key cap after its text."""

    def __init__(self, text: str, kind: str = "plain", key: str = "") -> None:
        super().__init__(text)
        self._key = key
        self._capped = bool(key)
        self.setProperty("kind", kind)
        self.setIconSize(QSize(theme.px(18), theme.px(18)))
        if key:
            self.setToolTip(f"{text}（{key}）")

    def show_key(self, shown: bool) -> None:
        """Draw the key cap, or leave it to the tooltip where there is no room for it."""
        shown = shown and bool(self._key)
        if shown != self._capped:
            self._capped = shown
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + self._extra(), hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._capped:
            super().paintEvent(event)
            if self.hasFocus() and self._is_filled():
                self._paint_ring(QPainter(self))
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QPainter(self)
        style = self.style()
        style.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        inside = style.subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        text_width = inside.width() - self._extra()
        option.rect = QRect(inside.left(), inside.top(), text_width, inside.height())
        style.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option, painter, self)
        self._paint_cap(painter, QRect(inside))
        if self.hasFocus() and self._is_filled():
            self._paint_ring(painter)

    def _is_filled(self) -> bool:
        chosen = bool(self.property("choice")) and self.isChecked()
        return chosen or self.property("kind") in ("primary", "danger")

    def _paint_ring(self, painter: QPainter) -> None:
        """Show who has the keys: on a filled ground, a frame of the sheet is hardly seen."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.colours().on_fill), 1.5))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(3, 3, -3, -3), 4, 4)

    def _cap_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(theme.px(11))
        font.setBold(False)
        return font

    def _cap_width(self) -> int:
        return QFontMetrics(self._cap_font()).horizontalAdvance(self._key) + theme.px(10)

    def _extra(self) -> int:
        return self._cap_width() + theme.px(8) if self._capped else 0

    def _paint_cap(self, painter: QPainter, inside: QRect) -> None:
        colours = theme.colours()
        ink = QColor(colours.on_fill if self._is_filled() else colours.secondary)
        if not self.isEnabled():
            ink = QColor(colours.disabled)
        height, width = theme.px(18), self._cap_width()
        cap = QRect(inside.right() - width + 1, 0, width, height)
        cap.moveTop(inside.top() + (inside.height() - height) // 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QColor(ink)
        line.setAlpha(190)
        painter.setPen(QPen(line, 1))
        painter.drawRoundedRect(cap.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setPen(ink)
        painter.setFont(self._cap_font())
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)


def button(text: str, kind: str = "plain", key: str = "", *, small: bool = False) -> KeyButton:
    """Return a button; kind is primary, danger, plain, flat or link; key is drawn as a cap."""
    made = KeyButton(text, kind, key)
    if small:
        made.setProperty("small", True)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


class FieldError(QLabel):
    """What is wrong with one field, said beside it; takes no room while nothing is wrong."""

    def __init__(self, field: QWidget) -> None:
        super().__init__()
        self._field = field
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "error")
        self.setWordWrap(True)
        self.hide()

    def say(self, message: str) -> None:
        """Show `message` and mark the field; an empty message takes both back."""
        self.setText(message)
        self.setVisible(bool(message))
        set_property(self._field, "invalid", bool(message))
        self._field.setAccessibleDescription(message)


def field_error(field: QWidget) -> FieldError:
    """Return the error line of `field`; the caller places it below or beside the field."""
    return FieldError(field)


def show_problems(errors: dict[str, FieldError], problem: InvalidInput) -> list[str]:
    """Say each problem beside its field, clear the others, focus the first field in error.

    Returns the messages whose field is not on this screen; the caller must show them too.
    """
    first: FieldError | None = None
    for name, error in errors.items():
        message = problem.message_for(name)
        error.say(message)
        if message and first is None:
            first = error
    if first is not None:
        first._field.setFocus(Qt.FocusReason.OtherFocusReason)
    return [p.message for p in problem.problems if p.field not in errors]


def clear_problems(errors: Iterable[FieldError]) -> None:
    """Take every error line back."""
    for error in errors:
        error.say("")


class ElidedLabel(QLabel):
    """One line of text with an … where it is `cut` when too long, and the whole in a tooltip."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        *,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__()
        self._whole = ""
        self._cut = cut
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._whole = " ".join(text.split())
        super().setAccessibleName(self._whole)
        self._elide()

    def whole(self) -> str:
        """Return the text as it was set, on one line."""
        return self._whole

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        width = self.fontMetrics().horizontalAdvance(self._whole) + 2
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(24), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        self.ensurePolished()
        shown = self.fontMetrics().elidedText(
            self._whole, self._cut, max(0, self.contentsRect().width())
        )
        # Before the first layout there is no width yet; the whole text is the honest hint.
        super().setText(shown if self.width() > 1 else self._whole)
        self.setToolTip(self._whole if shown != self._whole else "")


class EmptyState(QWidget):
    """What to do where there is nothing yet: a sentence and, if given, one button."""

    acted = Signal()

    def __init__(self, text: str, action_text: str = "", icon_name: str = "") -> None:
        super().__init__()
        layout = column(self, margins=24, gap=12)
        layout.addStretch()
        self._picture: QLabel | None = None
        if icon_name:
            from hallduty.ui import icons

            picture = QLabel()
            picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
            size = theme.px(36)
            picture.setPixmap(icons.icon(icon_name, theme.colours().disabled).pixmap(size, size))
            layout.addWidget(picture)
            self._picture = picture
        words = label(text, "muted", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(words)
        if action_text:
            act = button(action_text)
            act.clicked.connect(self.acted)
            layout.addWidget(act, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up the picture, then the margins, before the words are cut off."""
        super().resizeEvent(event)
        layout, side = self.layout(), theme.px(24)
        if layout is None:
            return
        layout.setContentsMargins(side, side, side, side)
        if self._picture is not None:
            self._picture.show()
            self._picture.setHidden(layout.heightForWidth(self.width()) > self.height())
        if layout.heightForWidth(self.width()) > self.height():
            layout.setContentsMargins(side, theme.px(4), side, theme.px(4))


__all__ = [
    "ElidedLabel",
    "EmptyState",
    "FieldError",
    "FlowLayout",
    "KeyButton",
    "button",
    "card",
    "clear_problems",
    "column",
    "day_edit",
    "field_error",
    "from_qt",
    "hairline",
    "heading",
    "label",
    "moment_edit",
    "pill",
    "row",
    "secondary",
    "set_property",
    "show_problems",
    "to_qt",
]
