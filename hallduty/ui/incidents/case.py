"""The incident on the screen: its dossier, and the one way in which its parts write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from hallduty.domain.errors import FieldProblem, InvalidInput, UserError
from hallduty.domain.incidents import Incident, Status
from hallduty.ui.drafts import DraftKeeper
from hallduty.ui.events import Topic
from hallduty.ui.widgets import FieldError, clear_problems, show_problems

if TYPE_CHECKING:
    from hallduty.domain.dossiers import Dossier
    from hallduty.domain.stamps import Stamp
    from hallduty.ui.desk import Desk


class Case(QObject):
    """What every part of the workspace is handed.

    opened: another incident is on the screen. refreshed: the same one was read anew; parts
    keep focus, scroll and half-typed text. tab_requested(str): show that tab.
    """

    opened = Signal()
    refreshed = Signal()
    tab_requested = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.drafts = DraftKeeper(desk, self)
        self._dossier: Dossier | None = None

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
        """Whether any incident is on the screen."""
        return self._dossier is not None

    @property
    def settled(self) -> bool:
        """Whether the incident is closed or void, so that its course is over."""
        return not self.incident.is_open

    @property
    def void(self) -> bool:
        return self.incident.status is Status.VOID

    def open(self, incident_id: int) -> None:
        """Put an incident on the screen; raises UserError when there is none with that id."""
        dossier = self.desk.store.incidents.dossier(incident_id)
        self.drafts.flush()
        another = self._dossier is None or self._dossier.incident.id != incident_id
        self._dossier = dossier
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

    def attempt(
        self,
        work: Callable[[Stamp], Any],
        errors: Mapping[str, FieldError],
        told: str = "",
    ) -> bool:
        """Do one write and tell every view; what is wrong is said beside its field.

        A failure that belongs to no field here is said beside the first of `errors`.
        """
        clear_problems(errors.values())
        try:
            work(self.desk.stamp())
        except InvalidInput as problem:
            _say(problem, errors)
            return False
        except UserError as problem:
            next(iter(errors.values())).say(str(problem))
            return False
        self.desk.changed(Topic.INCIDENTS)
        if told:
            self.desk.events.told.emit(told)
        return True


def _say(problem: InvalidInput, errors: Mapping[str, FieldError]) -> None:
    """Say each problem beside its field; several fields may share one place."""
    first = {error: name for name, error in reversed(errors.items())}
    named = InvalidInput(
        FieldProblem(first[errors[p.field]] if p.field in errors else p.field, p.message)
        for p in problem.problems
    )
    rest = show_problems({name: error for error, name in first.items()}, named)
    if rest:
        next(iter(errors.values())).say("；".join(rest))
