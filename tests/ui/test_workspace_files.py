"""附件 and 复盘: files kept or refused by name; sections and measures written and verified."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from hallduty.domain.errors import InvalidInput
from hallduty.store import attachments as store_attachments
from hallduty.ui.desk import Desk
from hallduty.ui.incidents import attachments_tab
from hallduty.ui.incidents.actions_list import read_day
from hallduty.ui.incidents.attachments_tab import AttachmentsTab, size_text
from hallduty.ui.incidents.review_tab import ReviewTab
from hallduty.ui.incidents.tabs import NAMES
from hallduty.ui.incidents.workspace import Workspace
from tests.ui.workspace_kit import Bench, click, fault, hit, opened, press, write

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def bench(qtbot: QtBot, desk: Desk) -> Bench:
    return opened(qtbot, desk, fault(desk).id)


def files(bench: Bench) -> AttachmentsTab:
    if bench.workspace.tabs.bar.currentIndex() != list(NAMES).index("attachments"):
        bench.workspace.tabs.show_tab("attachments")
    return bench.workspace.tabs.attachments


def review(bench: Bench) -> ReviewTab:
    if bench.workspace.tabs.bar.currentIndex() != list(NAMES).index("review"):
        bench.workspace.tabs.show_tab("review")
    return bench.workspace.tabs.review


def picture() -> QImage:
    made = QImage(640, 360, QImage.Format.Format_RGB32)
    made.fill(QColor("steelblue"))
    return made


def test_in_the_smallest_window_no_button_covers_the_words_below(bench: Bench) -> None:
    tab = files(bench)
    tab.resize(252, 200)
    QApplication.processEvents()
    assert tab.paste.y() > tab.pick.geometry().bottom()
    assert tab.hint.y() > tab.paste.geometry().bottom()


def test_picked_files_are_kept_and_bad_ones_named(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, empty, big = tmp_path / "公告.txt", tmp_path / "空.txt", tmp_path / "大.bin"
    good.write_text("公告", encoding="utf-8")
    empty.touch()
    big.write_bytes(b"x" * 20)
    monkeypatch.setattr(attachments_tab, "MOST_BYTES", 10)
    monkeypatch.setattr(store_attachments, "MOST_BYTES", 10)
    picked = [empty, good, big, tmp_path / "没有.txt", tmp_path]
    bench.desk.ask.will_answer(picked)  # type: ignore[attr-defined]
    click(files(bench).pick)
    assert [row.attachment.name for row in files(bench).rows()] == ["公告.txt"]
    told = files(bench).error.text()
    for words in ("“空.txt”是空文件", "“大.bin”超过", "“没有.txt”读不出来", "是文件夹"):
        assert words in told
    assert bench.said()[-1] == "附件：公告.txt"


def test_a_screenshot_is_pasted_into_the_tab_or_the_entry_line(bench: Bench) -> None:
    QGuiApplication.clipboard().setImage(picture())
    bench.at(10, 2, 7)
    press(files(bench), Qt.Key.Key_V, CTRL)
    row = files(bench).rows()[0]
    assert row.attachment.name == "截图 20261113-100207.png"
    assert not row.thumb.pixmap().isNull()
    assert row.thumb.pixmap().width() > row.thumb.pixmap().height()
    bench.workspace.timeline.focus()
    bench.at(10, 2, 9)
    hit(Qt.Key.Key_V, CTRL)
    assert len(files(bench).rows()) == 2
    assert bench.workspace.timeline.line.edit.toPlainText() == ""


def test_an_empty_clipboard_says_so(bench: Bench) -> None:
    QGuiApplication.clipboard().setText("words")
    click(files(bench).paste)
    assert "剪贴板里没有图片" in files(bench).error.text()


def test_files_can_be_dropped(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "现场.png"
    assert picture().save(str(path))
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(path))])
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, held, button, keys)
    QApplication.sendEvent(files(bench), entering)
    assert entering.isAccepted()
    dropped = QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, held, button, keys)
    QApplication.sendEvent(files(bench), dropped)
    assert files(bench).rows()[0].attachment.size == path.stat().st_size


def test_opening_hands_the_system_a_file_with_its_own_name(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "清单.txt"
    path.write_text("一", encoding="utf-8")
    files(bench).add_files([path])
    shown: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        shown.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    row = files(bench).rows()[0]
    press(row, Qt.Key.Key_Return)
    assert Path(shown[0].toLocalFile()).name == "清单.txt"
    assert Path(shown[0].toLocalFile()).read_text(encoding="utf-8") == "一"
    bench.desk.store.attachments.path(row.attachment).unlink()
    press(row, Qt.Key.Key_Return)
    assert "不在数据文件夹里" in files(bench).error.text()


@pytest.mark.parametrize(
    ("size", "text"), [(12, "12 B"), (1536, "1.5 KB"), (3 * 1024 * 1024, "3.0 MB")]
)
def test_sizes_are_readable(size: int, text: str) -> None:
    assert size_text(size) == text


def test_a_section_is_written_when_it_is_left(bench: Bench) -> None:
    tab = review(bench)
    edit = tab.edits["direct_cause"]
    assert edit.placeholderText()
    write(edit, "核心交换机故障")
    tab.edits["summary"].setFocus()
    found = bench.desk.store.reviews.of(bench.incident_id)
    assert found is not None
    assert found.sections["direct_cause"] == "核心交换机故障"
    assert "已登记" in tab.state.text()
    assert bench.desk.store.drafts.all() == []
    edit.setFocus()
    edit.insertPlainText("甲" * 20_001)
    tab.edits["summary"].setFocus()
    assert "最多 20000 字" in tab.errors["direct_cause"].text()
    assert len(edit.toPlainText()) > 20_000


def test_a_section_half_typed_comes_back(qtbot: QtBot, bench: Bench) -> None:
    edit = review(bench).edits["lucky"]
    edit.setFocus()
    edit.insertPlainText("\u202e")
    bench.workspace.hide()
    again = opened(qtbot, bench.desk, bench.incident_id)
    assert review(again).edits["lucky"].toPlainText() == "\u202e"


def test_a_measure_is_added_and_verified(bench: Bench) -> None:
    actions = review(bench).measures
    write(actions.what, "更换交换机")
    hit(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is actions.owner
    write(actions.owner, "陈某某")
    hit(Qt.Key.Key_Return)
    write(actions.due, "13-40")
    hit(Qt.Key.Key_Return)
    assert "期限应写作" in actions.errors["due"].text()
    actions.due.clear()
    write(actions.due, "11-30")
    hit(Qt.Key.Key_Return)
    action = bench.desk.store.reviews.actions(bench.incident_id)[0]
    assert (action.what, action.owner, action.due) == ("更换交换机", "陈某某", date(2026, 11, 30))
    row = actions.rows()[0]
    assert row.status.text() == "整改中"
    bench.clock.advance(days=20)
    bench.workspace.case.reload()
    assert (row.status.text(), row.status.property("pill")) == ("已逾期", "red")
    review(bench)._scroll.ensureWidgetVisible(row.verify)
    click(row.verify)
    hit(Qt.Key.Key_Return)
    assert "请填写核实情况" in row.error.text()
    write(row.how, "现场查看已更换")
    hit(Qt.Key.Key_Return)
    assert row.status.text() == "已核实"
    assert "现场查看已更换" in row.about.text()


def test_a_review_goes_on_after_closing_but_not_after_voiding(bench: Bench) -> None:
    store, desk = bench.desk.store.incidents, bench.desk
    store.close(bench.incident_id, desk.clock.now(), desk.stamp(), "测试", desk.plan)
    bench.workspace.case.reload()
    write(review(bench).edits["summary"], "摘要")
    review(bench).edits["lucky"].setFocus()
    found = desk.store.reviews.of(bench.incident_id)
    assert found is not None
    store.void(bench.incident_id, "测试", desk.stamp())
    bench.workspace.case.reload()
    assert review(bench).edits["summary"].isReadOnly()
    assert not review(bench).measures.what.isEnabled()


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", None),
        ("2026-12-01", date(2026, 12, 1)),
        ("12月1日", date(2026, 12, 1)),
        ("1-15", date(2027, 1, 15)),
    ],
)
def test_due_days(typed: str, day: date | None) -> None:
    assert read_day(typed, date(2026, 11, 13)) == day


def test_a_day_that_is_none() -> None:
    with pytest.raises(InvalidInput):
        read_day("下个月", date(2026, 11, 13))


def test_a_window_that_goes_away_while_typing_keeps_the_words(qtbot: QtBot, desk: Desk) -> None:
    incident_id = fault(desk).id
    workspace = Workspace(desk)
    workspace.show()
    workspace.activateWindow()
    qtbot.waitUntil(workspace.isActiveWindow)
    workspace.show_incident(incident_id)
    workspace.tabs.show_tab("review")
    write(workspace.tabs.review.edits["summary"], "写到一半")
    delete(workspace)
    found = desk.store.reviews.of(incident_id)
    assert found is not None
    assert found.sections["summary"] == "写到一半"
