"""A layout for two items: side by side while there is room, else one below the other."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class PairLayout(QLayout):
    """The first item takes what the second, at the right edge, leaves.

    `gap` is the space in pixels between them. `least` is the width that the first one needs
    to stay beside the second; by default its own hint.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8, least: int = 0) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._least = gap, least
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max((r.bottom() + 1 for r in self._rects(QRect(0, 0, width, 0))), default=0)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        for item, place in zip(self._shown(), self._rects(rect), strict=True):
            item.setGeometry(place)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _rects(self, rect: QRect) -> list[QRect]:
        shown = self._shown()
        if len(shown) < 2:
            return [QRect(rect.topLeft(), _fitted(item, rect.width())) for item in shown]
        first, second = shown
        right = _hint(second)
        left = rect.width() - right.width() - self._gap
        if left >= (self._least or _hint(first).width()):
            size = _fitted(first, left)
            height = max(size.height(), right.height())
            return [
                QRect(rect.topLeft(), size).translated(0, (height - size.height()) // 2),
                QRect(QPoint(rect.right() - right.width() + 1, rect.top()), right).translated(
                    0, (height - right.height()) // 2
                ),
            ]
        size = _fitted(first, rect.width())
        below = QPoint(rect.left(), rect.top() + size.height() + self._gap // 2)
        return [
            QRect(rect.topLeft(), size),
            QRect(below, _fitted(second, rect.width(), wide=False)),
        ]


def _hint(item: QLayoutItem) -> QSize:
    """Return what an item would like; an elided label's item itself says it likes nothing."""
    widget = item.widget()
    return widget.sizeHint() if widget is not None else item.sizeHint()


def _fitted(item: QLayoutItem, width: int, *, wide: bool = True) -> QSize:
    hint = _hint(item)
    across = width if wide else min(hint.width(), width)
    height = item.heightForWidth(across) if item.hasHeightForWidth() else hint.height()
    return QSize(across, height)


def pair(first: QWidget, second: QWidget, *, gap: int = 8, least: int = 0) -> QWidget:
    """Return a widget with both, side by side while there is room."""
    holder = QWidget()
    layout = PairLayout(holder, gap=gap, least=least)
    layout.addWidget(first)
    layout.addWidget(second)
    policy = holder.sizePolicy()
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder
