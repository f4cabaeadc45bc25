"""The page 政策: a question in seconds, earlier answers, its way to whoever was to be told."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hallduty.clock import FixedClock
from hallduty.domain.contacts import Department
from hallduty.domain.needs import NewNeed
from hallduty.domain.period_reports import PeriodKind
from hallduty.domain.policy import (
    NewQuestion,
    NewReferral,
    PolicyCase,
    QuestionKind,
    QuestionState,
)
from hallduty.ui.desk import Desk
from hallduty.ui.drafts_offer import offered
from hallduty.ui.events import Topic
from hallduty.ui.paged_model import PAGE, PagedModel
from hallduty.ui.policy.columns import columns
from hallduty.ui.policy.correct_dialog import CorrectDialog
from hallduty.ui.policy.page import PolicyPage
from hallduty.ui.search_box import SearchBox
from hallduty.ui.today.page import TodayPage
from tests.ui.conftest import FakeAsker
from tests.ui.pages_kit import (
    add_department,
    add_hall,
    add_person,
    on_screen,
    previewed,
    type_in,
    typed,
)
from tests.ui.workspace_kit import fault

ANSWERED, AMBIGUOUS, GAP = QuestionKind
ENTER, F3 = Qt.Key.Key_Return, Qt.Key.Key_F3


@pytest.fixture
def unit(desk: Desk) -> Department:
    made = add_department(desk, "税政股")
    add_person(desk, "科员某", department_id=made.id, post="科员", mobile="13800000008")
    add_person(desk, "股长某", department_id=made.id, post="股长", office_phone="0570-8765400")
    return made


@pytest.fixture
def page(desk: Desk, unit: Department, qtbot: QtBot) -> PolicyPage:
    return on_screen(PolicyPage(desk), qtbot)


def register(desk: Desk, new: NewQuestion) -> PolicyCase:
    case = desk.store.policy.register(new, desk.stamp())
    desk.changed(Topic.POLICY)
    return case


def gap(text: str = "数据资产入股缴什么税") -> NewQuestion:
    return NewQuestion(GAP, "增值税", text, who="示例甲", phone="13800000001")


def instant(text: str = "红字发票怎么开", answer: str = "先申请") -> NewQuestion:
    return NewQuestion(ANSWERED, "发票", text, answer=answer)


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, key)


def newest(desk: Desk) -> PolicyCase:
    from hallduty.domain.policy import PolicyFilter

    return desk.store.policy.fetch(desk.store.policy.ids(PolicyFilter())[:1])[0]


# --- the quick entry ------------------------------------------------------------------------


def test_an_answer_on_the_spot_takes_three_keys_besides_its_words(
    page: PolicyPage, desk: Desk, qtbot: QtBot
) -> None:
    assert page.register.entry.question.hasFocus()
    typed("红字发票怎么开")
    press(qtbot, ENTER, Qt.Key.Key_1)
    typed("先申请信息表")
    press(qtbot, ENTER)
    case = newest(desk)
    assert (case.question.number, case.question.kind) == ("政2026-001", ANSWERED)
    assert (case.question.topic, case.state) == ("发票", QuestionState.TOLD)
    # The next one can be begun at once.
    assert page.register.entry.question.hasFocus()
    assert page.register.entry.question.toPlainText() == ""
    assert page.count.text() == "共 1 件"
    assert page.register.table.current_record() == case


def test_a_gap_asks_for_whom_to_tell_and_goes_on_to_the_department(
    page: PolicyPage, desk: Desk, unit: Department, qtbot: QtBot
) -> None:
    typed("数据资产入股缴什么税")
    press(qtbot, ENTER, Qt.Key.Key_3)
    assert page.register.entry.who.hasFocus()
    typed("示例甲 13800000001")
    press(qtbot, ENTER)
    case = newest(desk)
    assert (case.question.who, case.question.phone) == ("示例甲", "13800000001")
    detail = page.register.detail
    assert detail.refer.department.hasFocus()
    assert detail.refer.head.text() == "联系：股长某 0570-8765400"
    qtbot.mouseClick(detail.refer.ok, Qt.MouseButton.LeftButton)
    case = desk.store.policy.get(case.id)
    assert case.state is QuestionState.WAITING
    assert (case.referrals[0].department_id, case.referrals[0].who) == (unit.id, "股长某")
    assert case.referrals[0].due == desk.clock.now().replace(day=18, hour=17, minute=30)
    assert detail.reply.text.hasFocus()
    typed("按转让财产缴税")
    press(qtbot, ENTER)
    assert desk.store.policy.get(case.id).state is QuestionState.TO_TELL
    assert detail.tell.whom.text() == "示例甲　13800000001"
    press(qtbot, Qt.Key.Key_Space)
    told = desk.store.policy.get(case.id)
    assert (told.state, told.question.told_how) == (QuestionState.TOLD, "电话")
    assert "示例甲" not in detail.contact.text()
    assert "138****0001" in detail.contact.text()


def test_the_department_that_answers_for_policy_is_offered(page: PolicyPage, desk: Desk) -> None:
    for name in ("办公室", "财行税股"):
        add_department(desk, name)
    one = register(desk, gap())
    refer = page.register.detail.refer
    page.show_record(str(one.id))
    assert refer.department.currentText() == "税政股"
    # Somebody is choosing: what is written elsewhere meanwhile does not move the choice.
    refer.department.setCurrentText("办公室")
    desk.changed(Topic.POLICY)
    assert refer.department.currentText() == "办公室"
    refer.department.setCurrentText("财行税股")
    refer.ok.click()
    # It has been asked; whoever else could answer comes next.
    assert refer.department.currentText() == "税政股"
    two = register(desk, gap("又一个增值税问题"))
    page.show_record(str(two.id))
    assert refer.department.currentText() == "财行税股"


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(
    page: PolicyPage, desk: Desk, qtbot: QtBot
) -> None:
    entry = page.register.entry
    typed("打13800000001问我")
    press(qtbot, ENTER, Qt.Key.Key_2, ENTER, ENTER)
    assert "手机号" in entry.errors["question"].text()
    assert entry.errors["phone"].text() == "请填写联系电话"
    assert entry.question.toPlainText() == "打13800000001问我"
    assert desk.store.policy.count() == 0
    entry.flush()
    found = [each for each in offered(desk) if each.what == "政策问题"]
    assert found[0].page == "policy"


def test_earlier_answers_appear_while_typing_and_f3_takes_one_over(
    page: PolicyPage, desk: Desk, qtbot: QtBot
) -> None:
    register(desk, instant("小规模纳税人能不能开专用发票", "可以，自行开具"))
    register(desk, instant("契税什么时候缴", "三十日内"))
    page.register.entry.begin()
    typed("小规模纳税人怎么开专票")
    similar = page.register.similar
    qtbot.waitUntil(lambda: len(similar.rows) > 0)
    assert similar.isVisible()
    assert similar.rows[0].answer.text() == "可以，自行开具"
    press(qtbot, F3)
    assert page.register.entry.answer.toPlainText() == "可以，自行开具"
    press(qtbot, ENTER)
    assert newest(desk).question.answer == "可以，自行开具"
    assert newest(desk).question.question == "小规模纳税人怎么开专票"


def test_arrows_choose_among_similar_ones_and_one_without_answer_is_not_taken(
    page: PolicyPage, desk: Desk, qtbot: QtBot
) -> None:
    register(desk, instant("数据资产入股怎么登记", "先备案"))
    register(desk, gap("数据资产入股怎么登记缴税"))
    page.register.entry.begin()
    typed("数据资产入股怎么登记缴税")
    similar = page.register.similar
    qtbot.waitUntil(lambda: len(similar.rows) == 2)
    with qtbot.waitSignal(desk.events.told) as told:
        press(qtbot, F3)
    assert "还没有答复" in told.args[0]
    press(qtbot, Qt.Key.Key_Down, F3)
    assert page.register.entry.answer.toPlainText() == "先备案"


# --- the register ---------------------------------------------------------------------------


def test_filters_and_words_narrow_the_register(page: PolicyPage, desk: Desk, qtbot: QtBot) -> None:
    first = register(desk, instant())
    second = register(desk, gap())
    filters, model = page.register.filters, page.register.model
    assert model.ids == [second.id, first.id]
    filters.boxes["kind"].setCurrentIndex(filters.boxes["kind"].findData(GAP))
    assert model.ids == [second.id]
    filters.clear()
    filters.focus_search()
    typed("申请")
    qtbot.keyClick(filters.search, ENTER)
    assert model.ids == [first.id]
    assert page.register.table.hasFocus()
    filters.search.setText("\x00")
    qtbot.keyClick(filters.search, ENTER)
    assert "不可见" in filters.search_error.text()
    filters.search.setText("查无此词")
    qtbot.keyClick(filters.search, ENTER)
    assert page.count.text() == "共 0 件"
    assert not page.print_button.isEnabled()
    filters.clear()
    filters.period.setCurrentIndex(filters.period.count() - 1)
    assert filters.days_line.isVisible()
    filters.to_day.setDate(filters.from_day.date().addDays(-1))
    qtbot.waitUntil(lambda: bool(filters.error.text()))
    assert "晚于结束日期" in filters.error.text()


def test_a_correction_is_made_in_its_dialog(
    page: PolicyPage, desk: Desk, qtbot: QtBot, ask: FakeAsker
) -> None:
    case = register(desk, instant())
    page.show_record(str(case.id))

    def correct() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, CorrectDialog)
        dialog.long["answer"].setPlainText("")
        qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
        assert dialog.errors["answer"].text() == "请填写答复"
        ask.will_answer(False)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
        dialog.long["answer"].setPlainText("先填信息表")
        qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, correct)
    qtbot.mouseClick(page.register.detail.correct, Qt.MouseButton.LeftButton)
    assert desk.store.policy.get(case.id).question.answer == "先填信息表"
    assert "先填信息表" in page.register.detail.answer.text()


def test_a_question_is_taken_up_again(
    page: PolicyPage, desk: Desk, qtbot: QtBot, ask: FakeAsker
) -> None:
    case = register(desk, gap())
    desk.store.policy.answer(case.id, "缴", "", desk.stamp())
    desk.store.policy.tell(case.id, "电话", desk.stamp())
    desk.changed(Topic.POLICY)
    page.show_record(str(case.id))
    detail = page.register.detail
    assert not detail.refer.isVisible()
    ask.will_answer(True)
    qtbot.mouseClick(detail.reopen, Qt.MouseButton.LeftButton)
    assert desk.store.policy.get(case.id).state is QuestionState.TO_ASK
    assert detail.refer.isVisible()


def test_a_reply_that_settles_nothing_keeps_the_question_open(
    page: PolicyPage, desk: Desk, qtbot: QtBot
) -> None:
    case = register(desk, gap())
    desk.store.policy.refer(case.id, NewReferral("税政股"), desk.stamp())
    desk.changed(Topic.POLICY)
    page.show_record(str(case.id))
    reply = page.register.detail.reply
    reply.text.setPlainText("不归我股")
    reply.unsettled.setChecked(True)
    qtbot.mouseClick(reply.ok, Qt.MouseButton.LeftButton)
    assert desk.store.policy.get(case.id).state is QuestionState.TO_ASK
    assert "不归我股" in page.register.detail.referrals.text()
    assert reply.text.toPlainText() == ""


def test_typed_replies_stay_with_their_question(page: PolicyPage, desk: Desk) -> None:
    one, two = register(desk, gap("第一个问题")), register(desk, gap("第二个问题"))
    page.show_record(str(one.id))
    page.register.detail.reply.text.setPlainText("写到一半")
    page.show_record(str(two.id))
    assert page.register.detail.reply.text.toPlainText() == ""
    page.show_record(str(one.id))
    assert page.register.detail.reply.text.toPlainText() == "写到一半"


def test_the_register_is_exported_with_contacts_masked(
    page: PolicyPage, desk: Desk, qtbot: QtBot, ask: FakeAsker, tmp_path: Path
) -> None:
    register(desk, gap())
    target = tmp_path / "台账.csv"
    ask.will_answer(target)
    qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    rows = list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1][rows[0].index("联系人")] == "示某　138****0001"
    ask.will_answer(tmp_path / "没有" / "台账.csv")
    qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    assert "文件夹不存在" in ask.problems[-1]


def test_papers_are_previewed(page: PolicyPage, desk: Desk, qtbot: QtBot) -> None:
    case = register(desk, gap())
    page.show_record(str(case.id))
    detail = page.register.detail
    assert previewed(detail.print.click) == "政策问题登记单_政2026-001"
    assert previewed(page.print_button.click) == "政策问题台账"
    page.show_record("day#2026-11-13")
    assert previewed(page.reports.editor.print_button.click) == ("政策问题日报_2026-11-13")


def test_a_small_window_shows_the_list_or_the_question(
    page: PolicyPage, desk: Desk, qtbot: QtBot
) -> None:
    case = register(desk, gap())
    page.setMinimumSize(1, 1)  # as in the window, which has a least size of its own
    page.resize(700, 560)
    QApplication.processEvents()
    view = page.register
    assert (view.table.isVisible(), view.side.isVisible()) == (True, False)
    view.table.go_to_row(0)
    view.table.setFocus()
    qtbot.keyClick(view.table, ENTER)
    assert (view.table.isVisible(), view.detail.isVisible()) == (False, True)
    assert not view.entry.isVisible()
    qtbot.keyClick(view.detail, Qt.Key.Key_Escape)
    assert (view.table.isVisible(), view.entry.isVisible()) == (True, True)
    assert view.table.current_record().id == case.id


def test_a_long_register_reads_only_what_is_seen(desk: Desk) -> None:
    read: list[int] = []
    case = register(desk, instant())

    def fetch(ids: Any) -> list[PolicyCase]:
        read.extend(ids)
        return [case for _ in ids]

    model: PagedModel[PolicyCase] = PagedModel(columns(desk.clock.now), fetch)
    model.set_ids(range(20_000, 0, -1))
    assert model.index(0, 0).data() == "政2026-001"
    assert model.index(19_999, 0).data() == "政2026-001"
    assert len(read) == 2 * PAGE
    assert model.record(20_000) is None
    assert model.row_of(5) == 19_995


# --- the daily report -------------------------------------------------------------------------


def test_the_days_report_is_drafted_edited_kept_and_issued(
    page: PolicyPage, desk: Desk, qtbot: QtBot, clock: FixedClock
) -> None:
    register(desk, gap())
    page.show_record("day#2026-11-13")
    editor = page.reports.editor
    assert editor.edit.hasFocus()
    assert "政策空白问题新增1件、未答复1件、待告知0件" in editor.text
    editor.edit.appendPlainText("特此报告。")
    editor.flush()
    assert editor.state.text() == "未报出，已改动"
    # Another question comes in: what was written is not touched.
    register(desk, gap("另一个问题"))
    assert editor.text.endswith("特此报告。")
    assert "新增1件" in editor.text
    qtbot.mouseClick(editor.issue_button, Qt.MouseButton.LeftButton)
    assert editor.to_error.text() == "请填写报送对象"
    editor.to.setFocus()
    typed("分管局领导")
    press(qtbot, ENTER)
    report = desk.store.period_reports.of(PeriodKind.POLICY_DAY, "2026-11-13")[0]
    assert (report.to, report.text.endswith("特此报告。")) == ("分管局领导", True)
    assert editor.state.text() == "已报出"
    assert page.reports.table.current_record().state == ("已报", "green")
    assert not editor.issue_button.isEnabled()
    assert desk.store.drafts.get("policy_day:2026-11-13") is None
    qtbot.mouseClick(editor.redraft, Qt.MouseButton.LeftButton)
    assert "新增2件" in editor.text
    qtbot.keyClick(editor.edit, ENTER, Qt.KeyboardModifier.ControlModifier)
    assert len(desk.store.period_reports.of(PeriodKind.POLICY_DAY, "2026-11-13")) == 2


def test_a_draft_of_a_report_leads_back_to_its_day(page: PolicyPage, desk: Desk) -> None:
    desk.store.drafts.save("policy_day:2026-11-12", "写到一半", desk.clock.now())
    found = [each for each in offered(desk) if each.page.startswith("policy#")]
    assert (found[0].what, found[0].page) == (
        "政策问题日报 2026-11-12",
        "policy#day#2026-11-12",
    )
    page.show_record("day#2026-11-12")
    assert page.reports.editor.text == "写到一半"
    page.show_record("day#never")
    assert page.reports.editor.text == "写到一半"


# --- today -----------------------------------------------------------------------------------


def test_what_is_overdue_stands_out_today(
    desk: Desk, unit: Department, clock: FixedClock, qtbot: QtBot
) -> None:
    add_hall(desk)
    page = TodayPage(desk)
    qtbot.addWidget(page)
    page.show()

    def said() -> list[tuple[str, str, str]]:
        found = page.todo.shown or []
        return [(m.pill, m.colour, m.text) for m in found if m.page.startswith("policy")]

    case = register(desk, gap())
    assert said() == [("待提请", "amber", "政2026-001 政策空白，还没有提请部门")]
    clock.advance(hours=1)
    desk.changed(Topic.POLICY)
    assert said() == [("待提请", "red", "政2026-001 政策空白，还没有提请部门")]
    due = clock.now() + timedelta(hours=2)
    desk.store.policy.refer(case.id, NewReferral("税政股", unit.id, due=due), desk.stamp())
    desk.changed(Topic.POLICY)
    assert said() == []
    clock.advance(hours=6)
    desk.changed(Topic.POLICY)
    assert said() == [
        ("逾期", "red", "政2026-001 提请税政股，答复已逾期"),
        ("日报", "blue", "政策空白问题日报（新增 1，未答复 1，待告知 0）"),
    ]
    clock.advance(hours=16)
    referral = desk.store.policy.get(case.id).referrals[0]
    desk.store.policy.reply(referral.id, "缴税", desk.stamp())
    desk.changed(Topic.POLICY)
    assert said() == [
        ("待告知", "amber", "政2026-001 已答复，待告知办税人"),
        ("日报", "red", "政策空白问题日报没有报出：11月13日"),
    ]
    clock.advance(hours=25)
    desk.changed(Topic.POLICY)
    assert said()[0] == ("待告知", "red", "政2026-001 已答复 1 天，还没有告知办税人")


def test_an_empty_page_says_what_to_do(page: PolicyPage) -> None:
    words = [each.text() for each in page.register.table.findChildren(QWidget) if _is_label(each)]  # type: ignore[attr-defined]
    assert any("还没有登记过政策问题" in text for text in words)
    assert page.count.text() == "共 0 件"


def _is_label(widget: QWidget) -> bool:
    from PySide6.QtWidgets import QLabel

    return isinstance(widget, QLabel)


def test_a_question_is_entered_late_for_the_incident_it_came_up_in(
    page: PolicyPage, desk: Desk, qtbot: QtBot
) -> None:
    incident = fault(desk)
    desk.changed(Topic.INCIDENTS)
    entry = page.register.entry
    entry.question.setPlainText("停电当天申报算不算逾期")
    entry.answer.setPlainText("不算")
    entry.circumstance.incident.setCurrentIndex(1)
    entry.circumstance.when.setFocus()
    type_in(entry.circumstance.when, "0930")
    qtbot.keyClick(entry.circumstance.when, ENTER)
    case = desk.store.policy.get(1)
    assert case.question.asked_at == desk.clock.now().replace(hour=9, minute=30, second=0)
    assert case.question.incident_id == incident.id
    assert "事件 2026-001" in page.register.detail.meta.text()
    # Later than now is no earlier time.
    entry.question.setPlainText("另一个问题")
    entry.answer.setPlainText("答复")
    entry.circumstance.when.setText("2030-01-01 09:00")
    qtbot.keyClick(entry.circumstance.when, ENTER)
    assert entry.errors["asked_at"].isVisible()
    assert desk.store.policy.count() == 1


def test_ctrl_k_finds_questions_and_needs_and_opens_them(
    page: PolicyPage, desk: Desk, qtbot: QtBot
) -> None:
    register(desk, instant("数电发票红冲怎么办", "先确认"))
    register(desk, gap())
    need = NewNeed("红冲流程贴在墙上", "窗口", "流程")
    desk.store.needs.register(need, desk.stamp())
    box = SearchBox(desk, page)
    box.begin()
    box.edit.setText("红冲")
    box.look()
    first, second = box.hits()
    assert (first.title, first.page) == ("政2026-001　即时答复", "policy#1")
    assert (second.title, second.right, second.page) == ("需2026-001　流程", "待上报", "needs#1")
    with qtbot.waitSignal(desk.events.page_requested) as asked:
        qtbot.keyClick(box.edit, ENTER)
    assert asked.args == ["policy#1"]
    # Who asked is found by nobody (PIPL).
    box.begin()
    box.edit.setText("示例甲")
    box.look()
    assert box.hits() == []
