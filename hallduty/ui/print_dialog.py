"""Which printer, which pages, how many, on which paper: asked in one small window."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from hallduty.domain.errors import InvalidInput
from hallduty.domain.page_ranges import parse_pages
from hallduty.ui import theme
from hallduty.ui.outside import PrinterFacts
from hallduty.ui.wheel_guard import WheelGuard
from hallduty.ui.widgets import button, column, field_error, row, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_MOST_COPIES = 99
ONE_SIDED, LONG_EDGE, SHORT_EDGE = "none", "long", "short"
_SIDES = {ONE_SIDED: "单面", LONG_EDGE: "双面，沿长边翻页", SHORT_EDGE: "双面，沿短边翻页"}
SIZES = ("A4", "A3")


@dataclass(frozen=True, slots=True)
class PrintChoice:
    """What the user chose; `onto` is “” for the paper's own size, else A4 or A3."""

    printer: str
    sides: str = ONE_SIDED
    onto: str = ""
    pages: tuple[int, ...] = ()
    copies: int = 1
    collate: bool = True
    system: bool = False


class PrintDialog(QDialog):
    """Opens with what was chosen for this kind of paper last time. Enter prints, Esc goes back.

    `choice` is None until the user prints.
    """

    def __init__(
        self, desk: Desk, printers: list[str], pages: int, size: str, kind: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk, self._pages, self._size = desk, pages, size
        self._keys = (f"printer.{size}.{kind}", f"printer.{size}")
        self.choice: PrintChoice | None = None
        self.setWindowTitle("打印")
        self._guard = WheelGuard(self)
        self._build(printers)
        self._recall(printers)
        self.printer.currentTextChanged.connect(self._ask_printer)
        self._ask_printer()
        self.print.setDefault(True)
        self.print.setFocus()

    # --- what is on it ------------------------------------------------------------------------

    def _build(self, printers: list[str]) -> None:
        layout = column(self, margins=20, gap=10)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(1, 1)
        self.printer = self._combo("打印机", {name: name for name in printers})
        self.pages = QLineEdit()
        self.pages.setPlaceholderText(f"全部（1-{self._pages}）")
        self.pages.setToolTip("如 1-3,5；留空为全部")
        self.pages.setAccessibleName("页码")
        self.pages.setEnabled(self._pages > 1)
        self.pages_error = field_error(self.pages)
        self.copies = QSpinBox()
        self.copies.setRange(1, _MOST_COPIES)
        self.copies.setSuffix(" 份")
        self.copies.setAccessibleName("份数")
        self.copies.installEventFilter(self._guard)
        self.collate = QCheckBox("逐份打印")
        self.collate.setChecked(True)
        self.paper = self._combo("纸张", {"": f"与原件相同（{self._size or '自定'}）"})
        for size in SIZES:
            if size != self._size:
                self.paper.addItem(f"{size}（缩放到整页）", size)
        self.sides = self._combo("单双面", _SIDES)
        copies = row(gap=12)
        copies.addWidget(self.copies)
        copies.addWidget(self.collate)
        copies.addStretch()
        lines = ("打印机", self.printer), ("页码", self.pages), ("", self.pages_error)
        for place, (words, field) in enumerate(lines):
            self._line(grid, place, words, field)
        grid.addWidget(secondary("份数"), 3, 0)
        grid.addLayout(copies, 3, 1)
        self._line(grid, 4, "纸张", self.paper)
        self._line(grid, 5, "单双面", self.sides)
        layout.addLayout(grid)
        self.note = secondary(wrap=True)
        self.note.hide()
        layout.addWidget(self.note)
        layout.addSpacing(theme.px(6))
        layout.addLayout(self._foot())
        self.setMinimumWidth(theme.px(440))
        self.copies.valueChanged.connect(self._copies_changed)
        self.pages.textEdited.connect(self._pages_typed)
        self._copies_changed()

    def _foot(self) -> QHBoxLayout:
        foot = row(gap=8)
        self.more = button("打印机属性…", "flat")
        self.more.setToolTip("打开系统的打印窗口，选纸盒、装订等")
        self.more.setAutoDefault(False)
        self.back = button("返回", key="Esc")
        self.back.setAutoDefault(False)
        self.print = button("打印", "primary", "Enter")
        self.more.clicked.connect(self._take_system)
        self.back.clicked.connect(self.reject)
        self.print.clicked.connect(self._take)
        foot.addWidget(self.more)
        foot.addStretch()
        foot.addWidget(self.back)
        foot.addWidget(self.print)
        return foot

    def _combo(self, name: str, choices: dict[str, str]) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.installEventFilter(self._guard)
        for value, words in choices.items():
            made.addItem(words, value)
        return made

    def _line(self, grid: QGridLayout, place: int, words: str, field: QWidget) -> None:
        if words:
            named = secondary(words)
            named.setBuddy(field)
            grid.addWidget(named, place, 0)
        grid.addWidget(field, place, 1)

    # --- behaviour ----------------------------------------------------------------------------

    def _recall(self, printers: list[str]) -> None:
        """Set what this kind of paper was last printed with, else what its size was."""
        for key in self._keys:
            try:
                kept = json.loads(self._desk.store.settings.recall(key) or "{}")
            except ValueError:
                continue
            if isinstance(kept, dict) and kept.get("printer") in printers:
                for box, name in (
                    (self.printer, "printer"),
                    (self.paper, "onto"),
                    (self.sides, "sides"),
                ):
                    box.setCurrentIndex(max(0, box.findData(kept.get(name, ""))))
                return

    def _ask_printer(self) -> None:
        """Offer only what the chosen printer can do."""
        facts: PrinterFacts = self._desk.outside.printer_facts(self.printer.currentText())
        said = []
        self.sides.setEnabled(facts.duplex and self._pages > 1)
        if not facts.duplex:
            said.append("这台打印机不能自动双面打印。")
            self.sides.setCurrentIndex(0)
        if not facts.a3 and self._size == "A3":
            said.append("这台打印机没有 A3 纸，将缩小到 A4；要原大请换一台打印机。")
            self.paper.setCurrentIndex(self.paper.findData("A4"))
        self.note.setText("".join(said))
        self.note.setVisible(bool(said))

    def _copies_changed(self) -> None:
        self.collate.setEnabled(self.copies.value() > 1 and self._pages > 1)

    def _pages_typed(self) -> None:
        self.pages_error.say("")

    def _take_system(self) -> None:
        self._take(system=True)

    def _take(self, system: bool = False) -> None:
        try:
            pages = parse_pages(self.pages.text(), self._pages)
        except InvalidInput as problem:
            self.pages_error.say(problem.message_for("pages"))
            self.pages.setFocus()
            return
        self.choice = PrintChoice(
            self.printer.currentText(),
            self.sides.currentData(),
            self.paper.currentData(),
            tuple(pages),
            self.copies.value(),
            self.collate.isChecked(),
            system is True,
        )
        self.accept()

    def remember(self) -> None:
        """Keep printer, paper and sides for the next paper of this kind and of this size."""
        if self.choice is None:
            return
        values = asdict(self.choice)
        kept = {name: values[name] for name in ("printer", "sides", "onto")}
        text = json.dumps(kept, ensure_ascii=False)
        for key in self._keys:
            self._desk.store.settings.remember(key, text)
