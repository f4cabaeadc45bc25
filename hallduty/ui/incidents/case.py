"""The incident on the screen: its dossier, and the one way in which its parts write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from hallduty.domain.errors import FieldProblem, refuse
from hallduty.domain.incidents import Incident, Status
from hallduty.ui.attempts import attempt
from hallduty.ui.drafts import DraftKeeper
from hallduty.ui.events import Topic
from hallduty.ui.incidents.typed_line import TypedLine, read_line

if TYPE_CHECKING:
    from hallduty.domain.dossiers import Dossier
    from hallduty.domain.stamps import Stamp
    from hallduty.ui.desk import Desk
    from hallduty.ui.widgets import FieldError


class Case(QObject):
    """What every part of the workspace is handed.

    opened: another incident is on the screen. refreshed: the same one was read anew; parts
    keep focus, scroll and half-typed text. tab_requested(str): show that tab.
    promise_requested: open the line for a promise of recovery (F7).
    late_at_changed: for an incident entered later (补录) things are stamped with another time.
    """

    opened = Signal()
    refreshed = Signal()
    late_at_changed = Signal()
    tab_requested = Signal(str)
    promise_requested = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.drafts = DraftKeeper(desk, self)
        self._dossier: Dossier | None = None
        self._late_at: datetime | None = None

    @property
    def dossier(self) -> Dossier:
        """The incident with all that hangs on it, as last read."""
        if self._dossier is None:
            raise LookupError("no incident is open")
        return self._dossier

    @property
    def incident(self) -> Incident:
        return self.dossier.incident

    @property
    def is_open(self) -> bool:
        """Whether any incident is on the screen (none is left while the window goes away)."""
        return isValid(self) and self._dossier is not None

    @property
    def settled(self) -> bool:
        """Whether the incident is closed or void, so that its course is over."""
        return not self.incident.is_open

    @property
    def void(self) -> bool:
        """Whether nothing more can be written: it is void, or a duplicate of another one."""
        return self.incident.status is Status.VOID or bool(self.incident.merged_into)

    @property
    def void_words(self) -> str:
        """Why nothing more can be written: 已作废, or 已并入 2026-005."""
        merged = self.incident.merged_into
        return f"已并入 {merged}" if merged else "已作废"

    def open(self, incident_id: int) -> None:
        """Put an incident on the screen; raises UserError when there is none with that id."""
        dossier = self.desk.store.incidents.dossier(incident_id)
        self.drafts.flush()
        another = self._dossier is None or self._dossier.incident.id != incident_id
        self._dossier = dossier
        if another:
            self._late_at = self._last_moment()
        if another:
            with self.drafts.reading_once():
                self.opened.emit()
                self.refreshed.emit()
        else:
            self.refreshed.emit()

    def follow(self, opened: Callable[[], None], refreshed: Callable[[], None]) -> None:
        """Call a part's two methods from now on, and at once when it was built late."""
        self.opened.connect(opened)
        self.refreshed.connect(refreshed)
        if self._dossier is not None:
            opened()
            refreshed()

    def reload(self) -> None:
        """Read the incident anew."""
        if self._dossier is not None:
            self._dossier = self.desk.store.incidents.dossier(self.incident.id)
            self.refreshed.emit()

    def key(self, what: str, part: object = "") -> str:
        """Return the key of a draft of this incident: what is written, and where in it."""
        return f"{what}:{self.incident.id}:{part}" if part else f"{what}:{self.incident.id}"

    def now(self) -> datetime:
        return self.desk.clock.now()

    # The time of what is written -------------------------------------------------------------

    @property
    def late_at(self) -> datetime | None:
        """The time that an incident entered later is being written at; None: it must be given."""
        return self._late_at

    def set_late_at(self, at: datetime | None) -> None:
        """Choose the time of what is written next to an incident entered later."""
        if at != self._late_at:
            self._late_at = at
            self.late_at_changed.emit()

    def since(self) -> datetime | None:
        """Return the moment from which clock times of an incident entered later are read."""
        return (self._late_at or self.incident.occurred_at) if self.incident.late else None

    def moment(self) -> datetime | None:
        """Return the time of what is written next, None for now; raise InvalidInput for want."""
        if not self.incident.late:
            return None
        if self._late_at is None:
            refuse([FieldProblem("at", "补录的事件先写时间，如 0946（在时间线下方）")])
        return self._late_at

    def typed(self, words: str) -> TypedLine:
        """Read words with an optional time before them, else the time that holds."""
        line = read_line(words, self.now(), self.since())
        return line if line.at is not None else TypedLine(self.moment(), line.text)

    def _last_moment(self) -> datetime | None:
        if not self.incident.late:
            return None
        written = self.incident.registered_at
        told = [e.at for e in self.dossier.entries if e.at < written]
        return max([self.incident.occurred_at, *told])

    def attempt(
        self,
        work: Callable[[Stamp], Any],
        errors: Mapping[str, FieldError],
        told: str = "",
    ) -> bool:
        """Do one write and tell every view; what is wrong is said beside its field.

        A failure that belongs to no field here is said beside the first of `errors`.
        """
        return attempt(self.desk, Topic.INCIDENTS, work, errors, told)
