"""The plan as data (预案): reads and checks plan.toml with its scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from hallduty.domain import texts
from hallduty.domain.contacts import RANKS
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
from hallduty.domain.toml_text import Source, Table, read_text

PLAN_FILE = "plan.toml"
# What a step leaves behind: a call logged, a notice, something owed to taxpayers, a report
# upward, a window opened or moved, an estimate of the waiting time, an appointment.
PRODUCES = ("", "call", "notice", "followup", "report", "window", "wait", "appointment")
_MOST = 200


def load_plan(folder: Path) -> Plan:
    """Read the plan of a folder (plan.toml, scenarios/*.toml).

    Raises UserError naming file, line and reason when a file is missing, unreadable or wrong.
    """
    files = [folder / PLAN_FILE, *sorted((folder / "scenarios").glob("*.toml"))]
    return parse_plan({file.relative_to(folder).as_posix(): read_text(file) for file in files})


def parse_plan(text_by_name: Mapping[str, str]) -> Plan:
    """Parse the plan from its files' texts: plan.toml and one file per scenario.

    Raises UserError naming file, line and reason: unknown key, missing value, unknown role,
    type or clause, a code or digit given twice, a scenario without a step.
    """
    if PLAN_FILE not in text_by_name:
        raise UserError(f"{PLAN_FILE}：缺少这个文件")
    top = Source(PLAN_FILE, text_by_name[PLAN_FILE]).top
    tables = ("clause", "group", "event_type", "level", "role")
    top.only(("title", "published", "scenarios", *tables))
    plan = Plan(
        title=top.text("title"),
        published=top.day("published"),
        clauses=_clauses(top),
        group=tuple(_group_post(table) for table in top.tables("group", "group", 50)),
        event_types=_event_types(top),
        levels=_levels(top),
        roles=_roles(top),
        scenarios=(),
    )
    order = top.words("scenarios")
    scenarios: dict[str, Scenario] = {}
    for name, text in text_by_name.items():
        if name != PLAN_FILE:
            source = Source(name, text)
            scenario = _scenario(plan, source.top)
            if scenario.code in scenarios:
                source.top.fail(f"情形代码“{scenario.code}”与另一个文件重复", "code")
            scenarios[scenario.code] = scenario
    _check_order(top, order, scenarios)
    return replace(plan, scenarios=tuple(scenarios[code] for code in order))


def _clauses(top: Table) -> tuple[Clause, ...]:
    tables = _some(top, "clause", "条款")
    found = []
    for table in tables:
        table.only(("key", "title", "text"))
        key = table.text("key")
        text = table.text("text", "", limit=texts.LONG_TEXT)
        found.append(Clause(key, table.text("title"), text, 2 if "（" in key else 1))
    _refuse_twice(tables, [clause.key for clause in found], "key", "条款")
    return tuple(found)


def _group_post(table: Table) -> GroupPost:
    table.only(("rank", "post", "name"))
    rank = table.text("rank")
    if rank not in RANKS:
        table.fail(f"“rank”只能是{'、'.join(RANKS)}", "rank")
    return GroupPost(rank, table.text("post"), table.text("name", ""))


def _event_types(top: Table) -> tuple[EventType, ...]:
    tables = _some(top, "event_type", "事件类型")
    found = []
    for table in tables:
        table.only(("code", "name", "digit"))
        # 0 is the key of an event entered late.
        digit = table.whole("digit", None, 1, 9)
        found.append(EventType(table.text("code"), table.text("name"), digit))
    _refuse_twice(tables, [t.code for t in found], "code", "事件类型代码")
    _refuse_twice(tables, [t.name for t in found], "name", "事件类型名称")
    _refuse_twice(tables, [t.digit for t in found], "digit", "数字键")
    return tuple(found)


def _levels(top: Table) -> tuple[Level, ...]:
    tables = _some(top, "level", "级别")
    found = []
    for table in tables:
        table.only(("code", "name", "order", "to_group"))
        order = table.whole("order", None, 1, 99)
        level = Level(table.text("code"), table.text("name"), order, table.flag("to_group"))
        found.append(level)
    _refuse_twice(tables, [level.code for level in found], "code", "级别代码")
    _refuse_twice(tables, [level.order for level in found], "order", "级别次序")
    return tuple(sorted(found, key=lambda level: level.order))


def _roles(top: Table) -> tuple[Role, ...]:
    tables = top.tables("role", "role", _MOST)
    found = []
    for table in tables:
        table.only(("code", "name"))
        found.append(Role(table.text("code"), table.text("name")))
    _refuse_twice(tables, [role.code for role in found], "code", "角色代码")
    return tuple(found)


def _scenario(plan: Plan, top: Table) -> Scenario:
    top.only(("code", "name", "clause", "event_type", "notice", "step"))
    clauses = {clause.key for clause in plan.clauses}
    event_type, clause = top.text("event_type"), top.text("clause")
    if event_type not in {t.code for t in plan.event_types}:
        top.fail(f"没有“{event_type}”这个事件类型", "event_type")
    if clause not in clauses:
        top.fail(f"预案没有条款“{clause}”", "clause")
    steps = tuple(_step(plan, table, clauses) for table in _some(top, "step", "步骤"))
    notice = top.text("notice", "", limit=texts.PARAGRAPH)
    return Scenario(top.text("code"), top.text("name"), clause, event_type, steps, notice)


def _step(plan: Plan, table: Table, clauses: set[str]) -> PlanStep:
    table.only(("text", "clause", "role", "produces"))
    clause = table.text("clause")
    if clause not in clauses:
        table.fail(f"预案没有条款“{clause}”", "clause")
    role = table.text("role", "")
    if role and role not in {known.code for known in plan.roles}:
        table.fail(f"没有“{role}”这个角色", "role")
    produces = table.text("produces", "")
    if produces not in PRODUCES:
        allowed = "、".join(word for word in PRODUCES if word)
        table.fail(f"“produces”只能是 {allowed}，或者不写", "produces")
    return PlanStep(table.text("text"), clause, role, produces)


def _check_order(top: Table, order: tuple[str, ...], scenarios: Mapping[str, Scenario]) -> None:
    for code in order:
        if code not in scenarios:
            top.fail(f"没有情形“{code}”的文件", "scenarios")
    left = [code for code in scenarios if code not in order]
    if left:
        top.fail(f"情形“{left[0]}”没有列进来", "scenarios")


def _some(top: Table, key: str, what: str) -> list[Table]:
    tables = top.tables(key, key, _MOST)
    if not tables:
        top.fail(f"缺少{what}，至少要有一个 [[{key}]]")
    return tables


def _refuse_twice(tables: list[Table], values: Iterable[object], key: str, what: str) -> None:
    seen = set()
    for table, value in zip(tables, values, strict=True):
        if value in seen:
            table.fail(f"{what}“{value}”重复", key)
        seen.add(value)
