"""The roster as an iCalendar file: one event a shift, told apart and updated by the shift's id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta, timezone

from hallduty.documents.typeset import clean
from hallduty.domain.contacts import Person
from hallduty.domain.roster import LEADER, Hall, Part, Shift
from hallduty.domain.roster_import import GAP

# Halves in the hall's own hours; a whole day is an all-day event.
_HOURS = {
    Part.MORNING: (time(8, 30), time(12, 0)),
    Part.AFTERNOON: (time(13, 30), time(17, 0)),
}
# China has had one time zone without summer time since 1992; no zone data are needed.
_CHINA = timezone(timedelta(hours=8))
_DAY = timedelta(days=1)


def roster_ics(
    shifts: Sequence[Shift], people: Mapping[int, Person], hall: Hall, at: datetime
) -> bytes:
    """Return the shifts of a hall that have people in them as an iCalendar file (RFC 5545).

    An event keeps its id from export to export, so that a calendar replaces it; a time without
    zone is local wherever it is read. `at` is now.
    """
    import vobject

    calendar = vobject.iCalendar()
    calendar.add("prodid").value = "-//HallDuty//值班表//ZH"
    calendar.add("method").value = "PUBLISH"
    calendar.add("x-wr-calname").value = clean(f"{hall.name}值班表")
    written = at.replace(tzinfo=_CHINA).astimezone(vobject.icalendar.utc)
    for shift in shifts:
        if shift.hall_id != hall.id or not _planned(shift):
            continue
        event = calendar.add("vevent")
        event.add("uid").value = f"{shift.uuid}@hallduty"
        event.add("dtstamp").value = written
        event.add("summary").value = _summary(shift, people)
        event.add("description").value = _description(shift, people)
        event.add("location").value = clean(hall.name)
        event.add("transp").value = "TRANSPARENT"
        if shift.part in _HOURS:
            start, end = _HOURS[shift.part]
            event.add("dtstart").value = datetime.combine(shift.day, start)
            event.add("dtend").value = datetime.combine(shift.day, end)
        else:
            event.add("dtstart").value = shift.day
            event.add("dtend").value = shift.day + _DAY
    text: str = calendar.serialize(lineLength=75)
    return text.encode("utf-8")


def _planned(shift: Shift) -> bool:
    return shift.leader_id is not None or any(shift.posts.values())


def _summary(shift: Shift, people: Mapping[int, Person]) -> str:
    part = "" if shift.part is Part.DAY else f"（{shift.part.label}）"
    return clean(f"值班{part}：{_names(shift, LEADER, people) or f'{LEADER}{GAP}'}")


def _description(shift: Shift, people: Mapping[int, Person]) -> str:
    lines = []
    for post in (LEADER, *shift.posts):
        said = [_with_phone(people[each]) for each in shift.holders(post) if each in people]
        lines.append(f"{post}：{'、'.join(said) or GAP}")
    if shift.remark:
        lines.append(f"备注：{shift.remark}")
    return clean("\n".join(lines))


def _names(shift: Shift, post: str, people: Mapping[int, Person]) -> str:
    return "、".join(people[each].name for each in shift.holders(post) if each in people)


def _with_phone(person: Person) -> str:
    return f"{person.name} {person.phone}".strip()
