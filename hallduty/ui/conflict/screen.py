"""Conflict in five minutes (四（五）): the full screen on which nothing has to be typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hallduty.domain.conflict import DEEDS, EVENT_TYPE, MOMENT, Deed, Footage, NewFootage
from hallduty.domain.conflict_deeds import done_at
from hallduty.domain.errors import UserError
from hallduty.domain.incidents import NewIncident, Outcome
from hallduty.domain.report_script import script, seconds
from hallduty.ui import keys
from hallduty.ui.conflict.deed_row import DeedRow
from hallduty.ui.conflict.footage_panel import PLACES, FootagePanel
from hallduty.ui.conflict.stamping import Stamping, of_deed, of_report
from hallduty.ui.events import Topic
from hallduty.ui.incidents.callees import Callee, callees, next_to_call
from hallduty.ui.open_incidents import elapsed_text
from hallduty.ui.overlay import Overlay
from hallduty.ui.scrolled import vertical_scroll
from hallduty.ui.widgets import (
    ElidedLabel,
    button,
    card,
    column,
    field_error,
    label,
    row,
    secondary,
)

if TYPE_CHECKING:
    from hallduty.domain.dossiers import Dossier
    from hallduty.domain.stamps import Stamp
    from hallduty.ui.desk import Desk

_MISSED = (Outcome.MISSED, Outcome.BUSY)
_LATE = "补录的事件请在工作台的时间线上写处置时间；这里可登记监控保全。"


@dataclass(frozen=True, slots=True)
class _Stamped:
    """The last thing that was stamped, as long as it can be taken back."""

    deed: Deed
    at: datetime
    undo: Callable[[Stamp], object]


class ConflictScreen(Overlay):
    """Covers the whole screen. left(int): back to the workspace of that incident."""

    left = Signal(int)

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window, 1280, top=0)
        self.setObjectName("conflict")
        self._desk = desk
        self._dossier: Dossier | None = None
        self._last: _Stamped | None = None
        self._state: Qt.WindowState = window.windowState()
        self._build()
        desk.events.changed.connect(self._changed)
        desk.events.ticked.connect(self._ticked)

    @property
    def incident_id(self) -> int:
        """The incident that is shown; 0 before the first."""
        return self._dossier.incident.id if self._dossier is not None else 0

    def register(self) -> None:
        """Register a conflict at this second, and show it."""
        desk = self._desk
        halls = desk.store.roster.halls()
        new = NewIncident(
            event_type=EVENT_TYPE,
            scenario=EVENT_TYPE,
            level=desk.plan.first_level.code,
            occurred_at=desk.clock.now(),
            hall_id=halls[0].id if halls else None,
        )
        try:
            incident = desk.store.incidents.register(new, desk.plan, desk.stamp())
        except UserError as problem:
            desk.ask.problem(self.parentWidget(), str(problem))
            return
        desk.changed(Topic.INCIDENTS)
        desk.events.told.emit(f"已登记 {incident.number} 语言肢体冲突")
        self.begin(incident.id)

    def begin(self, incident_id: int) -> None:
        """Show an incident over the whole screen."""
        self._dossier = self._desk.store.incidents.dossier(incident_id)
        self._last = None
        self.error.say("")
        self.footage.start(self._dossier, self._places())
        self.refresh()
        window = self.window()
        if not self.isVisible():
            self._state = window.windowState()
            window.setWindowState(self._state | Qt.WindowState.WindowFullScreen)
        self.open()
        self.rows[Deed.SEPARATE].press.setFocus(Qt.FocusReason.OtherFocusReason)

    def shut(self) -> None:
        """Hide it; the window is again as it was, and the recording is not forgotten."""
        if not self.isVisible():
            return
        self._note_footage_at_last()
        super().shut()
        self.window().setWindowState(self._state)

    def go_back(self) -> None:
        """Leave for the workspace."""
        incident_id = self.incident_id
        self.shut()
        self.left.emit(incident_id)

    def place(self) -> None:
        """Cover the window whole; where it is too small the screen scrolls."""
        window = self.parentWidget()
        self.setGeometry(window.rect())
        self._scroll.setGeometry(QRect(0, 0, self.width(), self.height()))

    def refresh(self) -> None:
        """Show the incident as it stands."""
        dossier = self._dossier
        if dossier is None:
            return
        incident, now = dossier.incident, self._desk.clock.now()
        place = incident.place or dossier.hall
        self.title.setText(f"{incident.number} 语言肢体冲突" + (f" · {place}" if place else ""))
        locked = not incident.is_open or incident.late
        self.note.setText(_LATE if incident.late else "" if incident.is_open else "事件已办结")
        self.note.setVisible(locked)
        for deed, line in self.rows.items():
            line.show_stamps(done_at(deed, dossier), self._undoable(deed), locked)
        self._show_callee()
        for press in (self.missed, self.busy):
            press.setEnabled(not locked)
        said = script(dossier, self._desk.plan, self._desk.actor(), now)
        self.script.setText(said)
        self.script_time.setText(f"约 {seconds(said)} 秒")
        self.footage.show_dossier(dossier, now, self._desk.settings.footage_days)
        self.footage.setEnabled(incident.status != "void")
        self._show_clock(now)

    # What is on it --------------------------------------------------------------------------

    def _build(self) -> None:
        body = column(self.panel, margins=(20, 12, 20, 14), gap=10)
        top = row(gap=16)
        self.title = ElidedLabel(role="title")
        self.clock = label("", "bigclock")
        self.back = button("返回工作台", key="Esc")
        self.back.clicked.connect(self.go_back)
        top.addWidget(self.title, 1)
        top.addWidget(self.clock)
        top.addStretch()
        top.addWidget(self.back)
        body.addLayout(top)
        self.note = secondary("", wrap=True)
        body.addWidget(self.note)
        across = row(gap=14)
        across.addLayout(self._build_deeds(), 7)
        across.addWidget(self._build_side(), 5)
        body.addLayout(across, 1)
        self.error = field_error(self.rows[Deed.SEPARATE].press)
        body.addWidget(self.error)

    def _build_deeds(self) -> QVBoxLayout:
        deeds = column(gap=8)
        self.rows: dict[Deed, DeedRow] = {}
        for digit, deed in enumerate(DEEDS, 1):
            line = DeedRow(deed, digit)
            line.pressed.connect(self.stamp)
            line.undone.connect(self._undo)
            self.rows[deed] = line
            deeds.addWidget(line, 1)
        self.missed = button("未接", key="6", small=True)
        self.busy = button("占线", key="7", small=True)
        self.missed.clicked.connect(self._missed)
        self.busy.clicked.connect(self._busy)
        for press in (self.missed, self.busy):
            self.rows[Deed.REPORT].line.addWidget(press)
        return deeds

    def _build_side(self) -> QWidget:
        # Scrolls by itself, so that the five deeds are always in sight.
        scroll = vertical_scroll()
        holder = QWidget()
        side = column(holder, gap=10)
        scroll.setWidget(holder)
        self.footage = FootagePanel()
        self.footage.noted.connect(self._note_footage)
        self.footage.changed.connect(self._move_footage)
        self.footage.secured.connect(self._secure_footage)
        side.addWidget(self.footage)
        frame = card()
        inside = column(frame, margins=(16, 12, 16, 12), gap=4)
        head = row(gap=8)
        head.addWidget(label("上报时这样说", "strong"))
        head.addStretch()
        self.script_time = secondary()
        head.addWidget(self.script_time)
        inside.addLayout(head)
        self.script = label("", wrap=True)
        inside.addWidget(self.script)
        inside.addStretch()
        side.addWidget(frame, 1)
        self.side = scroll
        return scroll

    def _places(self) -> tuple[str, ...]:
        """Return the places of cameras to choose from: where it happened, then the hall's."""
        assert self._dossier is not None
        place = self._dossier.incident.place.strip()
        first = (place,) if 0 < len(place) <= 12 else ()
        return tuple(dict.fromkeys((*first, *PLACES)))

    def _show_callee(self) -> None:
        found = callees(self._desk)
        line = self.rows[Deed.REPORT]
        if not found:
            line.show_callee("通讯录没有应急处理小组", "")
            return
        number = self._offered(found)
        callee = found[number]
        after = "、".join(each.to for each in found[number + 1 :][:3])
        line.show_callee(callee.to, callee.phone or "没有电话", after)

    def _offered(self, found: list[Callee]) -> int:
        assert self._dossier is not None
        return next_to_call(found, self._dossier.reports) or 0

    def _show_clock(self, now: datetime) -> None:
        if self._dossier is not None:
            self.clock.setText(elapsed_text(self._dossier.incident, now))

    # What is stamped ------------------------------------------------------------------------

    def stamp(self, deed: Deed) -> None:
        """Stamp a deed with the time now; a second press stamps it again."""
        if self._dossier is None or not self.rows[deed].press.isEnabled():
            return
        if deed is Deed.REPORT:
            self._report(Outcome.REACHED)
            return
        self._do(deed, of_deed(self._desk.store, self._dossier, deed))

    def _report(self, outcome: Outcome) -> None:
        if self._dossier is None or not self.rows[Deed.REPORT].press.isEnabled():
            return
        found = callees(self._desk)
        callee = found[self._offered(found)] if found else None
        self._do(Deed.REPORT, of_report(self._desk.store, self._dossier, callee, outcome))

    def _missed(self) -> None:
        self._report(Outcome.MISSED)

    def _busy(self) -> None:
        self._report(Outcome.BUSY)

    def _do(self, deed: Deed, stamping: Stamping) -> None:
        if self._write(stamping.do):
            self._last = _Stamped(deed, self._desk.clock.now(), stamping.undo)
            self.refresh()

    def _undoable(self, deed: Deed) -> bool:
        last = self._last
        return last is not None and last.deed is deed and self._desk.clock.now() - last.at <= MOMENT

    def _undo(self, deed: Deed) -> None:
        last = self._last
        if last is not None and self._undoable(deed) and self._write(last.undo):
            self._last = None
            self.refresh()

    def _write(self, work: Callable[[Stamp], object]) -> bool:
        """Do one write and tell every view; a refusal is said at the foot of the screen."""
        self.error.say("")
        try:
            work(self._desk.stamp())
        except UserError as problem:
            self.error.say(str(problem))
            return False
        self._desk.changed(Topic.INCIDENTS)
        return True

    # The recording --------------------------------------------------------------------------

    def _note_footage(self, new: NewFootage) -> None:
        store, number, days = self._desk.store.conflict, self.incident_id, self._days()
        self._write(lambda stamp: store.note(number, new, days, stamp))

    def _move_footage(self, footage: Footage, new: NewFootage) -> None:
        store, days = self._desk.store.conflict, self._days()
        self._write(lambda stamp: store.move(footage.id, new, days, stamp))

    def _secure_footage(self, footage: Footage, storage: str) -> None:
        store = self._desk.store.conflict
        self._write(lambda stamp: store.secure(footage.id, storage, stamp))

    def _days(self) -> int:
        return self._desk.settings.footage_days

    def _note_footage_at_last(self) -> None:
        """Note the stretch when nobody has: a quarrel without its recording is lost in days."""
        incident = self._dossier.incident if self._dossier is not None else None
        wanted = self.footage.wanted
        if incident is None or wanted is None or not self.footage.waits():
            return
        wants = incident.event_type == EVENT_TYPE and not incident.late and not incident.drill
        if wants and incident.is_open:
            self._note_footage(wanted)
            self._desk.events.told.emit("已登记要保全的监控时段，在“今日”倒计时提醒")

    # Keys and clocks ------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_0
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.isAutoRepeat() and 0 <= digit <= 9:
            event.accept()  # a key held down is one press
        elif keys.DEEDS.hears(event):
            self.stamp(DEEDS[keys.DEEDS.place(event)])
        elif keys.NOT_REACHED.hears(event):
            self._report(_MISSED[keys.NOT_REACHED.place(event)])
        elif keys.FOOTAGE.hears(event):
            self.footage.go_on()
        elif keys.TAKE_BACK.hears(event) and self._last is not None:
            self._undo(self._last.deed)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _changed(self, topic: Topic) -> None:
        if self._dossier is not None and self.isVisible() and topic is not Topic.SETTINGS:
            self._dossier = self._desk.store.incidents.dossier(self.incident_id)
            self.refresh()

    def _ticked(self, now: datetime) -> None:
        if self._dossier is None or not self.isVisible():
            return
        self._show_clock(now)
        self.footage.tick(now)
        for deed, line in self.rows.items():
            if line.undo.isVisible() != self._undoable(deed):
                self.refresh()
                return
