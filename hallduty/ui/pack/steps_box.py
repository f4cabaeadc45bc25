"""The steps as ticked on the paper: a box and the time beside each, all of it optional."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from hallduty.domain import times
from hallduty.domain.errors import FieldProblem, refuse
from hallduty.domain.plan import Plan, Scenario
from hallduty.ui import theme
from hallduty.ui.widgets import FieldError, column, field_error, label, secondary

_ROOM = 1_000


@dataclass(slots=True)
class Ticks:
    """What is ticked beside the form; `steps` are the times as typed, by position from 1."""

    event_type: str = ""
    scenario: str = ""
    drill: bool = False
    steps: dict[int, str] = field(default_factory=dict)

    def text(self, plan: Plan) -> str:
        """Return it as a draft that a person can read; empty when nothing is ticked."""
        scenario = plan.scenario(self.scenario)
        lines = [
            f"类型 {plan.event_type(self.event_type).name}" if self.event_type else "",
            f"情形 {scenario.name}" if scenario else "",
            "演练" if self.drill else "",
            *(f"步骤 {place} {typed}".strip() for place, typed in sorted(self.steps.items())),
        ]
        return "\n".join(line for line in lines if line)

    @classmethod
    def parse(cls, text: str, plan: Plan) -> Ticks:
        """Read a draft back; what the plan no longer knows is left out."""
        found = cls()
        for line in text.splitlines():
            kind, _, rest = line.partition(" ")
            place, _, typed = rest.partition(" ")
            if kind == "类型" and (event_type := plan.find_event_type(rest)):
                found.event_type = event_type.code
            elif kind == "情形" and (scenario := plan.find_scenario(rest)):
                found.scenario = scenario.code
            elif kind == "步骤" and place.isdecimal():
                found.steps[int(place)] = typed
            found.drill = found.drill or line == "演练"
        return found


class StepsBox(QWidget):
    """The steps of one scenario. edited(): a box or a time was changed by the user."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = self._column = column(self, gap=6)
        layout.addWidget(
            secondary("照步骤页补上勾和时间；没有记时间的只打勾，没有做的不填", wrap=True)
        )
        self._holder: QWidget | None = None
        self._shown: Scenario | None = None
        self.boxes: dict[int, QCheckBox] = {}
        self.times: dict[int, QLineEdit] = {}
        self.errors: dict[int, FieldError] = {}

    def show_scenario(self, scenario: Scenario | None) -> None:
        """Show the steps of another scenario, none of them ticked."""
        if scenario is self._shown:
            return
        self._shown = scenario
        if self._holder is not None:
            self._column.removeWidget(self._holder)
            self._holder.hide()
            self._holder.deleteLater()
        self.boxes, self.times, self.errors = {}, {}, {}
        self._holder = QWidget(self)
        grid = QGridLayout(self._holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(2))
        grid.setColumnStretch(1, 1)
        for place, step in enumerate(scenario.steps if scenario else (), start=1):
            self._add(grid, place, step.text)
        self._column.addWidget(self._holder)
        self._holder.show()

    def _add(self, grid: QGridLayout, place: int, text: str) -> None:
        box = QCheckBox(f"{place}．")
        box.setProperty("compact", True)
        box.setAccessibleName(f"第 {place} 步 {text}")
        box.toggled.connect(partial(self._toggled, place))
        edit = QLineEdit()
        edit.setMaxLength(_ROOM)
        edit.setPlaceholderText("时分 0950")
        edit.setFixedWidth(theme.px(132))
        edit.setAccessibleName(f"第 {place} 步的时间")
        edit.textEdited.connect(partial(self._typed, place))
        edit.returnPressed.connect(partial(self._next, place))
        words = label(text, wrap=True)
        error = field_error(edit)
        line = 2 * (place - 1)
        grid.addWidget(box, line, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(words, line, 1)
        grid.addWidget(edit, line, 2)
        grid.addWidget(error, line + 1, 1, 1, 2)
        self.boxes[place], self.times[place], self.errors[place] = box, edit, error

    def ticked(self) -> dict[int, str]:
        """Return what was typed beside the ticked steps, by position."""
        return {
            place: self.times[place].text().strip()
            for place, box in self.boxes.items()
            if box.isChecked()
        }

    def put(self, steps: Mapping[int, str]) -> None:
        """Tick these steps and no others."""
        for place, box in self.boxes.items():
            self.times[place].setText(steps.get(place, ""))
            box.setChecked(place in steps)
            self.errors[place].say("")

    def values(self, start: datetime, now: datetime) -> dict[int, datetime | None]:
        """Return the times of the ticked steps; raises InvalidInput under step.N.

        A bare clock time is one of the day of `start`, or of the night that followed.
        """
        found: dict[int, datetime | None] = {}
        problems: list[FieldProblem | None] = []
        for place, typed in self.ticked().items():
            clock = times.parse_clock(typed, start.date())
            at = times.past_midnight(clock, start, now) if clock else times.parse_moment(typed)
            if typed and at is None:
                told = f"第 {place} 步的时间应写作 0950 或 {start:%Y-%m-%d} 09:50"
                problems.append(FieldProblem(f"step.{place}", told))
            found[place] = at
        refuse(problems)
        return found

    def _next(self, place: int) -> None:
        """From time to time, past the boxes: a time ticks its box by itself."""
        following = self.times.get(place + 1)
        if following is None:
            self.times[place].focusNextChild()
        else:
            following.setFocus(Qt.FocusReason.TabFocusReason)

    def _toggled(self, place: int, on: bool) -> None:
        if not on:
            self.times[place].clear()
            self.errors[place].say("")
        self.edited.emit()

    def _typed(self, place: int, text: str) -> None:
        self.errors[place].say("")
        if text.strip():
            self.boxes[place].setChecked(True)
        self.edited.emit()
