"""A card of the page 设置: its title, its fields with errors beside them, and how it saves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from hallduty.domain.errors import InvalidInput, UserError
from hallduty.ui.drafts import DraftKeeper
from hallduty.ui.events import Topic
from hallduty.ui.widgets import FieldError, column, field_error, heading, secondary

if TYPE_CHECKING:
    from hallduty.domain.settings import Settings
    from hallduty.ui.desk import Desk

_ROOM = 1_000_000


class Section(QFrame):
    """Saves each field by itself, when it is left or changed; an error keeps what was typed."""

    title = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._desk = desk
        self._drafts = DraftKeeper(desk, self)
        self.errors: dict[str, FieldError] = {}
        self.body = column(self, margins=(16, 12, 16, 14), gap=6)
        self.body.addWidget(heading(self.title))
        self.build()
        self.refresh()
        desk.events.changed.connect(self._changed)

    def build(self) -> None:
        """Put the fields into `body`."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show what is saved; what is being typed stays."""
        raise NotImplementedError

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._desk.settings

    # --- parts of a card --------------------------------------------------------------------

    def note(self, text: str) -> None:
        """Add a remark in small type."""
        self.body.addWidget(secondary(text, wrap=True))

    def line(self, name: str, text: str, hint: str = "") -> QLineEdit:
        """Add a labelled line edit; the caller connects editingFinished."""
        edit = QLineEdit()
        edit.setMaxLength(_ROOM)
        edit.setPlaceholderText(hint)
        edit.setAccessibleName(text)
        words = secondary(text)
        words.setBuddy(edit)
        self.body.addWidget(words)
        self.body.addWidget(edit)
        self.error(name, edit)
        return edit

    def error(self, name: str, field: QWidget, into: QVBoxLayout | None = None) -> FieldError:
        """Add the place where what is wrong with `field` is said."""
        said = field_error(field)
        self.errors[name] = said
        (into or self.body).addWidget(said)
        return said

    # --- saving -----------------------------------------------------------------------------

    def save(self, name: str, **changes: Any) -> bool:
        """Save changed settings; say what is wrong beside field `name`. True when saved."""
        wanted = replace(self.settings, **changes)
        self.errors[name].say("")
        if wanted == self.settings:
            return True
        try:
            saved = self._desk.store.settings.save(wanted, self._desk.stamp())
        except UserError as problem:
            self.say_problem(name, problem)
            return False
        self._desk.settings = saved
        self._desk.events.told.emit("设置已保存")
        self._desk.changed(Topic.SETTINGS)
        return True

    def say_problem(self, name: str, problem: UserError) -> None:
        """Say a refusal beside field `name`."""
        message = problem.message_for(name) if isinstance(problem, InvalidInput) else ""
        self.errors[name].say(message or str(problem))

    def show_text(self, edit: QLineEdit, name: str, saved: str) -> None:
        """Show a saved text, or the draft of another one that could not be saved yet."""
        self._drafts.watch(edit, f"settings:{name}", saved)

    def text_saved(self, edit: QLineEdit) -> None:
        """The text in `edit` is saved; forget its draft."""
        self._drafts.committed(edit)

    def _changed(self, topic: Topic) -> None:
        if topic in (Topic.SETTINGS, Topic.ROSTER):
            self.refresh()
