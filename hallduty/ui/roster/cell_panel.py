"""The card beside the roster grid: the chosen cell in words, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hallduty.domain import times
from hallduty.domain.roster import Part
from hallduty.domain.rota import ShiftChange
from hallduty.ui.drafts import DraftKeeper
from hallduty.ui.inputs import line_edit
from hallduty.ui.roster.grid import Cell, Line
from hallduty.ui.roster.month import describe
from hallduty.ui.roster.words import change_text
from hallduty.ui.widgets import (
    button,
    column,
    field_error,
    hairline,
    heading,
    label,
    pill,
    row,
    secondary,
)

if TYPE_CHECKING:
    from hallduty.domain.contacts import Person
    from hallduty.ui.desk import Desk

_HELP = (
    "直接输入姓名、拼音或首字母，Enter 保存并到下一天，Tab 到下一岗位。"
    "两人用“、”隔开；上、下午不同写“张三/李四”。\n"
    "Delete 清空，Ctrl+C、Ctrl+V 复制粘贴，Ctrl+U 取消手工。"
)


class CellPanel(QFrame):
    """swap_wanted, cover_wanted: 换班, 替班. undo_wanted(change). released: no longer by hand.

    stood_as_planned, stood_wanted: record who really stood. remark_saved(text). left: Esc.
    """

    swap_wanted = Signal()
    cover_wanted = Signal()
    undo_wanted = Signal(object)
    released = Signal()
    stood_as_planned = Signal()
    stood_wanted = Signal()
    remark_saved = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._desk = desk
        self._drafts = DraftKeeper(desk, self)
        self._line: Line | None = None
        inside = column(self, margins=(16, 12, 16, 12), gap=6)
        self.title = heading("")
        self.title.setWordWrap(True)
        self.about = secondary(wrap=True)
        inside.addWidget(self.title)
        inside.addWidget(self.about)
        self._facts = column(gap=4)
        inside.addLayout(self._facts)
        self.error = field_error(self)
        inside.addWidget(self.error)
        inside.addLayout(self._change_buttons())
        self._stood_part(inside)
        self._remark_part(inside)
        self.help = secondary(_HELP, wrap=True)
        inside.addWidget(self.help)

    def _change_buttons(self) -> QVBoxLayout:
        holder = column()
        line = row(gap=6)
        self.swap_button = button("换班…", small=True)
        self.cover_button = button("替班…", small=True)
        self.swap_button.setToolTip("与另一人对调值班日")
        self.cover_button.setToolTip("由另一人代为值班，不用还")
        self.swap_button.clicked.connect(self.swap_wanted)
        self.cover_button.clicked.connect(self.cover_wanted)
        line.addWidget(self.swap_button)
        line.addWidget(self.cover_button)
        line.addStretch()
        holder.addLayout(line)
        return holder

    def _stood_part(self, inside: QVBoxLayout) -> None:
        self.stood_frame = QWidget()
        body = column(self.stood_frame, gap=6)
        body.addWidget(hairline())
        body.addWidget(secondary("实际值班（全天各岗位）"))
        self.stood = label("", wrap=True)
        body.addWidget(self.stood)
        line = row(gap=6)
        self.as_planned = button("照排班记", small=True)
        self.otherwise = button("有变动…", small=True)
        self.as_planned.clicked.connect(self.stood_as_planned)
        self.otherwise.clicked.connect(self.stood_wanted)
        line.addWidget(self.as_planned)
        line.addWidget(self.otherwise)
        line.addStretch()
        body.addLayout(line)
        inside.addWidget(self.stood_frame)

    def _remark_part(self, inside: QVBoxLayout) -> None:
        self.remark_frame = QWidget()
        body = column(self.remark_frame, gap=4)
        body.addWidget(hairline())
        words = secondary("备注（印在值班表上）")
        self.remark = line_edit("备注")
        words.setBuddy(self.remark)
        self.remark.returnPressed.connect(self._save_remark)
        self.remark_error = field_error(self.remark)
        body.addWidget(words)
        body.addWidget(self.remark)
        body.addWidget(self.remark_error)
        inside.addWidget(self.remark_frame)

    # --- showing ----------------------------------------------------------------------------

    def show_nothing(self) -> None:
        """Say that no cell is chosen."""
        self.title.setText("请选择一格")
        self.about.hide()
        self._clear_facts()
        for part in (self.swap_button, self.cover_button, self.stood_frame, self.remark_frame):
            part.hide()

    def show_many(self, cells: Sequence[Cell]) -> None:
        """Say what is chosen when it is several cells."""
        self.show_nothing()
        self.title.setText(f"已选 {len(cells)} 格")
        self.about.setText("输入姓名后按 Enter，选中的各格都排这个人；Delete 全部清空。")
        self.about.show()

    def show_cell(self, cell: Cell | None, line: Line, people: Mapping[int, Person]) -> None:
        """Show one cell (None: the remark's) of a day."""
        day = line.day.day
        self.error.say("")
        post = f"　{cell.post}" if cell is not None else ""
        self.title.setText(f"{day.month}月{day.day}日 {times.weekday_cn(day)}{post}")
        about = describe(day, self._desk.calendar)
        self.about.setText(about)
        self.about.setVisible(bool(about))
        self._clear_facts()
        if cell is not None:
            self._add_facts(cell, people)
        planned = cell is not None and bool(cell.planned)
        self.swap_button.setVisible(planned)
        self.cover_button.setVisible(planned)
        self._show_stood(line)
        self._show_remark(line)

    def _add_facts(self, cell: Cell, people: Mapping[int, Person]) -> None:
        for part in Part:
            for person_id in cell.planned.get(part, ()):
                person = people.get(person_id)
                name = person.name if person else "？"
                phone = (person.phone if person else "") or "未填电话"
                self._facts.addWidget(label(f"{part.label}　{name}　{phone}", wrap=True))
        if not cell.planned and not cell.troubles:
            self._facts.addWidget(label("还没有安排", "muted"))
        for trouble in cell.troubles:
            role = "danger" if trouble.kind.loud else "body"
            mark = "" if trouble.kind.loud else "注意："
            self._facts.addWidget(label(f"{mark}{trouble.text}", role, wrap=True))
        for change in cell.changes:
            self._add_change(change, people)
        if cell.by_hand:
            line = row(gap=6)
            line.addWidget(pill("手工排定", "blue"))
            free = button("取消手工", "link", small=True)
            free.setToolTip("自动排班时可以改动这一格（Ctrl+U）")
            free.clicked.connect(self.released)
            line.addWidget(free)
            line.addStretch()
            self._add_line(line)

    def _add_change(self, change: ShiftChange, people: Mapping[int, Person]) -> None:
        self._facts.addWidget(secondary(change_text(change, people), wrap=True))
        line = row(gap=6)
        line.addWidget(pill(change.kind.label, "violet"))
        undo = button("撤销", "link", small=True)
        undo.setProperty("change", change)
        undo.clicked.connect(self._undo)
        line.addWidget(undo)
        line.addStretch()
        self._add_line(line)

    def _add_line(self, line: QHBoxLayout) -> None:
        holder = QWidget()
        holder.setLayout(line)
        self._facts.addWidget(holder)

    def _clear_facts(self) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()

    def _show_stood(self, line: Line) -> None:
        today = self._desk.clock.now().date()
        anybody = any(cell.planned for cell in line.cells.values())
        recorded = [cell for cell in line.cells.values() if cell.stood]
        self.stood_frame.setVisible(line.day.day <= today and (anybody or bool(recorded)))
        if not recorded:
            self.stood.setText("还没有记录")
        elif not (others := [cell for cell in recorded if cell.differs]):
            self.stood.setText("已记：与排班一致")
        else:
            self.stood.setText(
                "\n".join(f"{cell.post}：{cell.stood_text or '无人'}" for cell in others)
                + "\n其余与排班一致"
            )
        self.as_planned.setVisible(not recorded)
        self.otherwise.setText("更正…" if recorded else "有变动…")

    def _show_remark(self, line: Line) -> None:
        self.remark_frame.show()
        if self._line is None or self._line.day.day != line.day.day:
            self.remark_error.say("")
        self._line = line
        self._drafts.watch(self.remark, f"shift:{remark_key(line.day.day)}", line.remark)

    def begin_remark(self, text: str) -> None:
        """Take the keys for the remark; `text` was typed already."""
        self.remark.setFocus(Qt.FocusReason.OtherFocusReason)
        if text:
            self.remark.setText(text)
        else:
            self.remark.selectAll()

    # --- doing ------------------------------------------------------------------------------

    def remark_written(self, problem: str | None) -> None:
        """Say what became of the remark: None, or why it was not written."""
        self.remark_error.say(problem or "")
        if problem is None:
            self._drafts.committed(self.remark)
            self.left.emit()

    def _save_remark(self) -> None:
        self.remark_saved.emit(self.remark.text())

    def _undo(self) -> None:
        self.undo_wanted.emit(self.sender().property("change"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def remark_key(day: date) -> str:
    """Return how the draft of a day's remark is named."""
    return f"{day:%Y%m%d}"
