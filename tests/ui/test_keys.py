"""The list of keys is the keys: nothing bound beside it, nothing listed that is not bound."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QShortcut
from pytestqt.qtbot import QtBot

from hallduty.ui import keys, pages
from hallduty.ui.desk import Desk
from hallduty.ui.incidents.tabs import NAMES
from hallduty.ui.main_window import MainWindow

UI = Path(keys.__file__).parent
ROOT = UI.parents[1]
OTHERS = [path for path in sorted(UI.rglob("*.py")) if path.name != "keys.py"]
LISTED = {name: key for name, key in vars(keys).items() if isinstance(key, keys.Key)}


def calls(path: Path) -> list[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: str(path.relative_to(UI)))
def test_no_module_binds_a_key_of_its_own(path: Path) -> None:
    for call in calls(path):
        words = ast.unparse(call.func)
        assert words != "QShortcut", f"line {call.lineno}: bind it with keys.bind"
        assert not words.endswith(".setShortcut"), f"line {call.lineno}: put it with keys.put"


def test_every_key_of_the_list_is_bound_somewhere_and_in_a_group() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in OTHERS)
    used = set(re.findall(r"\bkeys\.([A-Z_]+)\b", code))
    assert set(LISTED) <= used, "listed, but no key of the program"
    grouped = [key for group in keys.GROUPS for key in group.keys]
    assert set(grouped) == set(LISTED.values())
    assert len(grouped) == len(set(grouped))


def test_the_keys_of_the_window_are_those_of_the_first_group(desk: Desk, qtbot: QtBot) -> None:
    window = MainWindow(desk)
    qtbot.addWidget(window)
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    bound = sorted(each.key().toString() for each in window.findChildren(QShortcut, options=direct))
    assert bound == sorted(text for key in keys.WINDOW for text in key.keys)
    assert set(keys.WINDOW) < set(keys.GROUPS[0].keys)


def test_a_key_of_the_window_means_nothing_else_anywhere() -> None:
    everywhere = {text for key in keys.WINDOW for text in key.keys}
    for group in keys.GROUPS[1:]:
        assert not everywhere & {text for key in group.keys for text in key.keys}, group.title


def test_as_many_keys_as_there_are_pages_and_tabs() -> None:
    from hallduty.ui.roster.page import RosterPage

    assert len(keys.PAGES.keys) == len(pages.RAIL)
    assert len(keys.TABS.keys) == len(NAMES)
    assert len(keys.ROSTER_TABS.keys) == len(RosterPage.all_tabs)


def test_they_are_written_as_on_the_keyboard() -> None:
    assert keys.POST.shown() == "Ctrl+Enter"
    assert keys.TABS.shown() == "Alt+1…7"
    assert keys.MOVE.shown() == "Alt+↑ Alt+↓"
    assert keys.LARGER.shown() == "Ctrl++ Ctrl+="
    assert keys.STEP_TICK.shown() == "空格"
    assert keys.cap(keys.COPY_TEXT) == "Alt C"


@pytest.mark.parametrize(
    ("key", "modifier", "heard"),
    [
        (Qt.Key.Key_2, Qt.KeyboardModifier.NoModifier, 1),
        (Qt.Key.Key_2, Qt.KeyboardModifier.KeypadModifier, 1),
        (Qt.Key.Key_4, Qt.KeyboardModifier.NoModifier, -1),
    ],
)
def test_which_of_several_keys_was_pressed(
    key: Qt.Key, modifier: Qt.KeyboardModifier, heard: int
) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, modifier)
    assert keys.OUTCOMES.place(event) == heard


def test_the_keys_of_the_readme_are_keys_of_the_program() -> None:
    text = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    table = text.split("## 按键")[1].split("##")[0]
    shown = {key.shown() for key in LISTED.values()}
    cells = [cell.strip() for line in table.splitlines()[3:] for cell in line.split("|")[1:-1]]
    written = {part for cell in cells[::2] for part in cell.split(" / ") if part}
    assert written
    assert written <= shown
