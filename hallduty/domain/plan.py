"""The emergency plan as records: clauses, group, event types, levels, scenarios and steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the plan in its own words; key is 一 … 五 or 四（一）, depth 1 or 2."""

    key: str
    title: str
    text: str
    depth: int = 1


@dataclass(frozen=True, slots=True)
class GroupPost:
    """A post of the emergency group (应急处理小组, clause 三) with its first holder."""

    rank: str
    post: str
    name: str


@dataclass(frozen=True, slots=True)
class EventType:
    """One of the seven types of the ledger form's note; digit is its intake key."""

    code: str
    name: str
    digit: int


@dataclass(frozen=True, slots=True)
class Level:
    """一般, 重大 … ordered by severity; `to_group` ones are reported to the group (clause 三)."""

    code: str
    name: str
    order: int
    to_group: bool


@dataclass(frozen=True, slots=True)
class Role:
    """Whom a step calls: a code and its Chinese name; people and departments hold it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step of a scenario, with the clause it comes from and the role to call.

    `produces` is "", call, notice, followup, report, window, wait or appointment.
    """

    text: str
    clause: str
    role: str = ""
    produces: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """How one kind of event is handled: steps in order and the notice's first words."""

    code: str
    name: str
    clause: str
    event_type: str
    steps: tuple[PlanStep, ...]
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole plan; immutable, so an incident can keep the version it was handled by."""

    title: str
    published: date
    clauses: tuple[Clause, ...]
    group: tuple[GroupPost, ...]
    event_types: tuple[EventType, ...]
    levels: tuple[Level, ...]
    roles: tuple[Role, ...]
    scenarios: tuple[Scenario, ...]

    def event_type(self, code: str) -> EventType:
        """Return the type with that code; an unknown code stands for itself, digit 0."""
        return next((t for t in self.event_types if t.code == code), EventType(code, code, 0))

    def find_event_type(self, word: str) -> EventType | None:
        """Find a type by its code, Chinese name or digit, as typed on a command line."""
        return next((t for t in self.event_types if word in (t.code, t.name, str(t.digit))), None)

    def level(self, code: str) -> Level:
        """Return the level with that code; an unknown code stands for itself."""
        return next((v for v in self.levels if v.code == code), Level(code, code, 0, False))

    def role(self, code: str) -> Role:
        """Return the role with that code; an unknown code stands for itself."""
        return next((r for r in self.roles if r.code == code), Role(code, code))

    def scenario(self, code: str) -> Scenario | None:
        """Return the scenario with that code, or None."""
        return next((s for s in self.scenarios if s.code == code), None)

    def find_scenario(self, word: str) -> Scenario | None:
        """Find a scenario by its code or Chinese name."""
        return next((s for s in self.scenarios if word in (s.code, s.name)), None)

    def scenarios_of(self, event_type: str) -> tuple[Scenario, ...]:
        """Return the scenarios of a type in the plan's order; the first is its default."""
        return tuple(s for s in self.scenarios if s.event_type == event_type)

    @property
    def first_level(self) -> Level:
        """The level that a new incident starts at (一般)."""
        return min(self.levels, key=lambda level: level.order)


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One version of the plan as adopted: what changed and why; `text` is its JSON snapshot."""

    id: int
    uuid: str
    version: int
    adopted_at: date
    change: str
    reason: str
    text: str
