"""A hall's roster for the tests of paper and files: whole months with what goes wrong in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hallduty.domain.calendar import FilingCalendar
from hallduty.domain.contacts import Person
from hallduty.domain.roster import Hall, Part, PostNeed, Shift, default_posts
from hallduty.domain.roster_sheet import RosterSheet, roster_sheet
from hallduty.domain.rota import Leave
from hallduty.domain.settings import Settings
from hallduty.holidays import filing_calendar
from hallduty.paths import resources

HALL = Hall(1, "hall", "衢江区办税服务厅")
_FAMILY, _GIVEN = "俞颜陆刘王赵钱孙李周吴郑冯陈褚卫", ("某", "小某", "某某", "𬭎")
PEOPLE = {
    n: Person(n, f"p{n}", _FAMILY[n % 16] + _GIVEN[n // 16 % 4], mobile=f"1380570{n:04d}")
    for n in range(1, 64)
}
OFF_17 = date(2026, 11, 17)
HALVES_20 = date(2026, 11, 20)


def calendar() -> FilingCalendar:
    return filing_calendar(resources() / "calendar")


def more_posts(count: int) -> tuple[PostNeed, ...]:
    """Return so many posts, the usual four first."""
    further = ("引导员", "自助区", "安保", "延时服务窗口")
    return (*default_posts(), *(PostNeed(name) for name in further))[:count]


def month(
    year: int = 2026, number: int = 11, needs: Sequence[PostNeed] = default_posts()
) -> list[Shift]:
    """Return a month of shifts: nobody leads on the 17th, halves on the 20th."""
    holidays, book = calendar().holidays, []
    day, count = date(year, number, 1), 0
    while day.month == number:
        if holidays.is_working(day):
            count += 1
            posts = {
                need.name: tuple((count * 17 + place * 2 + seat) % 44 + 17 for seat in range(seats))
                for place, need in enumerate(needs)
                if (seats := need.peak_seats if calendar().peak(day) else need.seats)
            }
            leader = count % 14 + 1
            if day.day == 20:
                book.append(Shift(0, f"{day}a", day, Part.MORNING, 1, leader, posts))
                book.append(Shift(0, f"{day}b", day, Part.AFTERNOON, 1, leader + 1, posts))
            else:
                planned = None if day.day == 17 else leader
                remark = "开放日，增派人员" if day.day == 6 else ""
                book.append(Shift(0, f"{day}", day, Part.DAY, 1, planned, posts, remark=remark))
        day += timedelta(days=1)
    return book


def sheet(
    year: int = 2026,
    number: int = 11,
    needs: Sequence[PostNeed] = default_posts(),
    people: dict[int, Person] = PEOPLE,
    leaves: Sequence[Leave] = (),
) -> RosterSheet:
    """Return the sheet of such a month."""
    first = date(year, number, 1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    shifts = month(year, number, needs)
    settings = Settings(duty_phone="0570-8765432")
    return roster_sheet(HALL, first, last, shifts, people, needs, calendar(), settings, leaves)
