"""What taking an imported roster would mean, said before it is taken; nothing here stops it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from hallduty.domain import times
from hallduty.domain.contacts import Person
from hallduty.domain.imports import Finding, FindingKind
from hallduty.domain.roster import LEADER, Part, Shift
from hallduty.domain.roster_import import RosterRow
from hallduty.domain.rota import Leave

_Duty = tuple[Part, str, str]


def notes_on(
    rows: Sequence[RosterRow],
    hall_id: int,
    shifts: Sequence[Shift],
    leaves: Sequence[Leave],
    people: Mapping[int, Person],
    halls: Mapping[int, str],
) -> list[Finding]:
    """Return notes: planned cells that are replaced, people on leave, people in two places.

    `shifts` are those of all halls on the days of the rows.
    """
    planned = [row for row in rows if row.post]
    return [
        *_replaced(planned, hall_id, shifts),
        *_on_leave(planned, leaves, people),
        *_twice(planned, hall_id, shifts, people, halls),
    ]


def _note(where: str, text: str) -> Finding:
    return Finding(where, text, FindingKind.NOTE)


def _replaced(
    rows: Sequence[RosterRow], hall_id: int, shifts: Sequence[Shift]
) -> Iterator[Finding]:
    wanted: dict[tuple[date, str], dict[Part, tuple[int, ...]]] = defaultdict(dict)
    for row in rows:
        wanted[row.day, row.post][row.part] = row.person_ids
    have: dict[tuple[date, str], dict[Part, tuple[int, ...]]] = defaultdict(dict)
    by_hand = set()
    for shift in shifts:
        if shift.hall_id != hall_id:
            continue
        for post in (LEADER, *shift.posts):
            if shift.holders(post):
                have[shift.day, post][shift.part] = shift.holders(post)
        by_hand |= {(shift.day, post) for post in shift.by_hand}
    changed = [key for key, parts in wanted.items() if key in have and have[key] != parts]
    if changed:
        hand = sum(key in by_hand for key in changed)
        also = f"，其中 {hand} 格是手工排定的" if hand else ""
        yield _note("", f"将替换已经排好的 {len(changed)} 格{also}；文件里没有写的格子不变")


def _on_leave(
    rows: Sequence[RosterRow], leaves: Sequence[Leave], people: Mapping[int, Person]
) -> Iterator[Finding]:
    of_person: dict[int, list[Leave]] = defaultdict(list)
    for leave in leaves:
        of_person[leave.person_id].append(leave)
    for row in rows:
        for person_id in row.person_ids:
            for leave in of_person[person_id]:
                if leave.covers(row.day):
                    name = _name(people, person_id)
                    until = f"{leave.last_day.month}月{leave.last_day.day}日"
                    text = f"{name}{times.day_cn(row.day)}{leave.kind}（至{until}），仍按文件排入"
                    yield _note(row.where, text)


def _twice(
    rows: Sequence[RosterRow],
    hall_id: int,
    shifts: Sequence[Shift],
    people: Mapping[int, Person],
    halls: Mapping[int, str],
) -> Iterator[Finding]:
    """Yield who would be in two posts or two halls at once, each pair once."""
    duties: dict[tuple[int, date], list[_Duty]] = defaultdict(list)
    for shift in shifts:
        if shift.hall_id != hall_id:
            hall = halls.get(shift.hall_id, "另一个办税服务场所")
            for post in (LEADER, *shift.posts):
                for person_id in shift.holders(post):
                    duties[person_id, shift.day].append((shift.part, post, hall))
    for row in rows:
        for person_id in row.person_ids:
            before = duties[person_id, row.day]
            clash = next((each for each in before if each[0].meets(row.part)), None)
            if clash is not None:
                where = f"{clash[2]}{clash[1]}"
                name = _name(people, person_id)
                text = f"{name}{times.day_cn(row.day)}同时排了{where}和{row.post}，仍按文件排入"
                yield _note(row.where, text)
            before.append((row.part, row.post, ""))


def _name(people: Mapping[int, Person], person_id: int) -> str:
    return people[person_id].name if person_id in people else "（通讯录中查不到）"
