"""The reading pane: a column of comfortable width, sections to go to, all finds marked."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QColor, QResizeEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from hallduty.ui import theme

_COLUMN = 760
_MARGIN = 28


class Reader(QTextBrowser):
    """Shows HTML. section_reached(anchor): the text was scrolled into that section."""

    section_reached = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bare", True)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("预案正文")
        self.anchorClicked.connect(self._follow)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._anchors: list[tuple[str, int]] = []
        self._finds: list[QTextCursor] = []
        self._find = -1
        self._going = False

    def show_text(self, text: str) -> None:
        """Show `text`; the place that was read stays."""
        place = self.verticalScrollBar().value()
        self._going = True
        self.setHtml(text)
        self._narrow()
        self._anchors = self._find_anchors()
        self.verticalScrollBar().setValue(place)
        self._going = False

    def _find_anchors(self) -> list[tuple[str, int]]:
        """Return each anchor with the position of its block."""
        found = []
        block = self.document().begin()
        while block.isValid():
            fragments = block.begin()
            while not fragments.atEnd():
                for name in fragments.fragment().charFormat().anchorNames():
                    found.append((name, block.position()))
                fragments += 1
            block = block.next()
        return found

    # --- sections ---------------------------------------------------------------------------

    def go_to(self, anchor: str) -> None:
        """Bring a section to the top."""
        top = next((self._top_of(place) for name, place in self._anchors if name == anchor), None)
        if top is not None:
            self._going = True
            self.verticalScrollBar().setValue(top - theme.px(10))
            self._going = False

    def _top_of(self, position: int) -> int:
        block = self.document().findBlock(position)
        return round(self.document().documentLayout().blockBoundingRect(block).top())

    def _scrolled(self, value: int) -> None:
        if self._going:
            return
        reached = [name for name, place in self._anchors if self._top_of(place) <= value + 40]
        # The title stands above the first section.
        shown = reached[-1:] or [name for name, _place in self._anchors[:1]]
        for name in shown:
            self.section_reached.emit(name)

    def _follow(self, link: QUrl) -> None:
        anchor = link.fragment(QUrl.ComponentFormattingOption.FullyDecoded)
        self.go_to(anchor)
        self.section_reached.emit(anchor)

    # --- finds ------------------------------------------------------------------------------

    def find_all(self, wanted: str) -> int:
        """Mark every place where `wanted` stands and go to the first; return how many."""
        self._finds, self._find = [], -1
        if wanted:
            cursor = QTextCursor(self.document())
            while True:
                cursor = self.document().find(wanted, cursor, QTextDocument.FindFlag(0))
                if cursor.isNull():
                    break
                self._finds.append(cursor)
        self.step(1)
        return len(self._finds)

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) find, round and round."""
        if self._finds:
            self._find = (self._find + by) % len(self._finds) if self._find >= 0 else 0
            plain = QTextCursor(self._finds[self._find])
            plain.clearSelection()
            self.setTextCursor(plain)
            self.ensureCursorVisible()
        self._mark_finds()

    def place(self) -> tuple[int, int]:
        """Return (which find is shown, from 1; how many there are)."""
        return self._find + 1, len(self._finds)

    def _mark_finds(self) -> None:
        colours = theme.colours()
        marks = []
        for place, cursor in enumerate(self._finds):
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor
            here = place == self._find
            mark.format.setBackground(QColor(colours.amber_fill if here else colours.amber_tint))
            mark.format.setForeground(QColor("black" if here else colours.text))
            marks.append(mark)
        self.setExtraSelections(marks)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._narrow()

    def _narrow(self) -> None:
        """Keep the column at a width that the eye can follow, in the middle."""
        spare = self.viewport().width() - theme.px(_COLUMN)
        side = max(theme.px(_MARGIN), spare // 2)
        frame = self.document().rootFrame()
        look = frame.frameFormat()
        if look.leftMargin() != side:
            look.setLeftMargin(side)
            look.setRightMargin(side)
            look.setTopMargin(theme.px(12))
            look.setBottomMargin(theme.px(24))
            frame.setFrameFormat(look)
