"""A sheet over the window: a veil that dims the rest and one panel in front of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QScrollArea,
    QWidget,
)

from hallduty.ui import theme


class Overlay(QFrame):
    """Covers its window while it is open. Subclasses fill `panel`.

    Where the panel does not fit, it scrolls. Esc or a click beside the panel goes back. Shortcuts
    of the page behind do not work while it is open; those of the window itself do.
    """

    def __init__(self, window: QWidget, width: int, *, top: int | None = None) -> None:
        """Make it for `window`; `width` (scaled by the font size) of the panel, `top` its place
        from above, else it stands in the middle."""
        super().__init__(window)
        self.setObjectName("veil")
        self._width = theme.px(width)
        self._top = None if top is None else theme.px(top)
        self._before: QWidget | None = None
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName("sheet")
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.panel = QWidget()
        self._scroll.setWidget(self.panel)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(theme.px(36))
        shadow.setOffset(0, theme.px(8))
        shadow.setColor(QColor(0, 0, 0, 90))
        self._scroll.setGraphicsEffect(shadow)
        self.hide()

    def open(self) -> None:
        """Show the sheet over the window and remember where the keyboard was."""
        # Listened to from now on only: subclasses are whole by then.
        self.panel.installEventFilter(self)
        self.parentWidget().installEventFilter(self)
        if self.isVisible():
            return
        self._before = QApplication.focusWidget()
        self.place()
        self.show()
        self.raise_()
        QApplication.instance().focusChanged.connect(self._follow_focus)

    def shut(self) -> None:
        """Hide the sheet and give the keyboard back."""
        if not self.isVisible():
            return
        QApplication.instance().focusChanged.disconnect(self._follow_focus)
        for watched in (self.panel, self.parentWidget()):
            watched.removeEventFilter(self)
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def go_back(self) -> None:
        """Leave without doing anything; subclasses keep what was typed."""
        self.shut()

    def place(self) -> None:
        """Cover the window and put the panel where it belongs."""
        window = self.parentWidget()
        self.setGeometry(window.rect())
        gap = theme.px(16)
        width = min(self._width, self.width() - 2 * gap)
        self.panel.ensurePolished()
        wanted = self.panel.sizeHint().height()
        if self.panel.hasHeightForWidth():
            wanted = self.panel.heightForWidth(width - 2)
        height = min(wanted + 2, self.height() - 2 * gap)
        top = (self.height() - height) // 2 if self._top is None else self._top
        top = max(gap, min(top, self.height() - height - gap))
        self._scroll.setGeometry(QRect((self.width() - width) // 2, top, width, height))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        resized = watched is self.parentWidget() and kind == QEvent.Type.Resize
        relaid = watched is self.panel and kind == QEvent.Type.LayoutRequest
        if self.isVisible() and (resized or relaid):
            self.place()
        return False

    def event(self, event: QEvent) -> bool:
        """Take a key before the page behind can: F8 there would end an incident unseen."""
        override = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if override and not self._is_the_windows(QKeySequence(event.keyCombination())):
            event.accept()
            return True
        return super().event(event)

    def _is_the_windows(self, keys: QKeySequence) -> bool:
        window = self.parentWidget()
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        return any(keys == each.key() for each in window.findChildren(QShortcut, options=direct))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab inside the sheet while it is open."""
        inside = self._chain()
        if not inside:
            return False
        now = QApplication.focusWidget()
        at = inside.index(now) if now in inside else -1 if forward else 0
        inside[(at + (1 if forward else -1)) % len(inside)].setFocus(
            Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        )
        return True

    def _follow_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        """Bring the field that has the keyboard into sight where the panel scrolls."""
        if new is not None and self.panel.isAncestorOf(new):
            self._scroll.ensureWidgetVisible(new, 0, theme.px(24))

    def _chain(self) -> list[QWidget]:
        """Return the panel's widgets that take Tab, in reading order.

        Not by nextInFocusChain(): each widget it returns would keep the next one of the whole
        window, and with the first of them deleted all of them would count as deleted.
        """
        found = [
            each
            for each in self.panel.findChildren(QWidget)
            if each.focusPolicy() & Qt.FocusPolicy.TabFocus
            and each.isEnabled()
            and each.isVisible()
        ]
        return sorted(found, key=self._place_of)

    def _place_of(self, widget: QWidget) -> tuple[int, int]:
        corner = widget.mapTo(self.panel, widget.rect().center())
        return corner.y(), corner.x()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            # Nothing typed over the sheet may reach the page behind it.
            event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._scroll.geometry().contains(event.position().toPoint()):
            self.go_back()
