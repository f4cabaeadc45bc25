"""Duty log (值班日志) of one shift, its handover and its acceptance (plan clause 五（一）)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from hallduty.domain import texts, times
from hallduty.domain.errors import FieldProblem, UserError
from hallduty.domain.roster import LEADER, Part, Shift

MOST_HANDED = 200
NOON = 12
# How far back a shift that nobody handed over is still spoken of.
DAYS_BACK = 7
_ORDER = {Part.DAY: 0, Part.MORNING: 1, Part.AFTERNOON: 2}


class LogState(StrEnum):
    """How far the log of a shift has come."""

    NONE = "none"
    OPEN = "open"
    HANDED = "handed"
    ACCEPTED = "accepted"

    @property
    def label(self) -> str:
        return {"none": "未写", "open": "未交班", "handed": "待接班", "accepted": "已交接"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class DutyLog:
    """What happened in a shift, and to whom it was handed over.

    `fields` are the fields of forms/duty_log.toml; `handed` the lines of what was still open at
    the handover, as they stood then; `reachable` is where the next leader can be reached;
    `remark` what was added after the handover (补记), a line each.
    """

    id: int
    uuid: str
    day: date
    part: Part
    hall_id: int
    leader_id: int | None
    leader: str
    fields: Mapping[str, str] = field(default_factory=dict)
    handed_at: datetime | None = None
    handed_by: str = ""
    handed: tuple[str, ...] = ()
    accepted_at: datetime | None = None
    accepted_id: int | None = None
    accepted_by: str = ""
    reachable: str = ""
    remark: str = ""

    @property
    def state(self) -> LogState:
        if self.handed_at is None:
            return LogState.OPEN if self.id else LogState.NONE
        return LogState.HANDED if self.accepted_at is None else LogState.ACCEPTED

    @property
    def duty(self) -> Duty:
        """The shift that the log is about."""
        return Duty(self.day, self.part, self.hall_id)


@dataclass(frozen=True, slots=True)
class Duty:
    """A shift to be logged: a day, a part of it, a hall."""

    day: date
    part: Part
    hall_id: int

    @property
    def order(self) -> tuple[date, int]:
        """What duties of one hall are sorted by."""
        return self.day, _ORDER[self.part]

    @property
    def name(self) -> str:
        """11月13日, 11月13日上午."""
        half = "" if self.part is Part.DAY else self.part.label
        return f"{self.day.month}月{self.day.day}日{half}"

    def span(self) -> tuple[datetime, datetime]:
        """Return when the shift begins and ends; a half day is divided at noon."""
        midnight = datetime(self.day.year, self.day.month, self.day.day)
        noon, end = midnight.replace(hour=NOON), midnight + timedelta(days=1)
        begins = noon if self.part is Part.AFTERNOON else midnight
        return begins, noon if self.part is Part.MORNING else end

    def is_over(self, now: datetime) -> bool:
        """Tell whether the shift has ended."""
        return now >= self.span()[1]


@dataclass(frozen=True, slots=True)
class Pending:
    """A shift that is over, or was handed over, and that nobody has accepted yet (未交接)."""

    duty: Duty
    leader: str
    log: DutyLog | None

    @property
    def state(self) -> LogState:
        return self.log.state if self.log else LogState.NONE

    @property
    def words(self) -> str:
        """11月12日（刘某某）待接班."""
        return f"{self.duty.name}{f'（{self.leader}）' if self.leader else ''}{self.state.label}"


def leader_ids(duty: Duty, shifts: Iterable[Shift]) -> list[tuple[Part, int]]:
    """Return who led the shift, part by part: who really stood it, else who was planned.

    A half day without a row of its own is led by the whole day's leader; a whole day that was
    divided by both halves'.
    """
    mine = {
        shift.part: (shift.stood.get(LEADER) or shift.holders(LEADER))[:1]
        for shift in shifts
        if shift.day == duty.day and shift.hall_id == duty.hall_id
    }
    if mine.get(duty.part):
        return [(duty.part, mine[duty.part][0])]
    others = (Part.MORNING, Part.AFTERNOON) if duty.part is Part.DAY else (Part.DAY,)
    return [(part, mine[part][0]) for part in others if mine.get(part)]


def leader_text(led: Sequence[tuple[Part, int]], names: Mapping[int, str]) -> str:
    """Name the leaders of a shift: 张某, or 张某（上午）、李某（下午）."""
    if len(led) == 1:
        return names.get(led[0][1], "")
    return "、".join(f"{names.get(who, '')}（{part.label}）" for part, who in led)


def planned_duties(shifts: Iterable[Shift], hall_id: int | None = None) -> list[Duty]:
    """Return the shifts that somebody leads, earliest first."""
    found = {
        Duty(shift.day, shift.part, shift.hall_id)
        for shift in shifts
        if (shift.leader_id is not None or shift.stood.get(LEADER))
        and hall_id in (None, shift.hall_id)
    }
    return sorted(found, key=lambda duty: (*duty.order, duty.hall_id))


def next_duty(duty: Duty, shifts: Iterable[Shift]) -> Duty | None:
    """Return the next planned shift of the hall after `duty`, or None."""
    later = [
        each
        for each in planned_duties(shifts, duty.hall_id)
        if each.order > duty.order and not (each.day == duty.day and duty.part is Part.DAY)
    ]
    return later[0] if later else None


def pending(
    now: datetime, shifts: Iterable[Shift], logs: Iterable[DutyLog], names: Mapping[int, str]
) -> list[Pending]:
    """Return the shifts that are not handed over to anybody yet, earliest first.

    A hall counts from its first log on; once a later shift was accepted, an earlier omission
    is past mending and only stands in the list.
    """
    shifts, logs = list(shifts), list(logs)
    found: list[Pending] = []
    for hall_id in sorted({log.hall_id for log in logs}):
        mine = {log.duty: log for log in logs if log.hall_id == hall_id}
        accepted = [each.order for each, log in mine.items() if log.accepted_at is not None]
        begins = max(accepted, default=min(each.order for each in mine))
        halved = {each.day for each in mine if each.part is not Part.DAY}
        whole = {each.day for each in mine if each.part is Part.DAY}
        for duty in sorted({*planned_duties(shifts, hall_id), *mine}, key=lambda d: d.order):
            log = mine.get(duty)
            if log is None and (
                duty.day in (halved if duty.part is Part.DAY else whole)
                or duty.day < now.date() - timedelta(days=DAYS_BACK)
            ):
                continue
            done = log is not None and log.accepted_at is not None
            waits = duty.is_over(now) or (log is not None and log.handed_at is not None)
            if done or not waits or duty.order < begins:
                continue
            leader = log.leader if log else leader_text(leader_ids(duty, shifts), names)
            found.append(Pending(duty, leader, log))
    return sorted(found, key=lambda each: (*each.duty.order, each.duty.hall_id))


def merged(text: str, lines: Iterable[tuple[str, str]]) -> tuple[str, int, list[str]]:
    """Add to a typed text the lines (key, line) that it lacks; what was typed stays as it is.

    Returns the text, how many lines were added, and the keys of lines that the text already
    tells in other words (an incident that went on since).
    """
    have = texts.tidy(text).split("\n") if text.strip() else []
    added, differing = 0, []
    for key, line in lines:
        if line in have:
            continue
        if key and any(key in each for each in have):
            differing.append(key)
            continue
        have.append(line)
        added += 1
    return "\n".join(have), added, list(dict.fromkeys(differing))


def duty_problems(duty: Duty, now: datetime) -> list[FieldProblem | None]:
    """Check whether a shift can be logged at `now`: not one that has not begun."""
    if duty.day > now.date():
        return [FieldProblem("day", f"{duty.name}还没有到，不能写值班日志")]
    if duty.day.year < times.EARLIEST_YEAR:
        return [FieldProblem("day", f"日期早于 {times.EARLIEST_YEAR} 年，请核对年份")]
    return []


def fields_problems(fields: Mapping[str, str]) -> list[FieldProblem | None]:
    """Check typed fields; the form checks the limits that its sheet sets before that."""
    return [
        texts.problem_in(name, "这一格", value, limit=texts.LONG_TEXT)
        for name, value in fields.items()
    ]


def handover_problems(handed_by: str, handed: Sequence[str]) -> list[FieldProblem | None]:
    """Check a handover."""
    found = [texts.problem_in("handed_by", "交班人", handed_by, limit=50, required=True)]
    found += [
        texts.problem_in("handed", "未结事项", line, limit=texts.PARAGRAPH) for line in handed
    ]
    if len(handed) > MOST_HANDED:
        found.append(FieldProblem("handed", f"未结事项最多 {MOST_HANDED} 条"))
    return found


def acceptance_problems(person_id: int | None, reachable: str) -> list[FieldProblem | None]:
    """Check an acceptance: by name, and with where one can be reached."""
    missing = FieldProblem("accepted_by", "请填写接班人") if person_id is None else None
    return [
        missing,
        texts.problem_in("reachable", "联系方式", reachable, limit=100, required=True),
    ]


def require_open(log: DutyLog | None) -> None:
    """Raise UserError when the log was handed over: from then on it is frozen."""
    if log is not None and log.handed_at is not None:
        raise UserError(
            f"{log.duty.name}的值班日志已于 {times.stamp(log.handed_at)} 交班，不能再改；"
            "需要说明的请用补记"
        )
