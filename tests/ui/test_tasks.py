"""Work off the GUI thread: answers land on it, errors too, and nothing is lost on the way."""

from __future__ import annotations

import gc
import threading
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hallduty.ui.tasks import InlineRunner, TaskRunner


class _View(QObject):
    """Takes answers the way views do: by bound methods."""

    def __init__(self) -> None:
        super().__init__()
        self.results: list[Any] = []
        self.problems: list[str] = []
        self.threads: list[str] = []

    def done(self, result: Any) -> None:
        self.results.append(result)
        self.threads.append(threading.current_thread().name)

    def failed(self, problem: Exception) -> None:
        self.problems.append(str(problem))
        self.threads.append(threading.current_thread().name)


def test_result_and_error_arrive_on_the_gui_thread(themed: QApplication, qtbot: QtBot) -> None:
    runner, view = TaskRunner(), _View()
    worker: list[str] = []

    def work() -> int:
        worker.append(threading.current_thread().name)
        return 42

    def breaks() -> int:
        raise ValueError("磁盘已满")

    runner.run(work, view.done, view.failed)
    runner.run(breaks, view.done, view.failed)
    qtbot.waitUntil(lambda: runner.busy == 0)
    here = threading.current_thread().name
    assert view.results == [42]
    assert view.problems == ["磁盘已满"]
    assert view.threads == [here, here]
    assert worker != [here]


def test_many_jobs_survive_garbage_collection(themed: QApplication, qtbot: QtBot) -> None:
    runner, view = TaskRunner(), _View()
    for number in range(50):
        runner.run(lambda number=number: number, view.done, view.failed)
        gc.collect(0)
    qtbot.waitUntil(lambda: runner.busy == 0)
    assert sorted(view.results) == list(range(50))


def test_an_answer_for_a_closed_view_is_dropped(themed: QApplication, qtbot: QtBot) -> None:
    from shiboken6 import delete

    runner, view, gate = TaskRunner(), _View(), threading.Event()
    runner.run(gate.wait, view.done, view.failed)
    delete(view)
    gate.set()
    qtbot.waitUntil(lambda: runner.busy == 0)
    assert view.results == []


def test_widgets_in_the_garbage_are_never_deleted_by_another_thread(
    themed: QApplication, qtbot: QtBot
) -> None:
    runner, view = TaskRunner(), _View()
    deleted_on: list[str] = []

    def leave_garbage() -> None:
        widget = QWidget()
        widget.destroyed.connect(
            lambda: deleted_on.append(threading.current_thread().name),
            Qt.ConnectionType.DirectConnection,
        )
        widget.myself = widget  # type: ignore[attr-defined]

    def makes_much_garbage() -> bool:
        for _ in range(20_000):
            cycle: list[object] = []
            cycle.append(cycle)
        return gc.isenabled()

    gc.collect()
    assert gc.isenabled()
    leave_garbage()
    runner.run(makes_much_garbage, view.done, view.failed)
    qtbot.waitUntil(lambda: runner.busy == 0)
    assert view.results == [False]
    assert gc.isenabled()
    gc.collect()
    assert set(deleted_on) <= {threading.current_thread().name}


def test_the_inline_runner_answers_at_once(themed: QApplication) -> None:
    view = _View()
    InlineRunner().run(lambda: "好", view.done, view.failed)
    InlineRunner().run(lambda: [][1], view.done, view.failed)
    assert view.results == ["好"]
    assert len(view.problems) == 1
