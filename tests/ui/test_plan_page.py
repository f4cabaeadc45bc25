"""The page 预案: read clause by clause, every scenario with its steps, found by any word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt, QUrl
from pytestqt.qtbot import QtBot

from hallduty.domain.plan import Plan
from hallduty.domain.plan_snapshot import dump_plan
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.plan.page import PlanPage
from hallduty.ui.plan.reading import PRODUCES, sections
from tests.ui.pages_kit import AWKWARD, on_screen, stamp, type_in


@pytest.fixture
def page(desk: Desk, plan: Plan, qtbot: QtBot) -> PlanPage:
    desk.store.plans.adopt(dump_plan(plan), "首次采用", "2020-12-28 印发的预案", stamp(desk))
    return on_screen(PlanPage(desk), qtbot)


def text(page: PlanPage) -> str:
    return page.reader.toPlainText()


def test_the_plan_stands_there_in_its_own_words(page: PlanPage, plan: Plan) -> None:
    shown = text(page)
    for clause in plan.clauses:
        for line in clause.text.splitlines():
            assert line in shown
    assert "（2020年12月28日公布）" in shown


def test_every_scenario_shows_its_steps_whom_to_call_and_the_clause(
    page: PlanPage, plan: Plan
) -> None:
    shown = text(page)
    assert len(plan.scenarios) == 10
    for scenario in plan.scenarios:
        assert scenario.name in shown
        for step in scenario.steps:
            assert step.text in shown
            assert step.role == "" or plan.role(step.role).name in shown
    assert {s.produces for c in plan.scenarios for s in c.steps} <= {"", *PRODUCES}


def test_the_group_is_shown_as_it_is_staffed_now(page: PlanPage, desk: Desk) -> None:
    seat = desk.store.contacts.group()[0]
    chief = replace(seat.person, name="赵𬭎", mobile="13700002222")
    desk.store.contacts.save_person(chief, stamp(desk))
    desk.changed(Topic.CONTACTS)
    assert "赵𬭎" in text(page)
    assert "13700002222" in text(page)


def test_the_contents_lead_to_every_section_and_follow_the_reading(
    page: PlanPage, plan: Plan, qtbot: QtBot
) -> None:
    bar = page.reader.verticalScrollBar()
    before = -1
    for section in sections(plan):
        item = page._item(section.anchor)
        assert item is not None, section.title
        page.contents.setCurrentItem(item)
        assert bar.value() > before or bar.value() in (0, bar.maximum())
        before = bar.value()
    bar.setValue(0)
    assert page.contents.currentItem().text(0) == "一、适用范围"


def test_arrow_keys_in_the_contents_turn_the_text_and_enter_reads_on(
    page: PlanPage, qtbot: QtBot
) -> None:
    page.contents.setFocus()
    for _ in range(6):
        qtbot.keyClick(page.contents, Qt.Key.Key_Down)
    assert page.reader.verticalScrollBar().value() > 0
    qtbot.keyClick(page.contents, Qt.Key.Key_Return)
    assert page.reader.hasFocus()


def test_a_clause_named_in_a_step_is_a_link_to_it(page: PlanPage, qtbot: QtBot) -> None:
    page.show_record("tax_system")
    far = page.reader.verticalScrollBar().value()
    page.reader.anchorClicked.emit(QUrl("#clause-四（二）"))
    assert page.reader.verticalScrollBar().value() < far
    assert "系统故障的应急处理" in page.contents.currentItem().text(0)


def test_a_word_is_found_everywhere_and_stepped_through_with_enter(
    page: PlanPage, qtbot: QtBot
) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search.hasFocus()
    type_in(page.search, "延时服务")
    count = text(page).count("延时服务")
    assert page.found.text() == f"第 1 处，共 {count} 处"
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.found.text().startswith("第 2 处")
    qtbot.keyClick(page.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert page.found.text().startswith("第 1 处")
    qtbot.keyClick(page, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert page.found.text().startswith(f"第 {count} 处")
    assert len(page.reader.extraSelections()) == count


@pytest.mark.parametrize("typed", [*AWKWARD, "没有这个词"])
def test_what_is_not_there_is_said_and_nothing_moves(page: PlanPage, typed: str) -> None:
    page.search.setText(typed)
    assert page.found.text() == "没有找到"
    assert not page.forward.isEnabled()
    page.search.clear()
    assert page.found.text() == ""
    assert page.reader.extraSelections() == []


def test_a_search_longer_than_any_clause_is_refused_beside_the_field(page: PlanPage) -> None:
    page.search.setText("长" * 100_000)
    assert "最多 100 字" in page.error.text()
    page.search.setText("公告")
    assert page.error.text() == ""


def test_which_version_is_in_force_is_said_and_older_ones_can_be_read(
    page: PlanPage, desk: Desk, plan: Plan
) -> None:
    assert page.version.currentText() == "第 1 版　现行"
    assert "2020-12-28 公布" in page.about.whole()
    newer = replace(plan, published=date(2026, 11, 1), title="新的预案")
    desk.store.plans.adopt(dump_plan(newer), "补充网络故障", "年度修订", stamp(desk))
    desk.plan = newer
    desk.changed(Topic.PLAN)
    assert [page.version.itemText(i) for i in range(2)] == ["第 2 版　现行", "第 1 版"]
    assert page.version.currentText() == "第 1 版"
    assert "国家税务总局" in text(page)
    page.version.setCurrentIndex(0)
    assert "新的预案" in text(page)
    assert "补充网络故障：年度修订" in page.about.whole()


def test_the_place_in_the_text_stays_when_the_contacts_change(page: PlanPage, desk: Desk) -> None:
    page.show_record("power_cut")
    place = page.reader.verticalScrollBar().value()
    desk.changed(Topic.CONTACTS)
    assert page.reader.verticalScrollBar().value() == place
    assert page.contents.currentItem().text(0) == "供电中断"
