"""The look: rendered once, readable, scaling with the font size, no trace left behind."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QMessageBox,
    QPushButton,
    QStatusBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hallduty import paths
from hallduty.domain.errors import FieldProblem, InvalidInput
from hallduty.ui import colours, icons, theme, widgets


@pytest.fixture
def dressed(themed: QApplication, tmp_path: Path) -> Iterator[Path]:
    """A cache folder of its own; afterwards the session's look is put back."""
    sheet, font, palette = themed.styleSheet(), themed.font(), themed.palette()
    yield tmp_path / "cache"
    themed.setProperty("hallduty_theme", "light")
    themed.setFont(font)
    themed.setPalette(palette)
    themed.setStyleSheet(sheet)


def _dress(app: QApplication, cache: Path, name: str = "light", size: int = 14) -> None:
    theme.apply(app, name, size, resources=paths.resources(), cache=cache, family=theme.BUNDLED)


@pytest.fixture
def as_on_windows(themed: QApplication) -> Iterator[Callable[[], None]]:
    """Give some kinds of widgets a small typeface of the system, as Windows does at any time."""
    kinds = ["QMenu", "QMessageBox", "QTipLabel", "QStatusBar", "QAbstractItemView"]
    before = {kind: QApplication.font(kind) for kind in kinds}

    def give() -> None:
        for kind in kinds:
            themed.setFont(QFont("MS Shell Dlg", 8), kind)

    yield give
    for kind, font in before.items():
        themed.setFont(font, kind)


@pytest.mark.parametrize("size", [14, 20])
def test_menus_lists_and_boxes_have_the_interface_s_letters_on_windows_too(
    qtbot: QtBot,
    themed: QApplication,
    dressed: Path,
    as_on_windows: Callable[[], None],
    size: int,
) -> None:
    as_on_windows()
    _dress(themed, dressed, size=size)
    as_on_windows()
    for widget in (QMenu(), QMessageBox(), QTableView(), QListWidget(), QStatusBar()):
        qtbot.addWidget(widget)
        widget.ensurePolished()
        letters = widget.font()
        assert (letters.family(), letters.pixelSize()) == (theme.BUNDLED, size), widget


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [colours.LIGHT, colours.DARK])
def test_every_word_can_be_read_on_its_ground(palette: colours.Colours) -> None:
    for name in ("red", "amber", "blue", "green", "violet", "grey"):
        text, tint = palette.tone(name)
        assert _contrast(text, tint) >= 4.5, name
        assert _contrast(text, palette.surface) >= 4.5, name
    for ground in (palette.ground, palette.surface, palette.sunken, palette.hover):
        assert _contrast(palette.text, ground) >= 7
        assert _contrast(palette.secondary, ground) >= 4.5
    for fill in (palette.accent_fill, palette.red_fill, palette.brand):
        assert _contrast(palette.on_fill, fill) >= 4.5


def test_sheet_has_no_capitals_no_roboto_and_nothing_unfilled(
    themed: QApplication, dressed: Path
) -> None:
    _dress(themed, dressed)
    sheet = themed.styleSheet()
    assert "uppercase" not in sheet
    assert "Roboto" not in sheet
    own = sheet[sheet.index("HallDuty's own sheet") :]
    assert "$" not in own
    assert re.search(r"\d+u\b", own.split("*/", 1)[1]) is None
    for picture in set(re.findall(r"url\(([^)]+)\)", sheet)):
        assert Path(picture).is_file(), picture


def test_second_start_only_loads(
    themed: QApplication, dressed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _dress(themed, dressed)
    first = themed.styleSheet()

    def fail(*_: object) -> str:
        raise AssertionError("rendered again")

    monkeypatch.setattr(theme, "_render", fail)
    _dress(themed, dressed)
    assert themed.styleSheet() == first


def test_rendering_leaves_home_and_environment_alone(
    themed: QApplication, dressed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    before = dict(os.environ)
    _dress(themed, dressed, "dark", 18)
    assert dict(os.environ) == before
    assert list(home.iterdir()) == []


def test_a_cache_that_cannot_be_written_does_not_stop_the_start(
    themed: QApplication, dressed: Path, tmp_path: Path
) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("")
    _dress(themed, blocked)
    assert "HallDuty's own sheet" in themed.styleSheet()


@pytest.mark.parametrize("size", [13, 14, 16, 18, 20])
def test_all_sizes_follow_the_font_size(themed: QApplication, dressed: Path, size: int) -> None:
    _dress(themed, dressed, "light", size)
    window = QWidget()
    layout = QVBoxLayout(window)
    heading, button = widgets.heading("今天要办"), widgets.button("登记事件", "danger", "F2")
    layout.addWidget(heading)
    layout.addWidget(button)
    window.show()
    assert heading.font().pixelSize() == round(16 * size / 14)
    assert button.height() >= 34 * size // 14 - 1
    window.close()


def test_dark_and_light_differ_in_every_ground(themed: QApplication, dressed: Path) -> None:
    _dress(themed, dressed, "dark")
    assert theme.colours() is colours.DARK
    light, dark = colours.LIGHT.as_mapping(), colours.DARK.as_mapping()
    assert [name for name in light if light[name] == dark[name]] == ["on_fill"]


def test_a_role_is_looked_up_again_when_it_changes(themed: QApplication) -> None:
    label = widgets.pill("一般", "blue")
    label.show()
    before = label.palette().color(label.foregroundRole()).name()
    widgets.set_property(label, "pill", "red")
    assert label.palette().color(label.foregroundRole()).name() == "#c62828" != before
    label.close()


def test_a_key_cap_makes_room_for_itself(themed: QApplication) -> None:
    plain, keyed = widgets.button("已恢复", "primary"), widgets.button("已恢复", "primary", "F8")
    assert keyed.sizeHint().width() >= plain.sizeHint().width() + 20
    assert keyed.text() == "已恢复"
    assert "F8" in keyed.toolTip()


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("kind", "key"), [("primary", ""), ("danger", "F2"), ("choice", "")])
def test_a_filled_button_shows_plainly_that_it_has_the_keys(
    themed: QApplication, dressed: Path, qtbot: QtBot, name: str, kind: str, key: str
) -> None:
    _dress(themed, dressed, name)
    window = QWidget()
    qtbot.addWidget(window)
    made, other = widgets.button("登记", kind, key), QLineEdit()
    if kind == "choice":
        made = QPushButton("登记")
        made.setProperty("choice", True)
        made.setCheckable(True)
        made.setChecked(True)
    layout = QVBoxLayout(window)
    layout.addWidget(other)
    layout.addWidget(made)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    other.setFocus()
    before = made.grab().toImage()
    made.setFocus()
    after = made.grab().toImage()
    middle = made.width() // 2
    edge = [(before.pixelColor(middle, y), after.pixelColor(middle, y)) for y in range(6)]
    assert max(_contrast(one.name(), two.name()) for one, two in edge) >= 2.5


def test_problems_stand_beside_their_fields(themed: QApplication) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    place, phone = QLineEdit(), QLineEdit("abc")
    errors = {"place": widgets.field_error(place), "phone": widgets.field_error(phone)}
    for widget in (place, errors["place"], phone, errors["phone"]):
        layout.addWidget(widget)
    window.show()
    told = [FieldProblem("phone", "不是电话号码"), FieldProblem("elsewhere", "别处的问题")]
    rest = widgets.show_problems(errors, InvalidInput(told))
    assert errors["phone"].text() == "不是电话号码"
    assert errors["phone"].isVisible()
    assert phone.property("invalid") is True
    assert phone.text() == "abc"
    assert not errors["place"].isVisible()
    assert rest == ["别处的问题"]
    widgets.clear_problems(errors.values())
    assert not errors["phone"].isVisible()
    assert phone.property("invalid") is False
    window.close()


def test_a_long_text_ends_in_an_ellipsis_with_the_whole_in_a_tooltip(
    themed: QApplication,
) -> None:
    label = widgets.ElidedLabel("二楼自助办税区东侧第三台自助终端旁的排队叫号机与取号屏")
    label.resize(QSize(120, 24))
    label.show()
    assert label.text().endswith("…")
    assert label.toolTip() == label.whole()
    label.resize(QSize(900, 24))
    assert label.text() == label.whole()
    assert label.toolTip() == ""
    label.close()


def test_flow_layout_wraps_and_keeps_what_is_hidden_out(themed: QApplication) -> None:
    window = QWidget()
    flow = widgets.FlowLayout(window, gap=8)
    boxes = [QLabel("一二三四五六七八") for _ in range(6)]
    for box in boxes:
        flow.addWidget(box)
    wide, narrow = flow.heightForWidth(2000), flow.heightForWidth(150)
    assert narrow > 5 * wide
    boxes[0].hide()
    assert flow.heightForWidth(150) < narrow


def test_icons_paint_something_and_grey_out(themed: QApplication) -> None:
    made = icons.icon("phone-outline", "#c62828")
    picture = made.pixmap(24, 24).toImage()
    inked = [(x, y) for x in range(24) for y in range(24) if picture.pixelColor(x, y).alpha() > 128]
    assert len(inked) > 20
    assert picture.pixelColor(*inked[0]).red() > 150
    assert icons.missing(["phone-outline", "no-such-icon"]) == ["no-such-icon"]


def test_a_choice_opens_as_a_list_as_long_as_its_items(themed: QApplication) -> None:
    box = QComboBox()
    box.addItems(["全部类型", "电力故障", "设备故障", "网络故障"])
    box.show()
    box.showPopup()
    QApplication.processEvents()
    row = box.view().sizeHintForRow(0)
    assert 4 * row <= box.view().window().height() <= 6 * row
    box.hidePopup()
    box.close()


def test_a_font_whose_path_qt_cannot_open_is_taken_by_its_bytes(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFontDatabase, "addApplicationFont", lambda name: -1)
    file = paths.resources() / "fonts" / "NotoSansSC-Regular.ttf"
    assert theme.add_font(file) == "Noto Sans SC"


class _Watching(QWidget):
    """Notes whether Python may collect garbage whenever Qt calls back."""

    seen: ClassVar[list[bool]] = []

    def changeEvent(self, event: QEvent) -> None:
        self.seen.append(gc.isenabled())
        super().changeEvent(event)


def test_nothing_is_collected_while_all_widgets_are_restyled(
    themed: QApplication, dressed: Path, qtbot: QtBot
) -> None:
    """A closed window, collected in the middle of it, ended the program."""
    shown = _Watching()
    qtbot.addWidget(shown)
    shown.show()
    gc.enable()
    _Watching.seen.clear()
    _dress(themed, dressed, "dark", 18)
    assert _Watching.seen
    assert not any(_Watching.seen)
    assert gc.isenabled()
