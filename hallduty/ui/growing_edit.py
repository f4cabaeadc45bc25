"""A text field that grows with its text and never lets Enter or Tab lose any of it."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from hallduty.domain import texts

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class GrowingEdit(QPlainTextEdit):
    """As high as its text, between `least` and `most` lines; beyond that it scrolls inside.

    entered: Enter was pressed where it does not mean a new line.
    left: the focus went elsewhere in the program (a menu over the field does not count).
    picture_pasted(QImage): a picture, which a text field cannot hold, was pasted.
    `on_escape`, when set, is called for Esc and returns whether it has used it up.
    `enter` says what Enter does: "line" a new line, "submit" entered (Shift+Enter a new
    line), "next" entered, and the text stays on one line.
    """

    entered = Signal()
    left = Signal()
    picture_pasted = Signal(QImage)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        enter: str = "line",
        least: int = 1,
        most: int = 8,
        frame: bool = True,
    ) -> None:
        super().__init__(parent)
        self._enter, self._least, self._most = enter, least, most
        self._height = 0
        self.on_escape: Callable[[], bool] | None = None
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if not frame:
            self.setFrameShape(QFrame.Shape.NoFrame)
            self.setProperty("bare", True)
        self.textChanged.connect(self._fit)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(120, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self._height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        submits = self._enter == "next" or (self._enter == "submit" and not shift)
        if event.key() == Qt.Key.Key_Escape:
            used = self.on_escape is not None and self.on_escape()
            event.setAccepted(used)
        elif event.key() in _ENTER and submits:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            text = source.text()
            self.insertPlainText(texts.one_line(text) if self._enter == "next" else text)
        elif source.hasImage():
            self.picture_pasted.emit(QImage(source.imageData()))

    def _fit(self) -> None:
        """Take the height of the text, counted only as far as it can matter."""
        line = self.fontMetrics().lineSpacing()
        content, block = 0.0, self.document().firstBlock()
        while block.isValid() and content < self._most * line:
            content += self.document().documentLayout().blockBoundingRect(block).height()
            block = block.next()
        content = min(max(content, self._least * line), self._most * line)
        # Border and padding belong to the stylesheet; only the viewport tells what they take.
        frames = max(0, self.height() - self.viewport().height())
        height = ceil(content + 2 * self.document().documentMargin()) + frames
        if height != self._height:
            self._height = height
            self.setFixedHeight(height)
