"""The strip of the promise: F7, one line, how long there is left, and what lapsing asks for."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty.domain.incidents import StepState
from hallduty.domain.notices import NewNotice, NoticeKind
from hallduty.domain.promises import Promise, PromiseState
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.promises.strip import PromiseStrip
from tests.ui.workspace_kit import FAULT_AT, Bench, click, fault, hit, opened, people, press, write


@pytest.fixture
def bench(qtbot: QtBot, desk: Desk) -> Bench:
    people(desk)
    found = opened(qtbot, desk, fault(desk).id)
    found.workspace.resize(1116, 640)
    return found


def strip(bench: Bench) -> PromiseStrip:
    return bench.workspace.promises


def promises(bench: Bench) -> list[Promise]:
    return bench.desk.store.promises.of(bench.incident_id)


def take(bench: Bench, line: str) -> None:
    hit(Qt.Key.Key_F7)
    write(strip(bench).edit, line)
    hit(Qt.Key.Key_Return)


def test_f7_one_line_and_enter_takes_a_promise_down(bench: Bench) -> None:
    bench.at(9, 50)
    entry = bench.workspace.timeline.line.edit
    assert QApplication.focusWidget() is entry
    hit(Qt.Key.Key_F7)
    write(strip(bench).edit, "1030 供电所 王师傅")
    assert strip(bench).hint.text() == "10:30 前恢复 · 供电所 王师傅"
    hit(Qt.Key.Key_Return)
    (made,) = promises(bench)
    assert (made.unit, made.who, made.until) == (
        "供电所",
        "王师傅",
        datetime(2026, 11, 13, 10, 30),
    )
    assert strip(bench).said.whole() == "承诺恢复 10:30（供电所 王师傅）"
    assert strip(bench).left.text() == "还有40分钟"
    assert strip(bench).property("tone") == "info"
    assert bench.said()[-1] == "供电所 王师傅承诺10:30前恢复"
    # The keys are back where they were.
    assert QApplication.focusWidget() is entry


def test_amber_before_red_and_then_a_new_time_is_asked_for(bench: Bench) -> None:
    bench.at(9, 50)
    take(bench, "40分钟后 供电所")
    bench.at(10, 26)
    assert strip(bench).property("tone") == "warn"
    bench.at(10, 30)
    assert strip(bench).property("tone") == "warn"
    bench.at(10, 31)
    assert strip(bench).property("tone") == "danger"
    assert strip(bench).said.whole().startswith("承诺 10:30 已过，未恢复：请向供电所问新的时间")
    assert strip(bench).new.text() == "记新的承诺"
    # The unit is known already.
    take(bench, "1100")
    assert [(p.unit, p.state) for p in promises(bench)] == [
        ("供电所", PromiseState.LAPSED),
        ("供电所", PromiseState.OPEN),
    ]
    assert strip(bench).property("tone") == "info"


def test_the_plans_responsible_unit_stands_in_where_nobody_is_named(bench: Bench) -> None:
    bench.at(9, 50)
    take(bench, "1030")
    step = next(s for s in bench.desk.store.incidents.steps(bench.incident_id) if s.role)
    assert promises(bench)[0].unit == bench.desk.plan.role(step.role).name


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("供电所 王师傅", "请写明何时恢复"),
        ("0930 供电所", "09:30 已经过去"),
        ("1030 " + "供" * 60, "责任单位最多 50 字"),
        ("2030-12-31 10:00 供电所", "太远"),
    ],
)
def test_what_is_wrong_is_said_and_what_is_typed_stays(bench: Bench, line: str, said: str) -> None:
    bench.at(9, 50)
    take(bench, line)
    assert said in strip(bench).error.text()
    assert strip(bench).edit.text() == line
    assert promises(bench) == []


def test_escape_keeps_what_is_half_typed_and_a_restart_gives_it_back(
    qtbot: QtBot, bench: Bench
) -> None:
    bench.at(9, 50)
    hit(Qt.Key.Key_F7)
    write(strip(bench).edit, "1030 供")
    hit(Qt.Key.Key_Escape)
    assert strip(bench).edit.isHidden() or not strip(bench).field.isVisible()
    hit(Qt.Key.Key_F7)
    assert strip(bench).edit.text() == "1030 供"
    bench.workspace.hide()
    again = opened(qtbot, bench.desk, bench.incident_id)
    assert again.workspace.promises.field.isVisible()
    assert again.workspace.promises.edit.text() == "1030 供"


def test_a_slip_is_put_right_in_place(bench: Bench) -> None:
    bench.at(9, 50)
    take(bench, "1003 供电所 王师傅")
    click(strip(bench).fix)
    assert strip(bench).edit.text() == "10:03 供电所 王师傅"
    strip(bench).edit.selectAll()
    write(strip(bench).edit, "1030 供电所 王师傅")
    hit(Qt.Key.Key_Return)
    (found,) = promises(bench)
    assert found.until == datetime(2026, 11, 13, 10, 30)
    assert bench.said()[-1].startswith("更正：")


def test_the_step_of_the_plan_leads_to_the_line(bench: Bench) -> None:
    bench.at(9, 50)
    row = next(r for r in bench.workspace.steps.rows() if r.look.step.produces == "wait")
    row.setFocus()
    hit(Qt.Key.Key_Space)
    assert row.look.step.state is StepState.DONE
    assert QApplication.focusWidget() is strip(bench).edit
    write(strip(bench).edit, "1030 信息中心")
    hit(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is row
    # With a promise that holds, ticking asks for none.
    hit(Qt.Key.Key_Space)
    hit(Qt.Key.Key_Space)
    assert QApplication.focusWidget() is row


def test_after_recovery_the_strip_goes_and_f7_says_why(bench: Bench) -> None:
    bench.at(9, 50)
    take(bench, "1030 供电所")
    bench.at(10, 20)
    hit(Qt.Key.Key_F8)
    assert not strip(bench).isVisible()
    assert promises(bench)[0].state is PromiseState.KEPT
    bench.at(10, 25)
    take(bench, "1100 供电所")
    assert "业务已于 2026-11-13 10:20 恢复" in strip(bench).error.text()


def test_a_notice_with_another_time_is_pointed_out(bench: Bench) -> None:
    bench.at(9, 50)
    take(bench, "1030 供电所")
    until = promises(bench)[0].until
    new = NewNotice(NoticeKind.FAULT, "正文", expected_at=until, places=("大厅入口",))
    bench.desk.store.notices.make(bench.incident_id, new, (), bench.desk.stamp())
    bench.desk.changed(Topic.INCIDENTS)
    assert not strip(bench).renew.isVisible()
    take(bench, "1100 供电所")
    click(strip(bench).renew)
    tabs = bench.workspace.tabs
    assert tabs.stack.currentWidget() is tabs.notices


def test_a_crowd_promises_nothing_and_a_void_incident_takes_nothing(
    qtbot: QtBot, desk: Desk
) -> None:
    crowd = fault(desk, event_type="other", scenario="crowding")
    bench = opened(qtbot, desk, crowd.id)
    bench.workspace.resize(1116, 640)
    assert not strip(bench).isVisible()
    desk.store.incidents.void(crowd.id, "误登记", desk.stamp())
    desk.changed(Topic.INCIDENTS)
    press(bench.workspace, Qt.Key.Key_F7)
    assert not strip(bench).isVisible()


def test_one_entered_later_carries_its_own_time(qtbot: QtBot, desk: Desk) -> None:
    incident = fault(desk, late=True, occurred_at=FAULT_AT.replace(hour=8))
    desk.clock.at = FAULT_AT.replace(hour=15)  # type: ignore[attr-defined]
    bench = opened(qtbot, desk, incident.id)
    bench.workspace.case.set_late_at(FAULT_AT.replace(hour=8, minute=50))
    take(bench, "40分钟后 供电所")
    (made,) = promises(bench)
    assert made.made_at == FAULT_AT.replace(hour=8, minute=50)
    assert made.until == FAULT_AT.replace(hour=9, minute=30)


def test_another_incident_takes_no_half_typed_line_with_it(bench: Bench) -> None:
    bench.at(9, 50)
    other = fault(bench.desk, place="二楼")
    hit(Qt.Key.Key_F7)
    write(strip(bench).edit, "1030 供电所")
    bench.workspace.show_incident(other.id)
    assert not strip(bench).field.isVisible()
    bench.workspace.show_incident(bench.incident_id)
    assert strip(bench).edit.text() == "1030 供电所"
    assert promises(bench) == []
