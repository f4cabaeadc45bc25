"""休假: leave, trips and training that are registered, and the line that registers one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from hallduty.domain.errors import FieldProblem, InvalidInput, UserError, refuse
from hallduty.domain.roster import typed_day
from hallduty.domain.rota import LEAVE_KINDS, Leave
from hallduty.ui import theme
from hallduty.ui.drafts import DraftKeeper
from hallduty.ui.events import Topic
from hallduty.ui.inputs import NO_CUT
from hallduty.ui.roster.name_edit import NameEdit
from hallduty.ui.roster.words import day_text, name_of
from hallduty.ui.table_models import Column, RowsModel
from hallduty.ui.tables import Table
from hallduty.ui.widgets import (
    EmptyState,
    FieldError,
    button,
    column,
    field_error,
    heading,
    row,
    secondary,
    show_problems,
)

if TYPE_CHECKING:
    from hallduty.domain.contacts import Person
    from hallduty.ui.desk import Desk

_NOTHING = "没有登记休假。\n在下面填写人员和日期，按 Enter 登记；自动排班会避开这些天。"


class LeaveCard(QFrame):
    """The coming leaves, those that are over on demand; Enter in the last field registers."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._desk = desk
        self._people: dict[int, Person] = {}
        self._changing: Leave | None = None
        self.errors: dict[str, FieldError] = {}
        self._drafts = DraftKeeper(desk, self)
        layout = column(self, margins=(16, 12, 16, 12), gap=8)
        top = row(gap=8)
        top.addWidget(heading("休假、出差、培训"))
        top.addStretch()
        self.with_past = QCheckBox("含已结束")
        self.with_past.toggled.connect(self.refresh)
        top.addWidget(self.with_past)
        layout.addLayout(top)
        self.model: RowsModel[Leave] = RowsModel(self._columns(), key=lambda leave: leave.id)
        self.table = Table(desk.store.settings, "roster.leave", self.model.columns, self.model)
        self.table.setProperty("framed", True)
        self.table.setAccessibleName("休假")
        self.table.setMinimumHeight(theme.px(150))
        self.table.set_empty(EmptyState(_NOTHING))
        self.table.opened.connect(self.change)
        self.table.chosen.connect(self._chosen)
        layout.addWidget(self.table, 1)
        self._fields(layout)
        self.refresh()

    def _columns(self) -> tuple[Column[Leave], ...]:
        return (
            Column("person", "人员", lambda v: name_of(self._people, v.person_id), 7),
            Column("span", "日期", self._span, 10.5),
            Column("kind", "类别", lambda v: v.kind, 4),
            Column("remark", "备注", lambda v: v.remark, 6, stretch=True),
        )

    def _span(self, leave: Leave) -> str:
        """Return the days, with the year only where it is not this one."""
        this_year = self._desk.clock.now().year
        first, last = (
            day_text(day) if day.year == this_year else f"{day.year}年{day_text(day)}"
            for day in (leave.first_day, leave.last_day)
        )
        return first if leave.first_day == leave.last_day else f"{first}—{last}"

    def _fields(self, layout: QVBoxLayout) -> None:
        self.person = NameEdit("姓名、拼音或首字母")
        self.person.only_one = True
        self.person.entered.connect(self._into_first)
        self.kind = QComboBox()
        self.kind.setEditable(True)
        self.kind.addItems(LEAVE_KINDS)
        self.first = self._line("first_day", "如 2026-11-16")
        self.last = self._line("last_day", "只一天可不填")
        self.remark = self._line("remark", "")
        upper, lower = row(gap=12), row(gap=12)
        upper.addWidget(self._field("person_id", "人员", self.person), 1)
        upper.addWidget(self._field("kind", "类别", self.kind), 1)
        lower.addWidget(self._field("first_day", "从哪天", self.first), 1)
        lower.addWidget(self._field("last_day", "到哪天（含）", self.last), 1)
        layout.addLayout(upper)
        layout.addLayout(lower)
        layout.addWidget(self._field("remark", "备注", self.remark))
        self.trouble = field_error(self)
        layout.addWidget(self.trouble)
        foot = row(gap=8)
        self.cancel_leave = button("销假（取消所选）", small=True)
        self.cancel_leave.clicked.connect(self._cancel)
        self.leave_off = button("放弃修改", "flat", small=True)
        self.leave_off.clicked.connect(self._start_anew)
        self.save_button = button("登记", "primary", "Enter", small=True)
        self.save_button.clicked.connect(self.save)
        foot.addWidget(self.cancel_leave)
        foot.addStretch()
        foot.addWidget(self.leave_off)
        foot.addWidget(self.save_button)
        layout.addLayout(foot)
        self.leave_off.hide()
        for edit in (self.person, self.first, self.last, self.remark):
            self._drafts.watch(edit, f"shift:leave:{edit.objectName() or 'person'}")

    def _line(self, name: str, hint: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setObjectName(name)
        edit.setMaxLength(NO_CUT)
        edit.setPlaceholderText(hint)
        edit.returnPressed.connect(self._next)
        return edit

    def _field(self, name: str, text: str, editor: QWidget) -> QWidget:
        holder = QWidget()
        inside = column(holder, gap=3)
        words = secondary(text)
        words.setBuddy(editor)
        editor.setAccessibleName(text)
        self.errors[name] = field_error(editor)
        for part in (words, editor, self.errors[name]):
            inside.addWidget(part)
        inside.addStretch()
        return holder

    # --- showing ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask the store again."""
        contacts, today = self._desk.store.contacts, self._desk.clock.now().date()
        self._people = {p.id: p for p in contacts.people(active_only=False)}
        departments = {d.id: d.name for d in contacts.departments(active_only=False)}
        self.person.set_people([p for p in self._people.values() if p.active], departments)
        since = None if self.with_past.isChecked() else today
        self.model.set_rows(self._desk.store.rota.leaves(since))
        self._chosen(self.table.current_record())

    def _chosen(self, leave: Leave | None) -> None:
        self.cancel_leave.setEnabled(leave is not None)

    def _into_first(self) -> None:
        self.first.setFocus(Qt.FocusReason.TabFocusReason)

    def _next(self) -> None:
        """Enter: on to the last day once the first is typed; registered from the others."""
        if self.sender() is self.first and not self.last.text():
            self.last.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.save()

    # --- writing ----------------------------------------------------------------------------

    def save(self) -> None:
        """Register or change a leave; what is wrong is said beside its field."""
        for error in (*self.errors.values(), self.trouble):
            error.say("")
        try:
            saved = self._desk.store.rota.save_leave(self._read(), self._desk.stamp())
        except InvalidInput as problem:
            self.trouble.say("；".join(show_problems(self.errors, problem)))
            return
        except UserError as problem:
            self.trouble.say(str(problem))
            return
        name = name_of(self._people, saved.person_id)
        self._desk.events.told.emit(f"已登记{name}{saved.kind}")
        self._start_anew()
        self._desk.changed(Topic.ROSTER)
        self.table.go_to_row(self.model.row_of(saved.id))
        self.person.setFocus()

    def _read(self) -> Leave:
        person, problem = self.person.person()
        if person is None:
            refuse([FieldProblem("person_id", problem or "请输入休假的人")])
            raise AssertionError
        first = typed_day("first_day", "开始日期", self.first.text())
        last_text = self.last.text().strip()
        last = typed_day("last_day", "结束日期", last_text) if last_text else first
        kind, remark = self.kind.currentText(), self.remark.text()
        changing = self._changing
        was = (changing.id, changing.uuid) if changing else (0, "")
        return Leave(*was, person.id, first, last, kind, remark)

    def change(self, leave: Leave) -> None:
        """Put a leave into the fields, to be changed (Enter on its line)."""
        person = self._people.get(leave.person_id)
        self._changing = leave
        self.person.set_entry(person.name if person else "", [person] if person else [])
        self.first.setText(leave.first_day.isoformat())
        self.last.setText(leave.last_day.isoformat())
        self.remark.setText(leave.remark)
        with QSignalBlocker(self.kind):
            self.kind.setCurrentText(leave.kind)
        self.save_button.setText("保存修改")
        self.leave_off.show()
        self.first.setFocus()
        self.first.selectAll()

    def _start_anew(self) -> None:
        self._changing = None
        self.person.set_entry("")
        for edit in (self.first, self.last, self.remark):
            edit.clear()
        for edit in (self.person, self.first, self.last, self.remark):
            self._drafts.committed(edit)
        self.kind.setCurrentIndex(0)
        self.save_button.setText("登记")
        self.leave_off.hide()

    def _cancel(self) -> None:
        leave = self.table.current_record()
        if leave is None:
            return
        name = name_of(self._people, leave.person_id)
        text = f"取消{name}{leave.first_day.isoformat()}起的{leave.kind}？记录留痕，不再计入排班。"
        if not self._desk.ask.confirm(self, "销假", text, "取消休假"):
            return
        try:
            self._desk.store.rota.cancel_leave(leave.id, self._desk.stamp())
        except UserError as problem:
            self.trouble.say(str(problem))
            return
        self._desk.events.told.emit(f"已取消{name}的{leave.kind}")
        self._desk.changed(Topic.ROSTER)
