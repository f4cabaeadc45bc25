"""A field in which a person is chosen by name, pinyin, initials, post, department or number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from hallduty.domain.contact_search import find_people
from hallduty.domain.contacts import Person
from hallduty.ui.drafts import show_text
from hallduty.ui.inputs import NO_CUT

Index = QModelIndex | QPersistentModelIndex
_PERSON = Qt.ItemDataRole.UserRole + 1
_WORDS = Qt.ItemDataRole.UserRole + 2
_SHOWN = 12


class PersonEdit(QLineEdit):
    """A line edit with the people in use behind it.

    picked(person): one was taken from the list with Enter or the mouse.
    """

    picked = Signal(object)

    def __init__(self, hint: str = "输入姓名选择", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(NO_CUT)
        self.setPlaceholderText(hint)
        self._people: list[Person] = []
        self._departments: dict[int, str] = {}
        self._chosen: Person | None = None
        self._model = QStandardItemModel(self)
        self._completer = _NameCompleter(self._model, self)
        self._completer.activated[QModelIndex].connect(self._take)
        self.setCompleter(self._completer)
        self.textEdited.connect(self._forget)

    def set_people(self, people: Sequence[Person], departments: dict[int, str]) -> None:
        """Offer these people; `departments` names their departments by id."""
        self._people = list(people)
        self._departments = departments
        items = []
        for person in people:
            where = departments.get(person.department_id or 0, "")
            item = QStandardItem("　".join(p for p in (person.name, where, person.post) if p))
            item.setData(person, _PERSON)
            spelled = person.pinyin.split()
            reading = ("".join(spelled), "".join(syllable[0] for syllable in spelled))
            words = (person.name, *reading, where, person.post, person.phone)
            item.setData(" ".join(words), _WORDS)
            items.append(item)
        self._model.clear()
        self._model.invisibleRootItem().appendRows(items)

    def set_person(self, person: Person | None) -> None:
        """Show a person as chosen; None empties the field."""
        self._chosen = person
        show_text(self, person.name if person else "")

    def person(self) -> tuple[Person | None, str]:
        """Return who is meant and what is wrong with the text; (None, "") for an empty field."""
        typed = " ".join(self.text().split())
        if not typed:
            return None, ""
        if self._chosen is not None and self._chosen.name == typed:
            return self._chosen, ""
        same = [person for person in self._people if person.name == typed]
        if len(same) == 1:
            return same[0], ""
        if same:
            return None, f"有 {len(same)} 位{typed}，请用方向键从列表中选择"
        near = [person for person in self._people if typed in person.name]
        near = near or find_people(typed, self._people, self._departments)
        if len(near) == 1:
            return near[0], ""
        shown = typed if len(typed) <= 12 else typed[:12] + "…"
        return None, f"通讯录里没有“{shown}”，请先到通讯录登记，或从列表中选择"

    def _take(self, index: Index) -> None:
        person = index.data(_PERSON)
        if isinstance(person, Person):
            self._chosen = person
            self.setText(person.name)
            self.picked.emit(person)

    def _forget(self) -> None:
        self._chosen = None


class _NameCompleter(QCompleter):
    """Finds people by any of their words; shows name, department and post; puts in the name."""

    def __init__(self, model: QStandardItemModel, parent: QLineEdit) -> None:
        super().__init__(model, parent)
        self.setCompletionRole(_WORDS)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(_SHOWN)

    def pathFromIndex(self, index: QModelIndex) -> str:
        person = index.data(_PERSON)
        return person.name if isinstance(person, Person) else ""
