"""Appointments and extended service: times as typed, what is refused, what is said of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty.domain.appointments import (
    Appointment,
    AppointmentKind,
    AppointmentOutcome,
    Extension,
    NewAppointment,
    NewExtension,
    appointment_problems,
    counted,
    extension_problems,
    extension_text,
    read_slot,
    rebooked_text,
    rebooking_problems,
    take_slot,
)
from hallduty.domain.errors import UserError
from hallduty.domain.site import register_text

NOW = datetime(2026, 10, 22, 15, 30)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1630", datetime(2026, 10, 22, 16, 30)),
        ("16:30", datetime(2026, 10, 22, 16, 30)),
        ("9时", datetime(2026, 10, 22, 9, 0)),
        ("明天 0900", datetime(2026, 10, 23, 9, 0)),
        ("明天9:00", datetime(2026, 10, 23, 9, 0)),
        ("10-26 0930", datetime(2026, 10, 26, 9, 30)),
        ("10月26日 9点30", datetime(2026, 10, 26, 9, 30)),
        ("1-4 1000", datetime(2027, 1, 4, 10, 0)),
        ("2026-10-26 09:30", datetime(2026, 10, 26, 9, 30)),
        ("2-30 0900", None),
        ("2500", None),
        ("明天", None),
        ("张三", None),
        ("", None),
        ("2026-10-26", None),
    ],
)
def test_a_time_is_read_as_people_say_it(typed: str, read: datetime | None) -> None:
    assert read_slot(typed, NOW) == read


def test_a_time_before_the_name_is_taken_off_the_line() -> None:
    assert take_slot("明天 0900 张三 13812345678", NOW) == (
        datetime(2026, 10, 23, 9, 0),
        "张三 13812345678",
    )
    assert take_slot("1630 张三", NOW) == (datetime(2026, 10, 22, 16, 30), "张三")
    assert take_slot("张三 13812345678 申报", NOW) == (None, "张三 13812345678 申报")
    assert take_slot("", NOW) == (None, "")


@given(st.text())
def test_no_line_breaks_the_reading(typed: str) -> None:
    at, rest = take_slot(typed, NOW)
    assert at is None or at.year >= 1
    assert isinstance(rest, str)


def test_somebody_is_refused_with_a_sentence() -> None:
    good = NewAppointment(AppointmentKind.APPOINTMENT, "张三", "13812345678", "申报", NOW)

    def said(new: NewAppointment) -> list[str]:
        return [problem.message for problem in appointment_problems(new, NOW) if problem]

    assert said(good) == []
    assert said(replace(good, who="𬭎𰻝")) == []
    assert said(replace(good, due_at=None)) == ["时间应写作 1430、明天 0900 或 11-16 0900"]
    assert "太远" in said(replace(good, due_at=NOW + timedelta(days=400)))[0]
    assert "不是有效的电话号码" in said(replace(good, phone="12ab"))[0]
    assert said(replace(good, who="", phone="", matter="")) == ["请填写姓名、电话或事项"]
    assert "不可见" in said(replace(good, who="\u202e三"))[0]


def test_an_extension_ends_after_it_begins_and_the_same_day() -> None:
    def said(new: NewExtension) -> list[str]:
        return [problem.message for problem in extension_problems(new, NOW) if problem]

    assert said(NewExtension(datetime(2026, 10, 22, 18, 10), waiting=23)) == []
    assert said(NewExtension(None)) == ["延时至几点，应写作 18:10 或 1810"]
    assert "早于开始时间" in said(NewExtension(NOW - timedelta(minutes=1)))[0]
    assert "12 小时" in said(NewExtension(NOW + timedelta(days=1)))[0]
    assert "等候人数应在" in said(NewExtension(NOW + timedelta(hours=1), waiting=-1))[0]


def test_what_became_of_them_is_counted_and_said() -> None:
    one = Appointment(1, "", None, 1, None, AppointmentKind.APPOINTMENT, "张三", "", "", NOW, NOW)
    late = one.is_late(NOW + timedelta(minutes=1))
    assert late
    served = replace(one, outcome=AppointmentOutcome.SERVED)
    assert not served.is_late(NOW + timedelta(days=1))
    counts = counted([one, served, served, replace(one, outcome=AppointmentOutcome.MISSED)])
    assert register_text("预约", counts) == "预约 4 人：已办 2，待办 1，未到 1"
    assert register_text("预约", counted([])) == ""
    assert replace(one, who="").is_forgotten


def test_an_extension_is_said_in_one_line() -> None:
    begun = datetime(2026, 10, 22, 16, 50)
    extension = Extension(
        1, "", 1, 1, begun, datetime(2026, 10, 22, 18, 10), None, "王某某", "1—6号", 23
    )
    assert extension_text(extension) == (
        "16:50 开始延时服务，延时至 18:10，窗口 1—6号，值守 王某某，开始时等候 23 人"
    )
    ended = replace(extension, ended_at=datetime(2026, 10, 22, 18, 5), served=23)
    assert extension_text(ended).startswith("16:50 开始延时服务，延时至 18:05，已结束")
    assert extension_text(ended).endswith("办结 23 人")
    assert (extension.span[1].hour, ended.span[1].minute) == (18, 5)


BOOKED = Appointment(
    3, "u", None, 1, None, AppointmentKind.APPOINTMENT, "张三丰", "13800000001", "申报",
    datetime(2026, 11, 16, 9, 0), NOW,
)  # fmt: skip


def rebooking(due: datetime | None, matter: str = "申报", why: str = "来电改期") -> list[str]:
    problems = rebooking_problems(BOOKED, due, matter, why, NOW)
    return [problem.message for problem in problems if problem]


def test_another_time_or_matter_needs_a_reason_and_is_a_change() -> None:
    assert rebooking(datetime(2026, 11, 17, 9, 0)) == []
    assert rebooking(BOOKED.due_at, "代开发票") == []
    assert rebooking(BOOKED.due_at) == ["时间和事项都没有改动"]
    assert rebooking(NOW - timedelta(hours=1)) == ["改期后的时间应晚于现在"]
    assert rebooking(None) == ["时间应写作 1430、明天 0900 或 11-16 0900"]
    later = datetime(2026, 11, 17, 9, 0)
    assert rebooking(later, why=" ") == ["请填写改期原因"]
    assert "姓名" in rebooking(later, why="张三丰来电")[0]
    assert "手机号" in rebooking(later, why="打 13800000001 通知")[0]
    # A matter written wrong is mended also when its time is over.
    past = replace(BOOKED, due_at=NOW - timedelta(hours=1))
    assert not any(rebooking_problems(past, past.due_at, "代开发票", "记错", NOW))
    with pytest.raises(UserError, match="已经了结"):
        rebooking_problems(replace(BOOKED, outcome=AppointmentOutcome.SERVED), later, "", "x", NOW)
    with pytest.raises(UserError, match="已经了结"):
        rebooking_problems(replace(BOOKED, who="", phone="", matter=""), later, "", "x", NOW)


def test_what_is_told_of_it_names_neither_person_nor_matter() -> None:
    moved = rebooked_text(BOOKED, datetime(2026, 11, 17, 14, 30), "来电改期")
    assert moved == "预约第 3 号由 2026-11-16 09:00 改到 2026-11-17 14:30：来电改期"
    assert rebooked_text(BOOKED, BOOKED.due_at, "记错") == "预约第 3 号更改事项：记错"
