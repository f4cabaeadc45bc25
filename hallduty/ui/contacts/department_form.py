"""The form of one department or outside unit: its name, number, role and place in the list."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout

from hallduty.domain.contacts import Category, Department
from hallduty.ui.contacts.choices import category_choices, role_choices
from hallduty.ui.events import Topic
from hallduty.ui.record_form import RecordForm, pair
from hallduty.ui.widgets import secondary

_ROLE_NOTE = "预案步骤要联系这个角色时，先找担任该角色的人员，再找这里的部门和电话。"


class DepartmentForm(RecordForm[Department]):
    """Adds, changes, deactivates a department."""

    new_title = "新增部门"
    draft_key = "department"

    def build(self, body: QVBoxLayout) -> None:
        field = self.fields
        body.addWidget(field.line("name", "部门或单位名称（必填）"))
        body.addLayout(pair(field.line("phone", "电话"), field.combo("category", "类别")))
        body.addWidget(field.combo("role", "预案角色（步骤中“联系谁”）"))
        body.addWidget(secondary(_ROLE_NOTE, wrap=True))
        field.set_choices("category", category_choices())
        field.set_choices("role", role_choices(self._desk.plan))

    def read(self, record: Department | None) -> tuple[int, str, dict[str, str], bool]:
        department = record or Department(0, "", "")
        values = {
            "name": department.name,
            "phone": department.phone,
            "category": department.kind.value,
            "role": department.role,
        }
        return department.id, department.name, values, department.active

    def write(self, values: dict[str, str]) -> Department:
        contacts = self._desk.store.contacts
        # The public numbers stand behind all others, wherever a newcomer goes.
        known = [d.position for d in contacts.departments(False) if d.kind is not Category.PUBLIC]
        position = 1 + max(known, default=0)
        changed = replace(
            self.record or Department(0, "", "", position=position),
            name=values["name"],
            phone=values["phone"],
            category=values["category"],
            external=values["category"] != Category.INTERNAL,
            role=values["role"],
        )
        saved = contacts.save_department(changed, self._desk.stamp())
        self._desk.events.told.emit(f"已保存 {saved.name}")
        return saved

    def set_active(self, active: bool) -> None:
        department = self.record
        if department is None:
            return
        contacts = self._desk.store.contacts
        staff = [p for p in contacts.people() if p.department_id == department.id]
        if (
            staff
            and not active
            and not self._desk.ask.confirm(
                self,
                "停用部门",
                f"{department.name}还有 {len(staff)} 名人员。停用后人员仍在，不能再选这个部门。",
                "停用",
            )
        ):
            return
        contacts.set_department_active(department.id, active, self._desk.stamp())
        verb = "重新启用" if active else "停用"
        self._desk.events.told.emit(f"已{verb} {department.name}")
        self._desk.changed(Topic.CONTACTS)
