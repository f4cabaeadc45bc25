"""通讯录 · 核对: each contact confirmed reachable or corrected, once a month (plan clause 三)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QLayout,
    QLineEdit,
    QProgressBar,
    QWidget,
)

from hallduty.domain.contact_checks import CheckLine, month_of, unsettled
from hallduty.domain.contact_search import department_matches, matches
from hallduty.domain.contacts import CheckResult
from hallduty.domain.errors import UserError
from hallduty.ui import keys, theme
from hallduty.ui.contacts.choices import CHECK_TONES
from hallduty.ui.events import Topic
from hallduty.ui.table_models import Column, RowsModel
from hallduty.ui.tables import Table
from hallduty.ui.widgets import EmptyState, button, card, column, field_error, label, row, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_CLAUSE = "预案三：人员的分工及联系电话应主动公开、保持畅通。每月逐个拨打一次，打通的记已核实。"
_DONE = "本月的联系方式都已核实。"
_NOBODY = "通讯录里还没有联系方式。\n请先在“人员”和“部门”里登记，或从文件导入。"
_NOTHING_FOUND = "没有找到。\n换一个字词试试，或者清空搜索框。"
_BULK = 5


class CheckView(QWidget):
    """The month's list; Space confirms the chosen ones, Enter goes to the card to correct it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._lines: list[CheckLine] = []
        self._departments: dict[int, str] = {}
        self.model: RowsModel[CheckLine] = RowsModel(self._columns(), key=lambda line: line.key)
        frame = card()
        row(self).addWidget(frame)
        inside = column(frame, margins=1)
        inside.addLayout(self._head())
        inside.addLayout(self._tools())
        self.table = Table(desk.store.settings, "contacts.check", self.model.columns, self.model)
        self.table.setAccessibleName("本月核对")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.opened.connect(self._open)
        self.table.installEventFilter(self)
        inside.addWidget(self.table, 1)
        inside.addLayout(self._foot())
        self.setFocusProxy(self.table)
        self.refresh()
        self.table.go_to_row(0)

    def _head(self) -> QLayout:
        head = row(margins=(12, 10, 12, 4), gap=12)
        self.words = label("", "heading")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(theme.px(160))
        head.addWidget(self.words)
        head.addWidget(self.bar)
        head.addWidget(secondary(_CLAUSE, wrap=True), 1)
        return head

    def _tools(self) -> QLayout:
        tools = row(margins=(11, 4, 11, 8), gap=8)
        self.search = QLineEdit()
        self.search.setPlaceholderText("搜索姓名、拼音、部门、号码")
        self.search.setAccessibleName("搜索要核对的联系方式")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._into_list)
        self.only_open = QCheckBox("只看未核实")
        self.only_open.setChecked(True)
        self.only_open.toggled.connect(self._filter)
        tools.addWidget(self.search, 1)
        tools.addWidget(self.only_open)
        return tools

    def _foot(self) -> QLayout:
        foot = row(margins=(12, 8, 12, 8), gap=8)
        self.trouble = field_error(self.search)
        self.edit_button = button("更正号码", key="Enter")
        self.edit_button.clicked.connect(self._open_current)
        self.failed_button = button("联系不上", key="F")
        self.failed_button.clicked.connect(self.note_failed)
        self.confirm_button = button("已核实", "primary", "空格")
        self.confirm_button.clicked.connect(self.confirm)
        foot.addWidget(self.trouble, 1)
        foot.addStretch()
        for each in (self.edit_button, self.failed_button, self.confirm_button):
            foot.addWidget(each)
        return foot

    def _columns(self) -> tuple[Column[CheckLine], ...]:
        return (
            Column("state", "核对", lambda c: c.state, 5, pill=lambda c: CHECK_TONES[c.state]),
            Column("name", "姓名或单位", lambda c: c.name, 11),
            Column("unit", "部门", self._unit, 10),
            Column("post", "职务", lambda c: c.person.post if c.person else "", 9),
            Column("numbers", "电话", lambda c: c.numbers, 17),
            Column("remark", "说明", _remark, 10, stretch=True, faint=True),
        )

    def _unit(self, line: CheckLine) -> str:
        if line.person is None:
            return line.department.kind.value if line.department else ""
        return self._departments.get(line.person.department_id or 0, "")

    # --- showing ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask the store again; the chosen line stays."""
        store = self._desk.store
        day = self._desk.clock.now().date()
        self._departments = {d.id: d.name for d in store.contacts.departments(False)}
        self._lines = store.contact_checks.lines(month_of(day))
        left, whole = len(unsettled(self._lines)), len(self._lines)
        said = f"还有 {left} 个未核实" if left else "已全部核实" if whole else "请先登记"
        self.words.setText(f"{day.year}年{day.month}月 共 {whole} 个联系方式，{said}")
        self.bar.setRange(0, max(1, whole))
        self.bar.setValue(whole - left)
        self._filter()

    def _filter(self) -> None:
        typed = self.search.text().strip()[:100]
        pool = unsettled(self._lines) if self.only_open.isChecked() else self._lines
        shown = [line for line in pool if self._fits(line, typed)]
        self.model.set_rows(shown)
        if not shown:
            calm = _DONE if self._lines else _NOBODY
            self.table.set_empty(EmptyState(_NOTHING_FOUND if typed else calm))
        for each in (self.edit_button, self.failed_button, self.confirm_button):
            each.setEnabled(bool(shown))

    def _fits(self, line: CheckLine, typed: str) -> bool:
        if line.person is not None:
            return matches(line.person, self._unit(line), typed) is not None
        return line.department is not None and department_matches(line.department, typed)

    def _into_list(self) -> None:
        self.table.setFocus()
        self.table.go_to_row(max(0, self.table.currentIndex().row()))

    # --- doing --------------------------------------------------------------------------------

    def confirm(self) -> None:
        """Note that the chosen contacts were reached; asks first when they are many."""
        chosen = self.table.selected_records()
        bare = [line.name for line in chosen if not line.numbers]
        if bare:
            self.trouble.say(f"{'、'.join(bare[:3])}没有电话，不能记为已核实，请先补上号码")
            return
        if len(chosen) >= _BULK and not self._desk.ask.confirm(
            self, "批量核实", f"把选中的 {len(chosen)} 个联系方式都记为已核实？", "都已核实"
        ):
            return
        self._note(chosen, CheckResult.CONFIRMED, "")

    def note_failed(self) -> None:
        """Note that the chosen contacts could not be reached, with a word on it."""
        chosen = self.table.selected_records()
        if not chosen:
            return
        who = chosen[0].name if len(chosen) == 1 else f"{len(chosen)} 个联系方式"
        why = self._desk.ask.reason(self, "联系不上", f"{who}联系不上的情况：", "停机或无人接听")
        if why is not None:
            self._note(chosen, CheckResult.FAILED, why)

    def _note(self, chosen: list[CheckLine], result: CheckResult, remark: str) -> None:
        self.trouble.say("")
        if not chosen:
            return
        place = self.table.currentIndex().row()
        try:
            self._desk.store.contact_checks.note(chosen, result, self._desk.stamp(), remark)
        except UserError as problem:
            self.trouble.say(str(problem))
            return
        who = chosen[0].name if len(chosen) == 1 else f"{len(chosen)} 个联系方式"
        self._desk.events.told.emit(f"{who}：{result.label}")
        self._desk.changed(Topic.CONTACTS)
        # On to the next one: what is settled has left the list.
        if self.only_open.isChecked() and result is CheckResult.CONFIRMED:
            self.table.go_to_row(min(place, self.model.rowCount() - 1))
        self.table.setFocus()

    def _open_current(self) -> None:
        line = self.table.current_record()
        if line is not None:
            self._open(line)

    def _open(self, line: CheckLine) -> None:
        target = line.key if line.person is None else str(line.person.id)
        self._desk.events.page_requested.emit(f"contacts#{target}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the list that a table would use to select and to search."""
        if watched is self.table and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if plain and keys.CONFIRM_NUMBER.hears(event):
                self.confirm()
                return True
            if plain and keys.NOT_REACHABLE.hears(event):
                self.note_failed()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.table.hasFocus():
            self.table.setFocus()
        else:
            super().keyPressEvent(event)


def _remark(line: CheckLine) -> str:
    if line.check is None:
        return ""
    when = f"{line.check.at:%m-%d} {line.check.actor}"
    return f"{when} {line.check.remark}".strip()
