"""Sentences about the roster that several of its parts say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from hallduty.domain import times
from hallduty.domain.roster import Part
from hallduty.domain.rota import ChangeKind, ShiftChange

if TYPE_CHECKING:
    from hallduty.domain.contacts import Person


def day_text(day: date, part: Part | None = Part.DAY) -> str:
    """Return 11月13日, or 11月13日上午 for half a day."""
    half = part.label if part not in (None, Part.DAY) else ""
    return f"{day.month}月{day.day}日{half}"


def long_day(day: date) -> str:
    """Return 11月13日 星期五."""
    return f"{day_text(day)} {times.weekday_cn(day)}"


def name_of(people: Mapping[int, Person], person_id: int | None) -> str:
    """Return a person's name; 无人 for nobody, ？ for somebody unknown."""
    if person_id is None:
        return "无人"
    person = people.get(person_id)
    return person.name if person else "？"


def change_text(change: ShiftChange, people: Mapping[int, Person]) -> str:
    """Say what a change did and who agreed: 11月13日值班领导 张三→李四，…；提出 …，同意 …."""
    before, after = name_of(people, change.from_id), name_of(people, change.to_id)
    text = f"{day_text(change.day, change.part)}{change.post} {before}→{after}"
    if change.kind is ChangeKind.SWAP and change.other_day is not None:
        back = day_text(change.other_day, change.other_part)
        text += f"，{back} {after}→{before}"
    said = [f"提出 {change.asked_by}" if change.asked_by else ""]
    said.append(f"同意 {change.agreed_by}" if change.agreed_by else "")
    said.append(change.reason)
    return "；".join([text, *(word for word in said if word)])
