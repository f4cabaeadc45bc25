"""通讯录 · 部门: departments and outside units, with the form beside the list."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from hallduty.domain.contact_checks import CheckLine, ContactCheck, latest, month_of
from hallduty.domain.contact_search import department_matches
from hallduty.domain.contacts import Department
from hallduty.ui import keys
from hallduty.ui.contacts.choices import CHECK_TONES
from hallduty.ui.contacts.department_form import DepartmentForm
from hallduty.ui.contacts.list_and_form import ListAndForm
from hallduty.ui.events import Topic
from hallduty.ui.icon_button import icon_button
from hallduty.ui.table_models import Column

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class DepartmentsView(ListAndForm[Department]):
    """All departments, in their own order."""

    name = "departments"
    noun = "部门"
    hint = "搜索名称、拼音、类别、电话"
    nothing = "还没有部门。\n把本单位各部门、技术服务单位和代征单位的名称和电话登记在这里。"
    form_class = DepartmentForm

    def __init__(self, desk: Desk) -> None:
        self._staff: Counter[int] = Counter()
        self._readings: dict[str, str] = {}
        self._checks: dict[str, ContactCheck] = {}
        super().__init__(desk)

    def columns(self) -> tuple[Column[Department], ...]:
        plan = self._desk.plan
        return (
            Column("name", "名称", lambda d: d.name, 12, badges=self.marks, stretch=True),
            Column("kind", "类别", lambda d: d.kind.value, 6.5),
            Column("phone", "电话", lambda d: d.phone, 8),
            Column("role", "预案角色", lambda d: plan.role(d.role).name if d.role else "", 8),
            Column(
                "staff",
                "人员",
                lambda d: f"{self._staff[d.id]} 人" if self._staff[d.id] else "",
                4,
                right=True,
            ),
            Column("check", "本月核对", self._check, 5, pill=self._check_pill),
        )

    def records(self) -> list[Department]:
        contacts = self._desk.store.contacts
        month = month_of(self._desk.clock.now().date())
        self._checks = latest(self._desk.store.contact_checks.checks(month))
        self._staff = Counter(p.department_id or 0 for p in contacts.people())
        return contacts.departments(active_only=False)

    def found(self, typed: str, records: list[Department]) -> list[Department]:
        return [d for d in records if department_matches(d, typed, self._reading(d, typed))]

    def _reading(self, department: Department, typed: str) -> str:
        """Return how a name is read; asked only when Latin letters were typed."""
        if not any(c.isascii() and c.isalpha() for c in typed):
            return ""
        if department.name not in self._readings:
            from hallduty import pinyin

            self._readings[department.name] = pinyin.full(department.name)
        return self._readings[department.name]

    def _check(self, record: Department) -> str:
        if not record.active or not record.phone:
            return ""
        return CheckLine(None, record, self._checks.get(f"department:{record.id}")).state

    def _check_pill(self, record: Department) -> str | None:
        return CHECK_TONES.get(self._check(record))

    def add_tools(self, tools: QHBoxLayout) -> None:
        for name, tip, by in (
            ("arrow-up", "上移（Alt+↑）", -1),
            ("arrow-down", "下移（Alt+↓）", 1),
        ):
            move = icon_button(name, tip)
            keys.put(move, keys.MOVE, 0 if by < 0 else 1)
            move.clicked.connect(self._up if by < 0 else self._down)
            tools.addWidget(move)

    def _up(self) -> None:
        self._move(-1)

    def _down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        """Put the chosen department one place up or down among those in use."""
        chosen = self.table.current_record()
        if chosen is None or not chosen.active or self.search.text().strip():
            return
        units = self._desk.store.contacts.departments()
        ids = [unit.id for unit in units]
        same = [unit.id for unit in units if unit.external == chosen.external]
        place = same.index(chosen.id) + by
        if not 0 <= place < len(same):
            return
        here, there = ids.index(chosen.id), ids.index(same[place])
        ids[here], ids[there] = ids[there], ids[here]
        self._desk.store.contacts.reorder_departments(ids, self._desk.stamp())
        self._desk.changed(Topic.CONTACTS)
        self.table.go_to_row(self.model.row_of(chosen.id))
