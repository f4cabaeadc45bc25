"""A form's fields: label above, editor, error below; errors by name, drafts of every field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from hallduty.domain.errors import InvalidInput, UserError
from hallduty.ui.drafts import DraftKeeper
from hallduty.ui.inputs import NO_CUT
from hallduty.ui.wheel_guard import WheelGuard
from hallduty.ui.widgets import FieldError, clear_problems, column, field_error, secondary
from hallduty.ui.widgets import show_problems as say_problems

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

Editor = QLineEdit | QComboBox


@dataclass(slots=True)
class _Choice:
    """A combo's committed value; its draft is kept as the text of that value."""

    key: str = ""
    committed: str = ""


class FieldSet(QObject):
    """The editors of one record, by field name, whose unsaved content is kept as drafts.

    edited(): something differs from the record, or does no longer. Enter in any line edit
    calls `save`.
    """

    edited = Signal()

    def __init__(self, desk: Desk, save: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._save = save
        self._keeper = DraftKeeper(desk, self)
        self._guard = WheelGuard(self)
        self._lines: dict[str, QLineEdit] = {}
        self._combos: dict[str, QComboBox] = {}
        self._choices: dict[str, _Choice] = {}
        self.errors: dict[str, FieldError] = {}

    def line(self, name: str, text: str, hint: str = "") -> QWidget:
        """Return a labelled line edit for field `name`."""
        edit = QLineEdit()
        # Qt would cut a long paste without a word; our check says how much is too much.
        edit.setMaxLength(NO_CUT)
        edit.setPlaceholderText(hint)
        edit.textChanged.connect(self._changed)
        edit.returnPressed.connect(self._save)
        self._lines[name] = edit
        return self._stacked(name, text, edit)

    def combo(self, name: str, text: str) -> QWidget:
        """Return a labelled combo for field `name`; fill it with set_choices()."""
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(6)
        box.currentIndexChanged.connect(self._chosen)
        box.installEventFilter(self._guard)
        self._combos[name] = box
        self._choices[name] = _Choice()
        return self._stacked(name, text, box)

    def _stacked(self, name: str, text: str, editor: Editor) -> QWidget:
        holder = QWidget()
        layout = column(holder, gap=3)
        words: QLabel = secondary(text)
        words.setBuddy(editor)
        editor.setAccessibleName(text)
        error = field_error(editor)
        self.errors[name] = error
        for part in (words, editor, error):
            layout.addWidget(part)
        return holder

    def editor(self, name: str) -> Editor:
        """Return the editor of field `name`."""
        return self._lines[name] if name in self._lines else self._combos[name]

    def set_choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Fill a combo with (text, value); the chosen value stays."""
        box = self._combos[name]
        chosen = box.currentData()
        with QSignalBlocker(box):
            box.clear()
            for text, value in choices:
                box.addItem(text, value)
                box.setItemData(box.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
            self._choose(name, chosen or "")

    def load(self, key: str, values: dict[str, str]) -> bool:
        """Show a record's values, or what was typed over them and not saved; True when it was.

        `key` names the record for its drafts (person:12).
        """
        self._keeper.flush()
        clear_problems(self.errors.values())
        restored = False
        for name, edit in self._lines.items():
            with QSignalBlocker(self):
                restored |= self._keeper.watch(edit, f"{key}:{name}", values[name]) is not None
            if not edit.hasFocus():
                edit.setCursorPosition(0)
        for name, box in self._combos.items():
            self._choices[name] = _Choice(f"{key}:{name}", values[name])
            draft = self._desk.store.drafts.get(f"{key}:{name}")
            restored |= draft is not None
            with QSignalBlocker(box):
                self._choose(name, draft.text.removeprefix("=") if draft else values[name])
        self.edited.emit()
        return restored

    def values(self) -> dict[str, str]:
        """Return what the editors hold."""
        found = {name: edit.text() for name, edit in self._lines.items()}
        return found | {name: box.currentData() or "" for name, box in self._combos.items()}

    def is_draft(self) -> bool:
        """Tell whether anything differs from the record."""
        return any(self._keeper.is_draft(edit) for edit in self._lines.values()) or any(
            (self._combos[name].currentData() or "") != choice.committed
            for name, choice in self._choices.items()
        )

    def commit(self) -> None:
        """The values have reached the record; forget their drafts."""
        for edit in self._lines.values():
            self._keeper.committed(edit)
        for name, choice in self._choices.items():
            choice.committed = self._combos[name].currentData() or ""
            self._desk.store.drafts.clear(choice.key)
        clear_problems(self.errors.values())
        self.edited.emit()

    def discard(self, values: dict[str, str]) -> None:
        """Go back to the record's values and forget the drafts."""
        for name, edit in self._lines.items():
            self._keeper.committed(edit, values[name])
            edit.setText(values[name])
        for name in self._combos:
            self._choose(name, values[name])
        self.commit()

    def flush(self) -> None:
        """Write every draft now."""
        self._keeper.flush()

    def show_problems(self, problem: InvalidInput) -> list[str]:
        """Say each problem beside its field; return those that have no field here."""
        return say_problems(self.errors, problem)

    def _choose(self, name: str, value: str) -> None:
        box = self._combos[name]
        place = box.findData(value)
        if place < 0 and value:
            # A value that the list does not offer (any more) is shown, never dropped silently.
            box.addItem(value, value)
            place = box.count() - 1
        box.setCurrentIndex(max(0, place))

    def _changed(self) -> None:
        edit = self.sender()
        for name, line in self._lines.items():
            if line is edit:
                self.errors[name].say("")
        self.edited.emit()

    def _chosen(self) -> None:
        box = self.sender()
        for name, combo in self._combos.items():
            if combo is box:
                self._keep_choice(name)
        self.edited.emit()

    def _keep_choice(self, name: str) -> None:
        choice, value = self._choices[name], self._combos[name].currentData() or ""
        self.errors[name].say("")
        if not choice.key:
            return
        try:
            if value == choice.committed:
                self._desk.store.drafts.clear(choice.key)
            else:
                # The sign keeps an empty choice apart from no draft at all.
                self._desk.store.drafts.save(choice.key, f"={value}", self._desk.clock.now())
        except UserError as problem:
            self.errors[name].say(f"草稿未能保存：{problem}")
