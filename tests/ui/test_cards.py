"""The cards of the open incidents: their clocks, colours and chips, and how they open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hallduty.clock import FixedClock
from hallduty.domain.conflict import NewFootage
from hallduty.domain.followups import FollowupKind, NewFollowup
from hallduty.domain.incidents import Incident, NewIncident
from hallduty.domain.reports import NewReport, ReportKind
from hallduty.ui.cards import CardRow, IncidentCard
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.open_incidents import MOST, elapsed_text, open_incidents
from hallduty.ui.today.matters import Matter, incident_matters

Register = Callable[..., Incident]


@pytest.fixture
def register(desk: Desk) -> Register:
    """A maker of incidents that happen now."""

    def made(scenario: str = "tax_system", **more: object) -> Incident:
        kind = next(s.event_type for s in desk.plan.scenarios if s.code == scenario)
        new = NewIncident(kind, scenario, "normal", desk.clock.now())
        new = replace(new, **more)  # type: ignore[arg-type]
        incident = desk.store.incidents.register(new, desk.plan, desk.stamp())
        desk.changed(Topic.INCIDENTS)
        return incident

    return made


@pytest.fixture
def row(desk: Desk, qtbot: QtBot) -> Iterator[CardRow]:
    """The row in a window, as the main window holds it."""
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    made = CardRow(desk)
    layout.addWidget(made)
    layout.addStretch()
    window.resize(1100, 200)
    window.show()
    yield made
    window.close()


def _limits_on(desk: Desk) -> None:
    limits = tuple(replace(limit, on=True) for limit in desk.settings.limits)
    desk.settings = replace(desk.settings, limits=limits)
    desk.changed(Topic.SETTINGS)


def _only(row: CardRow) -> IncidentCard:
    (card,) = row.cards()
    return card


def test_no_open_incident_takes_no_room(row: CardRow, register: Register, desk: Desk) -> None:
    assert not row.isVisible()
    incident = register()
    assert row.isVisible()
    desk.store.incidents.void(incident.id, "误登记", desk.stamp())
    desk.changed(Topic.INCIDENTS)
    assert row.cards() == []
    assert not row.isVisible()


def test_the_clock_ticks_by_the_desks_second(
    row: CardRow, register: Register, desk: Desk, clock: FixedClock
) -> None:
    register(place="3—8号窗口")
    card = _only(row)
    assert card.clock.text() == "00:00:00"
    clock.advance(minutes=47, seconds=12)
    desk.events.ticked.emit(clock.now())
    assert card.clock.text() == "00:47:12"
    assert card.where.whole() == "3—8号窗口"
    assert card.property("tone") == "warn"


def test_a_clock_that_went_back_shows_no_negative_time(
    register: Register, clock: FixedClock
) -> None:
    incident = register()
    assert elapsed_text(incident, clock.now() - timedelta(hours=2)) == "00:00:00"
    assert elapsed_text(incident, clock.now() + timedelta(days=2, seconds=5)) == "2天 00:00:05"


def test_a_limit_turns_amber_before_red(
    row: CardRow, register: Register, desk: Desk, clock: FixedClock
) -> None:
    _limits_on(desk)
    register("power_cut")
    card = _only(row)
    colours = []
    for _ in range(3):
        colours.append(card._chip_texts[0][1])
        clock.advance(minutes=6)
        desk.events.ticked.emit(clock.now())
    assert colours == ["blue", "amber", "red"]
    assert card.chip_texts()[0] == "电话报告 超 8分钟"
    assert card.property("tone") == "danger"


def test_limits_that_are_off_say_nothing(row: CardRow, register: Register) -> None:
    register("power_cut")
    assert _only(row).chip_texts() == ["无欠件"]


def test_recovered_with_open_call_backs_is_red_until_they_are_done(
    row: CardRow, register: Register, desk: Desk, clock: FixedClock
) -> None:
    incident = register()
    new = NewFollowup(FollowupKind.CALL_BACK, "张某", "13900000001", "申报")
    followup = desk.store.followups.add(incident.id, new, desk.stamp())
    desk.changed(Topic.INCIDENTS)
    card = _only(row)
    assert card.chip_texts() == ["欠 1 件"]
    assert card.property("tone") == "warn"
    clock.advance(minutes=76)
    desk.store.incidents.recover(incident.id, clock.now(), desk.stamp())
    desk.changed(Topic.INCIDENTS)
    assert card.chip_texts() == ["待善后 1 件"]
    assert card.property("tone") == "danger"
    desk.store.followups.settle(followup.id, "已电话告知", desk.stamp())
    desk.changed(Topic.INCIDENTS)
    assert card.chip_texts() == ["待办结"]
    assert card.property("tone") == "ok"
    clock.advance(minutes=10)
    desk.events.ticked.emit(clock.now())
    assert card.clock.text() == "01:16:00"


def test_a_drill_is_violet_and_says_so(row: CardRow, register: Register) -> None:
    register(drill=True)
    card = _only(row)
    assert card.property("tone") == "drill"
    assert card.level.property("pill") == "violet"
    assert card.level.text() == "演练 · 一般"


def test_level_to_the_group_is_red(row: CardRow, register: Register, desk: Desk) -> None:
    incident = register()
    desk.store.incidents.change_level(incident.id, "major", "影响全部窗口", desk.plan, desk.stamp())
    desk.changed(Topic.INCIDENTS)
    card = _only(row)
    assert card.level.text() == "重大"
    assert card.level.property("pill") == "red"
    assert card.property("tone") == "danger"


@pytest.mark.parametrize("how", ["click", "enter", "space"])
def test_click_and_enter_open_it(
    row: CardRow, register: Register, desk: Desk, qtbot: QtBot, how: str
) -> None:
    incident = register()
    card = _only(row)
    with qtbot.waitSignal(desk.events.incident_requested) as asked:
        if how == "click":
            qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
        else:
            key = Qt.Key.Key_Return if how == "enter" else Qt.Key.Key_Space
            qtbot.keyClick(card, key)
    assert asked.args == [incident.id]


def test_cards_stay_in_their_order_and_keep_the_keyboard(
    row: CardRow, register: Register, desk: Desk, qtbot: QtBot
) -> None:
    first, second = register(), register("queue_system")
    card = row.cards()[1]
    card.setFocus()
    desk.store.incidents.void(first.id, "误登记", desk.stamp())
    third = register("power_cut")
    assert [each.incident_id for each in row.cards()] == [second.id, third.id]
    assert row.cards()[0] is card
    places = [each.x() for each in row.cards()]
    assert places == sorted(places)


def test_many_are_scrolled_and_the_rest_is_counted(
    row: CardRow, register: Register, desk: Desk, qtbot: QtBot
) -> None:
    for _ in range(MOST + 3):
        register("power_cut")
    assert len(row.cards()) == MOST
    assert row._more.text() == "另有 3 件未办结"
    qtbot.waitUntil(lambda: row.horizontalScrollBar().maximum() > 0)
    last = row.cards()[-1]
    last.setFocus()
    last.focused.emit(last)
    assert row.horizontalScrollBar().value() > 0
    with qtbot.waitSignal(desk.events.page_requested) as asked:
        qtbot.mouseClick(row._more, Qt.MouseButton.LeftButton)
    assert asked.args == ["incidents"]


def test_a_long_place_ends_in_an_ellipsis_and_pushes_nothing_out(
    row: CardRow, register: Register
) -> None:
    register(place="二楼自助办税区东侧第三台自助终端旁的排队叫号机与取号屏以及临近的咨询台" * 4)
    card = _only(row)
    row.window().resize(400, 200)
    QApplication.processEvents()
    assert card.width() <= 400
    assert card.clock.geometry().right() <= card.width()
    assert "…" in card.where.text()


def test_an_open_reply_and_an_unsecured_recording_are_owed_too(
    row: CardRow, register: Register, desk: Desk
) -> None:
    incident = register("conflict")
    desk.store.incidents.recover(incident.id, desk.clock.now(), desk.stamp())
    desk.changed(Topic.INCIDENTS)
    card = _only(row)
    assert card.chip_texts() == ["待办结"]
    assert card.property("tone") == "ok"
    now = desk.clock.now()
    span = NewFootage("大厅东侧", now - timedelta(minutes=5), now)
    desk.store.conflict.note(incident.id, span, 15, desk.stamp())
    desk.changed(Topic.INCIDENTS)
    assert card.chip_texts() == ["监控 1 段未保全"]
    assert card.property("tone") == "warn"
    assert [m.pill for m in _matters(desk)] == ["监控"]
    report = NewReport(ReportKind.FIRST, "组长 俞豪", reply="查明原因", reply_owner="刘某")
    desk.store.reports.add(incident.id, report, desk.stamp())
    desk.changed(Topic.INCIDENTS)
    assert card.chip_texts() == ["监控 1 段未保全", "批示 1 项未落实"]
    # A day before the recorder overwrites it nobody may overlook it.
    assert isinstance(desk.clock, FixedClock)
    desk.clock.advance(days=14)
    desk.events.ticked.emit(desk.clock.now())
    assert card.property("tone") == "danger"


def _matters(desk: Desk) -> list[Matter]:
    found, _ = open_incidents(desk)
    steps = ("下一步", "无记录", "未办结")
    return [matter for matter in incident_matters(desk, found) if matter.pill not in steps]


def test_the_records_are_read_once_for_cards_and_today_and_anew_after_any_change(
    register: Register, desk: Desk, clock: FixedClock
) -> None:
    incident = register("power_cut")
    first = open_incidents(desk)
    clock.advance(seconds=3)
    assert open_incidents(desk) is first
    new = NewFollowup(FollowupKind.MANUAL, matter="代开发票")
    desk.store.followups.add(incident.id, new, desk.stamp())
    ((owing,), _) = open_incidents(desk)
    assert owing.owed == 1
    assert not owing.dues
    _limits_on(desk)
    assert open_incidents(desk)[0][0].dues
    second = open_incidents(desk)
    clock.advance(minutes=1)
    assert open_incidents(desk) is not second


def test_the_level_is_seen_on_the_marked_card_too(row: CardRow, register: Register) -> None:
    """The marked card has the very blue that is a blue pill's ground."""
    incident = register()
    for marked in (None, incident.id):
        row.mark(marked)
        QApplication.processEvents()
        (card,) = row.cards()
        picture, pill = card.grab().toImage(), card.level.geometry()
        inside = picture.pixelColor(pill.left() + 4, pill.center().y()).name()
        beside = picture.pixelColor(pill.left() - 4, pill.center().y()).name()
        assert inside != beside, marked
