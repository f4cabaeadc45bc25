"""The wall sheet and the pocket card: everybody is on them, nothing is cut, folds are marked."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from hallduty.documents.paper import PrintMark
from hallduty.documents.press import Press
from hallduty.domain.contacts import PUBLIC_NUMBERS, Department, GroupMember, Person, ladders
from hallduty.domain.directory import Directory, directory
from hallduty.domain.forms import Forms, load_forms
from hallduty.domain.plan import Plan
from hallduty.paths import shipped
from tests.documents.conftest import FONTS
from tests.documents.pdf_reading import joined, page_texts


@pytest.fixture
def press(forms: Forms, plan: Plan) -> Press:
    return Press(FONTS, forms, plan, "某区税务局", font_folders=())


@pytest.fixture(scope="module")
def forms() -> Forms:
    return load_forms(shipped() / "forms", None)


MARK = PrintMark(datetime(2026, 11, 13, 11, 32), "刘某某", "7F3A-91C2")
UNITS = [
    Department(1, "", "信息中心", "information_centre", "0570-8765401", 1),
    *PUBLIC_NUMBERS,
]
PEOPLE = [
    Person(1, "", "俞豪", None, "", "区局局长", mobile="13800000001"),
    Person(2, "", "替补某", 1, "", "副局长", mobile="13800000002"),
    Person(3, "", "赵𬭎", 1, "", "主任", "抢修", "information_centre", mobile="13800000003"),
    Person(4, "", "散人", None, "", "保洁", office_phone="分机608"),
    Person(5, "", "离开的人", 1, mobile="13800000005", active=False),
]
GROUP = [GroupMember(1, "", "组长", 1, PEOPLE[0], PEOPLE[1])]


def printed_directory(plan: Plan, people: list[Person] = PEOPLE) -> Directory:
    roles = [role.code for role in plan.roles if role.code not in ("duty_leader", "group")]
    found = ladders(roles, UNITS, people, GROUP, None, {})
    return directory(people, UNITS, GROUP, plan, found, "第一办税服务厅", "0570-8765000")


@pytest.mark.parametrize(("paper", "width"), [("a4", 595), ("a3", 842)])
def test_the_wall_sheet_has_everybody_in_use_under_headings(
    press: Press, plan: Plan, paper: str, width: int
) -> None:
    made = press.contacts(printed_directory(plan), MARK, paper)
    text = "".join(page_texts(made.pdf)).replace("\n", "")
    for word in (
        *("应急处理小组", "组长替补", "替补某", "信息中心", "0570-8765401", "赵𬭎", "13800000003"),
        *("公共救援", "火警", "119", "12366", "物业和供电", "其他人员", "散人", "分机608"),
        *("值班电话：0570-8765000", "核验码 7F3A-91C2", "第1页"),
    ):
        assert joined(word) in joined(text), word
    assert "离开的人" not in text
    assert float(PdfReader(BytesIO(made.pdf)).pages[0].mediabox.width) == pytest.approx(
        width, abs=1
    )


def test_a_number_stands_on_one_line(press: Press, plan: Plan) -> None:
    people = [Person(9, "", "欧阳某某", 1, office_phone="0570-87654300", mobile="13800000009")]
    made = press.contacts(printed_directory(plan, people), MARK, "a4")
    lines = "\n".join(page_texts(made.pdf)).splitlines()
    assert next(line.strip() for line in lines if "0570-8765430" in line).count("0570-87654300")


@pytest.mark.parametrize("paper", ["a4", "a3"])
@pytest.mark.parametrize("number", ["0570-87654300", "+86 13800000018", "4008-123-456"])
def test_no_number_breaks_within_itself_on_the_wall(
    press: Press, plan: Plan, paper: str, number: str
) -> None:
    person = Person(1, "", "甲", None, office_phone=number, mobile="13800000001")
    made = press.contacts(directory([person], [], [], plan, {}), MARK, paper)
    lines = page_texts(made.pdf)[0].split("\n")
    assert any(number in line for line in lines)


def test_a_number_too_long_for_its_column_breaks_where_the_extension_begins(
    press: Press, plan: Plan
) -> None:
    person = Person(1, "", "甲", None, office_phone="0570-87654300转6012")
    made = press.contacts(directory([person], [], [], plan, {}), MARK, "a4")
    text = page_texts(made.pdf)[0]
    assert "0570-87654300\n转6012" in text or "0570-87654300转6012" in text


def test_two_thousand_people_flow_over_pages_and_none_is_lost(press: Press, plan: Plan) -> None:
    crowd = [
        Person(
            n,
            "",
            f"人员{n}",
            1,
            post="很长的职务名称" * 4,
            remark="备注" * 40,
            mobile="13800000000",
        )
        for n in range(10, 410)
    ]
    made = press.contacts(printed_directory(plan, crowd), MARK)
    texts = [page.replace("\n", "") for page in page_texts(made.pdf)]
    assert all("姓名" in page for page in texts)
    whole = "".join(texts)
    assert all(f"人员{n}" in whole for n in (10, 200, 409))


def test_the_card_is_one_page_with_whom_to_call_first(press: Press, plan: Plan) -> None:
    made = press.card(printed_directory(plan), MARK)
    text = "".join(page_texts(made.pdf)).replace("\n", "")
    assert made.pages == 1
    for word in (
        "值班电话 0570-8765000",
        "首选 赵𬭎",
        "部门 信息中心",
        "110",
        "组长 俞豪",
        "沿虚线",
    ):
        assert word in text, word


def test_a_card_for_many_gets_smaller_and_then_more_pages(press: Press, plan: Plan) -> None:
    crowd = [
        Person(n, "", f"人员{n}", 1, role="information_centre", mobile="13800000000")
        for n in range(10, 700)
    ]
    made = press.card(printed_directory(plan, crowd), MARK)
    text = "".join(page_texts(made.pdf)).replace("\n", "")
    assert made.pages > 1
    assert all(f"人员{n}" in text for n in (10, 699))


def test_an_empty_directory_says_so(press: Press, plan: Plan) -> None:
    empty = Directory(())
    assert "还没有人员" in "".join(page_texts(press.contacts(empty, MARK).pdf))
    assert press.card(empty, MARK).pages == 1
