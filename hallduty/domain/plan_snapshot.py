"""The plan as kept in the database: one JSON text per version, read at every start."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from hallduty.domain.errors import UserError
from hallduty.domain.plan import (
    Clause,
    EventType,
    GroupPost,
    Level,
    Plan,
    PlanStep,
    Role,
    Scenario,
)


def dump_plan(plan: Plan) -> str:
    """Return the whole plan as one text (JSON), for a row of plan_version."""
    values = asdict(plan)
    values["published"] = plan.published.isoformat()
    return json.dumps(values, ensure_ascii=False, indent=1)


def parse_snapshot(text: str) -> Plan:
    """Return the plan that dump_plan wrote; raises UserError when the text is none."""
    try:
        values: dict[str, Any] = json.loads(text)
        scenarios = tuple(
            Scenario(**{**s, "steps": tuple(PlanStep(**step) for step in s["steps"])})
            for s in values["scenarios"]
        )
        return Plan(
            title=values["title"],
            published=date.fromisoformat(values["published"]),
            clauses=tuple(Clause(**v) for v in values["clauses"]),
            group=tuple(GroupPost(**v) for v in values["group"]),
            event_types=tuple(EventType(**v) for v in values["event_types"]),
            levels=tuple(Level(**v) for v in values["levels"]),
            roles=tuple(Role(**v) for v in values["roles"]),
            scenarios=scenarios,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError("数据库里保存的预案版本已损坏，无法读出") from error
