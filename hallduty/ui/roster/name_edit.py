"""A line in which people are entered by name, pinyin or initials; a list offers who is meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from hallduty.domain.contacts import Person
from hallduty.domain.roster import Part
from hallduty.ui import theme
from hallduty.ui.drafts import show_text
from hallduty.ui.inputs import NO_CUT
from hallduty.ui.roster.names import Crew, Entry, last_word, read_entry

_MOST = 8
_PERSON = Qt.ItemDataRole.UserRole + 1


class NameEdit(QLineEdit):
    """Enter takes the person that the list marks and says entered(); Esc says left().

    stepped(±1): Tab or Shift+Tab, which enter too and go sideways. The list never takes the
    keys, so that nothing typed goes astray.
    """

    entered = Signal()
    left = Signal()
    stepped = Signal(int)

    def __init__(self, hint: str = "姓名、拼音或首字母", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(NO_CUT)
        self.setPlaceholderText(hint)
        self.only_one = False
        self.takes_tab = False
        self._people: Sequence[Person] = ()
        self._departments: Mapping[int, str] = {}
        self._picked: dict[str, Person] = {}
        self._offers: _Offers | None = None
        self.textEdited.connect(self._offer)

    def set_people(self, people: Sequence[Person], departments: Mapping[int, str]) -> None:
        """Offer these people; `departments` names their departments by id."""
        self._people, self._departments = tuple(people), dict(departments)

    def crew(self) -> Crew:
        """Return who can be meant, with what was picked from the list."""
        return Crew(self._people, self._departments, self._picked)

    def set_entry(self, text: str, picked: Sequence[Person] = ()) -> None:
        """Show names that are known already; `picked` are the people who bear them."""
        self._picked = {person.name: person for person in picked}
        show_text(self, text)
        self._shut()

    def begin(self, text: str) -> None:
        """Go on with what was typed before the field was there."""
        self._picked = {}
        self.setText(text)
        self._offer()

    def entry(self, part: Part = Part.DAY) -> Entry:
        """Return who is meant by the whole text."""
        return read_entry(self.text(), self.crew(), part)

    def person(self) -> tuple[Person | None, str]:
        """Return the one person who is meant, or what is wrong; (None, "") for no text."""
        text = self.text().strip()
        return self.crew().meant_by(text) if text else (None, "")

    def offers_shown(self) -> list[str]:
        """Return what the list offers, empty while it is shut."""
        if self._offers is None or not self._offers.isVisible():
            return []
        return [self._offers.item(row).text() for row in range(self._offers.count())]

    # --- the list ---------------------------------------------------------------------------

    def _word(self) -> tuple[int, int]:
        if self.only_one:
            return 0, len(self.text())
        return last_word(self.text(), self.cursorPosition())

    def _offer(self) -> None:
        start, end = self._word()
        word = self.text()[start:end].strip()
        known = word in self._picked
        found = [] if known or len(word) > 60 else self.crew().near(word)[:_MOST]
        if not found or not self.isVisible():
            self._shut()
            return
        if self._offers is None:
            self._offers = _Offers(self.window())
            self._offers.itemClicked.connect(self._clicked)
        self._offers.show_people(found, self._departments)
        self._offers.place_under(self)

    def _shut(self) -> None:
        if self._offers is not None:
            self._offers.hide()

    def _marked(self) -> Person | None:
        if self._offers is None or not self._offers.isVisible():
            return None
        item = self._offers.currentItem()
        person = item.data(_PERSON) if item is not None else None
        return person if isinstance(person, Person) else None

    def _take(self, person: Person) -> None:
        """Put the person's name in place of the word that is being typed."""
        start, end = self._word()
        text = self.text()
        self._picked[person.name] = person
        self.setText(text[:start] + person.name + text[end:])
        self.setCursorPosition(start + len(person.name))
        self._shut()

    def _clicked(self, item: QListWidgetItem) -> None:
        self._take(item.data(_PERSON))
        self.setFocus()

    # --- keys -------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, marked = event.key(), self._marked()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if marked is not None:
                self._take(marked)
            event.accept()
            self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            event.accept()
            if marked is not None:
                self._shut()
            else:
                self.left.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._offers is not None and marked:
            self._offers.step(1 if key == Qt.Key.Key_Down else -1)
        else:
            separator = not self.only_one and event.text() and event.text() in "、，,；;/／"
            if separator and marked is not None:
                self._take(marked)
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tab takes the marked person first; in a cell it then goes sideways."""
        # Not in focusNextPrevChild(): Qt calls that too when a field that has the keyboard hides.
        keys = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in keys
        ):
            marked = self._marked()
            if marked is not None:
                self._take(marked)
            if self.takes_tab:
                event.accept()
                self.stepped.emit(keys[Qt.Key(event.key())])
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._shut()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._shut()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._shut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._offers is not None and self._offers.isVisible():
            self._offers.place_under(self)


class _Offers(QListWidget):
    """The list below the field; drawn over the window, never with the keyboard."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("offers")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName("可选人员")
        self.hide()

    def show_people(self, people: Sequence[Person], departments: Mapping[int, str]) -> None:
        """Offer these people, the first marked."""
        self.clear()
        for person in people:
            where = departments.get(person.department_id or 0, "")
            words = "　".join(part for part in (person.name, where, person.post) if part)
            item = QListWidgetItem(words)
            item.setToolTip(words)
            item.setData(_PERSON, person)
            item.setSizeHint(QSize(0, theme.px(32)))
            self.addItem(item)
        self.setCurrentRow(0)

    def place_under(self, edit: QWidget) -> None:
        """Show the list below the field, or above it where there is no room."""
        window = edit.window()
        height = self.count() * theme.px(32) + theme.px(10)
        width = min(max(edit.width(), theme.px(260)), window.width())
        corner = edit.mapTo(window, QPoint(0, edit.height() + 2))
        if corner.y() + height > window.height():
            corner.setY(max(0, edit.mapTo(window, QPoint(0, 0)).y() - height - 2))
        corner.setX(max(0, min(corner.x(), window.width() - width)))
        self.setGeometry(corner.x(), corner.y(), width, height)
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Mark the next or the one before, going round."""
        self.setCurrentRow((self.currentRow() + by) % self.count())
