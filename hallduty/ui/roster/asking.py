"""A dialog of the roster with labelled fields, errors beside them, and one deed at its foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from hallduty.domain.errors import InvalidInput, UserError
from hallduty.ui import keys, theme
from hallduty.ui.drafts import DraftKeeper
from hallduty.ui.inputs import NO_CUT
from hallduty.ui.roster.name_edit import NameEdit
from hallduty.ui.scrolled import Scrolled
from hallduty.ui.widgets import (
    FieldError,
    button,
    column,
    field_error,
    label,
    row,
    secondary,
    show_problems,
)

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

# What title, foot, margins and the window's frame take of the screen.
_AROUND = 190


class AskingDialog(QDialog):
    """Ctrl+Enter, or Enter in its last field, does the deed; Esc leaves, and words are kept.

    A subclass builds its fields into `body` and writes in write(), which may raise UserError;
    then nothing closes and what is wrong stands beside its field.
    """

    title = ""
    deed = "确定"
    wide = 460

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.errors: dict[str, FieldError] = {}
        self.drafts = DraftKeeper(desk, self)
        self._kept: list[QLineEdit] = []
        # Where the keyboard is when the dialog opens.
        self.begin_in: QWidget | None = None
        self.setWindowTitle(self.title)
        self.setMinimumWidth(theme.px(self.wide))
        outer = column(self, margins=(20, 16, 20, 16), gap=8)
        outer.addWidget(label(self.title, "heading"))
        inside = QWidget()
        self.body: QVBoxLayout = column(inside, gap=4)
        # Eight posts in halves, or large type, are higher than a small screen.
        most = self.screen().availableSize().height() - theme.px(_AROUND)
        outer.addWidget(Scrolled(inside, most=most), 1)
        self.trouble = field_error(self)
        outer.addSpacing(theme.px(4))
        outer.addWidget(self.trouble)
        outer.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        foot = row(gap=8)
        foot.addStretch()
        self.cancel = button("取消", key="Esc")
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.ok = button(self.deed, "primary", "Ctrl Enter")
        self.ok.setAutoDefault(False)
        self.ok.clicked.connect(self.do)
        keys.bind(self, keys.CONFIRM, self.do)
        foot.addWidget(self.cancel)
        foot.addWidget(self.ok)
        return foot

    # --- fields -----------------------------------------------------------------------------

    def add(self, name: str, text: str, editor: QWidget) -> None:
        """Put a labelled field into the body, with the place where its error is said."""
        words = secondary(text)
        words.setBuddy(editor)
        editor.setAccessibleName(text)
        error = field_error(editor)
        self.errors[name] = error
        self.body.addSpacing(theme.px(2))
        for part in (words, editor, error):
            self.body.addWidget(part)

    def line(self, name: str, text: str, hint: str = "", preset: str = "") -> QLineEdit:
        """Add a line of words; what is typed is kept when the dialog is left."""
        edit = QLineEdit()
        edit.setMaxLength(NO_CUT)
        edit.setPlaceholderText(hint)
        edit.returnPressed.connect(self._next_or_do)
        self.add(name, text, edit)
        self.drafts.watch(edit, f"shift:{type(self).__name__}:{name}", preset)
        self._kept.append(edit)
        return edit

    def names(self, name: str, text: str, hint: str = "姓名、拼音或首字母") -> NameEdit:
        """Add a field for one person in use."""
        edit = NameEdit(hint)
        edit.only_one = True
        contacts = self.desk.store.contacts
        departments = {d.id: d.name for d in contacts.departments(active_only=False)}
        edit.set_people(contacts.people(), departments)
        edit.entered.connect(self._next_or_do)
        edit.left.connect(self.reject)
        self.add(name, text, edit)
        return edit

    def combo(self, name: str, text: str) -> QComboBox:
        """Add a list of choices."""
        box = QComboBox()
        box.setMinimumContentsLength(12)
        self.add(name, text, box)
        return box

    def _next_or_do(self) -> None:
        """Enter goes on to the next empty field; in the last it does the deed."""
        fields = [
            edit
            for edit in self.findChildren(QLineEdit)
            if edit.isVisible() and edit.isEnabled() and not isinstance(edit.parent(), QComboBox)
        ]
        fields.sort(key=lambda edit: edit.mapTo(self, edit.rect().topLeft()).y())
        here = self.sender()
        place = next((n for n, edit in enumerate(fields) if edit is here), -1)
        if 0 <= place < len(fields) - 1:
            fields[place + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.do()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.begin_in is not None:
            self.begin_in.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- doing ------------------------------------------------------------------------------

    def write(self) -> str:
        """Write it; return what to say in the status line. Raises UserError."""
        raise NotImplementedError

    def do(self) -> None:
        """Do the deed and close; what is wrong is said beside its field."""
        for error in (*self.errors.values(), self.trouble):
            error.say("")
        try:
            told = self.write()
        except InvalidInput as problem:
            self.trouble.say("；".join(show_problems(self.errors, problem)))
            return
        except UserError as problem:
            self.trouble.say(str(problem))
            return
        for edit in self._kept:
            self.drafts.committed(edit)
        if told:
            self.desk.events.told.emit(told)
        self.accept()

    def person_in(self, edit: NameEdit, name: str, empty: str) -> int:
        """Return the id of the person in a field; raises InvalidInput when there is none."""
        from hallduty.domain.errors import FieldProblem, refuse

        person, problem = edit.person()
        if person is None:
            refuse([FieldProblem(name, problem or empty)])
            raise AssertionError
        return person.id
