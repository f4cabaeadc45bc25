"""Entering a paper sheet (纸单补录): its number, the form as on paper, one key to register it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from hallduty.domain.errors import FieldProblem, InvalidInput, UserError, refuse
from hallduty.domain.incidents import Incident
from hallduty.domain.paper_sheets import NumberFound, PaperEntry, Standing, entry_problems
from hallduty.domain.stamps import Stamp
from hallduty.ui import keys, theme
from hallduty.ui.drafts import DraftKeeper, put_text, text_of
from hallduty.ui.events import Topic
from hallduty.ui.pack.sheet_form import TYPE, SheetForm
from hallduty.ui.pack.steps_box import Ticks
from hallduty.ui.scrolled import vertical_scroll
from hallduty.ui.widgets import (
    ElidedLabel,
    button,
    column,
    field_error,
    heading,
    label,
    row,
    set_property,
)

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_ROOM = 1_000


class EntryPanel(QFrame):
    """One sheet being entered. entered(Incident): it was. aimed(int): another sheet's id is meant.

    What is typed belongs to the sheet whose number stands above it (id 0: a number that was
    not printed here) and is kept as its draft.
    """

    entered = Signal(object)
    aimed = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._desk = desk
        self._stamp_id: UUID = uuid4()
        self._found = NumberFound("", Standing.NONE, "")
        self._sheet_id = -1
        # Where it happened: the page knows, a bureau may have several halls.
        self.hall_id: int | None = None
        self._drafts = DraftKeeper(desk, self)
        self._drafts.saved.connect(self._draft_saved)
        self._drafts.failed.connect(self._say)
        outer = column(self, margins=(16, 10, 16, 10), gap=8)
        outer.addLayout(self._head())
        outer.addWidget(self._body(), 1)
        outer.addLayout(self._foot())
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        keys.bind(self, keys.ENTER_SHEET, self.submit, inside)

    # -- what is on it -----------------------------------------------------------------------

    def _head(self) -> QVBoxLayout:
        both = column(gap=4)
        line = row(gap=10)
        line.addWidget(heading("纸单编号"))
        self.number = QLineEdit()
        self.number.setMaxLength(_ROOM)
        self.number.setPlaceholderText("如 3")
        self.number.setFixedWidth(theme.px(132))
        self.number.setAccessibleName("纸单编号")
        self.number.editingFinished.connect(self._number_typed)
        self.number.returnPressed.connect(self._go_to_form)
        line.addWidget(self.number)
        self.aside = ElidedLabel("", "secondary")
        line.addWidget(self.aside, 1)
        both.addLayout(line)
        self.standing = label("", "strong", wrap=True)
        both.addWidget(self.standing)
        return both

    def _body(self) -> QScrollArea:
        self._scroll = vertical_scroll()
        inside = QWidget()
        self.form = SheetForm(self._desk)
        self.form.ticked.connect(self._keep_ticks)
        for editor in self.form.editors().values():
            editor.finished.connect(self._put_right)
        layout = column(inside, margins=(0, 0, 8, 0))
        layout.addWidget(self.form)
        layout.addStretch()
        self._scroll.setWidget(inside)
        return self._scroll

    def _foot(self) -> QVBoxLayout:
        both = column(gap=6)
        self.trouble = field_error(self)
        both.addWidget(self.trouble)
        line = row(gap=10)
        self.drill = QCheckBox("演练")
        self.drill.setToolTip("演练不计入统计")
        self.drill.clicked.connect(self._keep_ticks)
        line.addWidget(self.drill)
        self.state = ElidedLabel("", "secondary")
        line.addWidget(self.state, 1)
        self.clear_button = button("清空", "flat")
        self.clear_button.clicked.connect(self._clear_asked)
        self.submit_button = button("补录", "primary", "Ctrl Enter")
        self.submit_button.clicked.connect(self.submit)
        line.addWidget(self.clear_button)
        line.addWidget(self.submit_button)
        both.addLayout(line)
        return both

    # -- which sheet -------------------------------------------------------------------------

    def begin(self) -> None:
        """Take the keyboard: the number first, ready to be typed over."""
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)
        self.number.selectAll()

    def show_sheet(self, number: str) -> None:
        """Take up the sheet of that number, with what was typed for it before."""
        self._drafts.flush()
        put_text(self.number, number)
        self._look_up()
        self._load(self._sheet_of(self._found))

    def sheet_id(self) -> int:
        """Return the id of the sheet being entered; 0 for a number not printed here."""
        return max(0, self._sheet_id)

    def look_again(self) -> None:
        """Sheets or incidents have changed: say again what the number stands for."""
        self._look_up()
        names = [person.name for person in self._desk.store.contacts.people()]
        self.form.set_names(names)

    def _sheet_of(self, found: NumberFound) -> int:
        return found.sheet.id if found.sheet is not None else 0

    def _look_up(self) -> None:
        typed = self.number.text()
        year = self._desk.clock.now().year
        self._found = found = self._desk.store.paper_sheets.look_up(typed, year)
        self.form.show_number(found.number)
        blank, free = not typed.strip(), found.standing is Standing.FREE
        self.aside.setText(
            "写纸单右上角的编号，只写 3 也可以" if blank else found.words if free else ""
        )
        wrong = found.standing in (Standing.NONE, Standing.USED)
        self._say_number("" if blank or free else found.words, wrong)

    def _say_number(self, words: str, wrong: bool) -> None:
        self.standing.setText(words)
        self.standing.setVisible(bool(words))
        set_property(self.standing, "role", "error" if wrong else "strong")
        set_property(self.number, "invalid", bool(words) and wrong)

    def _number_typed(self) -> None:
        """The number was left: what is typed goes along, unless that sheet has its own."""
        self._look_up()
        if self._found.standing is Standing.NONE or self._found.standing is Standing.USED:
            return
        put_text(self.number, self._found.number)
        wanted = self._sheet_of(self._found)
        if wanted == self._sheet_id:
            return
        keys = [self._key(wanted, field) for field in (*self.form.text_widgets(), "ticks")]
        if self.form.is_empty() or any(self._desk.store.drafts.get(key) for key in keys):
            self._drafts.flush()
            self._load(wanted)
        else:
            self._take_along(wanted)
        self.aimed.emit(wanted)

    def _go_to_form(self) -> None:
        self._number_typed()
        if self._found.standing in (Standing.NONE, Standing.USED):
            self.number.selectAll()
            return
        box = self.form.editors()[TYPE].findChild(QCheckBox)
        if box is not None:
            box.setFocus(Qt.FocusReason.TabFocusReason)

    # -- drafts ------------------------------------------------------------------------------

    def _key(self, sheet_id: int, field: str) -> str:
        return f"paper:{sheet_id}:{field}"

    def _load(self, sheet_id: int) -> None:
        """Show what was typed for a sheet and not yet entered."""
        self._sheet_id = sheet_id
        self._stamp_id = uuid4()
        self._scroll.verticalScrollBar().setValue(0)
        self.trouble.say("")
        self.form.show_problems([])
        restored: list[datetime] = []
        with self._drafts.reading_once():
            for field, widget in self.form.text_widgets().items():
                self._drafts.release(widget)
                put_text(widget, "")
                at = self._drafts.watch(widget, self._key(sheet_id, field))
                restored += [at] if at is not None else []
        ticks = self._desk.store.drafts.get(self._key(sheet_id, "ticks"))
        self._show_ticks(Ticks.parse(ticks.text, self._desk.plan) if ticks else Ticks())
        restored += [ticks.saved_at] if ticks else []
        self.state.setText(f"已找回 {max(restored):%H:%M:%S} 未补录的内容" if restored else "")

    def _take_along(self, sheet_id: int) -> None:
        """The number was wrong, the text is right: it becomes the other sheet's draft."""
        ticks = self._ticks()
        typed = {field: text_of(each) for field, each in self.form.text_widgets().items()}
        self._forget()
        self._load(sheet_id)
        for field, widget in self.form.text_widgets().items():
            put_text(widget, typed[field])
        self._show_ticks(ticks)
        self._drafts.flush()
        self._keep_ticks()

    def _show_ticks(self, ticks: Ticks) -> None:
        self.form.show_ticks(ticks)
        self.drill.setChecked(ticks.drill)

    def _ticks(self) -> Ticks:
        ticks = self.form.ticks()
        ticks.drill = self.drill.isChecked()
        return ticks

    def _keep_ticks(self) -> None:
        key, text = self._key(self.sheet_id(), "ticks"), self._ticks().text(self._desk.plan)
        try:
            self._desk.store.drafts.save(key, text, self._desk.clock.now())
        except UserError as problem:
            self._say(f"草稿未能保存：{problem}")

    def _forget(self) -> None:
        """What stands here needs no draft any more."""
        for widget in self.form.text_widgets().values():
            put_text(widget, "")
            self._drafts.committed(widget, "")
        self._desk.store.drafts.clear(self._key(self.sheet_id(), "ticks"))
        self._show_ticks(Ticks())

    def _draft_saved(self, at: datetime) -> None:
        self._say(f"草稿已保存 {at:%H:%M:%S}")

    def _say(self, words: str) -> None:
        self.state.setText(words)

    def _clear_asked(self) -> None:
        if self.form.is_empty():
            return
        text = f"{self._found.number or '这张纸单'}已输入的内容将清空，不能找回。"
        if self._desk.ask.confirm(self, "清空", text, "清空"):
            self._forget()
            self._load(self.sheet_id())
            self.begin()

    # -- registering -------------------------------------------------------------------------

    def submit(self) -> Incident | None:
        """Enter the sheet as an incident; what is wrong is said beside its field."""
        self._look_up()
        self.trouble.say("")
        now = self._desk.clock.now()
        try:
            entry = self._entry(now)
            if entry is None:
                return None
            stamp = Stamp(self._stamp_id, now, self._desk.actor())
            incident = self._desk.store.paper_sheets.enter(entry, self._desk.plan, stamp)
        except InvalidInput as problem:
            self._refused(list(problem.problems))
            return None
        except UserError as problem:
            self.trouble.say(str(problem))
            return None
        self._forget()
        self._desk.changed(Topic.INCIDENTS)
        self._desk.changed(Topic.PAPER_SHEETS)
        self._desk.events.told.emit(f"纸单 {incident.paper_number} 已补录为 {incident.number}")
        self.entered.emit(incident)
        return incident

    def _entry(self, now: datetime) -> PaperEntry | None:
        """Return what the form says; None when the user went back from giving a reason.

        Raises InvalidInput with all that is wrong: whoever corrects one field sees the others.
        """
        problems: list[FieldProblem | None] = []
        if self._found.standing in (Standing.NONE, Standing.USED):
            problems.append(FieldProblem("paper_number", self._found.words))
        ticks = self._ticks()
        entry = PaperEntry(
            paper_number=self._found.number,
            event_type=ticks.event_type,
            scenario=ticks.scenario,
            values={},
            hall_id=self.hall_id,
            drill=ticks.drill,
        )
        try:
            values, extra, steps = self.form.read(now)
        except InvalidInput as problem:
            if not ticks.event_type:
                problems.append(FieldProblem(TYPE, "请按纸单勾选事件类型"))
            refuse([*problems, *problem.problems])
            raise
        entry = replace(entry, values=values, extra=extra, steps=steps)
        refuse([*problems, *entry_problems(entry, now)])
        if not self._found.needs_reason:
            return entry
        given = self._desk.ask.reason(self, "纸单编号", f"{self._found.words}。理由：")
        return None if given is None else replace(entry, reason=given)

    def _put_right(self, _field: str) -> None:
        """A field was left: once nothing red is left, the line below need not point there."""
        errors = [editor.error for editor in self.form.editors().values()]
        if not any(error.text() for error in (*errors, *self.form.steps.errors.values())):
            self.trouble.say("")

    def _refused(self, problems: list[FieldProblem]) -> None:
        rest = self.form.show_problems(problems)
        self.trouble.say("；".join(rest) or "没有补录，请改正红字处")
        number = next((p.message for p in problems if p.field == "paper_number"), "")
        if number:
            self._say_number(number, True)
            self.begin()
            return
        # The red line takes its place in the layout that follows.
        shown = [e.error for e in self.form.editors().values() if e.error.text()]
        if shown:
            QTimer.singleShot(0, self, partial(self._scroll.ensureWidgetVisible, shown[0]))
