"""Gaps and clashes of a roster: every cell that is not as it should be, said in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hallduty.domain.calendar import FilingCalendar
from hallduty.domain.contacts import Person
from hallduty.domain.roster import HALVES, LEADER, Part, PostNeed, Shift
from hallduty.domain.rota import Leave

_DAY = timedelta(days=1)


class TroubleKind(StrEnum):
    """What is wrong with a cell of the roster."""

    GAP = "gap"
    LEAVE = "leave"
    INACTIVE = "inactive"
    TWICE = "twice"
    PEAK = "peak"
    RUNNING = "running"

    @property
    def label(self) -> str:
        return _LABELS[self.value]

    @property
    def loud(self) -> bool:
        """Whether duty would really fail; the others are only worth a look."""
        return self not in (TroubleKind.PEAK, TroubleKind.RUNNING)


_LABELS = {
    "gap": "缺人",
    "leave": "休假",
    "inactive": "已停用",
    "twice": "重复",
    "peak": "高峰日人手不足",
    "running": "连续值班",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing wrong with a cell; `text` says what and about whom."""

    day: date
    part: Part
    post: str
    kind: TroubleKind
    text: str
    person_id: int | None = None


def troubles(
    first: date,
    last: date,
    hall_id: int,
    shifts: Sequence[Shift],
    needs: Sequence[PostNeed],
    leaves: Sequence[Leave],
    people: Mapping[int, Person],
    calendar: FilingCalendar,
    halls: Mapping[int, str] | None = None,
) -> list[Trouble]:
    """Return what is wrong with a hall's roster from `first` to `last`, by day.

    `shifts` are those of all halls, from the day before `first`; `needs` the posts (the leader
    is added when missing); `halls` names the other halls. A day off asks for nobody, but once
    anybody is planned on it, it needs a leader too.
    """
    check = _Check(hall_id, shifts, leaves, people, calendar, halls or {})
    if all(need.name != LEADER for need in needs):
        needs = (PostNeed(LEADER), *needs)
    return [
        trouble
        for n in range((last - first).days + 1)
        for need in needs
        for trouble in check.of(first + _DAY * n, need)
    ]


class _Check:
    """Looks at one cell after another; what it needs is indexed once."""

    def __init__(
        self,
        hall_id: int,
        shifts: Sequence[Shift],
        leaves: Sequence[Leave],
        people: Mapping[int, Person],
        calendar: FilingCalendar,
        halls: Mapping[int, str],
    ) -> None:
        self._people = people
        self._calendar = calendar
        self._halls = halls
        self._hall_id = hall_id
        self._mine: dict[date, list[Shift]] = defaultdict(list)
        # Every duty of a person by day: (part, hall, post).
        self._duties: dict[tuple[int, date], list[tuple[Part, int, str]]] = defaultdict(list)
        self._rotates: dict[str, set[int]] = defaultdict(set)
        for shift in shifts:
            if shift.hall_id == hall_id:
                self._mine[shift.day].append(shift)
            for post in (LEADER, *shift.posts):
                for person_id in shift.holders(post):
                    duty = (shift.part, shift.hall_id, post)
                    self._duties[person_id, shift.day].append(duty)
                    if shift.hall_id == hall_id:
                        self._rotates[post].add(person_id)
        self._leaves: dict[int, list[Leave]] = defaultdict(list)
        for leave in leaves:
            self._leaves[leave.person_id].append(leave)

    def of(self, day: date, need: PostNeed) -> Iterator[Trouble]:
        """Yield the troubles of one post on one day."""
        cells = [shift for shift in self._mine[day] if shift.holders(need.name)]
        yield from self._gaps(day, need, cells)
        if {Part.DAY} < {shift.part for shift in cells}:
            text = f"{need.name}既排了全天，又排了半天"
            yield Trouble(day, Part.DAY, need.name, TroubleKind.TWICE, text)
        for shift in cells:
            for person_id in shift.holders(need.name):
                yield from self._of_person(day, shift.part, need.name, person_id)

    def _gaps(self, day: date, need: PostNeed, cells: Collection[Shift]) -> Iterator[Trouble]:
        planned = any(s.leader_id is not None or s.posts for s in self._mine[day])
        working = self._calendar.holidays.is_working(day)
        if not working and not (need.name == LEADER and planned):
            return
        peak = self._calendar.peak(day)
        wanted = need.wanted(bool(peak))
        halves = any(shift.part is not Part.DAY for shift in cells)
        for part in HALVES if halves else (Part.DAY,):
            have = sum(len(s.holders(need.name)) for s in cells if s.part.meets(part))
            if have >= wanted:
                continue
            when = part.label if halves else ""
            if have >= need.seats:
                text = f"{peak}，{when}{need.name}应有 {wanted} 人，只排了 {have} 人"
                yield Trouble(day, part, need.name, TroubleKind.PEAK, text)
            elif have:
                text = f"{when}{need.name}应有 {wanted} 人，只排了 {have} 人"
                yield Trouble(day, part, need.name, TroubleKind.GAP, text)
            else:
                text = f"{when}没有排{need.name}"
                yield Trouble(day, part, need.name, TroubleKind.GAP, text)

    def _of_person(self, day: date, part: Part, post: str, person_id: int) -> Iterator[Trouble]:
        def found(kind: TroubleKind, text: str) -> Trouble:
            return Trouble(day, part, post, kind, text, person_id)

        person = self._people.get(person_id)
        if person is None:
            yield found(TroubleKind.INACTIVE, "通讯录中查不到这个人，请重新安排")
            return
        if not person.active:
            yield found(TroubleKind.INACTIVE, f"{person.name}已停用，请重新安排")
        for leave in self._leaves.get(person_id, ()):
            if leave.covers(day):
                until = f"{leave.last_day.month}月{leave.last_day.day}日"
                yield found(TroubleKind.LEAVE, f"{person.name}{leave.kind}，至{until}")
        duties = list(self._duties[person_id, day])
        duties.remove((part, self._hall_id, post))
        clash = next((duty for duty in duties if duty[0].meets(part)), None)
        if clash is not None:
            yield found(TroubleKind.TWICE, f"{person.name}同时还排了{self._where(clash)}")
        before = self._duties.get((person_id, day - _DAY))
        # A post that one person always holds does not rotate: it has nothing to alternate with.
        if before and len(self._rotates[post]) > 1:
            eve = f"{(day - _DAY).month}月{(day - _DAY).day}日"
            yield found(TroubleKind.RUNNING, f"{person.name}前一天（{eve}）也值班")

    def _where(self, duty: tuple[Part, int, str]) -> str:
        part, hall_id, post = duty
        hall = "" if hall_id == self._hall_id else self._halls.get(hall_id, "另一个办税服务场所")
        return f"{hall}{'' if part is Part.DAY else part.label}{post}"
