"""Values of a form as text: shared by the printed sheet, the ledger and the exports."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hallduty.domain import phones, times
from hallduty.domain.incidents import Incident, Status
from hallduty.domain.sheets import Kind, Part, Sheet

if TYPE_CHECKING:
    from hallduty.domain.dossiers import Dossier
    from hallduty.domain.plan import Plan

_MOBILE = re.compile(r"1[3-9]\d{9}")


def raw_value(field: str, incident: Incident) -> Any:
    """Return what the record holds for a field of a form; its `extra` for any other field."""
    if field in Incident.__dataclass_fields__:
        return getattr(incident, field)
    return incident.extra.get(field, "")


def choices_of(part: Part, plan: Plan) -> tuple[tuple[str, str], ...]:
    """Return the options of a choice as (stored value, label), in order."""
    if part.field == "event_type":
        return tuple((kind.code, kind.name) for kind in plan.event_types)
    return tuple((choice, choice) for choice in part.choices)


def part_text(part: Part, incident: Incident, plan: Plan, *, mask: bool = True) -> str:
    """Return the value of a part as it is written on paper, without its suffix.

    Moments are written out (2026年11月13日09时42分), a later one of the day it occurred by the
    clock alone. Mobile numbers are masked unless `mask` is off (PIPL art. 6). A signature is
    empty: it waits for ink.
    """
    if part.kind is Kind.SIGNATURE:
        return ""
    value = raw_value(part.field, incident)
    if part.kind is Kind.DATETIME:
        return _moment_text(part.field, value, incident)
    if part.kind is Kind.CHOICE:
        return dict(choices_of(part, plan)).get(value) or _choice_left_over(part, value, plan)
    if part.kind is Kind.PHONE:
        return masked_phone(value) if mask else str(value)
    return "" if value is None else str(value)


def sheet_values(
    sheet: Sheet, incident: Incident, plan: Plan, *, mask: bool = True
) -> dict[str, str]:
    """Return every field of a sheet with its value as on paper, in the sheet's order."""
    return {
        part.field: part_text(part, incident, plan, mask=mask)
        for part in sheet.parts()
        if part.kind is not Kind.SIGNATURE
    }


def masked_phone(number: str) -> str:
    """Return a mobile number masked (138****5678); landlines and extensions as they are."""
    folded = phones.normalised(number)
    return phones.masked(folded) if _MOBILE.fullmatch(folded) else number


def marks(incident: Incident) -> tuple[str, ...]:
    """Return what a list must say beside an incident: 演练, 补录, 作废, 并入 2026-005."""
    found = (
        ("演练", incident.drill),
        ("补录", incident.late),
        ("作废", incident.status is Status.VOID),
        (incident.standing, bool(incident.merged_into)),
    )
    return tuple(word for word, applies in found if applies)


def minutes_lost(incident: Incident) -> int | None:
    """Whole minutes from occurrence to recovery (to closing when never recovered), or None."""
    end = incident.recovered_at or incident.closed_at
    return None if end is None else times.minutes_between(incident.occurred_at, end)


def column_value(field: str, dossier: Dossier, plan: Plan) -> Any:
    """Return the value of a ledger column: a datetime or an int where it is one, else text."""
    incident = dossier.incident
    computed = _COMPUTED.get(field)
    if computed is not None:
        return computed(dossier, plan)
    value = raw_value(field, incident)
    if field == "phone":
        return masked_phone(value)
    return "" if value is None else value


def column_text(field: str, dossier: Dossier, plan: Plan) -> str:
    """Return the value of a ledger column as it is printed in a list."""
    value = column_value(field, dossier, plan)
    if field == "duration":
        return "" if value == "" else times.duration_cn(value)
    if isinstance(value, datetime):
        return times.stamp(value)
    return str(value)


def _status(incident: Incident) -> str:
    # Into what it was merged is said by the remark, or a column of its own.
    return "已并入" if incident.merged_into else incident.status.label


def _scenario(dossier: Dossier, plan: Plan) -> str:
    found = plan.scenario(dossier.incident.scenario)
    return found.name if found else dossier.incident.scenario


def _duration(dossier: Dossier, plan: Plan) -> int | str:
    minutes = minutes_lost(dossier.incident)
    return "" if minutes is None else minutes


_COMPUTED: Mapping[str, Callable[[Dossier, Plan], Any]] = {
    "event_type": lambda dossier, plan: plan.event_type(dossier.incident.event_type).name,
    "level": lambda dossier, plan: plan.level(dossier.incident.level).name,
    "status": lambda dossier, plan: _status(dossier.incident),
    "scenario": _scenario,
    "duration": _duration,
    "leader": lambda dossier, plan: dossier.leader,
    "hall": lambda dossier, plan: dossier.hall,
    "remark": lambda dossier, plan: "、".join(marks(dossier.incident)),
}


def _moment_text(field: str, value: Any, incident: Incident) -> str:
    moment = value if isinstance(value, datetime) else times.parse_moment(value or "")
    if moment is None:
        return value or ""
    if field != "occurred_at" and moment.date() == incident.occurred_at.date():
        return times.clock_cn(moment)
    return times.moment_cn(moment)


def _choice_left_over(part: Part, value: Any, plan: Plan) -> str:
    """Say a stored value that is no option any more (the plan or the form has changed)."""
    return plan.event_type(value).name if part.field == "event_type" else str(value or "")
