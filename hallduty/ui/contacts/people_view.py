"""通讯录 · 人员: the list of people with its search, and the form beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hallduty.domain.contact_checks import CheckLine, ContactCheck, latest, month_of
from hallduty.domain.contact_search import PeopleSearch
from hallduty.domain.contacts import Person
from hallduty.ui.contacts.choices import CHECK_TONES
from hallduty.ui.contacts.list_and_form import ListAndForm
from hallduty.ui.contacts.person_form import PersonForm
from hallduty.ui.table_models import Column

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class PeopleView(ListAndForm[Person]):
    """All people; found by name, post, department or number."""

    name = "people"
    noun = "人员"
    hint = "搜索姓名、拼音、首字母、职务、部门、号码"
    nothing = "通讯录里还没有人员。\n先登记值班领导和应急处理小组成员的电话，出事时才找得到人。"
    form_class = PersonForm

    def __init__(self, desk: Desk) -> None:
        self._departments: dict[int, str] = {}
        self._checks: dict[str, ContactCheck] = {}
        self._known: PeopleSearch | None = None
        super().__init__(desk)

    def columns(self) -> tuple[Column[Person], ...]:
        plan = self._desk.plan
        return (
            Column("name", "姓名", lambda p: p.name, 5.4, badges=self.marks, sortable=True),
            Column("department", "部门", self._department, 5.2, sortable=True),
            Column("post", "职务", lambda p: p.post, 4.6),
            Column("duty", "应急职责", lambda p: p.duty, 4.4, stretch=True),
            Column("role", "预案角色", lambda p: plan.role(p.role).name if p.role else "", 4.6),
            Column("mobile", "手机", _mobile, 6.6, pill=_mobile_pill),
            Column("office_phone", "办公电话", lambda p: p.office_phone, 7),
            Column("check", "本月核对", self._check, 5, pill=self._check_pill, sortable=True),
        )

    def records(self) -> list[Person]:
        contacts = self._desk.store.contacts
        self._known = None
        self._departments = {d.id: d.name for d in contacts.departments(active_only=False)}
        month = month_of(self._desk.clock.now().date())
        self._checks = latest(self._desk.store.contact_checks.checks(month))
        if isinstance(self.form, PersonForm):
            self.form.offer_departments()
        return contacts.people(active_only=False)

    def found(self, typed: str, records: list[Person]) -> list[Person]:
        if self._known is None or self._known.people != records:
            self._known = PeopleSearch(records, self._departments)
        return self._known.find(typed)

    def _department(self, record: Person) -> str:
        return self._departments.get(record.department_id or 0, "")

    def _check(self, record: Person) -> str:
        if not record.active:
            return ""
        return CheckLine(record, None, self._checks.get(f"person:{record.id}")).state

    def _check_pill(self, record: Person) -> str | None:
        return CHECK_TONES.get(self._check(record))


def _mobile(person: Person) -> str:
    return person.mobile if person.phone else "未填电话"


def _mobile_pill(person: Person) -> str | None:
    return None if person.phone else "amber"
