"""Where something of the hall is entered: into an incident on the screen, or for a hall today."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from hallduty.domain.opening import closing
from hallduty.ui.attempts import attempt
from hallduty.ui.drafts import DraftKeeper
from hallduty.ui.events import Topic

if TYPE_CHECKING:
    from hallduty.domain.appointments import Appointment, Extension
    from hallduty.domain.crowd import CrowdReading
    from hallduty.domain.stamps import Stamp
    from hallduty.ui.desk import Desk
    from hallduty.ui.incidents.case import Case
    from hallduty.ui.widgets import FieldError


class Place(QObject):
    """What crowd desk and register are handed; the same boxes serve both places.

    opened: another incident or hall is shown. refreshed: the same one was read anew.
    """

    opened = Signal()
    refreshed = Signal()
    desk: Desk
    drafts: DraftKeeper

    @property
    @abstractmethod
    def incident_id(self) -> int | None:
        """The incident that what is entered belongs to, or None."""

    @property
    @abstractmethod
    def hall_id(self) -> int | None:
        """The hall that it is about; None while there is none."""

    @property
    @abstractmethod
    def locked(self) -> bool:
        """Whether nothing may be entered."""

    @abstractmethod
    def key(self, what: str) -> str:
        """Return the key of a draft."""

    @abstractmethod
    def moment(self) -> datetime | None:
        """Return the time of what is written next; None: now."""

    @abstractmethod
    def attempt(
        self,
        work: Callable[[Stamp], Any],
        errors: Mapping[str, FieldError],
        told: str = "",
    ) -> bool:
        """Do one write; what is wrong is said beside its field."""

    @abstractmethod
    def readings(self) -> Sequence[CrowdReading]:
        """Return what was counted, earliest first."""

    @abstractmethod
    def people(self) -> Sequence[Appointment]:
        """Return who stands in the register, by time."""

    @abstractmethod
    def extensions(self) -> Sequence[Extension]:
        """Return the extended services."""

    @property
    def day(self) -> date | None:
        """The day whose register is shown; None: whatever day somebody comes on."""
        return None

    def show_day(self, day: date) -> None:
        """Turn to another day of the register."""

    def now(self) -> datetime:
        return self.desk.clock.now()

    def closing(self) -> datetime | None:
        """Return when the hall closes today, extended service included; None: it is closed."""
        spans = [each.span for each in self.extensions()]
        working = self.desk.calendar.holidays.is_working
        return closing(self.desk.settings.hours, self.now(), working, spans)

    def windows_up(self) -> int | None:
        """Return how many windows are in service now; None where there are none at all."""
        if self.hall_id is None:
            return None
        picture = self.desk.store.hall.picture(self.hall_id)
        if not picture.windows:
            return None
        halted = any(d.active and not d.up and d.kind.halts_windows for d in picture.devices)
        return 0 if halted else sum(window.up for window in picture.windows)


class CasePlace(Place):
    """The incident of a workspace."""

    def __init__(self, case: Case, parent: QObject) -> None:
        super().__init__(parent)
        self._case = case
        self.desk, self.drafts = case.desk, case.drafts

    def begin(self) -> None:
        """Follow the workspace from now on: whoever listens to this place is built."""
        self._case.follow(self.opened.emit, self.refreshed.emit)

    @property
    def incident_id(self) -> int | None:
        return self._case.incident.id

    @property
    def hall_id(self) -> int | None:
        return self._case.incident.hall_id or _first_hall(self.desk)

    @property
    def locked(self) -> bool:
        return self._case.void

    def key(self, what: str) -> str:
        return self._case.key(what)

    def moment(self) -> datetime | None:
        return self._case.moment()

    def now(self) -> datetime:
        late_at = self._case.late_at if self._case.incident.late else None
        return late_at or self._case.now()

    def attempt(
        self,
        work: Callable[[Stamp], Any],
        errors: Mapping[str, FieldError],
        told: str = "",
    ) -> bool:
        return self._case.attempt(work, errors, told)

    def readings(self) -> Sequence[CrowdReading]:
        return sorted(self._case.dossier.readings, key=lambda each: (each.at, each.id))

    def people(self) -> Sequence[Appointment]:
        return sorted(self._case.dossier.appointments, key=lambda each: (each.due_at, each.id))

    def extensions(self) -> Sequence[Extension]:
        return self._case.dossier.extensions


class DayPlace(Place):
    """A hall today, without an incident."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self.drafts = desk, DraftKeeper(desk, self)
        self._hall_id = _first_hall(desk)
        self._day: date | None = None

    @property
    def incident_id(self) -> int | None:
        return None

    @property
    def hall_id(self) -> int | None:
        return self._hall_id

    @property
    def locked(self) -> bool:
        return False

    def show_hall(self, hall_id: int | None) -> None:
        """Turn to another hall."""
        if hall_id != self._hall_id:
            self.drafts.flush()
            self._hall_id = hall_id
            self.opened.emit()

    @property
    def day(self) -> date:
        return self._day or self.now().date()

    def show_day(self, day: date) -> None:
        self._day = None if day == self.now().date() else day
        self.refreshed.emit()

    def key(self, what: str) -> str:
        return f"desk:{what}:{self._hall_id or 0}"

    def moment(self) -> datetime | None:
        return None

    def attempt(
        self,
        work: Callable[[Stamp], Any],
        errors: Mapping[str, FieldError],
        told: str = "",
    ) -> bool:
        return attempt(self.desk, Topic.HALL, work, errors, told)

    def readings(self) -> Sequence[CrowdReading]:
        return self.desk.store.crowd.on_day(self.now().date(), self._hall_id)

    def people(self) -> Sequence[Appointment]:
        return self.desk.store.appointments.on_day(self.day, self._hall_id)

    def extensions(self) -> Sequence[Extension]:
        return self.desk.store.appointments.extensions(self.now().date(), self._hall_id)


def _first_hall(desk: Desk) -> int | None:
    halls = desk.store.roster.halls()
    return halls[0].id if halls else None
