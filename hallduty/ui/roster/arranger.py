"""What is done to days of the roster: put somebody there, clear, copy, paste."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from hallduty.domain.contacts import Person
from hallduty.domain.errors import UserError
from hallduty.domain.roster import LEADER, Part
from hallduty.ui.events import Topic

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

Change = tuple[date, Part, Person | None]


class Arranger:
    """Writes the leaders of one hall, asking before many days lose theirs.

    The page sets `hall_id` and `people` (by id, those out of use included).
    """

    def __init__(self, desk: Desk, window: QWidget) -> None:
        self._desk = desk
        self._window = window
        self._copied: dict[Part, Person] = {}
        self.hall_id: int | None = None
        self.people: Mapping[int, Person] = {}

    def leaders_of(self, day: date) -> dict[Part, Person]:
        """Return who leads on a day, by part of it."""
        return {
            shift.part: self.people[shift.leader_id]
            for shift in self._desk.store.roster.shifts(day, day)
            if shift.hall_id == self.hall_id
            and shift.leader_id is not None
            and shift.leader_id in self.people
        }

    def put(self, days: Sequence[date], part: Part, person: Person) -> bool:
        """Put a person on `days`; False when it was refused or thought better of."""
        if self._takes_from_others(days, part, person):
            text = f"选中的 {len(days)} 天里，有的日子已排有别人。是否都改为{person.name}？"
            if not self._desk.ask.confirm(self._window, "排班", text, "都改"):
                return False
        if not self._write([(day, part, person) for day in days]):
            return False
        self._told(days, f"{part.label} {person.name}")
        return True

    def clear(self, days: Sequence[date]) -> None:
        """Take everybody off `days`."""
        led: list[Change] = [(day, part, None) for day in days for part in self.leaders_of(day)]
        if len(days) > 1 and led:
            text = f"清空选中的 {len(days)} 天的值班领导？"
            if not self._desk.ask.confirm(self._window, "排班", text, "清空"):
                return
        if led and self._write(led):
            self._told(days, "已清空")

    def copy(self, day: date | None) -> None:
        """Remember the leaders of a day."""
        self._copied = self.leaders_of(day) if day else {}
        names = "、".join(dict.fromkeys(person.name for person in self._copied.values()))
        self._desk.events.told.emit(f"已复制 {names}" if names else "这一天没有可复制的安排")

    def paste(self, days: Sequence[date]) -> None:
        """Put the remembered leaders on `days`, in place of whoever is there."""
        if not self._copied or not days:
            self._desk.events.told.emit("请先在已排好的一天按 Ctrl+C 复制")
            return
        changes: list[Change] = []
        for day in days:
            gone = set(self.leaders_of(day)) - set(self._copied)
            changes += [(day, part, None) for part in gone]
            changes += [(day, part, person) for part, person in self._copied.items()]
        if self._write(changes):
            self._told(days, "已粘贴")

    def _takes_from_others(self, days: Sequence[date], part: Part, person: Person) -> bool:
        if len(days) < 2:
            return False
        return any(
            other.id != person.id and (there is part or Part.DAY in (there, part))
            for day in days
            for there, other in self.leaders_of(day).items()
        )

    def _write(self, changes: Sequence[Change]) -> bool:
        if self.hall_id is None:
            return False
        settings = [
            (day, part, LEADER, (person.id,) if person else ()) for day, part, person in changes
        ]
        try:
            self._desk.store.roster.set_posts(settings, self.hall_id, self._desk.stamp())
        except UserError as problem:
            self._desk.ask.problem(self._window, str(problem))
            return False
        finally:
            self._desk.changed(Topic.ROSTER)
        return True

    def _told(self, days: Sequence[date], what: str) -> None:
        first = f"{days[0].month}月{days[0].day}日"
        text = f"{first} {what}" if len(days) == 1 else f"{first}等 {len(days)} 天：{what}"
        self._desk.events.told.emit(text)
