"""The page 设置: each field saves itself, says beside itself what is wrong, keeps the text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hallduty import paths
from hallduty.domain.followups import FollowupKind, NewFollowup
from hallduty.domain.forms import load_forms
from hallduty.domain.settings import Settings
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.settings.page import SettingsPage
from hallduty.ui.settings.section import Section
from hallduty.ui.table_models import PILL_ROLE
from tests.ui.conftest import FakeAsker
from tests.ui.pages_kit import add_hall, add_incident, on_screen, stamp, type_in

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> SettingsPage:
    return opened(desk, qtbot)


def opened(desk: Desk, qtbot: QtBot) -> SettingsPage:
    return on_screen(SettingsPage(desk), qtbot)


def press(within: QWidget, qtbot: QtBot, word: str) -> None:
    found = next(b for b in within.findChildren(QPushButton) if b.text() == word)
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def words(within: QWidget) -> str:
    return "\n".join(w.text() for w in within.findChildren(QLabel) if not w.isHidden())


def error(section: Section, name: str) -> str:
    said = section.errors[name]
    return "" if said.isHidden() else said.text()


# --- names -----------------------------------------------------------------------------------


def test_a_name_is_saved_when_the_field_is_left(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    edit = page.bureau.bureau
    edit.setFocus()
    edit.clear()
    type_in(edit, "某某县税务局")
    with qtbot.waitSignal(desk.events.changed) as changed:
        qtbot.keyClick(edit, TAB)
    assert changed.args == [Topic.SETTINGS]
    assert desk.settings.bureau == "某某县税务局"
    assert desk.store.settings.load().bureau == "某某县税务局"
    assert desk.store.drafts.all() == []


def test_the_operator_becomes_the_actor_of_what_is_written(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    page.bureau.operator.setFocus()
    type_in(page.bureau.operator, "刘某某")
    qtbot.keyClick(page.bureau.operator, ENTER)
    assert desk.actor() == "刘某某"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请填写单位名称"),
        ("   ", "请填写单位名称"),
        ("长" * 100_000, "最多 60 字，现有 100000 字"),
        ("局\x00", "不可见（U+0000）"),
        ("\u202e局", "不可见（U+202E）"),
    ],
)
def test_a_bad_name_is_said_beside_the_field_kept_and_not_saved(
    page: SettingsPage, desk: Desk, qtbot: QtBot, typed: str, said: str
) -> None:
    before = desk.settings
    page.bureau.bureau.setText(typed)
    qtbot.keyClick(page.bureau.bureau, ENTER)
    assert said in error(page.bureau, "bureau")
    assert page.bureau.bureau.text() == typed
    assert desk.store.settings.load() == before


@pytest.mark.parametrize("typed", ["局😀", '"*%=cmd|', "𰻝县税务局"])
def test_odd_but_visible_characters_are_saved_as_typed(
    page: SettingsPage, desk: Desk, qtbot: QtBot, typed: str
) -> None:
    page.bureau.bureau.setText(typed)
    qtbot.keyClick(page.bureau.bureau, ENTER)
    assert desk.store.settings.load().bureau == typed


def test_a_name_that_could_not_be_saved_is_offered_again_after_a_restart(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    long = "很长的单位名称" * 12
    page.bureau.bureau.setText(long)
    qtbot.keyClick(page.bureau.bureau, TAB)
    page.hide()
    again = opened(desk, qtbot)
    assert again.bureau.bureau.text() == long
    assert desk.settings.bureau == Settings().bureau


# --- the look --------------------------------------------------------------------------------


def test_theme_and_font_size_take_effect_at_once(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(desk.events.changed):
        press(page.look, qtbot, "深色")
    assert desk.settings.theme == "dark"
    press(page.look, qtbot, "大 18")
    assert desk.store.settings.load().font_size == 18
    assert page.look.sizes.checkedButton().text() == "大 18"


# --- limits ----------------------------------------------------------------------------------


def test_limits_are_off_until_they_are_switched_on_and_are_no_law(page: SettingsPage) -> None:
    assert "各地规定不同，由本单位自定" in words(page.limits)
    for box, minutes in page.limits.rows.values():
        assert not box.isChecked()
        assert not minutes.isEnabled()


def test_a_limit_is_switched_on_and_given_its_minutes(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    box, minutes = page.limits.rows["written_report"]
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center())
    if not box.isChecked():
        qtbot.keyClick(box, Qt.Key.Key_Space)
    minutes.setFocus()
    minutes.selectAll()
    qtbot.keyClicks(minutes, "45")
    qtbot.keyClick(minutes, ENTER)
    saved = {limit.key: limit for limit in desk.store.settings.load().limits}
    assert (saved["written_report"].on, saved["written_report"].minutes) == (True, 45)
    assert not saved["phone_leader"].on


@pytest.mark.parametrize("typed", ["0", "99999999", "abc", "-5"])
def test_minutes_that_cannot_be_meant_are_never_saved(
    page: SettingsPage, desk: Desk, qtbot: QtBot, typed: str
) -> None:
    box, minutes = page.limits.rows["phone_leader"]
    box.setChecked(True)
    minutes.setFocus()
    minutes.selectAll()
    qtbot.keyClicks(minutes, typed)
    qtbot.keyClick(minutes, ENTER)
    saved = next(x for x in desk.store.settings.load().limits if x.key == "phone_leader")
    assert 1 <= saved.minutes <= 10_080


def test_a_level_has_limits_of_its_own(page: SettingsPage, desk: Desk) -> None:
    box, _ = page.limits.rows["phone_report.critical"]
    box.setChecked(True)
    saved = {limit.key: limit for limit in desk.store.settings.load().limits}
    assert saved["phone_report.critical"].on
    assert (saved["phone_report.critical"].level, saved["phone_report.critical"].minutes) == (
        "critical",
        5,
    )


def test_the_days_of_the_recorder_are_saved(page: SettingsPage, desk: Desk, qtbot: QtBot) -> None:
    page.footage.days.setFocus()
    page.footage.days.selectAll()
    qtbot.keyClicks(page.footage.days, "30")
    qtbot.keyClick(page.footage.days, ENTER)
    assert desk.store.settings.load().footage_days == 30


def test_retention_is_saved_in_days(page: SettingsPage, desk: Desk, qtbot: QtBot) -> None:
    page.privacy.days.setFocus()
    page.privacy.days.selectAll()
    qtbot.keyClicks(page.privacy.days, "60")
    qtbot.keyClick(page.privacy.days, ENTER)
    assert desk.store.settings.load().retention_days == 60


# --- halls and windows -----------------------------------------------------------------------


def test_the_first_hall_is_entered_by_naming_it_and_gets_its_windows(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    section = page.halls
    section.name.setFocus()
    type_in(section.name, "衢江办税服务厅")
    qtbot.keyClick(section.name, TAB)
    (hall,) = desk.store.roster.halls()
    assert hall.name == "衢江办税服务厅"
    assert QApplication.focusWidget() is section.count
    qtbot.keyClicks(section.count, "12")
    qtbot.keyClick(section.count, ENTER)
    assert [window.number for window in desk.store.roster.windows(hall.id)] == list(range(1, 13))
    assert section.model.rowCount() == 12


def test_windows_counted_before_the_hall_has_a_name_wait_for_it(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    section = page.halls
    section.count.setFocus()
    section.count.selectAll()
    qtbot.keyClicks(section.count, "5")
    qtbot.keyClick(section.count, ENTER)
    assert "请先填写场所名称" in error(section, "windows")
    section.name.setFocus()
    type_in(section.name, "衢江办税服务厅")
    qtbot.keyClick(section.name, ENTER)
    (hall,) = desk.store.roster.halls()
    assert len(desk.store.roster.windows(hall.id)) == 5
    assert error(section, "windows") == ""


def test_fewer_windows_than_there_are_is_refused_beside_the_field(desk: Desk, qtbot: QtBot) -> None:
    hall = add_hall(desk, windows=6)
    section = opened(desk, qtbot).halls
    section.count.setFocus()
    section.count.setValue(4)
    qtbot.keyClick(section.count, ENTER)
    assert "已登记 6 个窗口，不能减少" in error(section, "windows")
    assert len(desk.store.roster.windows(hall.id)) == 6


def test_several_windows_get_a_kind_or_are_put_out_of_use_together(
    desk: Desk, qtbot: QtBot
) -> None:
    hall = add_hall(desk, windows=6)
    section = opened(desk, qtbot).halls
    section.table.go_to_row(1)
    qtbot.keyClick(section.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    section.kind.setEditText("社保")
    qtbot.keyClick(section.kind.lineEdit(), ENTER)
    press(section, qtbot, "停用")
    windows = desk.store.roster.windows(hall.id)
    assert [w.number for w in windows if w.kind == "社保" and not w.up] == [2, 3]
    assert section.model.index(1, 2).data() == "停用"
    assert section.model.index(1, 2).data(PILL_ROLE) == "grey"
    press(section, qtbot, "启用")
    assert all(window.up for window in desk.store.roster.windows(hall.id))


@pytest.mark.parametrize("typed", ["", "长" * 100_000, "类\x00"])
def test_a_bad_window_kind_is_said_beside_the_field(desk: Desk, qtbot: QtBot, typed: str) -> None:
    hall = add_hall(desk, windows=2)
    section = opened(desk, qtbot).halls
    section.table.go_to_row(0)
    section.kind.lineEdit().setMaxLength(1_000_000)
    section.kind.setEditText(typed)
    press(section, qtbot, "设为此类型")
    assert error(section, "kind")
    assert desk.store.roster.windows(hall.id)[0].kind == "综合"


def test_a_second_hall_is_added_and_named_at_once(desk: Desk, qtbot: QtBot) -> None:
    add_hall(desk, "一厅", windows=3)
    section = opened(desk, qtbot).halls
    press(section, qtbot, "新增场所")
    assert section.name.hasFocus()
    assert section.name.selectedText() == "新场所1"
    type_in(section.name, "二厅")
    qtbot.keyClick(section.name, ENTER)
    assert [hall.name for hall in desk.store.roster.halls()] == ["一厅", "二厅"]
    assert section.model.rowCount() == 0
    section.hall.setCurrentIndex(0)
    assert section.model.rowCount() == 3


# --- fonts -----------------------------------------------------------------------------------


def test_every_typeface_says_what_it_will_be_printed_with(page: SettingsPage) -> None:
    said = words(page.fonts)
    for face in ("仿宋", "宋体", "黑体", "楷体", "小标宋"):
        assert face in said
    assert "代替" in said or "已找到" in said


def test_a_chosen_font_is_saved_and_an_impossible_name_is_refused(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    box = page.fonts.boxes["heading"]
    box.setEditText("方正黑体")
    qtbot.keyClick(box.lineEdit(), ENTER)
    assert desk.store.settings.load().print_fonts.heading == "方正黑体"
    box.setEditText("黑\x00体")
    qtbot.keyClick(box.lineEdit(), ENTER)
    assert "不可见" in error(page.fonts, "heading")
    assert desk.store.settings.load().print_fonts.heading == "方正黑体"


# --- data and forms --------------------------------------------------------------------------


def test_the_data_folder_and_what_is_in_it_are_told(page: SettingsPage, desk: Desk) -> None:
    assert page.data.folder.whole() == str(desk.store.folder)
    assert desk.store.audit.head_code() in page.data.facts.text()


def test_shipped_forms_own_forms_and_a_broken_own_copy_are_told_apart(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    own = desk.store.folder / "forms"
    own.mkdir()
    shipped = paths.shipped() / "forms"
    (own / "ledger_summary.toml").write_bytes((shipped / "ledger_summary.toml").read_bytes())
    (own / "ledger_sheet.toml").write_text("title = [坏的", encoding="utf-8")
    desk.forms = load_forms(shipped, own)
    said = words(opened(desk, qtbot).forms)
    assert "本单位的有误，用随附的" in said
    assert "本单位的\n" in said + "\n"
    assert "ledger_sheet.toml" in said
    assert "第 1 行" in said or "第1行" in said


# --- layout ----------------------------------------------------------------------------------


def test_a_narrow_window_gets_one_column_and_nothing_is_cut_off(
    page: SettingsPage, qtbot: QtBot
) -> None:
    def lefts() -> set[int]:
        sections = (page.bureau, page.look)
        return {section.mapTo(page, section.rect().topLeft()).x() for section in sections}

    assert len(lefts()) == 2
    page.resize(700, 640)
    qtbot.waitUntil(lambda: len(lefts()) == 1)
    page.resize(700, 640)
    page.grab()
    assert page.look.mapTo(page, page.look.rect().topRight()).x() <= 700
    assert page.look.width() > 600


def test_settings_changed_elsewhere_show_without_disturbing_the_typing(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    page.bureau.operator.setFocus()
    page.bureau.operator.setText("正在输入")
    saved = desk.store.settings.save(replace(desk.settings, theme="dark"), stamp(desk))
    desk.settings = saved
    desk.changed(Topic.SETTINGS)
    assert page.look.themes.checkedButton().text() == "深色"
    assert page.bureau.operator.text() == "正在输入"


# --- posts of the roster ---------------------------------------------------------------------


def test_a_post_is_added_named_and_given_its_seats(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    before = desk.settings.posts
    qtbot.mouseClick(page.duty.add_button, Qt.MouseButton.LeftButton)
    line = page.duty.lines[-1]
    assert line.name.hasFocus()
    type_in(line.name, "税收宣传")
    qtbot.keyClick(line.name, ENTER)
    assert [post.name for post in desk.settings.posts] == [*(p.name for p in before), "税收宣传"]
    seats = page.duty.lines[-1].peak
    seats.setFocus()
    seats.setValue(3)
    qtbot.keyClick(seats, ENTER)
    assert desk.store.settings.load().posts[-1].peak_seats == 3


@pytest.mark.parametrize(
    ("typed", "said"),
    [("导税", "重复"), ("值班领导", "重复"), ("", "岗位名称"), ("长" * 5_000, "最多 10 字")],
)
def test_a_post_that_cannot_be_is_said_and_stays_as_typed(
    page: SettingsPage, desk: Desk, qtbot: QtBot, typed: str, said: str
) -> None:
    before = desk.settings.posts
    name = page.duty.lines[0].name
    name.setText(typed)
    qtbot.keyClick(name, ENTER)
    assert said in error(page.duty, "posts")
    assert page.duty.lines[0].name.text() == typed
    assert desk.store.settings.load().posts == before


def test_a_post_is_moved_up_and_taken_away_when_confirmed(
    page: SettingsPage, desk: Desk, ask: FakeAsker, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.duty.lines[1].up, Qt.MouseButton.LeftButton)
    assert [post.name for post in desk.settings.posts][:2] == ["导税", "值班长"]
    ask.will_answer(False, True)
    qtbot.mouseClick(page.duty.lines[1].remove, Qt.MouseButton.LeftButton)
    assert desk.settings.posts[1].name == "值班长"
    qtbot.mouseClick(page.duty.lines[1].remove, Qt.MouseButton.LeftButton)
    assert [post.name for post in desk.settings.posts] == ["导税", "咨询", "技术"]


def test_duty_phone_demands_and_blank_sheets_are_saved(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    page.duty.phone.setText("abc")
    qtbot.keyClick(page.duty.phone, ENTER)
    assert error(page.duty, "duty_phone")
    page.duty.phone.setText("0570-8765432")
    qtbot.keyClick(page.duty.phone, ENTER)
    page.duty.demands.setFocus()
    page.duty.demands.setPlainText("坚守岗位。")
    qtbot.keyClick(page.duty.demands, TAB)
    page.duty.sheets.setFocus()
    page.duty.sheets.setValue(25)
    qtbot.keyClick(page.duty.sheets, ENTER)
    saved = desk.store.settings.load()
    assert (saved.duty_phone, saved.roster_demands, saved.pack_sheets) == (
        "0570-8765432",
        "坚守岗位。",
        25,
    )
    assert desk.store.drafts.all() == []


# --- messages and exports -----------------------------------------------------------------------


def test_the_message_on_recovery_is_checked_beside_its_field(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    section = page.messages
    section.template.setFocus()
    section.template.setPlainText("您好【姓名】，已恢复")
    qtbot.keyClick(section.template, TAB)
    page.bureau.bureau.setFocus()
    assert "不认识占位符【姓名】" in error(section, "sms_template")
    assert section.template.toPlainText() == "您好【姓名】，已恢复"
    assert desk.store.settings.load().sms_template == Settings().sms_template
    section.template.setFocus()
    section.template.setPlainText("【单位】提醒：\n已恢复。")
    page.bureau.bureau.setFocus()
    assert error(section, "sms_template") == ""
    assert desk.store.settings.load().sms_template == "【单位】提醒： 已恢复。"
    assert "【恢复时间】如 10月22日16时40分" in words(section)


def test_the_rule_on_the_cards_is_the_bureaus_own(page: SettingsPage, desk: Desk) -> None:
    page.messages.rule.setFocus()
    page.messages.rule.setPlainText("当日有效。")
    page.bureau.bureau.setFocus()
    assert desk.store.settings.load().card_rule == "当日有效。"
    page.messages.rule.setFocus()
    page.messages.rule.setPlainText("")
    page.bureau.bureau.setFocus()
    assert "请填写优先卡使用说明" in error(page.messages, "card_rule")


def test_every_export_of_personal_data_is_on_the_page(page: SettingsPage, desk: Desk) -> None:
    incident = add_incident(desk, "2026-11-13 09:00")
    new = NewFollowup(FollowupKind.CALL_BACK, "张三", "13812345678")
    made = desk.store.followups.add(incident.id, new, stamp(desk))
    assert page.privacy.exports.model().rowCount() == 0
    log = desk.store.followup_calls.log_export
    log("短信名单 TXT", [made.id], "恢复后短信通知", stamp(desk), incident.id)
    desk.changed(Topic.INCIDENTS)
    model = page.privacy.exports.model()
    row = [model.index(0, place).data() for place in range(model.columnCount())]
    assert row[1:] == ["测试员", "1", "短信名单 TXT", incident.number, "恢复后短信通知"]


def test_no_card_is_drawn_out_to_the_length_of_the_other_column(page: SettingsPage) -> None:
    """The card with the table of windows took all the room that the longer column had over."""
    QApplication.processEvents()
    for section in page.findChildren(Section):
        # A wrapped note asks for a little more than its height at this width.
        assert section.height() <= section.sizeHint().height() + 4, type(section).__name__
