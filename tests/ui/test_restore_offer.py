"""A database that cannot be opened: the box leads to a backup, and nothing is lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile, Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from hallduty import app, folder_lock, restoring
from hallduty.clock import FixedClock
from hallduty.domain.incidents import NewIncident
from hallduty.errors import EnvironmentProblem
from hallduty.office import Office
from hallduty.store import FILE_NAME
from hallduty.ui import restore_offer
from tests.ui.conftest import FakeAsker


@pytest.fixture
def folder(tmp_path: Path, clock: FixedClock) -> Path:
    """A data folder with a backup of one incident, whose database is ruined."""
    made = tmp_path / "数据"
    with Office.open(made, clock) as office:
        new = NewIncident("application", "tax_system", "normal", clock.now())
        office.store.incidents.register(new, office.plan, office.stamp())
        office.store.backups.make("", clock.now())
    (made / FILE_NAME).write_bytes(b"SQLite format 3\x00" + b"ruined" * 2000)
    return made


def _box(themed: QApplication, qtbot: QtBot, folder: Path) -> QMessageBox:
    box = QMessageBox(QMessageBox.Icon.Warning, "值班长", "打不开")
    qtbot.addWidget(box)
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    restore_offer.add_to(box, folder)
    box.show()
    return box


def test_the_box_leads_to_a_backup_and_the_program_starts_again(
    themed: QApplication, qtbot: QtBot, folder: Path, ask: FakeAsker, clock: FixedClock
) -> None:
    with pytest.raises(EnvironmentProblem):
        Office.open(folder, clock)
    box = _box(themed, qtbot, folder)
    button = next(b for b in box.findChildren(QPushButton) if b.text() == restore_offer.BUTTON)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert restore_offer.was_chosen(box)
    (file,) = (folder / "backups").glob("hallduty-backup-*.db")
    ask.will_answer([file])
    started: list[bool] = []
    restore_offer.restore(folder, ask, clock.now(), lambda: started.append(True))  # type: ignore[arg-type]
    assert started == [True]
    assert "已恢复：事件 1 件" in ask.asked[-1][1]
    assert ask.folder == str(folder / "backups")
    with Office.open(folder, clock) as office:
        assert office.store.incidents.count() == 1
    (kept,) = (folder / "backups").glob("before-restore-*.db")
    assert b"ruined" in kept.read_bytes()


def test_a_start_that_fails_lets_go_of_the_data_before_it_says_so(
    themed: QApplication, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the box would take the program that shows it for one that runs on the data."""
    offered: list[bool] = []
    monkeypatch.setattr(
        app, "_tell", lambda _app, _text, told: offered.append(restoring.is_free(told))
    )
    with pytest.raises(EnvironmentProblem):
        app.run(folder)
    assert offered == [True]


def test_going_back_and_a_bad_file_change_nothing(
    themed: QApplication, folder: Path, ask: FakeAsker, clock: FixedClock, tmp_path: Path
) -> None:
    before = (folder / FILE_NAME).read_bytes()
    ask.will_answer([], [tmp_path / "没有.db"])
    for _ in range(2):
        restore_offer.restore(folder, ask, clock.now(), pytest.fail)  # type: ignore[arg-type]
    assert "没有备份文件" in ask.problems[0]
    assert (folder / FILE_NAME).read_bytes() == before
    assert restoring.is_free(folder)


def test_nothing_is_offered_while_the_program_runs_or_without_data(
    themed: QApplication, qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    lock = QLockFile(str(folder / folder_lock.LOCK_NAME))
    assert lock.tryLock(0)
    for place in (folder, tmp_path / "neu"):
        box = _box(themed, qtbot, place)
        assert [b.text() for b in box.findChildren(QPushButton)] == ["知道了"]
    lock.unlock()
