"""What the combos of the contacts forms offer: departments, and the roles of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hallduty.domain.plan import Plan
    from hallduty.ui.desk import Desk

# These two are filled by the roster and by the emergency group, not by a person's card.
_FILLED_ELSEWHERE = frozenset({"duty_leader", "group"})


def role_choices(plan: Plan) -> list[tuple[str, str]]:
    """Return (name, code) of the roles that a person or a department can answer for."""
    roles = [(role.name, role.code) for role in plan.roles if role.code not in _FILLED_ELSEWHERE]
    return [("（无）", ""), *roles]


def department_choices(desk: Desk) -> list[tuple[str, str]]:
    """Return (name, id) of the departments in use."""
    found = desk.store.contacts.departments()
    return [("（未定）", ""), *((department.name, str(department.id)) for department in found)]
