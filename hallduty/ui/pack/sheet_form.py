"""The filled-in paper sheet on the screen: the ledger form, its scenario, its ticked steps."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from hallduty.domain import times
from hallduty.domain.errors import FieldProblem, InvalidInput
from hallduty.domain.form_values import choices_of
from hallduty.domain.sheets import Kind, Part
from hallduty.ui import theme
from hallduty.ui.drafts import TextWidget, put_text, text_of
from hallduty.ui.form_editors import ChoiceEditor, PartEditor, WordsEditor
from hallduty.ui.form_view import FormView
from hallduty.ui.intake_parts import ScenarioChoice
from hallduty.ui.pack.steps_box import StepsBox, Ticks
from hallduty.ui.widgets import card, column, heading, label, row

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

LEDGER = "ledger_sheet"
TYPE, OCCURRED = "event_type", "occurred_at"
# What an incident needs, or may have, though a bureau's form does not ask for it.
_ASKED_BESIDES = (
    (TYPE, "事件类型", Kind.CHOICE, ""),
    (OCCURRED, "发生时间", Kind.DATETIME, ""),
    ("reported_at", "接报时间", Kind.DATETIME, "不填即同发生时间"),
)


class SheetForm(QWidget):
    """Shows one sheet for entry. ticked(): a type, scenario, step or 演练 was changed.

    Enter leads from field to field; on the types a digit chooses, as in 登记事件.
    """

    ticked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        layout = column(self, gap=10)
        sheet = desk.forms.sheet(LEDGER)
        choices = {p.field: choices_of(p, desk.plan) for p in sheet.parts() if not p.suffix}
        self.view = FormView(sheet, choices)
        layout.addWidget(self.view)
        self._names = QStringListModel(self)
        self._besides: dict[str, PartEditor] = {}
        for name, words, kind, hint in _ASKED_BESIDES:
            if sheet.part(name) is None:
                layout.addLayout(self._beside(Part(name, kind, hint, in_record=True), words))
        self.scenario = ScenarioChoice()
        self.scenario.picked.connect(self._scenario_picked)
        layout.addWidget(self.scenario)
        layout.addWidget(self._steps_card())
        self._listen()
        self.show_ticks(Ticks())

    def _beside(self, part: Part, words: str) -> Any:
        made: PartEditor
        if part.kind is Kind.CHOICE:
            made = ChoiceEditor(part, words, choices_of(part, self._desk.plan))
        else:
            made = WordsEditor(part, words, self._names)
        self._besides[part.field] = made
        line = row(gap=12)
        word = label(words, "muted")
        word.setFixedWidth(theme.px(60))
        line.addWidget(word, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(made, 1)
        return line

    def _steps_card(self) -> QWidget:
        self.steps_card = card()
        inside = column(self.steps_card, margins=(12, 10, 12, 10), gap=4)
        inside.addWidget(heading("步骤页"))
        self.steps = StepsBox()
        self.steps.edited.connect(self.ticked)
        inside.addWidget(self.steps)
        return self.steps_card

    def _listen(self) -> None:
        for editor in self.editors().values():
            editor.finished.connect(self._finished)
            if isinstance(editor.text_widget, QLineEdit):
                editor.text_widget.returnPressed.connect(editor.focusNextChild)
        for box in self.editors()[TYPE].findChildren(QCheckBox):
            box.installEventFilter(self)

    # -- what stands on it -----------------------------------------------------------------

    def editors(self) -> dict[str, PartEditor]:
        """Return every editor by field, in the order of the paper; none for ink."""
        found = {**self.view.editors(), **self._besides}
        return {f: e for f, e in found.items() if e.part.kind is not Kind.SIGNATURE}

    def text_widgets(self) -> dict[str, TextWidget]:
        """Return what a draft keeper watches, by field."""
        return {f: e.text_widget for f, e in self.editors().items() if e.text_widget is not None}

    def show_number(self, number: str) -> None:
        """Show the number of the sheet where the paper has it."""
        self.view.number.setText(f"{self.view.sheet.number_label}{number}")

    def set_names(self, names: list[str]) -> None:
        """Offer these names for persons."""
        self.view.set_names(names)
        self._names.setStringList(names)

    def ticks(self) -> Ticks:
        """Return what is ticked, without the drill, which stands elsewhere."""
        event_type = self._type()
        scenario = self.scenario.chosen() if event_type else ""
        return Ticks(event_type, scenario, steps=self.steps.ticked())

    def show_ticks(self, ticks: Ticks) -> None:
        """Tick type, scenario and steps as told, and nothing else."""
        editor = self.editors()[TYPE]
        for (code, _), box in zip(self._types(), editor.findChildren(QCheckBox), strict=True):
            group = box.group()
            group.setExclusive(False)  # an exclusive group cannot be emptied
            box.setChecked(code == ticks.event_type)
            group.setExclusive(True)
        self._offer(ticks.event_type, ticks.scenario)
        self.steps.put(ticks.steps)

    def clear(self) -> None:
        """Empty the form."""
        for widget in self.text_widgets().values():
            put_text(widget, "")
        self.show_ticks(Ticks())
        self.show_problems([])

    def is_empty(self) -> bool:
        """Tell whether nothing has been typed or ticked."""
        typed = any(text_of(widget).strip() for widget in self.text_widgets().values())
        return not typed and not self._type()

    # -- reading ---------------------------------------------------------------------------

    def read(self, now: datetime) -> tuple[dict[str, Any], dict[str, str], Any]:
        """Return the record's values, the form's own, and the ticked steps.

        Raises InvalidInput with everything that cannot be read. A bare clock time is one of the
        day it occurred, or of the night that followed; for that day itself, the last time that
        the clock showed it.
        """
        problems: list[FieldProblem] = []
        values: dict[str, Any] = {}
        extra: dict[str, str] = {}
        for field, editor in self.editors().items():
            if field == TYPE:
                continue
            try:
                value = self._value(field, now)
            except InvalidInput as problem:
                problems += problem.problems
                continue
            if not editor.part.in_record:
                extra[field] = value
            elif value not in (None, "") or field == OCCURRED:
                values[field] = value
        steps: dict[int, datetime | None] = {}
        try:
            steps = self.steps.values(self._start(now), now)
        except InvalidInput as problem:
            problems += problem.problems
        if problems:
            raise InvalidInput(problems)
        return values, extra, steps

    def _value(self, field: str, now: datetime) -> Any:
        editor = self.editors()[field]
        if field == OCCURRED:
            return self._occurred(now)
        start = self._start(now)
        found = editor.value(start.date())
        if isinstance(found, datetime) and self._is_bare(field):
            return times.past_midnight(found, start, now)
        return found

    def _occurred(self, now: datetime) -> Any:
        found = self.editors()[OCCURRED].value(now.date())
        earlier = isinstance(found, datetime) and self._is_bare(OCCURRED) and found > now
        return found - timedelta(days=1) if earlier else found

    def _is_bare(self, field: str) -> bool:
        """Tell whether a clock time stands there without its day."""
        return times.parse_moment(text_of(self.text_widgets()[field])) is None

    def _start(self, now: datetime) -> datetime:
        """Return when it occurred; the beginning of today while that cannot be read."""
        try:
            found = self._occurred(now)
        except InvalidInput:
            found = None
        return found or datetime.combine(now.date(), time.min)

    # -- what is wrong ---------------------------------------------------------------------

    def show_problems(self, problems: list[FieldProblem]) -> list[str]:
        """Say each problem beside its field and go to the first; return those without one."""
        said = {problem.field: problem.message for problem in problems}
        self._go_to_first(said)  # before anything is said: a field that is left is read anew
        for field, editor in self.editors().items():
            editor.show_problem(said.pop(field, ""))
        for place, error in self.steps.errors.items():
            error.say(said.pop(f"step.{place}", ""))
        return list(said.values())

    def _go_to_first(self, said: dict[str, str]) -> None:
        found: list[QWidget | None] = [
            editor.text_widget or editor.findChild(QCheckBox)
            for field, editor in self.editors().items()
            if field in said
        ]
        found += [edit for place, edit in self.steps.times.items() if f"step.{place}" in said]
        first = next((each for each in found if each is not None), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- while it is being typed -----------------------------------------------------------

    def _finished(self, field: str) -> None:
        """A field was left: show the time in full, or say at once that it is none."""
        editor = self.editors()[field]
        if field == TYPE:
            self._type_picked()
            return
        try:
            value = self._value(field, self._desk.clock.now())
        except InvalidInput as problem:
            editor.show_problem(problem.message_for(field) or str(problem))
            return
        editor.show_problem("")
        if editor.part.kind is Kind.DATETIME and isinstance(value, datetime):
            put_text(self.text_widgets()[field], times.stamp(value))

    def _type_picked(self) -> None:
        self.editors()[TYPE].show_problem("")
        self._offer(self._type(), "")
        self.ticked.emit()

    def _scenario_picked(self) -> None:
        self.steps.show_scenario(self._desk.plan.scenario(self.scenario.chosen()))
        self.ticked.emit()

    def _offer(self, event_type: str, scenario: str) -> None:
        offered = self._desk.plan.scenarios_of(event_type)
        self.scenario.setVisible(bool(offered))
        self.steps_card.setVisible(bool(offered))
        if not offered:
            self.steps.show_scenario(None)
            return
        self.scenario.offer(offered)
        codes = [each.code for each in offered]
        if scenario in codes:
            self.scenario.choose(codes.index(scenario))
        self.steps.show_scenario(self._desk.plan.scenario(self.scenario.chosen()))

    def _types(self) -> tuple[tuple[str, str], ...]:
        return choices_of(self.editors()[TYPE].part, self._desk.plan)

    def _type(self) -> str:
        return str(self.editors()[TYPE].value(date.min))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """On the types a digit chooses and goes on, Enter only goes on."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        boxes = self.editors()[TYPE].findChildren(QCheckBox)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            boxes[-1].focusNextChild()
            return True
        kind = self._desk.plan.find_event_type(event.text()) if event.text().isdecimal() else None
        for (code, _), box in zip(self._types(), boxes, strict=True):
            if kind is not None and code == kind.code:
                box.setChecked(True)
                self._type_picked()
                boxes[-1].setFocus(Qt.FocusReason.OtherFocusReason)
                boxes[-1].focusNextChild()
                return True
        return False
