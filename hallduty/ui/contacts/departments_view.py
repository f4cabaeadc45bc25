"""通讯录 · 部门: departments and outside units, with the form beside the list."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hallduty.domain import phones
from hallduty.domain.contacts import Department
from hallduty.ui.contacts.department_form import DepartmentForm
from hallduty.ui.contacts.list_and_form import ListAndForm
from hallduty.ui.table_models import Column

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class DepartmentsView(ListAndForm[Department]):
    """All departments, in their own order."""

    name = "departments"
    noun = "部门"
    hint = "搜索部门名称、电话"
    nothing = "还没有部门。\n把本单位各部门、技术服务单位和代征单位的名称和电话登记在这里。"
    form_class = DepartmentForm

    def __init__(self, desk: Desk) -> None:
        self._staff: Counter[int] = Counter()
        super().__init__(desk)

    def columns(self) -> tuple[Column[Department], ...]:
        plan = self._desk.plan
        return (
            Column("name", "名称", lambda d: d.name, 12, badges=self.marks, stretch=True),
            Column("kind", "类别", lambda d: "外部单位" if d.external else "本单位", 5),
            Column("phone", "电话", lambda d: d.phone, 8),
            Column("role", "预案角色", lambda d: plan.role(d.role).name if d.role else "", 8),
            Column(
                "staff",
                "人员",
                lambda d: f"{self._staff[d.id]} 人" if self._staff[d.id] else "",
                4,
                right=True,
            ),
        )

    def records(self) -> list[Department]:
        contacts = self._desk.store.contacts
        self._staff = Counter(p.department_id or 0 for p in contacts.people())
        return contacts.departments(active_only=False)

    def words(self, record: Department) -> str:
        return f"{record.name} {phones.normalised(record.phone)}"
