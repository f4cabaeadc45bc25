"""Who is where on which day while a filling is made: nobody twice at once, or two days running."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable

from hallduty.domain.roster import Shift
from hallduty.domain.rotation_slots import Slot

FAR = 10_000
ELSEWHERE = "另一个办税服务场所"


class Diary:
    """The duties of everybody by day (ordinals), in all posts and halls, with what they are."""

    def __init__(self) -> None:
        self._days: dict[int, list[int]] = defaultdict(list)
        self._what: dict[tuple[int, int], list[str]] = defaultdict(list)

    def enter_shift(self, shift: Shift, posts: Iterable[str], here: bool) -> None:
        """Enter the duties of some posts of a shift; `here`: it is the hall that is filled."""
        for post in posts:
            for person_id in shift.stood.get(post) or shift.holders(post):
                self._enter(person_id, shift.day.toordinal(), post if here else ELSEWHERE)

    def enter(self, slot: Slot) -> None:
        """Enter the duty of a seat that has somebody."""
        if slot.person_id is not None:
            self._enter(slot.person_id, slot.day.toordinal(), slot.post)

    def strike(self, slot: Slot) -> None:
        """Take the duty of a seat out again."""
        assert slot.person_id is not None
        day = slot.day.toordinal()
        self._what[slot.person_id, day].remove(slot.post)
        days = self._days[slot.person_id]
        del days[bisect_left(days, day)]

    def _enter(self, person_id: int, day: int, what: str) -> None:
        insort(self._days[person_id], day)
        self._what[person_id, day].append(what)

    def on(self, person_id: int, day: int) -> str:
        """Return what somebody does on a day, or an empty text."""
        found = self._what.get((person_id, day))
        return found[0] if found else ""

    def running(self, person_id: int, day: int) -> bool:
        """Tell whether somebody is on duty the day before or after."""
        what = self._what
        return bool(what.get((person_id, day - 1)) or what.get((person_id, day + 1)))

    def apart(self, person_id: int, day: int) -> int:
        """Return the days to the nearest other duty, before or after."""
        days = self._days.get(person_id)
        if not days:
            return FAR
        at = bisect_left(days, day)
        before = day - days[at - 1] if at else FAR
        while at < len(days) and days[at] == day:
            at += 1
        after = days[at] - day if at < len(days) else FAR
        return min(before, after)

    def last_before(self, person_id: int, day: int) -> int | None:
        """Return the day of the last duty before a day, or None."""
        days = self._days.get(person_id) or []
        at = bisect_left(days, day)
        return days[at - 1] if at else None

    def next_after(self, person_id: int, day: int) -> int | None:
        """Return the day of the next duty after a day, or None."""
        days = self._days.get(person_id) or []
        at = bisect_left(days, day + 1)
        return days[at] if at < len(days) else None
