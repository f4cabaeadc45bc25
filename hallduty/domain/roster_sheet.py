"""The roster as a sheet (值班表): days down, posts across, for paper and files alike."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from hallduty.domain import times
from hallduty.domain.calendar import FilingCalendar
from hallduty.domain.contacts import Person
from hallduty.domain.roster import LEADER, Hall, Part, PostNeed, Shift
from hallduty.domain.roster_checks import Trouble, TroubleKind, troubles
from hallduty.domain.rota import Leave
from hallduty.domain.settings import Settings

UNKNOWN = "（通讯录中查不到）"
_DAY = timedelta(days=1)
_MOST_NAMED = 4
_PARTS = tuple(Part)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody planned in a cell; `known` is False when the directory lacks them."""

    person_id: int
    name: str
    phone: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One post of one day: who, by part of the day, and what is loudly wrong (缺 1 人、休假)."""

    holders: Mapping[Part, tuple[Holder, ...]] = field(default_factory=dict)
    marks: tuple[str, ...] = ()
    why: tuple[str, ...] = ()

    def lines(self) -> list[tuple[str, tuple[Holder, ...]]]:
        """Return (part of the day: empty for the whole day, who) in the order of the day."""
        return [
            ("" if part is Part.DAY else part.label, self.holders[part])
            for part in _PARTS
            if part in self.holders
        ]


@dataclass(frozen=True, slots=True)
class SheetDay:
    """One day: its marks and cells. `peak` says why it is a peak day; empty when it is none.

    `remark` also tells who really led, `remark_only` is what was typed.
    """

    day: date
    mark: str
    working: bool
    peak: str
    cells: Mapping[str, SheetCell]
    remark: str
    remark_only: str = ""

    @property
    def resting(self) -> bool:
        """Whether nobody works and nobody is planned."""
        return not self.working and not any(cell.holders for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class RosterSheet:
    """A hall's roster from `first` to `last`; `posts` begin with the leader."""

    hall: Hall
    first: date
    last: date
    posts: tuple[str, ...]
    days: tuple[SheetDay, ...]
    duty_phone: str
    demands: str
    notes: tuple[str, ...] = ()

    @property
    def period(self) -> str:
        """2026年11月, or 2026年11月1日至11月15日 when it is no whole month."""
        return period_cn(self.first, self.last)

    @property
    def title(self) -> str:
        """2026年11月值班表."""
        return f"{self.period}值班表"

    @property
    def gaps(self) -> int:
        """How many cells are loud."""
        return sum(bool(cell.marks) for day in self.days for cell in day.cells.values())


def roster_sheet(
    hall: Hall,
    first: date,
    last: date,
    shifts: Sequence[Shift],
    people: Mapping[int, Person],
    needs: Sequence[PostNeed],
    calendar: FilingCalendar,
    settings: Settings,
    leaves: Sequence[Leave] = (),
) -> RosterSheet:
    """Return the sheet of a hall (facts of the field: printed documents, 值班表).

    `shifts` are those of all halls, from the day before `first`; `people` also those out of
    use. A post no longer in the settings is shown as long as somebody is planned in it.
    """
    mine: dict[date, list[Shift]] = defaultdict(list)
    for shift in shifts:
        if shift.hall_id == hall.id and first <= shift.day <= last:
            mine[shift.day].append(shift)
    wrong: dict[tuple[date, str], list[Trouble]] = defaultdict(list)
    thin: dict[date, None] = {}
    for each in troubles(first, last, hall.id, shifts, needs, leaves, people, calendar):
        if each.kind.loud:
            wrong[each.day, each.post].append(each)
        elif each.kind is TroubleKind.PEAK:
            thin[each.day] = None
    posts = _posts(needs, mine)
    span = [first + _DAY * n for n in range((last - first).days + 1)]
    days = tuple(_day(day, posts, mine[day], wrong, people, calendar) for day in span)
    notes = _notes(span, tuple(thin), calendar)
    return RosterSheet(
        hall,
        first,
        last,
        posts,
        days,
        settings.duty_phone,
        settings.roster_demands,
        notes,
    )


def period_cn(first: date, last: date) -> str:
    """Say a period in as few words as an official text does."""
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if whole and (first.year, first.month) == (last.year, last.month):
        return f"{first.year}年{first.month}月"
    if first == last:
        return times.day_cn(first)
    if whole:
        year = "" if first.year == last.year else f"{last.year}年"
        return f"{first.year}年{first.month}月至{year}{last.month}月"
    if first.year == last.year:
        return f"{times.day_cn(first)}至{last.month}月{last.day}日"
    return f"{times.day_cn(first)}至{times.day_cn(last)}"


def filing_mark(calendar: FilingCalendar, day: date) -> str:
    """Return the filing-period mark of a day with its holiday: 征期高峰, 截止日, 国庆节."""
    period = calendar.period_on(day)
    name = "调休上班" if day in calendar.holidays.worked else calendar.day_name(day)
    if period is None:
        return name
    if day == period.last_day:
        mark = "截止日" if period.official else f"截止日（{period.mark}）"
    elif calendar.peak(day):
        mark = "征期高峰"
    else:
        mark = "征期" if calendar.holidays.is_working(day) else ""
    return "\n".join(filter(None, (name, mark)))


def _posts(needs: Sequence[PostNeed], mine: Mapping[date, Sequence[Shift]]) -> tuple[str, ...]:
    found = dict.fromkeys([LEADER, *(need.name for need in needs)])
    for shifts in mine.values():
        for shift in shifts:
            found |= dict.fromkeys(post for post, ids in shift.posts.items() if ids)
    return tuple(found)


def _day(
    day: date,
    posts: Sequence[str],
    shifts: Sequence[Shift],
    wrong: Mapping[tuple[date, str], Sequence[Trouble]],
    people: Mapping[int, Person],
    calendar: FilingCalendar,
) -> SheetDay:
    by_part = {shift.part: shift for shift in shifts}
    cells = {}
    for post in posts:
        holders = {
            part: tuple(_holder(each, people) for each in by_part[part].holders(post))
            for part in _PARTS
            if part in by_part and by_part[part].holders(post)
        }
        found = wrong.get((day, post), ())
        marks = dict.fromkeys(_mark(each) for each in found)
        why = dict.fromkeys(each.text for each in found)
        cells[post] = SheetCell(holders, tuple(marks), tuple(why))
    return SheetDay(
        day,
        filing_mark(calendar, day),
        calendar.holidays.is_working(day),
        calendar.peak(day),
        cells,
        _remark(by_part, people),
        "；".join(dict.fromkeys(shift.remark for shift in shifts if shift.remark)),
    )


def _holder(person_id: int, people: Mapping[int, Person]) -> Holder:
    person = people.get(person_id)
    if person is None:
        return Holder(person_id, UNKNOWN, "", known=False)
    return Holder(person_id, person.name, person.phone)


def _mark(trouble: Trouble) -> str:
    """Say in a few characters what is wrong, for a narrow cell."""
    half = "" if trouble.part is Part.DAY else trouble.part.label
    return f"{half}缺人" if trouble.kind is TroubleKind.GAP else trouble.kind.label


def _remark(shifts: Mapping[Part, Shift], people: Mapping[int, Person]) -> str:
    """Return the remarks of a day, and who led when it was not the one planned."""
    said: dict[str, None] = {}
    for part in _PARTS:
        shift = shifts.get(part)
        if shift is None:
            continue
        said[shift.remark] = None
        stood = shift.stood.get(LEADER, ())
        if stood and stood != shift.holders(LEADER):
            names = "、".join(_holder(each, people).name for each in stood)
            said[f"实际由{names}值班"] = None
    return "；".join(filter(None, said))


def _notes(span: Sequence[date], thin: Sequence[date], calendar: FilingCalendar) -> tuple[str, ...]:
    """Say where peak days have too few people, and which marks the sheet cannot have.

    A missing year is never guessed silently.
    """
    notes = []
    if thin:
        named = "、".join(f"{day.month}月{day.day}日" for day in thin[:_MOST_NAMED])
        more = f"等 {len(thin)} 天" if len(thin) > _MOST_NAMED else ""
        notes.append(f"{named}{more}是征期高峰日，人手少于要求")
    notes += [
        f"{year}年的节假日尚未录入，本表只按周末区分，未标征期高峰"
        for year in dict.fromkeys(day.year for day in span)
        if not calendar.knows(year)
    ]
    return tuple(notes)
