"""The left rail: a button per page; what is about the program itself stands at its foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from hallduty.ui import icons, keys, theme
from hallduty.ui.pages import HELP, SETTINGS, Page
from hallduty.ui.widgets import column, label, pill, row

WIDTH = 132
STRIP_HEIGHT = 56
_MOST_SHOWN = 999


class Rail(QFrame):
    """Shows the pages. chosen(key): the user picked one."""

    chosen = Signal(str)

    def __init__(self, pages: Sequence[Page], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(theme.px(WIDTH))
        layout = column(self)
        layout.addWidget(_brand())
        layout.addSpacing(theme.px(8))
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QPushButton] = {}
        self._badges: dict[str, QLabel] = {}
        self._titles = {page.key: page.title for page in (*pages, HELP)}
        for page, key in zip(pages, keys.PAGES.keys, strict=True):
            if page.key == SETTINGS:
                layout.addStretch()
            layout.addWidget(self._button(page, key))
        layout.addWidget(self._button(HELP, keys.HELP.keys[0]))
        layout.addSpacing(theme.px(8))

    def mark(self, key: str) -> None:
        """Mark the page that is shown."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def button(self, key: str) -> QPushButton:
        """Return the button of a page."""
        return self._buttons[key]

    def show_count(self, key: str, count: int) -> None:
        """Show at a page's name how many matters wait there; nothing when there is none."""
        badge = self._badges.get(key)
        if badge is None:
            badge = pill("", "alert")
            badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            line = row(self._buttons[key], margins=(0, 0, 10, 0))
            line.addStretch()
            line.addWidget(badge)
            self._badges[key] = badge
        badge.setText(str(count) if count <= _MOST_SHOWN else f"{_MOST_SHOWN}+")
        badge.setVisible(count > 0)
        name = self._titles[key]
        self._buttons[key].setAccessibleName(f"{name}，欠 {count} 件" if count else name)

    def _button(self, page: Page, key: str) -> QPushButton:
        made = QPushButton("  " + page.title)
        colours = theme.colours()
        made.setCheckable(True)
        made.setIcon(icons.icon(page.icon, colours.secondary, on=colours.accent, size=20))
        made.setIconSize(QSize(theme.px(20), theme.px(20)))
        made.setToolTip(f"{page.title}（{key}）")
        made.setAccessibleName(page.title)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setProperty("key", page.key)
        made.clicked.connect(self._clicked)
        self._group.addButton(made)
        self._buttons[page.key] = made
        return made

    def _clicked(self) -> None:
        self.chosen.emit(str(self.sender().property("key")))


def _brand() -> QFrame:
    frame = QFrame()
    frame.setObjectName("brand")
    frame.setFixedHeight(theme.px(STRIP_HEIGHT))
    layout = row(frame, margins=(16, 0, 8, 0))
    layout.addWidget(label("值班长"))
    return frame
