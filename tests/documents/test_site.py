"""The hall's sheets on paper: 现场情况表 and the masked register of a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from hallduty.documents.paper import PrintMark
from hallduty.documents.press import Press
from hallduty.domain.appointments import (
    Appointment,
    AppointmentKind,
    AppointmentOutcome,
    Extension,
)
from hallduty.domain.crowd import MEASURES, CrowdReading
from hallduty.domain.dossiers import Dossier
from hallduty.domain.forms import load_forms
from hallduty.domain.hall import Device, DeviceKind, Outage, Picture
from hallduty.domain.opening import FIRST_HOURS, parse_hours
from hallduty.domain.plan import Plan
from hallduty.domain.roster import Window
from hallduty.domain.site import Register, Site, site_of
from tests.documents.conftest import FONTS
from tests.documents.pdf_reading import ink_box, joined, page_texts
from tests.documents.samples import FORMS, dossier

DAY = date(2026, 10, 22)
PICTURE = Picture(
    tuple(Window(n, "", 1, n, "综合" if n < 5 else "社保") for n in range(1, 7)),
    (Device(1, "", 1, DeviceKind.POWER, "供电"),),
)


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 10, 22, hour, minute, second)


@pytest.fixture
def press(plan: Plan) -> Press:
    return Press(FONTS, load_forms(FORMS), plan, "某某税务局", font_folders=())


def power_cut() -> Dossier:
    """The power cut of 22 October as the hall saw it."""
    base = dossier(
        number="2026-014",
        event_type="power",
        scenario="power_cut",
        occurred_at=at(15, 20),
        reported_at=at(15, 20),
        recovered_at=at(16, 40),
        place="全厅",
        windows="1—6号",
    )
    reading = CrowdReading(
        1, "", 1, 1, at(15, 22), "刘某某", 60, 6, 8.0, None, 80.0, MEASURES, "年长者优先"
    )
    people = [
        Appointment(n, "", 1, 1, None, AppointmentKind.EXTENDED, "张三", "", "", at(18), at(16))
        for n in range(23)
    ]
    return replace(
        base,
        outages=(
            Outage(1, "", 1, 1, None, 1, at(15, 20), at(16, 40)),
            Outage(2, "", 1, 1, 3, None, at(16, 35), None),
        ),
        readings=(reading, replace(reading, at=at(16, 30), waiting=35, wait_minutes=None)),
        appointments=tuple(replace(p, outcome=AppointmentOutcome.SERVED) for p in people),
        extensions=(
            Extension(1, "", 1, 1, at(16, 55), at(18, 10), at(18, 5), "王某某", "1—6号", 23, 23),
        ),
    )


def site(case: Dossier) -> Site:
    hours = parse_hours(FIRST_HOURS) or ()
    return site_of(case, PICTURE, hours, lambda _: True, at(18, 30))


def test_the_sheet_tells_outages_losses_and_decisions(press: Press, printed: PrintMark) -> None:
    case = power_cut()
    paper = press.site(case, site(case), printed)
    text = joined("".join(page_texts(paper.pdf)))
    assert paper.pages == 1
    assert "现场情况表某某税务局第一办税服务厅编号：2026-014" in text
    assert "窗口损失时间480分钟（6个窗口）" in text
    assert "1供电15:2016:4080分钟" in text
    # An outage nobody ended counts up to the recovery.
    assert "23号窗口16:35未恢复5分钟" in text
    assert "“未恢复”的算到2026年10月22日16时40分" in text
    assert "1—6号6个80分钟480分钟合计480分钟" in text
    assert "15:2260人6个8分钟1小时20分引导自助办理、增开专窗、预约分流、延时服务" in text
    assert "16:3035人6个8分钟无法估计" in text
    assert "延时服务登记23人：已办23。" in text
    assert "16:55开始延时服务，延时至18:05，已结束，窗口1—6号" in text
    left, _, right, bottom = ink_box(paper.pdf)
    assert left > 15
    assert right < 195
    assert bottom < 290


def test_a_sheet_without_anything_says_so(press: Press, printed: PrintMark) -> None:
    case = dossier()
    text = joined("".join(page_texts(press.site(case, site(case), printed).pdf)))
    assert "没有登记停用的窗口、设备。" in text
    assert "没有登记人流。" in text
    assert "没有登记预约和延时服务。" in text
    assert "没有窗口停用损失" in text


def test_many_outages_flow_over_pages_under_their_header(press: Press, printed: PrintMark) -> None:
    many = tuple(
        Outage(n, "", 1, 1, n % 6 + 1, None, at(9) + timedelta(minutes=n), at(10))
        for n in range(120)
    )
    case = replace(dossier(), outages=many)
    paper = press.site(case, site(case), printed)
    texts = [joined(text) for text in page_texts(paper.pdf)]
    assert paper.pages >= 3
    assert all("窗口、设备停用恢复" in text for text in texts[:2])


def register(count: int) -> Register:
    one = Appointment(
        1, "", None, 1, None, AppointmentKind.APPOINTMENT, "欧阳娜娜", "13812345678",
        "企业所得税季度申报", at(9), at(8),
    )  # fmt: skip
    people = [replace(one, id=n, due_at=at(9) + timedelta(minutes=5 * n)) for n in range(count)]
    if people:
        people[0] = replace(
            people[0], outcome=AppointmentOutcome.SERVED, served_at=at(9, 12), served_by="王某某",
            window="3号",
        )  # fmt: skip
        people[1] = replace(people[1], who="", phone="", matter="")
    extension = Extension(1, "", None, 1, at(16, 55), at(18, 10), None, "王某某", "1—6号", 23)
    return Register(DAY, "第一办税服务厅", tuple(people), (extension,))


def test_the_register_masks_people_and_counts_them(press: Press, printed: PrintMark) -> None:
    paper = press.appointments(register(4), printed)
    text = joined("".join(page_texts(paper.pdf)))
    assert "2026年10月22日星期四" in text
    assert "欧阳" not in text
    assert "13812345678" not in text
    assert "109:00预约欧某138****5678企业所得税季度申报已办09:123号王某某" in text
    assert "已删除" in text
    assert "预约4人：已办1，待办3。" in text
    assert "延时至18:10，窗口1—6号" in text


def test_a_long_register_flows_and_an_empty_one_says_so(press: Press, printed: PrintMark) -> None:
    long = press.appointments(register(90), printed)
    assert long.pages > 2
    assert all("姓名电话事项" in joined(text) for text in page_texts(long.pdf)[:-1])
    empty = press.appointments(Register(DAY, "厅", ()), printed)
    assert "没有登记预约和延时服务的办税人" in joined(page_texts(empty.pdf)[0])


def test_seconds_of_the_clock_cost_no_minute() -> None:
    """The report says windows times minutes of the incident: the two papers must agree."""
    cut = Outage(1, "", 1, 1, None, 1, at(15, 20, 7), at(16, 38, 7))
    found = site(replace(power_cut(), outages=(cut,)))
    assert found.outages[0].minutes == 78
    assert found.loss.minutes == 78 * len(PICTURE.windows)
