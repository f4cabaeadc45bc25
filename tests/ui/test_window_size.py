"""The main window on its screen: all its edges can be reached, also on a small one."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hallduty.ui import window_size
from hallduty.ui.desk import Desk
from hallduty.ui.main_window import MainWindow


class Elsewhere(QWidget):
    """A window on a screen of another size."""

    def __init__(self, room: QSize) -> None:
        super().__init__()
        self._screen = SimpleNamespace(availableSize=lambda: room)

    def screen(self) -> SimpleNamespace:  # type: ignore[override]
        return self._screen


@pytest.mark.parametrize(
    ("room", "smallest", "size"),
    [
        (QSize(1920, 1040), QSize(900, 560), QSize(1280, 720)),
        (QSize(1280, 680), QSize(900, 560), QSize(1280, 648)),
        # 1280 × 720 at 150 %, less the task bar.
        (QSize(853, 440), QSize(853, 408), QSize(853, 408)),
    ],
)
def test_a_first_window_fits_on_its_screen(
    desk: Desk, qtbot: QtBot, room: QSize, smallest: QSize, size: QSize
) -> None:
    window = Elsewhere(room)
    qtbot.addWidget(window)
    window_size.restore(window, desk)
    assert (window.minimumSize(), window.size()) == (smallest, size)


def test_on_a_small_screen_all_of_the_rail_and_the_strip_is_there(desk: Desk, qtbot: QtBot) -> None:
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.setMinimumSize(853, 408)
    window.resize(853, 408)
    window.show()
    qtbot.wait(1)
    assert window.size() == QSize(853, 408)
    for part in (window.strip, window.status, *window.rail.findChildren(QWidget)):
        if part.isVisible():
            corner = part.mapTo(window, part.rect().bottomRight())
            assert window.rect().contains(corner), part
    window.close()
