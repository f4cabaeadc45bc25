"""print site NUMBER and print appointments DAY, from the command line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from hallduty.cli import main
from hallduty.clock import FixedClock
from hallduty.domain.appointments import AppointmentKind, NewAppointment
from hallduty.domain.incidents import NewIncident
from hallduty.domain.roster import Hall
from hallduty.office import Office
from tests.documents.pdf_reading import joined, page_texts

AT = datetime(2026, 10, 22, 15, 20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    clock = FixedClock(AT)
    with Office.open(tmp_path / "data", clock) as office:
        store = office.store
        hall = store.roster.save_hall(Hall(0, "", "第一办税服务厅"), office.stamp())
        store.roster.set_window_count(hall.id, 6, office.stamp())
        new = NewIncident("power", "power_cut", "", AT, hall_id=hall.id)
        incident = store.incidents.register(new, office.plan, office.stamp())
        power = store.hall.picture(hall.id).devices[2]
        store.hall.mark_down([power], office.stamp(), incident.id)
        due = datetime(2026, 10, 22, 18, 0)
        person = NewAppointment(
            AppointmentKind.EXTENDED, "张三", "13812345678", "申报", due, incident.id, hall.id
        )
        store.appointments.add(person, office.stamp())
        clock.advance(minutes=80)
        store.hall.end_all(incident.id, office.stamp())
        store.incidents.recover(incident.id, clock.now(), office.stamp())
    return tmp_path / "data"


def printed(folder: Path, *words: str) -> str:
    file = folder / "out.pdf"
    clock = FixedClock(datetime(2026, 10, 22, 18, 30))
    assert main(["--data", str(folder), "print", *words, "-o", str(file)], clock) == 0
    return joined("".join(page_texts(file.read_bytes())))


def test_site_and_register_are_printed(folder: Path) -> None:
    text = printed(folder, "site", "2026-001")
    assert "窗口损失时间480分钟（6个窗口）" in text
    assert "延时服务登记1人：待办1。" in text
    register = printed(folder, "appointments", "2026-10-22")
    assert "张某138****5678申报待办" in register
    assert "第一办税服务厅2026年10月22日星期四" in register
    assert printed(folder, "appointments") == printed(folder, "appointments", "2026-10-22")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["site"], "请写明编号"),
        (["site", "2026-999"], "没有编号为“2026-999”的事件"),
        (["appointments", "昨天"], "“昨天”不是日期"),
        (["appointments", "2026-10-22", "--hall", "二楼"], "没有办税服务场所“二楼”"),
    ],
)
def test_what_cannot_be_printed_is_said_in_one_line(
    folder: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "out.pdf"
    assert main(["--data", str(folder), "print", *words, "-o", str(file)], FixedClock(AT)) == 1
    told = capsys.readouterr().err
    assert said in told
    assert not file.exists()


def test_people_booked_long_ago_are_forgotten_by_the_office(folder: Path) -> None:
    clock = FixedClock(datetime(2026, 12, 1, 9, 0))
    with Office.open(folder, clock) as office:
        assert office.forget_told(50) == 1
        assert office.forget_told(50) == 0
        (kept,) = office.store.appointments.on_day(AT.date())
        assert kept.is_forgotten
