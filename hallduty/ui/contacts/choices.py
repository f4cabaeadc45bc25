"""What the combos of the contacts forms offer: departments, and the roles of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hallduty.domain.contacts import Category

if TYPE_CHECKING:
    from hallduty.domain.plan import Plan
    from hallduty.ui.desk import Desk

# These two are filled by the roster and by the emergency group, not by a person's card.
_FILLED_ELSEWHERE = frozenset({"duty_leader", "group"})

# How the result of the month's check looks in a list.
CHECK_TONES = {
    "未核实": "amber",
    "无电话": "amber",
    "联系不上": "red",
    "已核实": "green",
    "已更正": "green",
}


def role_choices(plan: Plan) -> list[tuple[str, str]]:
    """Return (name, code) of the roles that a person or a department can answer for."""
    roles = [(role.name, role.code) for role in plan.roles if role.code not in _FILLED_ELSEWHERE]
    return [("（无）", ""), *roles]


def category_choices() -> list[tuple[str, str]]:
    """Return (name, value) of the kinds of units."""
    return [(category.value, category.value) for category in Category]


def department_choices(desk: Desk) -> list[tuple[str, str]]:
    """Return (name, id) of the departments in use."""
    found = desk.store.contacts.departments()
    return [("（未定）", ""), *((department.name, str(department.id)) for department in found)]
