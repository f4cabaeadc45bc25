"""The dry run of an import on the screen: every place is named, nothing is taken unasked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hallduty.domain.imports import Finding, FindingKind
from hallduty.ui.asker import Asker
from hallduty.ui.import_dialog import ImportDialog

FAULT = Finding("第12行 C12", "手机不是有效的电话号码：“138000”")
DOUBLE = Finding("第40行", "与第12行重复，只取一次", FindingKind.DUPLICATE)
NOTE = Finding("", "表头在第 3 行", FindingKind.NOTE)
CTRL = Qt.KeyboardModifier.ControlModifier


def opened(qtbot: QtBot, findings: list[Finding], ready: int, **more: Any) -> ImportDialog:
    made = ImportDialog(None, "导入通讯录", "共 500 行", findings, ready, **more)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def shown(dialog: ImportDialog) -> list[list[str]]:
    model = dialog.table.model()
    return [
        [model.index(row, place).data() for place in range(3)] for row in range(model.rowCount())
    ]


def test_faults_stand_first_each_with_its_place(themed: QApplication, qtbot: QtBot) -> None:
    dialog = opened(qtbot, [NOTE, DOUBLE, FAULT], 480)
    assert shown(dialog) == [
        ["读不懂", "第12行 C12", "手机不是有效的电话号码：“138000”"],
        ["重复", "第40行", "与第12行重复，只取一次"],
        ["说明", "", "表头在第 3 行"],
    ]
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.whole.text() == "第40行：与第12行重复，只取一次"


@pytest.mark.parametrize(
    ("findings", "button", "skipped"),
    [([FAULT], "跳过读不懂的行并导入", True), ([DOUBLE, NOTE], "导入", False), ([], "导入", False)],
)
def test_what_is_taken_is_said_on_the_button(
    themed: QApplication, qtbot: QtBot, findings: list[Finding], button: str, skipped: bool
) -> None:
    dialog = opened(qtbot, findings, 3)
    assert dialog.take.text() == button
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert dialog.skip_faulty is skipped


def test_escape_and_enter_take_nothing(themed: QApplication, qtbot: QtBot) -> None:
    dialog = opened(qtbot, [FAULT], 3)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Escape)
    assert dialog.result() == ImportDialog.DialogCode.Rejected
    assert dialog.skip_faulty is False


def test_with_nothing_to_take_there_is_only_the_way_out(themed: QApplication, qtbot: QtBot) -> None:
    dialog = opened(qtbot, [FAULT], 0)
    assert not dialog.take.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert dialog.isVisible()
    assert dialog.cancel.text() == "关闭"


class _SavingAsker(Asker):
    """Says where to save without a dialog."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def save_path(self, parent: QWidget | None, suggested: str, filter: str) -> Path | None:
        return self.path


def test_the_list_is_saved_for_whoever_corrects_the_file(
    themed: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "清单.txt"
    dialog = opened(qtbot, [FAULT, NOTE], 2, keep_list=_SavingAsker(path)._keep_list)
    qtbot.keyClick(dialog, Qt.Key.Key_S, CTRL)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert path.read_text(encoding="utf-8-sig").splitlines() == [
        "导入通讯录",
        "读不懂　第12行 C12：手机不是有效的电话号码：“138000”",
        "说明　表头在第 3 行",
    ]
    assert str(path) in dialog.advice.text()


def test_a_list_that_cannot_be_saved_is_told(
    themed: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    asker = _SavingAsker(tmp_path / "没有" / "清单.txt")
    dialog = opened(qtbot, [FAULT], 2, keep_list=asker._keep_list)
    dialog.keep.click()
    assert "未能写入" in dialog.advice.text()
    assert dialog.isVisible()


def test_enter_asks_for_no_file_to_save_the_list_in(
    themed: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "清单.txt"
    dialog = opened(qtbot, [FAULT], 2, keep_list=_SavingAsker(path)._keep_list)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(dialog.table, key)
        # A button that a key presses goes down at once and acts a little later.
        assert not any(each.isDown() for each in (dialog.keep, dialog.cancel, dialog.take))
    assert not path.exists()
