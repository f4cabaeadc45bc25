"""善后: one quick line in, masked in the list, settled and opened again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTabBar
from pytestqt.qtbot import QtBot

from hallduty.domain.contact_lists import read_contact
from hallduty.domain.followups import FollowupKind
from hallduty.ui.desk import Desk
from hallduty.ui.incidents.followups_tab import FollowupsTab
from hallduty.ui.incidents.tabs import NAMES
from hallduty.ui.preview import PreviewDialog
from tests.ui.workspace_kit import Bench, click, fault, hit, opened, people, press, write


@pytest.fixture
def bench(qtbot: QtBot, desk: Desk) -> Bench:
    people(desk)
    found = opened(qtbot, desk, fault(desk).id)
    found.workspace.tabs.show_tab("followups")
    return found


def tab(bench: Bench) -> FollowupsTab:
    return bench.workspace.tabs.followups


def take(bench: Bench, line: str) -> None:
    write(tab(bench).who, line)
    hit(Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("张三丰 13812345678 企业所得税申报", ("张三丰", "13812345678", "企业所得税申报")),
        ("张三丰13812345678企业所得税申报", ("张三丰", "13812345678", "企业所得税申报")),
        ("张三丰 申报 2026 年报", None),
        ("李四，0570-8765432，发票 领用", ("李四", "0570-8765432", "发票 领用")),
        ("13812345678", ("", "13812345678", "")),
        ("张三丰", None),
    ],
)
def test_a_line_is_told_apart(line: str, parts: tuple[str, str, str] | None) -> None:
    assert read_contact(line) == parts


def test_one_line_and_enter_takes_a_call_back_down(bench: Bench) -> None:
    assert QApplication.focusWidget() is tab(bench).who
    take(bench, "张三丰 13812345678 企业所得税申报")
    found = bench.desk.store.followups.of(bench.incident_id)[0]
    assert (found.who, found.phone, found.matter) == ("张三丰", "13812345678", "企业所得税申报")
    assert tab(bench).who.text() == ""
    assert QApplication.focusWidget() is tab(bench).who
    row = tab(bench).rows()[0]
    assert row.who.whole() == "张某 138****5678"
    assert row.property("tone") == ""
    assert "张三丰" not in " ".join(bench.said())


def test_field_by_field_enter_leads_on(bench: Bench) -> None:
    fields = tab(bench)
    write(fields.who, "李四")
    hit(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is fields.phone
    write(fields.phone, "12")
    hit(Qt.Key.Key_Return)
    hit(Qt.Key.Key_Return)
    assert "不是有效的电话号码" in fields.errors["phone"].text()
    assert fields.phone.text() == "12"
    assert QApplication.focusWidget() is fields.phone
    fields.phone.selectAll()
    write(fields.phone, "13900001111")
    write(fields.matter, "发票")
    hit(Qt.Key.Key_Return)
    assert len(bench.desk.store.followups.of(bench.incident_id)) == 1
    assert not fields.errors["phone"].isVisible()


def test_a_name_alone_is_refused_beside_the_number(bench: Bench) -> None:
    write(tab(bench).who, "李四")
    click(tab(bench).add)
    assert "请填写联系电话" in tab(bench).errors["phone"].text()
    assert tab(bench).who.text() == "李四"


def test_other_kinds_need_a_matter_only(bench: Bench) -> None:
    kind = tab(bench).kind
    kind.setCurrentIndex(kind.findData(FollowupKind.WINDOW_CHECK))
    write(tab(bench).matter, "3号窗口")
    hit(Qt.Key.Key_Return)
    row = tab(bench).rows()[0]
    assert row.kind.text() == "末笔核对"
    assert row.done.text() == "已办"


def test_names_are_shown_only_on_purpose(bench: Bench) -> None:
    take(bench, "张三丰 13812345678 申报")
    row = tab(bench).rows()[0]
    click(row.reveal)
    assert row.who.whole() == "张三丰 13812345678"
    row.setFocus()
    hit(Qt.Key.Key_Space)
    assert row.who.whole() == "张某 138****5678"


def test_settling_says_how_and_can_be_taken_back(bench: Bench) -> None:
    take(bench, "张三丰 13812345678 申报")
    take(bench, "李四 13900001111 发票")
    first, second = tab(bench).rows()
    bench.at(11, 10)
    click(first.done)
    assert first.how.text() == "电话通知，已告知可以办理"
    write(first.how, "短信通知")
    hit(Qt.Key.Key_Return)
    found = bench.desk.store.followups.of(bench.incident_id)[0]
    assert not found.is_open
    assert "短信通知" in found.how
    assert QApplication.focusWidget() is second
    assert tab(bench).rows() == [second, first]
    assert "11:10" in first.said.text()
    assert bench.workspace.tabs.badge.text() == "1"
    click(first.again)
    assert tab(bench).rows() == [first, second]
    assert bench.workspace.tabs.badge.text() == "2"


def test_escape_leaves_a_followup_open(bench: Bench) -> None:
    take(bench, "张三丰 13812345678 申报")
    row = tab(bench).rows()[0]
    row.setFocus()
    hit(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is row.how
    hit(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is row
    assert row.how.isHidden()
    assert row.followup.is_open
    assert bench.workspace.isVisible()


def test_open_ones_are_red_after_the_recovery_even_once_closed(bench: Bench) -> None:
    take(bench, "张三丰 13812345678 申报")
    store, desk = bench.desk.store.incidents, bench.desk
    store.close(bench.incident_id, desk.clock.now(), desk.stamp(), "改日通知", desk.plan)
    bench.workspace.case.reload()
    row = tab(bench).rows()[0]
    assert row.property("tone") == "danger"
    row.setFocus()
    hit(Qt.Key.Key_Return)
    hit(Qt.Key.Key_Return)
    assert not bench.desk.store.followups.of(bench.incident_id)[0].is_open


def test_half_typed_contacts_come_back(qtbot: QtBot, bench: Bench) -> None:
    write(tab(bench).who, "王五")
    write(tab(bench).phone, "139")
    bench.workspace.hide()
    again = opened(qtbot, bench.desk, bench.incident_id)
    bar = again.workspace.tabs.bar
    marked = [name for n, name in enumerate(NAMES) if not bar.tabIcon(n).isNull()]
    assert marked == ["followups"]
    again.workspace.tabs.show_tab("followups")
    assert bar.tabIcon(list(NAMES).index("followups")).isNull()
    assert (tab(again).who.text(), tab(again).phone.text()) == ("王五", "139")


def test_a_long_name_is_refused_whole(bench: Bench) -> None:
    tab(bench).who.setText("长" * 100_000)
    tab(bench).phone.setText("13812345678")
    click(tab(bench).add)
    assert "最多 50 字" in tab(bench).errors["who"].text()
    assert len(tab(bench).who.text()) == 100_000


def test_the_key_of_the_tab_leads_to_the_name_whatever_had_the_keys_before(
    qtbot: QtBot, desk: Desk
) -> None:
    bench = opened(qtbot, desk, fault(desk).id)
    alt, first = Qt.KeyboardModifier.AltModifier, Qt.Key.Key_1.value
    press(bench.workspace, Qt.Key(first + list(NAMES).index("attachments")), alt)
    assert bench.workspace.tabs.attachments.isAncestorOf(QApplication.focusWidget())
    press(bench.workspace, Qt.Key(first + list(NAMES).index("followups")), alt)
    assert QApplication.focusWidget() is bench.workspace.tabs.followups.who


def test_a_low_window_scrolls_instead_of_pressing_fields_into_each_other(bench: Bench) -> None:
    page = tab(bench)
    bench.workspace.resize(900, 300)
    QApplication.processEvents()
    for upper, lower in ((page.kind, page.who), (page.who, page.matter)):
        bottom = upper.mapTo(page, upper.rect().bottomLeft()).y()
        assert bottom < lower.mapTo(page, lower.rect().topLeft()).y()
        assert upper.height() >= upper.sizeHint().height()


def test_the_badge_stands_at_its_own_tab_wherever_that_is(bench: Bench) -> None:
    take(bench, "张三丰 13812345678 申报")
    tabs = bench.workspace.tabs
    place = list(NAMES).index("followups")
    assert tabs.bar.tabText(place) == "善后"
    assert tabs.bar.tabButton(place, QTabBar.ButtonPosition.RightSide) is tabs.badge


def test_the_print_menu_offers_the_masked_list(bench: Bench) -> None:
    take(bench, "张三丰 13812345678 申报")
    actions = bench.workspace.header.print_menu.actions()
    next(each for each in actions if "善后清单" in each.text()).trigger()
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, PreviewDialog)]
    preview = next(w for w in shown if w.isVisible())
    assert preview.paper is not None
    assert bench.desk.store.followup_calls.exports() == []
    preview.close()


def test_a_settled_card_without_a_person_keeps_its_number(bench: Bench) -> None:
    desk = bench.desk
    desk.store.followups.issue_cards(bench.incident_id, 1, desk.stamp())
    desk.store.followups.redeem("1", desk.stamp())
    bench.workspace.case.reload()
    assert tab(bench).rows()[0].who.whole() == "2026-0001"
