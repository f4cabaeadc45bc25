"""One step of the wizard: its fields with errors beside them, saved when the user goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from hallduty.domain.errors import InvalidInput, UserError
from hallduty.ui.drafts import DraftKeeper
from hallduty.ui.events import Topic
from hallduty.ui.widgets import FieldError, column, field_error, row, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_ROOM = 1_000_000


class Step(QWidget):
    """Subclasses fill `body`. What is typed is a draft until the step is saved."""

    title = ""
    why = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._drafts = DraftKeeper(desk, self)
        self.errors: dict[str, FieldError] = {}
        self.body = column(self, gap=6)
        self.build()

    def build(self) -> None:
        """Put the fields into `body`."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show what is saved, or the draft over it."""
        raise NotImplementedError

    def save(self) -> bool:
        """Save what was changed; False when something was refused, and it says so."""
        raise NotImplementedError

    def first_field(self) -> QWidget:
        """Return what gets the keys when the step is shown."""
        raise NotImplementedError

    def keep_drafts(self) -> None:
        """Keep what is typed; the wizard is being left."""
        self._drafts.flush()

    def line(
        self, name: str, words: str, hint: str = "", beside: QWidget | None = None
    ) -> QLineEdit:
        """Add a labelled line edit with its error below, and a button at its right."""
        named = secondary(words)
        edit = self.edit(words, hint)
        named.setBuddy(edit)
        self.body.addWidget(named)
        across = row(gap=8)
        across.addWidget(edit, 1)
        if beside is not None:
            across.addWidget(beside)
        self.body.addLayout(across)
        self.error(name, edit)
        return edit

    def edit(self, words: str, hint: str = "") -> QLineEdit:
        """Return a line edit that takes any paste; our own check says how much is too much."""
        made = QLineEdit()
        made.setMaxLength(_ROOM)
        made.setPlaceholderText(hint)
        made.setAccessibleName(words)
        return made

    def error(self, name: str, field: QWidget, into: QVBoxLayout | None = None) -> None:
        """Add the place where what is wrong with `field` is said."""
        self.errors[name] = field_error(field)
        (into or self.body).addWidget(self.errors[name])

    def save_settings(self, name: str, field: QWidget, **changes: Any) -> bool:
        """Save changed settings; say a refusal beside `name` and bring the keys there."""
        self.errors[name].say("")
        desk = self._desk
        wanted = replace(desk.settings, **changes)
        if wanted == desk.settings:
            return True
        try:
            desk.settings = desk.store.settings.save(wanted, desk.stamp())
        except UserError as problem:
            self.refused(name, field, problem)
            return False
        desk.changed(Topic.SETTINGS)
        return True

    def refused(self, name: str, field: QWidget, problem: UserError, part: str = "") -> None:
        """Say a refusal beside field `name`; `part` is how the rules call that field."""
        said = problem.message_for(part or name) if isinstance(problem, InvalidInput) else ""
        self.errors[name].say(said or str(problem))
        field.setFocus()
