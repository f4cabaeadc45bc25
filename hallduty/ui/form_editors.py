"""The editors of a form's parts: words, numbers, moments, choices, and a blank for ink."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QCompleter,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from hallduty.domain import texts, times
from hallduty.domain.errors import FieldProblem, refuse
from hallduty.domain.sheets import Kind, Part
from hallduty.ui import theme
from hallduty.ui.drafts import TextWidget, put_text, text_of
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.inputs import NO_CUT
from hallduty.ui.pair_layout import pair
from hallduty.ui.widgets import FlowLayout, field_error, secondary


class PartEditor(QWidget):
    """One part of a cell, with what is wrong with it below.

    finished(field): its value may be committed now. `text_widget` is what a draft keeper
    watches, None for editors that commit at once.
    """

    finished = Signal(str)
    text_widget: TextWidget | None = None

    def __init__(self, part: Part, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part, self.label = part, label
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self.error = field_error(self)

    def show_value(self, value: Any) -> None:
        """Show what the record holds, unless something else is being typed here."""

    def value(self, day: date) -> Any:
        """Return the value as the record takes it; raise InvalidInput when it is none.

        A bare clock time means that time of `day`.
        """

    def is_dirty(self) -> bool:
        """Tell whether the editor holds something that the record does not."""
        return False

    def accept(self, value: Any) -> None:
        """The record holds `value` now: show it, whatever was typed."""
        self.show_problem("")
        self.show_value(value)

    def show_problem(self, message: str) -> None:
        """Say what is wrong below the editor; an empty message takes it away."""
        self.error.say(message)

    def set_locked(self, locked: bool) -> None:
        """Make the editor read-only."""


class WordsEditor(PartEditor):
    """Text of any kind; numbers and moments are typed as text and read when left."""

    def __init__(
        self,
        part: Part,
        label: str,
        names: QStringListModel,
        parent: QWidget | None = None,
    ) -> None:
        """`names` are offered for a person."""
        super().__init__(part, label, parent)
        self._shown = ""
        self.edit = self._line(names) if part.kind is Kind.PERSON else self._growing()
        self.text_widget = self.edit
        self.edit.setAccessibleName(part.hint or label)
        self.error = field_error(self.edit)
        least = theme.px(60)
        suffix = (
            pair(self.edit, secondary(part.suffix), gap=4, least=least) if part.suffix else None
        )
        self.column.addWidget(suffix or self.edit)
        self.column.addWidget(self.error)

    def _growing(self) -> GrowingEdit:
        long = self.part.kind is Kind.LONG_TEXT
        edit = GrowingEdit(
            self, enter="line" if long else "next", least=2 if long else 1, most=14, frame=False
        )
        edit.setPlaceholderText(self.part.hint)
        edit.left.connect(self._leave)
        # Leaving the field is what hands it over.
        edit.entered.connect(self.focusNextChild)
        return edit

    def _line(self, names: QStringListModel) -> QLineEdit:
        edit = QLineEdit(self)
        edit.setProperty("bare", True)
        edit.setMaxLength(NO_CUT)
        edit.setPlaceholderText(self.part.hint)
        completer = QCompleter(names, edit)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        edit.setCompleter(completer)
        edit.editingFinished.connect(self._leave)
        return edit

    def _leave(self) -> None:
        if self.is_dirty() or self.error.text():
            self.finished.emit(self.part.field)

    def show_value(self, value: Any) -> None:
        text = _as_typed(value)
        if self.is_dirty() and text_of(self.edit) != text:
            return
        self._shown = text
        put_text(self.edit, text)

    def accept(self, value: Any) -> None:
        self.show_problem("")
        self._shown = _as_typed(value)
        put_text(self.edit, self._shown)

    def is_dirty(self) -> bool:
        return text_of(self.edit) != self._shown

    def value(self, day: date) -> Any:
        typed = text_of(self.edit)
        read = {Kind.NUMBER: self._number, Kind.DATETIME: self._moment}.get(self.part.kind)
        if read is None:
            refuse([texts.problem_in(self.part.field, self.label, typed, limit=self.part.limit)])
            return texts.tidy(typed)
        found = read(typed.strip(), day) if typed.strip() else None
        if self.part.in_record:
            return found
        return _as_typed(found)

    def _number(self, typed: str, _day: date) -> int:
        try:
            return int(typed)
        except ValueError:
            refuse([FieldProblem(self.part.field, f"{self._name()}应填整数，如 40")])
            raise

    def _moment(self, typed: str, day: date) -> datetime:
        found = times.parse_moment(typed) or times.parse_clock(typed, day)
        if found is None:
            example = f"{day:%Y-%m-%d} 09:42，或只写 0942"
            refuse([FieldProblem(self.part.field, f"{self._name()}应写作 {example}")])
            raise AssertionError
        return found

    def _name(self) -> str:
        return self.part.hint or self.label

    def set_locked(self, locked: bool) -> None:
        self.edit.setReadOnly(locked)
        self.edit.setPlaceholderText("" if locked else self.part.hint)


class ChoiceEditor(PartEditor):
    """Tick boxes of which one is ticked, as on paper."""

    def __init__(
        self,
        part: Part,
        label: str,
        choices: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(part, label, parent)
        self._shown = ""
        self._group = QButtonGroup(self)
        self._boxes: dict[str, QCheckBox] = {}
        flow = FlowLayout(gap=1)
        for value, name in choices:
            box = QCheckBox(name)
            box.setProperty("compact", True)
            self._group.addButton(box)
            self._boxes[value] = box
            flow.addWidget(box)
        self._group.buttonClicked.connect(self._clicked)
        self.column.addLayout(flow)
        self.column.addWidget(self.error)

    def _clicked(self, _button: QAbstractButton) -> None:
        self.finished.emit(self.part.field)

    def show_value(self, value: Any) -> None:
        self._shown = str(value or "")
        box = self._boxes.get(self._shown)
        if box is not None:
            box.setChecked(True)
            return
        # Another record without an answer: an exclusive group would keep the last one's tick.
        self._group.setExclusive(False)
        for each in self._boxes.values():
            each.setChecked(False)
        self._group.setExclusive(True)

    def value(self, day: date) -> str:
        return next((value for value, box in self._boxes.items() if box.isChecked()), "")

    def is_dirty(self) -> bool:
        return self.value(date.min) != self._shown

    def set_locked(self, locked: bool) -> None:
        # Not disabled: a record that is only read must stay as readable as ever.
        policy = Qt.FocusPolicy.NoFocus if locked else Qt.FocusPolicy.StrongFocus
        for box in self._boxes.values():
            box.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, locked)
            box.setFocusPolicy(policy)


class InkEditor(PartEditor):
    """Nothing to type: the place is left blank for a signature."""

    def __init__(self, part: Part, label: str, parent: QWidget | None = None) -> None:
        super().__init__(part, label, parent)
        self.column.addSpacing(theme.px(20))
        self.column.addWidget(secondary("（手签）"))


def _as_typed(value: Any) -> str:
    if value is None:
        return ""
    return times.stamp(value) if isinstance(value, datetime) else str(value)
