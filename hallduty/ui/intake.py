"""登记事件 (F2): one digit for the type, Enter, and the incident exists, timed to the second."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from hallduty.domain import times
from hallduty.domain.errors import InvalidInput, UserError, refuse
from hallduty.domain.incident_rules import new_incident_problems
from hallduty.domain.incidents import Incident, NewIncident
from hallduty.domain.stamps import Stamp
from hallduty.ui import keys, theme
from hallduty.ui.drafts import DraftKeeper
from hallduty.ui.events import Topic
from hallduty.ui.inputs import NO_CUT
from hallduty.ui.intake_parts import LABEL_WIDTH, LateTimes, ScenarioChoice, TypeTile
from hallduty.ui.overlay import Overlay
from hallduty.ui.widgets import (
    button,
    clear_problems,
    column,
    field_error,
    heading,
    label,
    row,
    secondary,
    show_problems,
)

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk
    from hallduty.ui.prefill import Prefill

DRAFT_KEYS = {"place": "intake:place", "text": "intake:text"}
PREFILL_KEYS = {"place": "intake:hall:place", "text": "intake:hall:text"}
_HINT = "按数字选择类型，回车即登记；其余以后再填。Esc 返回，已输入的内容保留"
_LATE_DIGIT = 0
# A pasted text must reach the check as a whole; Qt's own limit would cut it silently.


class Intake(Overlay):
    """The sheet. It opens at a moment, and that moment is when the event is said to occur."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window, 780)
        self._desk = desk
        self._opened_at = desk.clock.now()
        self._stamp_id: UUID = uuid4()
        self._prefill: Prefill | None = None
        self._open_ones: list[Incident] = []
        self._drafts = DraftKeeper(desk, self)
        self._build()

    def begin(
        self, *, drill: bool = False, late: bool = False, prefill: Prefill | None = None
    ) -> None:
        """Open the sheet now; while it is open already, only take the keyboard."""
        if not self.isVisible():
            self._start(drill, late, prefill)
        self.open()
        self.tiles[self._type()].setFocus()

    def go_back(self) -> None:
        """Leave; what was typed stays as a draft and is there again at the next F2."""
        self._drafts.flush()
        kept = bool(self.place_edit.text().strip() or self.text_edit.text().strip())
        self.shut()
        if kept:
            self._desk.events.told.emit("登记未完成，已输入的内容保存为草稿，按 F2 继续")

    def choose_type(self, code: str) -> None:
        """Select a type of the ledger form; its scenarios are offered, the first one chosen."""
        self.tiles[code].setChecked(True)
        self.scenarios.offer(self._desk.plan.scenarios_of(code))
        self._say_alike()

    def _say_alike(self) -> None:
        """Say which open incident may be the same fault; to register is still one key."""
        found = [
            each
            for each in self._open_ones
            if (each.event_type, each.scenario) == (self._type(), self.scenarios.chosen())
        ]
        words = ""
        if found:
            last = found[-1]
            where = f"，{last.place}" if last.place else ""
            words = f"{last.number} {last.status.label}（{times.clock(last.occurred_at)}起{where}）"
            words += "：如是同一故障，登记后可一键并入"
        self.alike.setText(words)
        self.alike.setVisible(bool(words))

    def set_late(self, late: bool) -> None:
        """Show or hide the true times of an event that is over (补录)."""
        self.late_tile.setChecked(late)
        self.times.setVisible(late)
        self.clock.setVisible(not late)

    def register(self) -> Incident | None:
        """Write the incident; None when something typed was refused, and it says so."""
        try:
            incident = self._write()
        except InvalidInput as problem:
            rest = show_problems(self._errors, problem)
            self.error.say("；".join(rest))
            return None
        except UserError as problem:
            clear_problems(self._errors.values())
            self.error.say(str(problem))
            return None
        self._forget()
        self.shut()
        self._finish_prefill(incident)
        self._desk.changed(Topic.INCIDENTS)
        self._desk.events.told.emit(f"已登记 {incident.number}")
        self._desk.events.incident_requested.emit(incident.id)
        return incident

    # -- what is on the sheet ------------------------------------------------------------

    def _build(self) -> None:
        layout = column(self.panel, margins=(26, 22, 26, 22), gap=12)
        self.clock = label("", "clock")
        top, words = row(gap=12), column(gap=2)
        words.addWidget(heading("登记事件"))
        words.addWidget(secondary(_HINT, wrap=True))
        top.addLayout(words, 1)
        top.addWidget(self.clock, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(top)
        layout.addLayout(self._type_grid())
        self.times = LateTimes()
        layout.addWidget(self.times)
        self.scenarios = ScenarioChoice()
        layout.addWidget(self.scenarios)
        self.scenarios.picked.connect(self._say_alike)
        self.alike = secondary("", wrap=True)
        layout.addWidget(self.alike)
        self.place_edit = self._line("发生地点，如 3—8号窗口")
        self.text_edit = self._line("可不填")
        place_error, text_error = field_error(self.place_edit), field_error(self.text_edit)
        layout.addLayout(_labelled("地点", self.place_edit))
        layout.addWidget(place_error)
        layout.addLayout(_labelled("一句话", self.text_edit))
        layout.addWidget(text_error)
        self.note = secondary("", wrap=True)
        layout.addWidget(self.note)
        self._errors = {"place": place_error, "text": text_error, **self.times.errors()}
        self.drill_box = QCheckBox("演练（不计入统计）")
        self.submit = button("登记", "danger", "Enter")
        self.submit.clicked.connect(self.register)
        self.error = field_error(self.submit)
        bottom = row(gap=12)
        bottom.addWidget(self.drill_box)
        bottom.addWidget(self.error, 1)
        bottom.addStretch()
        bottom.addWidget(self.submit)
        layout.addLayout(bottom)

    def _type_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(theme.px(12))
        self.tiles: dict[str, TypeTile] = {}
        for position, kind in enumerate(self._desk.plan.event_types):
            tile = TypeTile(kind.digit, kind.name, self.panel)
            tile.setProperty("code", kind.code)
            tile.setAutoExclusive(True)
            tile.clicked.connect(self._tile_clicked)
            tile.installEventFilter(self)
            self.tiles[kind.code] = tile
            grid.addWidget(tile, position // 4, position % 4)
        self.late_tile = TypeTile(_LATE_DIGIT, "补录（已过去的）", self.panel)
        self.late_tile.setProperty("late", True)
        self.late_tile.clicked.connect(self.set_late)
        self.late_tile.installEventFilter(self)
        last = len(self.tiles)
        grid.addWidget(self.late_tile, last // 4, last % 4)
        for place in range(4):
            grid.setColumnStretch(place, 1)
        return grid

    def _line(self, hint: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setMaxLength(NO_CUT)
        edit.setPlaceholderText(hint)
        return edit

    # -- opening -------------------------------------------------------------------------

    def _start(self, drill: bool, late: bool, prefill: Prefill | None) -> None:
        self._prefill = prefill
        self._opened_at = self._desk.clock.now()
        self._stamp_id = uuid4()
        self._open_ones = self._desk.store.incidents.open_ones()
        self.clock.setText(f"{self._opened_at:%H:%M:%S}")
        self.clock.setToolTip("登记时以此刻为发生时间")
        clear_problems([*self._errors.values(), self.error])
        self.choose_type(prefill.event_type if prefill else self._desk.plan.event_types[0].code)
        if prefill:
            self.scenarios.choose_code(prefill.scenario)
        self.drill_box.setChecked(drill)
        self.times.start(self._opened_at)
        self.set_late(late)
        kept = [
            self._restore(name, edit, prefill)
            for name, edit in (("place", self.place_edit), ("text", self.text_edit))
        ]
        latest = max((at for at in kept if at is not None), default=None)
        self.note.setText(f"已恢复 {times.stamp(latest)} 未登记的内容" if latest else "")
        self.note.setVisible(latest is not None)

    def _restore(self, name: str, edit: QLineEdit, prefill: Prefill | None) -> datetime | None:
        """Show what was typed before, or what is known; tell when the former was kept.

        Words over what is known have a draft of their own: they are about another event than
        those of F2, which shows them only when it has none itself.
        """
        if prefill is not None:
            return self._drafts.watch(edit, PREFILL_KEYS[name], getattr(prefill, name))
        left = self._desk.store.drafts.get(PREFILL_KEYS[name])
        kept = self._drafts.watch(edit, DRAFT_KEYS[name])
        if kept is None and left is not None:
            edit.setText(left.text)
            self._desk.store.drafts.clear(PREFILL_KEYS[name])
            return left.saved_at
        return kept

    def _finish_prefill(self, incident: Incident) -> None:
        """Let the view that knew of the event take it from here."""
        prefill, self._prefill = self._prefill, None
        if prefill is None or prefill.then is None:
            return
        try:
            prefill.then(incident)
        except UserError as problem:
            self._desk.ask.problem(self, str(problem))

    def _forget(self) -> None:
        """The typed text has reached the record: empty the fields and drop their drafts."""
        for edit in (self.place_edit, self.text_edit):
            edit.clear()
            self._drafts.committed(edit, "")

    # -- writing -------------------------------------------------------------------------

    def _write(self) -> Incident:
        now = self._desk.clock.now()
        late = self.late_tile.isChecked()
        new = NewIncident(
            event_type=self._type(),
            scenario=self.scenarios.chosen(),
            level=self._desk.plan.first_level.code,
            occurred_at=self.times.occurred_at() if late else self._opened_at,
            reported_at=self.times.reported_at() if late else None,
            late=late,
            drill=self.drill_box.isChecked(),
            hall_id=self._hall_id(),
            place=self.place_edit.text(),
            text=self.text_edit.text(),
        )
        # All at once: whoever corrects one field should see the others too.
        refuse([*new_incident_problems(new, now), *(self.times.problems(now) if late else ())])
        # One id for every try of this sheet: a retry after a failure registers only once.
        stamp = Stamp(self._stamp_id, now, self._desk.actor())
        incident = self._desk.store.incidents.register(new, self._desk.plan, stamp)
        recovered: datetime | None = self.times.recovered_at() if late else None
        if recovered is not None and incident.recovered_at is None:
            incident = self._desk.store.incidents.recover(
                incident.id, recovered, self._desk.stamp()
            )
        return incident

    def _hall_id(self) -> int | None:
        if self._prefill is not None and self._prefill.hall_id is not None:
            return self._prefill.hall_id
        halls = self._desk.store.roster.halls()
        return halls[0].id if halls else None

    def _type(self) -> str:
        return next(code for code, tile in self.tiles.items() if tile.isChecked())

    # -- keys ----------------------------------------------------------------------------

    def _tile_clicked(self) -> None:
        self.choose_type(str(self.sender().property("code")))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A tile that has the keyboard leaves digits and Enter to the sheet."""
        if event.type() == QEvent.Type.KeyPress and isinstance(watched, TypeTile):
            assert isinstance(event, QKeyEvent)
            arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
            if event.key() in arrows:
                self._step(event.key())
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if keys.INTAKE_DONE.hears(event):
            self.register()
        elif keys.INTAKE_SCENARIO.hears(event):
            self.scenarios.choose(keys.INTAKE_SCENARIO.place(event))
            self._say_alike()
        elif keys.INTAKE_LATE.hears(event):
            self.set_late(not self.late_tile.isChecked())
            if self.late_tile.isChecked():
                self.times.occurred.setFocus()
        elif keys.INTAKE_TYPE.hears(event):
            self._choose_digit(keys.INTAKE_TYPE.place(event) + 1)
        else:
            super().keyPressEvent(event)

    def _choose_digit(self, digit: int) -> None:
        for kind in self._desk.plan.event_types:
            if kind.digit == digit:
                self.choose_type(kind.code)
                self.tiles[kind.code].setFocus()

    def _step(self, key: int) -> None:
        """Move among the type tiles with the arrow keys, as they stand in the grid."""
        codes = list(self.tiles)
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -4, Qt.Key.Key_Down: 4}
        at = codes.index(self._type()) + step[Qt.Key(key)]
        if 0 <= at < len(codes):
            self.choose_type(codes[at])
            self.tiles[codes[at]].setFocus()


def _labelled(text: str, field: QWidget) -> QHBoxLayout:
    line = row(gap=12)
    word = label(text, "muted")
    word.setFixedWidth(theme.px(LABEL_WIDTH))
    line.addWidget(word)
    line.addWidget(field, 1)
    field.setAccessibleName(text)
    return line
