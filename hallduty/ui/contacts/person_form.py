"""The form of one person: who, where, what they answer for, and their numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QVBoxLayout

from hallduty.domain.contacts import Person
from hallduty.ui.contacts.choices import department_choices, role_choices
from hallduty.ui.events import Topic
from hallduty.ui.record_form import RecordForm, pair
from hallduty.ui.widgets import secondary

_KINDS = [("本单位", ""), ("外部单位", "1")]
_ROSTER_DAYS = 60
_PRIVACY = "只登记工作联系所需的姓名和号码。"


class PersonForm(RecordForm[Person]):
    """Adds, changes, deactivates a person."""

    new_title = "新增人员"
    draft_key = "person"

    def build(self, body: QVBoxLayout) -> None:
        field = self.fields
        body.addLayout(pair(field.line("name", "姓名（必填）"), field.line("post", "职务")))
        body.addLayout(pair(field.combo("department_id", "部门"), field.combo("kind", "人员类别")))
        mobile, office = field.line("mobile", "手机"), field.line("office_phone", "办公电话")
        body.addLayout(pair(mobile, office))
        body.addWidget(field.line("duty", "应急职责", "在突发事件中负责什么"))
        body.addWidget(field.combo("role", "预案角色（步骤中“联系谁”）"))
        pinyin = field.line("pinyin", "拼音（自动，可改）", "留空则自动填写")
        body.addLayout(pair(field.line("remark", "备注"), pinyin))
        body.addWidget(secondary(_PRIVACY, wrap=True))
        field.set_choices("kind", _KINDS)
        field.set_choices("role", role_choices(self._desk.plan))

    def read(self, record: Person | None) -> tuple[int, str, dict[str, str], bool]:
        person = record or Person(0, "", "")
        values = {
            "name": person.name,
            "post": person.post,
            "department_id": str(person.department_id or ""),
            "kind": "1" if person.external else "",
            "mobile": person.mobile,
            "office_phone": person.office_phone,
            "duty": person.duty,
            "role": person.role,
            "remark": person.remark,
            "pinyin": person.pinyin,
        }
        return person.id, person.name, values, person.active

    def offer_departments(self) -> None:
        """Offer the departments that there are now."""
        self.fields.set_choices("department_id", department_choices(self._desk))

    def write(self, values: dict[str, str]) -> Person:
        changed = replace(
            self.record or Person(0, "", ""),
            name=values["name"],
            post=values["post"],
            department_id=int(values["department_id"]) if values["department_id"] else None,
            external=bool(values["kind"]),
            mobile=values["mobile"],
            office_phone=values["office_phone"],
            duty=values["duty"],
            role=values["role"],
            remark=values["remark"],
            pinyin=values["pinyin"],
        )
        saved = self._desk.store.contacts.save_person(changed, self._desk.stamp())
        self._desk.events.told.emit(f"已保存 {saved.name}")
        return saved

    def set_active(self, active: bool) -> None:
        person = self.record
        if person is None:
            return
        posts = [] if active else self._posts_of(person.id)
        if posts and not self._desk.ask.confirm(
            self,
            "停用人员",
            f"{person.name}{'；'.join(posts)}。停用后请另行安排；以前的事件记录不受影响。",
            "停用",
        ):
            return
        self._desk.store.contacts.set_person_active(person.id, active, self._desk.stamp())
        verb = "重新启用" if active else "停用"
        self._desk.events.told.emit(f"已{verb} {person.name}")
        self._desk.changed(Topic.CONTACTS)

    def _posts_of(self, person_id: int) -> list[str]:
        """Return what a person still has to do, so that nobody is taken out of it unnoticed."""
        found = []
        for seat in self._desk.store.contacts.group():
            if seat.person.id == person_id:
                found.append(f"现任应急处理小组{seat.rank}")
            if seat.deputy is not None and seat.deputy.id == person_id:
                found.append(f"是{seat.rank}{seat.person.name}的替补")
        today = self._desk.clock.now().date()
        shifts = self._desk.store.roster.shifts(today, today + timedelta(days=_ROSTER_DAYS))
        days = {shift.day for shift in shifts if shift.leader_id == person_id}
        if days:
            found.append(f"今后还排有 {len(days)} 天值班")
        return found
