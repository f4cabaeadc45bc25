"""Changed since last print: the mark on the button, and the question on the way out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty.clock import FixedClock
from hallduty.domain.incidents import Incident
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.leaving_dialog import LeavingDialog
from hallduty.ui.main_window import MainWindow
from hallduty.ui.preview import PreviewDialog
from tests.ui.conftest import FakeAsker
from tests.ui.workspace_kit import fault, opened


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.leave()


def save(preview: PreviewDialog, ask: FakeAsker, target: Path) -> None:
    """Press Ctrl+S in a preview and let the file be written there."""
    ask.will_answer(target)
    preview.activateWindow()
    for _ in range(100):
        QTest.qWait(10)
        if preview.isActiveWindow():
            break
    QTest.keyClick(preview, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def asked(ask: FakeAsker) -> list[str]:
    return [text for kind, text in ask.asked if kind == "to_print"]


def test_a_printing_is_noted_and_a_change_marks_the_button(
    qtbot: QtBot, desk: Desk, ask: FakeAsker, tmp_path: Path
) -> None:
    bench = opened(qtbot, desk, fault(desk).id)
    header = bench.workspace.header
    bench.workspace.tabs.print("sheet")
    preview = bench.workspace.findChild(PreviewDialog)
    save(preview, ask, tmp_path / "登记表.pdf")
    preview.close()
    (printing,) = desk.store.printings.of(bench.incident_id)
    assert (printing.kind, printing.pages, printing.incident_id) == ("sheet", 1, 1)
    assert header.print.icon().isNull()
    desk.store.incidents.revise(bench.incident_id, {"place": "二楼"}, desk.stamp())
    desk.changed(Topic.INCIDENTS)
    assert not header.print.icon().isNull()
    assert "有改动未打印" in header.print.toolTip()
    assert "打印后有改动" in header.print_menu.actions()[0].text()
    assert "打印后有改动" not in header.print_menu.actions()[1].text()
    # What the sheet does not show marks nothing.
    desk.store.incidents.revise(bench.incident_id, {"place": "3—8号窗口"}, desk.stamp())
    desk.changed(Topic.INCIDENTS)
    assert header.print.icon().isNull()


def test_todays_unprinted_sheet_is_offered_on_the_way_out(
    window: MainWindow, desk: Desk, ask: FakeAsker
) -> None:
    fault(desk)
    ask.will_answer(None)
    assert not window.close()
    assert window.isVisible()
    assert asked(ask) == ["2026-001 税务端系统故障 尚未打印"]
    ask.will_answer([])
    assert window.close()
    assert not window.isVisible()


def test_ticked_sheets_are_shown_one_by_one_and_then_the_window_goes(
    window: MainWindow, desk: Desk, ask: FakeAsker, tmp_path: Path
) -> None:
    fault(desk), fault(desk)
    ask.will_answer([0, 1])
    assert not window.close()
    for number in (1, 2):
        preview = window._leaving.preview
        assert preview is not None
        assert preview.windowTitle().startswith(f"2026-00{number} 登记表")
        save(preview, ask, tmp_path / f"{number}.pdf")
        assert window.isVisible()
        preview.close()
    assert not window.isVisible()
    assert [len(desk.store.printings.of(each)) for each in (1, 2)] == [1, 1]


def test_a_preview_left_without_printing_keeps_the_program(
    window: MainWindow, desk: Desk, ask: FakeAsker
) -> None:
    fault(desk)
    ask.will_answer([0])
    assert not window.close()
    assert window._leaving.preview is not None
    window._leaving.preview.close()
    assert window.isVisible()
    assert window._leaving.preview is None


def test_what_was_printed_and_not_changed_is_not_asked_for(
    window: MainWindow,
    desk: Desk,
    ask: FakeAsker,
    tmp_path: Path,
    clock: FixedClock,
    qtbot: QtBot,
) -> None:
    incident = fault(desk)
    ask.will_answer([0])
    window.close()
    preview = window._leaving.preview
    assert preview is not None
    save(preview, ask, tmp_path / "a.pdf")
    clock.advance(hours=3)
    desk.store.incidents.revise(incident.id, {"waiting": 40, "place": "大厅"}, desk.stamp())
    preview.close()
    # Changed while it was shown: what went out is what the preview showed.
    again = MainWindow(desk)
    qtbot.addWidget(again)
    again.show()
    ask.will_answer(None)
    assert not again.close()
    assert asked(ask)[-1] == "2026-001 税务端系统故障 今天 09:43 打印后有改动"


def test_a_session_that_ends_is_never_held_up(
    window: MainWindow, desk: Desk, ask: FakeAsker
) -> None:
    fault(desk)
    # No test can make Qt's session manager, which comes with the signal connected to this.
    window._leaving._session_ends(None)
    assert window.close()
    assert asked(ask) == []


def test_yesterdays_closed_ones_and_drills_are_not_asked_for(
    window: MainWindow, desk: Desk, ask: FakeAsker, clock: FixedClock
) -> None:
    fault(desk, drill=True)
    old: Incident = fault(desk)
    desk.store.incidents.recover(old.id, clock.now(), desk.stamp())
    desk.store.incidents.close(old.id, clock.now(), desk.stamp(), "影响轻微")
    clock.advance(days=1)
    assert window.close()
    assert asked(ask) == []


@pytest.mark.parametrize(
    ("key", "chosen"),
    [(Qt.Key.Key_Return, [0, 1]), (Qt.Key.Key_Escape, None)],
)
def test_enter_prints_and_escape_goes_back(
    themed: QApplication, qtbot: QtBot, key: Qt.Key, chosen: list[int] | None
) -> None:
    dialog = _dialog(qtbot)
    QTest.keyClick(QApplication.focusWidget(), key)
    assert not dialog.isVisible()
    assert dialog.chosen == chosen


def test_boxes_choose_and_leaving_without_is_one_key(themed: QApplication, qtbot: QtBot) -> None:
    dialog = _dialog(qtbot)
    QTest.keyClick(dialog.boxes[0], Qt.Key.Key_Space)
    QTest.keyClick(dialog.boxes[0], Qt.Key.Key_Return)
    assert dialog.chosen == [1]
    dialog = _dialog(qtbot)
    for box in dialog.boxes:
        QTest.keyClick(box, Qt.Key.Key_Space)
    assert not dialog.print.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert dialog.chosen == []


def _dialog(qtbot: QtBot) -> LeavingDialog:
    dialog = LeavingDialog(
        None, [("2026-001 税务端系统故障", "尚未打印"), ("2026-002 网络故障", "尚未打印")]
    )
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog
