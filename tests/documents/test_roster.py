"""The printed roster: everybody on it, gaps loud, on one page where it fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hallduty.documents.fonts import Faces
from hallduty.documents.paper import PrintMark
from hallduty.documents.roster import print_roster
from hallduty.domain.roster import LEADER
from hallduty.domain.roster_sheet import period_cn
from hallduty.domain.rota import Leave
from tests.documents import roster_samples as samples
from tests.documents.pdf_reading import ink_box, joined, page_texts
from tests.documents.roster_samples import PEOPLE, more_posts, sheet


def printed_text(pdf: bytes) -> str:
    return "".join(joined(text) for text in page_texts(pdf))


def test_a_month_stands_on_one_page_with_all_that_belongs_on_it(
    faces: Faces, printed: PrintMark
) -> None:
    paper = print_roster(sheet(), faces, printed, bureau="某某税务局")
    assert paper.pages == 1
    text = printed_text(paper.pdf)
    assert "某某税务局衢江区办税服务厅2026年11月值班表" in text
    assert "日期星期征期值班领导联系电话值班长导税咨询技术备注" in text
    for day in range(1, 31):
        assert f"11月{day}日" in text
    assert "征期高峰" in text
    assert "截止日" in text
    assert "13805700002" in text
    assert "开放日，增派人员" in text
    assert "值班电话：0570-8765432" in text
    assert "值班要求：值班领导应佩戴值班标识" in text
    assert "制表：审核：日期：" in text
    assert "第1页共1页" in text
    assert "核验码7F3A-91C2" in text
    left, top, right, bottom = ink_box(paper.pdf)
    assert left >= 10
    assert top >= 10
    assert right <= 200
    assert bottom <= 292


@pytest.mark.parametrize(("year", "number"), [(2026, 10), (2026, 12), (2026, 7)])
def test_months_of_31_days_fit_too(
    faces: Faces, printed: PrintMark, year: int, number: int
) -> None:
    paper = print_roster(sheet(year, number), faces, printed)
    assert paper.pages == 1
    assert f"{number}月31日" in printed_text(paper.pdf)


def test_eight_posts_lie_across_and_repeat_their_head(faces: Faces, printed: PrintMark) -> None:
    paper = print_roster(sheet(2026, 10, more_posts(8)), faces, printed)
    pages = [joined(text) for text in page_texts(paper.pdf)]
    assert 1 <= len(pages) <= 2
    assert all("延时服务窗口" in page for page in pages)
    assert "10月31日" in pages[-1]
    assert ink_box(paper.pdf)[2] > 280  # landscape


def test_long_names_are_whole(faces: Faces, printed: PrintMark) -> None:
    long = "买买提江·艾合买提·阿不都热西提"
    people = {n: replace(person, name=f"{long}{n}") for n, person in PEOPLE.items()}
    paper = print_roster(sheet(people=people), faces, printed)
    assert f"{long}2" in printed_text(paper.pdf)


def test_gaps_and_clashes_are_loud(faces: Faces, printed: PrintMark) -> None:
    leave = Leave(1, "", 2, date(2026, 11, 1), date(2026, 11, 5), "公休")
    people = {**PEOPLE, 4: replace(PEOPLE[4], active=False)}
    made = sheet(people=people, leaves=[leave])
    by_day = {day.day.day: day for day in made.days}
    assert by_day[17].cells[LEADER].marks == ("缺人",)
    assert by_day[2].cells[LEADER].marks == ("休假",)
    assert by_day[4].cells[LEADER].marks == ("已停用",)
    assert made.gaps == sum(bool(c.marks) for d in made.days for c in d.cells.values())
    text = printed_text(print_roster(made, faces, printed).pdf)
    assert "缺人" in text
    assert "休假" in text
    assert f"深灰底共{made.gaps}处缺人或冲突" in text


def test_a_day_off_with_nobody_is_no_gap_and_says_so() -> None:
    made = sheet(2026, 10)
    assert made.days[0].resting
    assert made.days[0].mark == "国庆节"
    assert made.days[9].mark == "调休上班\n征期高峰"
    assert not any(cell.marks for cell in made.days[0].cells.values())


def test_peak_days_with_too_few_people_are_named_below(faces: Faces, printed: PrintMark) -> None:
    few = [replace(need, peak_seats=1) for need in more_posts(4)]
    shifts = samples.month(2026, 11, few)
    days = date(2026, 11, 1), date(2026, 11, 30)
    settings = samples.Settings()
    made = samples.roster_sheet(
        samples.HALL, *days, shifts, PEOPLE, more_posts(4), samples.calendar(), settings
    )
    assert made.notes == ("11月12日、11月13日、11月16日是征期高峰日，人手少于要求",)
    assert made.notes[0] in printed_text(print_roster(made, faces, printed).pdf)


def test_a_year_without_holidays_is_said_plainly(faces: Faces, printed: PrintMark) -> None:
    made = sheet(2027, 2)
    assert made.notes == ("2027年的节假日尚未录入，本表只按周末区分，未标征期高峰",)
    assert "2027年的节假日尚未录入" in printed_text(print_roster(made, faces, printed).pdf)


def test_who_really_led_stands_in_the_remark() -> None:
    shifts = samples.month()
    shifts[0] = replace(shifts[0], stood={LEADER: (9,)}, remark="临时调整")
    made = samples.roster_sheet(
        samples.HALL,
        date(2026, 11, 1),
        date(2026, 11, 2),
        shifts,
        PEOPLE,
        samples.default_posts(),
        samples.calendar(),
        samples.Settings(),
    )
    assert made.days[1].remark == f"临时调整；实际由{PEOPLE[9].name}值班"
    assert made.days[1].remark_only == "临时调整"


def test_an_unknown_person_and_a_post_no_longer_wanted_are_still_shown() -> None:
    people = {n: person for n, person in PEOPLE.items() if n != 2}
    made = sheet(needs=(), people=people)
    assert made.posts == (LEADER,)
    assert made.days[1].cells[LEADER].marks
    assert "查不到" in made.days[1].cells[LEADER].lines()[0][1][0].name


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), "2026年11月"),
        (date(2026, 11, 1), date(2026, 11, 15), "2026年11月1日至11月15日"),
        (date(2026, 11, 1), date(2026, 12, 31), "2026年11月至12月"),
        (date(2026, 12, 30), date(2027, 1, 2), "2026年12月30日至2027年1月2日"),
        (date(2026, 11, 3), date(2026, 11, 3), "2026年11月3日"),
    ],
)
def test_periods_are_said_briefly(first: date, last: date, said: str) -> None:
    assert period_cn(first, last) == said
