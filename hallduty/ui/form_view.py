"""The entry form of a sheet, in the same grid as its paper; knows any sheet, no record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hallduty.domain.sheets import Cell, Kind, Part, Sheet
from hallduty.ui import theme
from hallduty.ui.form_editors import ChoiceEditor, InkEditor, PartEditor, WordsEditor
from hallduty.ui.widgets import button, heading, secondary

# A row keeps about this share of its height on paper; texts make it grow from there.
PX_PER_MM = 1.3


class CellLabel(QLabel):
    """A label broken as on paper; where that is too wide it breaks anywhere, to two characters."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "label")
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        lines = self.text().split("\n")
        width = max(self.fontMetrics().horizontalAdvance(line) for line in lines) + 2
        return QSize(width, self.fontMetrics().lineSpacing() * len(lines))

    def minimumSizeHint(self) -> QSize:
        self.ensurePolished()
        return QSize(self.fontMetrics().horizontalAdvance("表样") + 2, 1)


class FormView(QWidget):
    """Shows a Sheet for entry: tinted labels, hairlines, one editor a part.

    finished(field): the user has left a field whose value differs from the one shown; the
    owner reads it with editor(field).value(day), writes it, and calls accept or show_problem.
    """

    finished = Signal(str)

    def __init__(
        self,
        sheet: Sheet,
        choices: Mapping[str, Sequence[tuple[str, str]]],
        names: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        """`choices` are the options of each choice field; `names` are offered for persons."""
        super().__init__(parent)
        self.sheet = sheet
        self._choices = choices
        self._names = QStringListModel(list(names), self)
        self._editors: dict[str, PartEditor] = {}
        self.number = secondary("")
        self.note = secondary(sheet.note)
        self.note.setWordWrap(True)
        title = heading(sheet.title)
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(title)
        column.addWidget(self.number, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(self._grid())
        column.addWidget(self.note)

    def editor(self, field: str) -> PartEditor:
        """Return the editor of a field; KeyError when the sheet has no such field."""
        return self._editors[field]

    def editors(self) -> Mapping[str, PartEditor]:
        """Return every editor by its field, in the order of the sheet."""
        return self._editors

    def show_values(self, number: str, values: Mapping[str, Any]) -> None:
        """Show a record; fields in which something is being typed keep what is typed."""
        self.number.setText(f"{self.sheet.number_label}{number}")
        self.number.setVisible(bool(self.sheet.number_label))
        for field, editor in self._editors.items():
            if editor.part.kind is not Kind.SIGNATURE:
                editor.show_value(values.get(field))

    def set_names(self, names: Sequence[str]) -> None:
        """Offer other names for persons."""
        if self._names.stringList() != list(names):
            self._names.setStringList(list(names))

    def set_locked(self, locked: bool) -> None:
        """Make every field read-only."""
        for editor in self._editors.values():
            editor.set_locked(locked)

    def add_action(self, field: str, text: str) -> QPushButton:
        """Put a small button under a field's editor and return it."""
        action = button(text, "link")
        editor = self._editors[field]
        editor.column.addWidget(action, 0, Qt.AlignmentFlag.AlignRight)
        return action

    def _grid(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("sheetGrid")
        grid = QGridLayout(frame)
        grid.setContentsMargins(1, 1, 1, 1)
        grid.setSpacing(1)
        labels_only = self._label_columns()
        for column, width in enumerate(self.sheet.columns):
            grid.setColumnStretch(column, 0 if column in labels_only else round(width))
        for line, row in enumerate(self.sheet.rows):
            column = 0
            for cell in row.cells:
                grid.addWidget(self._label(cell), line, column)
                grid.addWidget(self._field(cell), line, column + 1, 1, cell.span)
                column += 1 + cell.span
            grid.setRowMinimumHeight(line, theme.px(row.min_height_mm * PX_PER_MM))
        return frame

    def _label_columns(self) -> set[int]:
        """Return the columns that need no more room than their labels."""
        labels, fields = set(), set()
        for row in self.sheet.rows:
            column = 0
            for cell in row.cells:
                labels.add(column)
                if cell.span == 1:
                    fields.add(column + 1)
                column += 1 + cell.span
        return labels - fields

    def _label(self, cell: Cell) -> QFrame:
        frame = QFrame()
        frame.setProperty("cell", "label")
        column = QVBoxLayout(frame)
        column.setContentsMargins(theme.px(4), theme.px(6), theme.px(4), theme.px(6))
        column.addWidget(CellLabel(cell.label_lines or (cell.label,)))
        column.addStretch(1)
        return frame

    def _field(self, cell: Cell) -> QFrame:
        frame = QFrame()
        frame.setProperty("cell", "field")
        column = QVBoxLayout(frame)
        column.setContentsMargins(*[theme.px(4)] * 4)
        column.setSpacing(theme.px(2))
        for part in cell.parts:
            editor = self._editor(part, cell.label)
            editor.finished.connect(self.finished)
            self._editors[part.field] = editor
            column.addWidget(editor)
        column.addStretch(1)
        return frame

    def _editor(self, part: Part, label: str) -> PartEditor:
        if part.kind is Kind.SIGNATURE:
            return InkEditor(part, label)
        if part.kind is Kind.CHOICE:
            return ChoiceEditor(part, label, self._choices.get(part.field, ()))
        return WordsEditor(part, label, self._names)
