"""公告: written, previewed, posted, renewed and taken down by keys; what hangs too long is red."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty.domain.incidents import Status
from hallduty.domain.notices import NewNotice, Notice, NoticeKind
from hallduty.domain.promises import NewPromise
from hallduty.domain.reports import NewReport, ReportKind
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.incidents.tabs import NAMES
from hallduty.ui.notices.editor import NoticeEditor
from hallduty.ui.notices.tab import NoticesTab
from hallduty.ui.preview import PreviewDialog
from tests.documents.pdf_reading import joined, page_texts
from tests.ui.workspace_kit import FAULT_AT, Bench, click, fault, hit, opened, press, retype, write

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
UNTIL = datetime(2026, 11, 13, 10, 30)


@pytest.fixture
def bench(qtbot: QtBot, desk: Desk) -> Bench:
    found = opened(qtbot, desk, fault(desk).id)
    found.workspace.resize(1116, 900)
    found.at(9, 50)
    found.workspace.tabs.show_tab("notices")
    return found


def tab(bench: Bench) -> NoticesTab:
    return bench.workspace.tabs.notices


def editor(bench: Bench) -> NoticeEditor:
    return tab(bench).editor


def made(bench: Bench) -> list[Notice]:
    return bench.desk.store.notices.of(bench.incident_id)


def up(bench: Bench) -> list[str]:
    found = bench.desk.store.notices.postings(bench.incident_id)
    return [each.place for each in found if each.hangs]


def promised(bench: Bench, until: datetime = UNTIL) -> None:
    new = NewPromise("信息中心", "陈某某", until)
    bench.desk.store.promises.add(bench.incident_id, new, bench.desk.stamp())
    bench.desk.changed(Topic.INCIDENTS)


def previews() -> list[PreviewDialog]:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, PreviewDialog)]
    return [dialog for dialog in found if dialog.isVisible()]


def test_the_template_is_there_and_asks_for_what_is_missing(bench: Bench) -> None:
    made_up = editor(bench)
    # The key of the tab leads straight to the time that is missing.
    assert QApplication.focusWidget() is made_up.values.expected
    text = made_up.texts.text.toPlainText()
    assert text.startswith("因税务端系统故障，3—8号窗口自11月13日09时42分起")
    assert made_up.texts.gaps.text() == "待填写：【预计恢复时间】"
    hit(Qt.Key.Key_Return, CTRL)
    assert made_up.errors["text"].text() == "待填写：【预计恢复时间】"
    assert made(bench) == []
    write(made_up.values.expected, "1030")
    assert made_up.values.understood.text() == "预计恢复 11月13日10时30分"
    assert "预计11月13日10时30分恢复" in made_up.texts.text.toPlainText()
    assert not made_up.texts.gaps.isVisible()
    hit(Qt.Key.Key_Return, CTRL)
    (notice,) = made(bench)
    assert (notice.kind, notice.expected_at) == (NoticeKind.FAULT, UNTIL)
    assert up(bench) == ["大厅入口"]
    assert bench.said()[-1] == "发布故障公告，张贴于大厅入口，预计恢复10:30"
    (row,) = tab(bench).rows()
    assert row.kind.text() == "故障公告"
    assert row.when.text() == "09:50 起张贴 · 预计恢复 10:30"


def test_a_promise_fills_the_time_while_nobody_has_typed_another(bench: Bench) -> None:
    promised(bench)
    fields = editor(bench).values
    assert fields.expected.text() == "10:30"
    promised(bench, UNTIL.replace(hour=11))
    assert fields.expected.text() == "11:30"
    assert "预计11月13日11时30分恢复" in editor(bench).texts.text.toPlainText()
    fields.expected.selectAll()
    write(fields.expected, "1200")
    promised(bench, UNTIL.replace(hour=11, minute=45))
    assert fields.expected.text() == "1200"
    assert "预计11月13日12时00分恢复" in editor(bench).texts.text.toPlainText()


def test_a_text_edited_by_hand_keeps_its_words_and_takes_the_new_time(bench: Bench) -> None:
    promised(bench)
    texts = editor(bench).texts
    texts.text.moveCursor(texts.text.textCursor().MoveOperation.Start)
    write(texts.text, "各位办税人：")
    promised(bench, UNTIL.replace(hour=11))
    said = texts.text.toPlainText()
    assert said.startswith("各位办税人：因税务端系统故障")
    assert "预计11月13日11时30分恢复" in said
    assert not texts.look.isVisible()
    click(texts.again)
    assert texts.text.toPlainText().startswith("因税务端系统故障")
    texts.text.undo()
    assert texts.text.toPlainText().startswith("各位办税人：")


def test_where_the_time_cannot_be_found_the_writer_is_asked_to_look(bench: Bench) -> None:
    promised(bench)
    texts = editor(bench).texts
    texts.text.selectAll()
    write(texts.text, "午后恢复。")
    promised(bench, UNTIL.replace(hour=11))
    assert texts.text.toPlainText() == "午后恢复。"
    assert texts.look.text() == "正文改过，请核对其中的预计恢复时间"


def test_an_unknown_placeholder_is_named_and_nothing_is_printed_or_posted(bench: Bench) -> None:
    promised(bench)
    texts = editor(bench).texts
    texts.text.selectAll()
    write(texts.text, "预计【恢复时刻】恢复")
    assert "不认识的占位：【恢复时刻】" in texts.gaps.text()
    hit(Qt.Key.Key_P, CTRL, SHIFT)
    assert previews() == []
    assert "不认识的占位：【恢复时刻】" in texts.errors["text"].text()
    hit(Qt.Key.Key_Return, CTRL)
    assert made(bench) == []
    assert texts.text.toPlainText() == "预计【恢复时刻】恢复"


def test_the_preview_shows_what_will_hang(bench: Bench) -> None:
    promised(bench)
    editor(bench).size.setCurrentIndex(1)
    editor(bench).size.activated.emit(1)
    hit(Qt.Key.Key_P, CTRL, SHIFT)
    (dialog,) = previews()
    assert dialog.paper is not None
    text = joined(page_texts(dialog.paper.pdf)[0])
    assert "预计11月13日10时30分恢复" in text
    assert "国家税务总局衢州市衢江区税务局2026年11月13日" in text
    assert dialog.windowTitle() == f"{bench.incident.number} 故障公告 A3"
    dialog.close()
    # A preview is no posting.
    assert made(bench) == []


def test_the_short_text_is_counted_and_copied_by_one_key(bench: Bench) -> None:
    promised(bench)
    texts = editor(bench).texts
    words = texts.short.toPlainText()
    assert words.endswith("预计10:30恢复。咨询12366。")
    assert texts.count.text() == f"短文 {len(words)} / 70 字"
    editor(bench).focus_first()
    hit(Qt.Key.Key_C, CTRL, SHIFT)
    assert QGuiApplication.clipboard().text() == words
    texts.short.selectAll()
    write(texts.short, "自己写的短文【时刻】")
    hit(Qt.Key.Key_C, CTRL, SHIFT)
    assert "【时刻】" in texts.errors["short"].text()
    assert QGuiApplication.clipboard().text() == words
    # What was written by hand stays when the text changes.
    promised(bench, UNTIL.replace(hour=11))
    assert texts.short.toPlainText() == "自己写的短文【时刻】"


def test_past_its_time_it_turns_red_and_enter_renews_it(bench: Bench) -> None:
    promised(bench)
    hit(Qt.Key.Key_Return, CTRL)
    (row,) = tab(bench).rows()
    place = list(NAMES).index("notices")
    bench.at(10, 30)
    assert not row.trouble.isVisible()
    assert bench.workspace.tabs.bar.tabIcon(place).isNull()
    bench.at(10, 31)
    assert row.trouble.text() == "公告已过期"
    assert row.property("tone") == "danger"
    assert not bench.workspace.tabs.bar.tabIcon(place).isNull()
    assert "公告已过期" in bench.workspace.tabs.bar.tabToolTip(place)
    promised(bench, UNTIL.replace(hour=11))
    bench.workspace.timeline.focus()
    bench.workspace.tabs.notices.focus_first()
    assert QApplication.focusWidget() is row
    hit(Qt.Key.Key_Return)
    hit(Qt.Key.Key_Return, CTRL)
    (fresh,) = tab(bench).rows()
    assert fresh.shown.notice.expected_at == UNTIL.replace(hour=11)
    assert bench.said()[-1] == (
        "发布故障公告，张贴于大厅入口，预计恢复11:30，撤下原故障公告（09:50发布）：大厅入口"
    )
    assert bench.workspace.tabs.bar.tabIcon(place).isNull()
    (past,) = tab(bench).past_rows()
    assert past.notice.expected_at == UNTIL


def test_places_are_ticked_written_and_remembered(bench: Bench) -> None:
    promised(bench)
    places = editor(bench).places
    boxes = places.boxes()
    assert list(boxes) == ["大厅入口", "电子屏", "导税台", "微信群"]
    for place in ("大厅入口", "电子屏"):
        boxes[place].setFocus()
        hit(Qt.Key.Key_Space)
    write(places.other, "二楼楼梯口，税企群")
    hit(Qt.Key.Key_Return, CTRL)
    assert up(bench) == ["电子屏", "二楼楼梯口", "税企群"]
    assert places.other.text() == ""
    assert list(places.boxes())[-2:] == ["二楼楼梯口", "税企群"]
    # Another incident begins with the places ticked last.
    other = fault(bench.desk, place="二楼")
    bench.workspace.show_incident(other.id)
    ticked = [place for place, box in editor(bench).places.boxes().items() if box.isChecked()]
    assert ticked == ["电子屏"]


def test_no_place_is_said_beside_the_places(bench: Bench) -> None:
    promised(bench)
    places = editor(bench).places
    places.boxes()["大厅入口"].setChecked(False)
    click(editor(bench).post_button)
    assert places.errors["places"].text() == "请勾选或写明张贴处"
    write(places.other, "处" * 40)
    hit(Qt.Key.Key_Return, CTRL)
    assert "张贴处最多 30 字" in places.errors["places"].text()
    assert made(bench) == []


def test_one_place_or_all_come_down(bench: Bench) -> None:
    promised(bench)
    for box in editor(bench).places.boxes().values():
        box.setChecked(True)
    click(editor(bench).post_button)
    (row,) = tab(bench).rows()
    QApplication.processEvents()
    click(row.place_buttons()[1])
    assert up(bench) == ["大厅入口", "导税台", "微信群"]
    (row,) = tab(bench).rows()
    row.setFocus()
    hit(Qt.Key.Key_Delete)
    assert up(bench) == []
    assert bench.said()[-2:] == [
        "撤下故障公告（09:50发布）：电子屏",
        "撤下故障公告（09:50发布）：大厅入口、导税台、微信群",
    ]
    assert tab(bench).rows() == []
    assert tab(bench).empty.isVisible()


def test_f8_and_enter_put_the_recovery_notice_in_place_of_what_hangs(bench: Bench) -> None:
    promised(bench)
    editor(bench).places.boxes()["电子屏"].setChecked(True)
    click(editor(bench).post_button)
    bench.at(10, 28)
    bench.workspace.timeline.focus()
    hit(Qt.Key.Key_F8)
    panel = bench.workspace.panel
    assert bench.incident.status is Status.RECOVERED
    assert panel.isVisible()
    assert panel.lines.text() == "· 故障公告：大厅入口、电子屏"
    hit(Qt.Key.Key_Return)
    _, new = made(bench)
    assert new.kind is NoticeKind.RECOVERY
    assert "已于11月13日10时28分恢复正常办理" in new.text
    assert up(bench) == ["大厅入口", "电子屏"]
    assert bench.said()[-1] == (
        "发布恢复公告，张贴于大厅入口、电子屏，撤下原故障公告（09:50发布）：大厅入口、电子屏"
    )
    assert tab(bench).isVisible()
    assert editor(bench).chosen_kind is NoticeKind.RECOVERY
    assert not editor(bench).values.isVisible()


def test_the_offer_can_be_declined_and_then_the_old_notice_is_red(bench: Bench) -> None:
    promised(bench)
    click(editor(bench).post_button)
    bench.at(10, 20)
    hit(Qt.Key.Key_F8)
    hit(Qt.Key.Key_Escape)
    assert not bench.workspace.panel.isVisible()
    (row,) = tab(bench).rows()
    assert row.trouble.text() == "已恢复，公告未撤"
    hit(Qt.Key.Key_F9)
    assert "公告还有 1 处没有撤下" in bench.workspace.panel.lines.text()


def test_extended_service_hangs_on_beside_the_others(bench: Bench) -> None:
    promised(bench)
    click(editor(bench).post_button)
    editor(bench).show_kind(NoticeKind.EXTENDED)
    assert not editor(bench).places.replace.isVisible()
    write(editor(bench).values.expected, "1810")
    editor(bench).texts.text.setFocus()
    hit(Qt.Key.Key_Return, CTRL)
    assert [row.kind.text() for row in tab(bench).rows()] == ["延时服务公告", "故障公告"]
    bench.at(10, 20)
    hit(Qt.Key.Key_F8)
    assert bench.workspace.panel.lines.text() == "· 故障公告：大厅入口"
    hit(Qt.Key.Key_Return)
    assert [row.kind.text() for row in tab(bench).rows()] == ["恢复公告", "延时服务公告"]


def test_without_a_hanging_notice_recovery_asks_nothing(bench: Bench) -> None:
    bench.at(10, 20)
    hit(Qt.Key.Key_F8)
    assert bench.incident.status is Status.RECOVERED
    assert not bench.workspace.panel.isVisible()


def test_half_written_notices_survive_another_incident_and_a_restart(
    qtbot: QtBot, bench: Bench
) -> None:
    promised(bench)
    texts = editor(bench).texts
    texts.text.selectAll()
    write(texts.text, "写到一半")
    other = fault(bench.desk, place="二楼")
    bench.workspace.show_incident(other.id)
    assert "二楼" in texts.text.toPlainText()
    bench.workspace.hide()
    again = opened(qtbot, bench.desk, bench.incident_id)
    bar = again.workspace.tabs.bar
    assert not bar.tabIcon(list(NAMES).index("notices")).isNull()
    again.workspace.tabs.show_tab("notices")
    assert editor(again).texts.text.toPlainText() == "写到一半"


def test_each_kind_has_its_own_words_and_an_earlier_one_can_be_taken_again(bench: Bench) -> None:
    kind = editor(bench).kind
    kind.setFocus()
    hit(Qt.Key.Key_Down)
    hit(Qt.Key.Key_Down)
    assert editor(bench).chosen_kind is NoticeKind.EXTENDED
    assert editor(bench).values.expected_name.text() == "延时至"
    write(editor(bench).values.expected, "1810")
    assert "提供延时服务至11月13日18时10分" in editor(bench).texts.text.toPlainText()
    click(editor(bench).post_button)
    (row,) = tab(bench).rows()
    assert row.when.text() == "09:50 起张贴 · 延时至 18:10"
    row.down.click()
    (past,) = tab(bench).past_rows()
    click(past.again)
    assert "提供延时服务至11月13日18时10分" in editor(bench).texts.text.toPlainText()


def test_ctrl_p_offers_the_notice(bench: Bench) -> None:
    promised(bench)
    click(editor(bench).post_button)
    bench.workspace.tabs.show_tab("sheet")
    bench.workspace.header.print_requested.emit("notice")
    (dialog,) = previews()
    assert "公告" in page_texts(dialog.paper.pdf)[0]  # type: ignore[union-attr]
    dialog.close()


def test_a_void_incident_takes_no_notice_but_lets_its_paper_come_down(bench: Bench) -> None:
    promised(bench)
    click(editor(bench).post_button)
    bench.desk.store.incidents.void(bench.incident_id, "误登记", bench.desk.stamp())
    bench.desk.changed(Topic.INCIDENTS)
    assert not editor(bench).post_button.isEnabled()
    assert editor(bench).texts.text.isReadOnly()
    (row,) = tab(bench).rows()
    assert row.trouble.text() == "事件已作废，公告未撤"
    row.setFocus()
    hit(Qt.Key.Key_Delete)
    assert up(bench) == []


def test_many_notices_and_long_texts_are_shown_whole(bench: Bench) -> None:
    text = "很长的公告正文" * 200
    for number in range(30):
        bench.desk.store.notices.make(
            bench.incident_id,
            NewNotice(NoticeKind.FAULT, text, places=(f"第{number}处很长的张贴处名称",)),
            (),
            bench.desk.stamp(),
        )
    bench.desk.changed(Topic.INCIDENTS)
    rows = tab(bench).rows()
    assert len(rows) == 30
    bench.workspace.resize(1116, 500)
    QApplication.processEvents()
    inside = tab(bench)._scroll.widget()
    assert inside.width() <= tab(bench)._scroll.viewport().width()
    press(rows[0], Qt.Key.Key_Down)
    assert QApplication.focusWidget() is rows[1]


def test_one_entered_later_is_posted_at_its_own_time(qtbot: QtBot, desk: Desk) -> None:
    incident = fault(desk, late=True, occurred_at=FAULT_AT.replace(hour=8))
    desk.clock.at = FAULT_AT.replace(hour=15)  # type: ignore[attr-defined]
    bench = opened(qtbot, desk, incident.id)
    posted = FAULT_AT.replace(hour=8, minute=55)
    bench.workspace.case.set_late_at(posted)
    bench.workspace.tabs.show_tab("notices")
    write(editor(bench).values.expected, "0930")
    hit(Qt.Key.Key_Return, CTRL)
    (notice,) = made(bench)
    assert notice.made_at == posted
    # F8 asks for the time first, and then about the notice.
    hit(Qt.Key.Key_F8)
    panel = bench.workspace.panel
    retype(panel.time, "0925")
    hit(Qt.Key.Key_Return)
    assert panel.lines.text() == "· 故障公告：大厅入口"
    hit(Qt.Key.Key_Return)
    posting = bench.desk.store.notices.postings(bench.incident_id)
    assert posting[0].withdrawn_at == FAULT_AT.replace(hour=9, minute=25)
    assert notice.expected_at == FAULT_AT.replace(hour=9, minute=30)


def test_what_contradicts_an_issued_text_is_said_before_the_notice_hangs(
    bench: Bench, qtbot: QtBot
) -> None:
    desk, banner = bench.desk, editor(bench).banner
    told = NewReport(ReportKind.FIRST, "组长 俞豪", text="10时42分发生，预计10:30恢复。")
    desk.store.reports.add(bench.incident_id, told, desk.stamp())
    promised(bench)
    write(editor(bench).places.other, "二楼")
    # The notice was drafted from the record: it occurred at 09:42, the report said 10:42.
    qtbot.waitUntil(lambda: not banner.isHidden())
    assert banner.warned.text() == ("· 首报写发生时间10时42分，公告（本稿）写11月13日09时42分")
    assert made(bench) == []


def test_the_notice_it_replaces_contradicts_nothing_but_one_left_hanging_does(
    bench: Bench, qtbot: QtBot
) -> None:
    promised(bench)
    hit(Qt.Key.Key_Return, CTRL)
    promised(bench, UNTIL.replace(hour=11))
    made_up = editor(bench)
    assert "11时30分恢复" in made_up.texts.text.toPlainText()
    made_up.banner.check()
    assert made_up.banner.isHidden()
    tab(bench)._scroll.ensureWidgetVisible(made_up.places.replace)
    click(made_up.places.replace)
    assert "公告写预计恢复" in made_up.banner.warned.text()
    assert made_up.banner.isVisible()
