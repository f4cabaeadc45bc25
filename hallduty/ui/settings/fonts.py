"""设置 · 打印字体: which typefaces the papers get on this PC, and what stands in for others."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QComboBox, QWidget

from hallduty.domain import texts
from hallduty.domain.errors import InvalidInput, refuse
from hallduty.domain.settings import PrintFonts
from hallduty.ui import theme
from hallduty.ui.settings.section import Section
from hallduty.ui.wheel_guard import WheelGuard
from hallduty.ui.widgets import column, label, pill, row, secondary

if TYPE_CHECKING:
    from collections.abc import Sequence

_FACES = {
    "body": "正文（仿宋、宋体）",
    "heading": "一级标题（黑体）",
    "kai": "二级标题（楷体）",
    "title": "公文标题（小标宋）",
}
_AUTOMATIC = "自动（系统字体，没有则用随附字体）"


class FontsSection(Section):
    """A family for each typeface; empty means: found on this PC, else the bundled one."""

    title = "打印字体"

    def build(self) -> None:
        self._guard = WheelGuard(self)
        self.boxes: dict[str, QComboBox] = {}
        for name, words in _FACES.items():
            box = QComboBox()
            box.setEditable(True)
            box.setAccessibleName(words)
            box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.lineEdit().setPlaceholderText(_AUTOMATIC)
            box.setProperty("face", name)
            box.installEventFilter(self._guard)
            box.lineEdit().editingFinished.connect(self._entered)
            box.activated.connect(self._entered)
            self.body.addWidget(secondary(words))
            self.body.addWidget(box)
            self.error(name, box)
            self.boxes[name] = box
        self._found = QWidget()
        self._lines = column(self._found, margins=(0, 6, 0, 0), gap=4)
        self.body.addWidget(self._found)
        self.note("缺少的字体由随附的思源（Noto）字体代替；个别字缺字形时，打印预览会指明。")
        self._filled = False

    def refresh(self) -> None:
        if not self._filled:
            self._fill()
        chosen = self.settings.print_fonts
        for name, box in self.boxes.items():
            if not box.lineEdit().hasFocus():
                with QSignalBlocker(box):
                    box.setEditText(getattr(chosen, name))
        self._ask_press()

    def _fill(self) -> None:
        self._filled = True
        system = QFontDatabase.WritingSystem.SimplifiedChinese
        families = [f for f in QFontDatabase.families(system) if not f.startswith((".", "@"))]
        for box in self.boxes.values():
            with QSignalBlocker(box):
                box.addItem("")
                box.addItems(families)

    def _entered(self) -> None:
        for name, box in self.boxes.items():
            self._save_one(name, box.currentText().strip())

    def _save_one(self, name: str, family: str) -> None:
        fonts = self.settings.print_fonts
        self.errors[name].say("")
        if family == getattr(fonts, name):
            return
        try:
            refuse([texts.problem_in(name, "字体名称", family, limit=100)])
        except InvalidInput as problem:
            self.say_problem(name, problem)
            return
        self.save(name, print_fonts=replace(fonts, **{name: family}))

    def _ask_press(self) -> None:
        """Find out off the GUI thread what the papers will get: fonts are slow to read."""
        if not self._lines.count():
            self._lines.addWidget(secondary("正在检查本机的字体…"))
        self._desk.tasks.run(self._desk.press.typefaces, self._show_found, self._not_found)

    def _show_found(self, found: Sequence[tuple[str, str, str]]) -> None:
        self._clear()
        for face, file, told in found:
            line = row(gap=8)
            name = label(face)
            name.setFixedWidth(theme.px(52))
            line.addWidget(name)
            line.addWidget(pill("代替", "amber") if told else pill("已找到", "green"))
            line.addWidget(secondary(told or file, wrap=True), 1)
            holder = QWidget()
            holder.setLayout(line)
            self._lines.addWidget(holder)

    def _not_found(self, problem: Exception) -> None:
        self._clear()
        self._lines.addWidget(secondary(f"字体读不出来：{problem}", wrap=True))

    def _clear(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()


# The boxes and the record must name the same typefaces.
assert set(_FACES) == {each.name for each in fields(PrintFonts)}
