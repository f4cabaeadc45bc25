"""The page 需求: quick entry, what became of a need, the month with its picture."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hallduty.domain.needs import Need, NeedFilter, NeedState, NewNeed
from hallduty.domain.period_reports import PeriodKind
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.needs.page import NeedsPage
from hallduty.ui.settings.voices import VoicesSection
from tests.ui.conftest import FakeAsker
from tests.ui.pages_kit import on_screen, previewed, type_in, typed
from tests.ui.workspace_kit import fault

ENTER = Qt.Key.Key_Return


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> NeedsPage:
    return on_screen(NeedsPage(desk), qtbot)


def register(desk: Desk, content: str = "增加自助办税机", **more: Any) -> Need:
    new = NewNeed(content, more.pop("channel", "窗口"), more.pop("category", "环境"), **more)
    need = desk.store.needs.register(new, desk.stamp())
    desk.changed(Topic.NEEDS)
    return need


def test_a_need_is_registered_with_one_key_besides_its_words(
    page: NeedsPage, desk: Desk, qtbot: QtBot
) -> None:
    entry = page.register.entry
    assert entry.content.hasFocus()
    typed("增加自助办税机")
    qtbot.keyClick(entry.content, ENTER)
    need = desk.store.needs.get(1)
    assert (need.number, need.channel, need.category) == ("需2026-001", "窗口", "政策")
    assert entry.content.hasFocus()
    assert page.count.text() == "共 1 件"
    typed("多放椅子")
    entry.who.setFocus()
    typed("示例乙 13800000002")
    qtbot.keyClick(entry.who, ENTER)
    assert desk.store.needs.get(2).phone == "13800000002"


def test_what_is_missing_is_said_beside_its_field(
    page: NeedsPage, desk: Desk, qtbot: QtBot
) -> None:
    entry = page.register.entry
    qtbot.keyClick(entry.content, ENTER)
    assert entry.errors["content"].text() == "请填写需求内容"
    typed("多放椅子")
    entry.who.setText("示例乙")
    qtbot.mouseClick(entry.add, Qt.MouseButton.LeftButton)
    assert entry.errors["phone"].text() == "请填写联系电话"
    assert entry.content.toPlainText() == "多放椅子"
    assert desk.store.needs.count() == 0


def test_a_need_is_corrected_reported_and_fed_back(
    page: NeedsPage, desk: Desk, qtbot: QtBot
) -> None:
    need = register(desk, who="示例乙", phone="13800000002")
    page.show_record(str(need.id))
    detail = page.register.detail
    assert not detail.save_button.isVisible()
    detail.analysis.setPlainText("申请增配一台")
    assert detail.changed.isVisible()
    qtbot.mouseClick(detail.save_button, Qt.MouseButton.LeftButton)
    assert desk.store.needs.get(need.id).analysis == "申请增配一台"
    assert not detail.changed.isVisible()
    qtbot.mouseClick(detail.report_button, Qt.MouseButton.LeftButton)
    assert detail.errors["reported_to"].text() == "请填写报送对象"
    detail.to.setFocus()
    typed("纳税服务股")
    qtbot.keyClick(detail.to, ENTER)
    assert desk.store.needs.get(need.id).state is NeedState.OWED
    assert detail.whom.text() == "要反馈：示例乙　13800000002"
    detail.feedback.setFocus()
    typed("已添置")
    qtbot.mouseClick(detail.feed_button, Qt.MouseButton.LeftButton)
    assert desk.store.needs.get(need.id).state is NeedState.FED_BACK
    assert not detail.whom.isVisible()
    assert detail.feedback.isReadOnly()
    qtbot.mouseClick(detail.reopen, Qt.MouseButton.LeftButton)
    assert desk.store.needs.get(need.id).fed_back_at is None
    assert detail.feedback.toPlainText() == "已添置"


def test_filters_narrow_the_list(page: NeedsPage, desk: Desk) -> None:
    first = register(desk)
    second = register(desk, "登录掉线", channel="12366", category="系统")
    filters, model = page.register.filters, page.register.model
    assert model.ids == [second.id, first.id]
    filters.boxes["channel"].setCurrentText("12366")
    assert model.ids == [second.id]
    filters.clear()
    filters.search.setText("自助")
    filters._search_now()
    assert model.ids == [first.id]
    page.show_record(str(second.id))
    assert page.register.detail.need == second


def test_the_month_is_shown_drafted_and_issued(page: NeedsPage, desk: Desk, qtbot: QtBot) -> None:
    register(desk)
    register(desk, "登录掉线", category="系统")
    register(desk, "旧的", at=datetime(2026, 10, 8, 9, 0))
    page.show_record("month#2026-11")
    view = page.months
    assert [row.month for row in view.model.rows] == ["2026-11", "2026-10"]
    assert view.picture.accessibleDescription() == (
        "按类别：系统1件（增加1件）、环境1件（持平）；按渠道：窗口2件（增加1件）"
    )
    assert "共收集办税人需求2件，比上月增加1件" in view.editor.text
    view.editor.to.setText("纳税服务股")
    qtbot.mouseClick(view.editor.issue_button, Qt.MouseButton.LeftButton)
    assert len(desk.store.period_reports.of(PeriodKind.NEED_MONTH, "2026-11")) == 1
    reported = desk.store.needs.ids(NeedFilter(state=NeedState.REPORTED))
    assert len(reported) == 2
    assert view.editor.state.text() == "已报出"
    view.table.go_to_row(1)
    assert "2026年10月" in view.editor.title.text()


def test_papers_and_files(
    page: NeedsPage, desk: Desk, qtbot: QtBot, ask: FakeAsker, tmp_path: Path
) -> None:
    register(desk, who="示例乙", phone="13800000002")
    assert previewed(page.print_button.click) == "需求台账"
    page.show_record("month#2026-11")
    assert previewed(page.months.editor.print_button.click) == "需求分析_2026-11"
    target = tmp_path / "需求.xlsx"
    ask.will_answer(target)
    page.export_button.click()
    assert target.stat().st_size > 1000


def test_channels_and_categories_are_the_bureaus_own(
    page: NeedsPage, desk: Desk, qtbot: QtBot
) -> None:
    section = VoicesSection(desk)
    qtbot.addWidget(section)
    section.show()
    edit = section.edits["need_channels"]
    edit.setText("窗口，热线、  热线")
    edit.editingFinished.emit()
    assert section.errors["need_channels"].text() == "需求渠道“热线”重复"
    assert edit.text() == "窗口，热线、  热线"
    edit.setText("窗口，热线")
    edit.editingFinished.emit()
    assert desk.settings.need_channels == ("窗口", "热线")
    assert desk.store.settings.load().need_channels == ("窗口", "热线")
    assert [page.register.entry.channel.itemText(n) for n in range(2)] == ["窗口", "热线"]


def test_a_need_of_yesterday_and_of_an_incident_is_entered_late(
    page: NeedsPage, desk: Desk, qtbot: QtBot
) -> None:
    entry = page.register.entry
    assert not entry.circumstance.incident.isVisible()
    incident = fault(desk)
    desk.changed(Topic.INCIDENTS)
    assert entry.circumstance.incident.isVisible()
    entry.circumstance.incident.setCurrentIndex(1)
    entry.content.setPlainText("增加自助办税机")
    entry.circumstance.when.setFocus()
    type_in(entry.circumstance.when, "昨天")
    qtbot.keyClick(entry.circumstance.when, ENTER)
    assert "时间可写 0915" in entry.errors["at"].text()
    assert entry.content.toPlainText() == "增加自助办税机"
    assert desk.store.needs.count() == 0
    entry.circumstance.when.clear()
    type_in(entry.circumstance.when, "11-12 16:30")
    qtbot.keyClick(entry.circumstance.when, ENTER)
    need = desk.store.needs.get(1)
    assert (need.at, need.incident_id) == (datetime(2026, 11, 12, 16, 30), incident.id)
    page.register.detail.show_need(need)
    assert "事件 2026-001" in page.register.detail.meta.text()
    assert entry.circumstance.when.text() == ""
    assert entry.circumstance.incident_id is None
    said = [each.text for each in desk.store.incidents.entries(incident.id)]
    assert "登记需求 需2026-001（政策）" in said
