"""The page 善后: all that is owed, filtered, worked off by keys, masked until revealed."""

from __future__ import annotations

from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty.domain.followup_board import Progress
from hallduty.domain.followups import FollowupKind, NewFollowup
from hallduty.domain.incidents import Incident
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.followups.page import FollowupsPage
from hallduty.ui.main_window import MainWindow
from hallduty.ui.preview import PreviewDialog
from tests.ui.conftest import FakeAsker
from tests.ui.workspace_kit import click, fault, hit, press, write

CALL = FollowupKind.CALL_BACK


def calls(count: int) -> list[NewFollowup]:
    return [NewFollowup(CALL, f"赵某{n}", f"138{n:08d}", f"事项{n}") for n in range(count)]


@pytest.fixture
def incident(desk: Desk) -> Incident:
    found = fault(desk)
    desk.store.followups.add_many(found.id, calls(3), desk.stamp())
    return found


def shown(qtbot: QtBot, desk: Desk) -> FollowupsPage:
    page = FollowupsPage(desk)
    qtbot.addWidget(page)
    page.resize(1116, 560)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.table.setFocus()
    return page


def cells(page: FollowupsPage, key: str) -> list[str]:
    place = [column.key for column in page.model.columns].index(key)
    return [str(page.model.index(row, place).data()) for row in range(page.model.rowCount())]


def owed(desk: Desk, incident: Incident) -> list[bool]:
    return [each.is_open for each in desk.store.followups.of(incident.id)]


def test_names_are_masked_until_the_space_bar_and_again_when_left(
    qtbot: QtBot, desk: Desk, incident: Incident
) -> None:
    page = shown(qtbot, desk)
    assert page.owed.text() == "欠 3 件"
    assert cells(page, "who")[0] == "赵某 138****0000"
    page.table.go_to_row(0)
    hit(Qt.Key.Key_Space)
    assert cells(page, "who")[:2] == ["赵某0 13800000000", "赵某 138****0001"]
    hit(Qt.Key.Key_Space)
    assert cells(page, "who")[0] == "赵某 138****0000"
    hit(Qt.Key.Key_Space)
    page.hide()
    assert cells(page, "who")[0] == "赵某 138****0000"


def test_two_enters_settle_and_lead_on(qtbot: QtBot, desk: Desk, incident: Incident) -> None:
    page = shown(qtbot, desk)
    page.table.go_to_row(0)
    hit(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.bar.how
    assert page.bar.how.text() == "电话通知，已告知可以办理"
    hit(Qt.Key.Key_Return)
    assert owed(desk, incident) == [False, True, True]
    assert page.owed.text() == "欠 2 件"
    assert QApplication.focusWidget() is page.table
    assert page.table.current_record().followup.who == "赵某1"


def test_escape_settles_nothing(qtbot: QtBot, desk: Desk, incident: Incident) -> None:
    page = shown(qtbot, desk)
    page.table.go_to_row(1)
    hit(Qt.Key.Key_Return)
    hit(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page.table
    assert owed(desk, incident) == [True] * 3
    assert page.bar.buttons.isVisible()


def test_several_are_settled_by_one_confirmation_in_one_write(
    qtbot: QtBot, desk: Desk, incident: Incident
) -> None:
    page = shown(qtbot, desk)
    before = len(desk.store.incidents.entries(incident.id))
    press(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.bar.words.text() == "已选 3 件"
    hit(Qt.Key.Key_Return)
    assert page.bar.ok.text() == "确定办结 3 件"
    hit(Qt.Key.Key_Return)
    assert owed(desk, incident) == [False] * 3
    entries = desk.store.incidents.entries(incident.id)[before:]
    assert [entry.text for entry in entries] == ["善后第 1—3 号：电话通知，已告知可以办理"]
    assert page.owed.text() == "无欠件"
    assert page.model.rowCount() == 0


def test_a_call_is_one_key_and_the_next_row_follows(
    qtbot: QtBot, desk: Desk, incident: Incident
) -> None:
    page = shown(qtbot, desk)
    page.table.go_to_row(0)
    hit(Qt.Key.Key_2)
    assert page.table.currentIndex().row() == 1
    hit(Qt.Key.Key_3)
    assert page.table.currentIndex().row() == 2
    hit(Qt.Key.Key_1)
    assert owed(desk, incident) == [True, True, False]
    assert cells(page, "state") == ["第1轮未接", "第1轮占线"]
    page.filters.state.setCurrentIndex(page.filters.state.findData(Progress.AGAIN))
    assert page.model.rowCount() == 2


def test_what_was_settled_is_opened_again(qtbot: QtBot, desk: Desk, incident: Incident) -> None:
    desk.store.followups.settle(1, "已通知", desk.stamp())
    page = shown(qtbot, desk)
    page.filters.state.setCurrentIndex(page.filters.state.findData(Progress.DONE))
    assert cells(page, "how")[0].endswith("已通知")
    page.table.go_to_row(0)
    click(page.bar.again)
    assert owed(desk, incident) == [True] * 3


def test_filters_narrow_the_list_and_are_cleared(
    qtbot: QtBot, desk: Desk, incident: Incident
) -> None:
    other = fault(desk, scenario="power_cut", event_type="power")
    desk.store.followups.issue_cards(other.id, 2, desk.stamp())
    page = shown(qtbot, desk)
    assert page.model.rowCount() == 5
    page.show_record(str(other.id))
    assert cells(page, "matter") == ["2026-0001 号卡", "2026-0002 号卡"]
    click(page.filters.reset)
    page.filters.kind.setCurrentIndex(page.filters.kind.findData(CALL))
    assert page.model.rowCount() == 3
    write(page.filters.search, "事项2")
    hit(Qt.Key.Key_Return)
    assert page.model.rowCount() == 1
    assert QApplication.focusWidget() is page.table
    write(page.filters.search, "没有的")
    hit(Qt.Key.Key_Return)
    assert page.table._empty is not None
    page.table._empty.acted.emit()
    assert page.model.rowCount() == 5
    page.filters.search.setText("长" * 300)
    page.filters.apply()
    assert "最多 200 字" in page.filters.error.text()


@pytest.mark.parametrize("typed", ["2", "0002", "2026-0002"])
def test_a_card_is_redeemed_by_number_and_says_so_the_second_time(
    qtbot: QtBot, desk: Desk, incident: Incident, typed: str
) -> None:
    desk.store.followups.issue_cards(incident.id, 2, desk.stamp())
    page = shown(qtbot, desk)
    press(page, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    write(page.card_number, typed)
    hit(Qt.Key.Key_Return)
    assert page.card_number.text() == ""
    assert owed(desk, incident)[-1] is False
    write(page.card_number, typed)
    hit(Qt.Key.Key_Return)
    assert "2026-0002 号优先卡已于" in page.bar.error.text()
    assert page.card_number.text() == typed
    page.card_number.selectAll()
    write(page.card_number, "99")
    hit(Qt.Key.Key_Return)
    assert "没有发过 2026-0099" in page.bar.error.text()


def test_the_list_is_printed_masked_and_unmasked_only_for_a_logged_purpose(
    qtbot: QtBot, desk: Desk, ask: FakeAsker, incident: Incident
) -> None:
    page = shown(qtbot, desk)
    masked, whole = page.print_menu.actions()
    masked.trigger()
    preview = _preview()
    assert preview.paper is not None
    assert desk.store.followup_calls.exports() == []
    preview.close()
    ask.will_answer(None)
    whole.trigger()
    assert desk.store.followup_calls.exports() == []
    ask.will_answer("逐一回访")
    whole.trigger()
    _preview().close()
    (logged,) = desk.store.followup_calls.exports()
    assert (logged.kind, logged.people, logged.purpose) == ("打印完整善后清单", 3, "逐一回访")


def _preview() -> PreviewDialog:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, PreviewDialog)]
    return next(w for w in found if w.isVisible())


def test_a_void_incident_is_not_owed_and_says_why(
    qtbot: QtBot, desk: Desk, incident: Incident
) -> None:
    page = shown(qtbot, desk)
    page.table.go_to_row(0)
    desk.store.incidents.void(incident.id, "误登记", desk.stamp())
    page.deeds.settle([1], "已通知")
    assert "已作废" in page.bar.error.text()
    page.refresh()
    assert page.owed.text() == "无欠件"
    page.show_record(str(incident.id))
    assert page.model.rowCount() == 3
    assert not page.bar.settle.isEnabled()


def test_the_rail_shows_what_is_owed_until_it_is_nothing(
    qtbot: QtBot, desk: Desk, incident: Incident
) -> None:
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    badge = window.rail._badges["followups"]
    assert (badge.text(), badge.isVisible()) == ("3", True)
    click(window.rail.button("followups"))
    assert window.current == "followups"
    desk.store.followups.settle_many([1, 2, 3], "", desk.stamp())
    desk.changed(Topic.INCIDENTS)
    assert not badge.isVisible()
    window.show_page(f"followups#{incident.id}")
    page = window.page("followups")
    assert isinstance(page, FollowupsPage)
    assert page.filters.incident.currentData() == incident.id


def test_twenty_thousand_are_there_at_once(qtbot: QtBot, desk: Desk) -> None:
    found = fault(desk)
    with desk.store.bulk():
        for _ in range(4):
            desk.store.followups.add_many(found.id, calls(5_000), desk.stamp())
    began = perf_counter()
    page = shown(qtbot, desk)
    QApplication.processEvents()
    assert page.model.rowCount() == 20_000
    page.filters.search.setText("赵某4999")
    page.filters.apply()
    assert page.model.rowCount() == 4
    page.filters.clear()
    press(page.table, Qt.Key.Key_End)
    assert page.table.currentIndex().row() == 19_999
    press(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.bar.words.text() == "已选 20000 件"
    assert perf_counter() - began < 4
    hit(Qt.Key.Key_Return)
    hit(Qt.Key.Key_Return)
    assert "一次最多办理 5000 件" in page.bar.error.text()
