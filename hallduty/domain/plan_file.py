"""The plan as data (预案): reads and checks plan.toml with its scenarios, and keeps a snapshot."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from hallduty.domain.data_file import DataFile, Section, problem
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

PLAN_FILE = "plan.toml"
RANKS = ("组长", "副组长", "成员")
# What a step leaves behind: a call logged, a notice, something owed to taxpayers, a report
# upward, a window opened or moved, an estimate of the waiting time, an appointment.
PRODUCES = ("", "call", "notice", "followup", "report", "window", "wait", "appointment")


def load_plan(folder: Path) -> Plan:
    """Read the plan of a folder (plan.toml, scenarios/*.toml).

    Raises UserError naming file, line and reason when a file is missing, unreadable or wrong.
    """
    files = [folder / PLAN_FILE, *sorted((folder / "scenarios").glob("*.toml"))]
    found = {}
    for file in files:
        name = file.relative_to(folder).as_posix()
        try:
            found[name] = file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise problem(name, 0, "不是 UTF-8 编码的文本文件") from error
        except OSError as error:
            raise problem(name, 0, f"读不出来（{error.strerror}）") from error
    return parse_plan(found)


def parse_plan(text_by_name: Mapping[str, str]) -> Plan:
    """Parse the plan from its files' texts: plan.toml and one file per scenario.

    Raises UserError naming file, line and reason: unknown key, missing value, unknown role,
    type or clause, a code or digit given twice, a scenario without a step.
    """
    if PLAN_FILE not in text_by_name:
        raise problem(PLAN_FILE, 0, "缺少这个文件")
    file = DataFile(PLAN_FILE, text_by_name[PLAN_FILE])
    top = file.top()
    top.skip("clause", "group", "event_type", "level", "role")
    plan = Plan(
        title=top.text("title"),
        published=top.day("published"),
        clauses=_clauses(file),
        group=tuple(_group_post(section) for section in file.tables("group")),
        event_types=_event_types(file),
        levels=_levels(file),
        roles=_roles(file),
        scenarios=(),
    )
    order = top.words("scenarios")
    top.finish()
    scenarios = {}
    for name, text in text_by_name.items():
        if name != PLAN_FILE:
            scenario = _scenario(plan, DataFile(name, text))
            if scenario.code in scenarios:
                raise problem(name, 0, f"情形代码“{scenario.code}”与另一个文件重复")
            scenarios[scenario.code] = scenario
    _check_order(top, order, scenarios)
    return replace(plan, scenarios=tuple(scenarios[code] for code in order))


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


def _clauses(file: DataFile) -> tuple[Clause, ...]:
    sections = file.tables("clause")
    if not sections:
        raise problem(file.name, 0, "缺少条款 [[clause]]")
    found = []
    for section in sections:
        key = section.text("key")
        depth = 2 if "（" in key else 1
        text = section.text("text", required=False)
        found.append(Clause(key, section.text("title"), text, depth))
        section.finish()
    _refuse_twice(sections, [clause.key for clause in found], "key", "条款")
    return tuple(found)


def _group_post(section: Section) -> GroupPost:
    rank = section.text("rank")
    if rank not in RANKS:
        raise section.fail(f"“rank”只能是{'、'.join(RANKS)}", "rank")
    post = GroupPost(rank, section.text("post"), section.text("name", required=False))
    section.finish()
    return post


def _event_types(file: DataFile) -> tuple[EventType, ...]:
    sections = file.tables("event_type")
    if not sections:
        raise problem(file.name, 0, "缺少事件类型 [[event_type]]")
    found = []
    for section in sections:
        digit = section.whole("digit")
        if not 1 <= digit <= 9:
            raise section.fail("“digit”应在 1 到 9 之间（0 留给补录）", "digit")
        found.append(EventType(section.text("code"), section.text("name"), digit))
        section.finish()
    _refuse_twice(sections, [t.code for t in found], "code", "事件类型代码")
    _refuse_twice(sections, [t.name for t in found], "name", "事件类型名称")
    _refuse_twice(sections, [t.digit for t in found], "digit", "数字键")
    return tuple(found)


def _levels(file: DataFile) -> tuple[Level, ...]:
    sections = file.tables("level")
    if not sections:
        raise problem(file.name, 0, "缺少级别 [[level]]")
    found = []
    for section in sections:
        found.append(
            Level(
                section.text("code"),
                section.text("name"),
                section.whole("order"),
                section.flag("to_group"),
            )
        )
        section.finish()
    _refuse_twice(sections, [level.code for level in found], "code", "级别代码")
    _refuse_twice(sections, [level.order for level in found], "order", "级别次序")
    return tuple(sorted(found, key=lambda level: level.order))


def _roles(file: DataFile) -> tuple[Role, ...]:
    sections = file.tables("role")
    found = []
    for section in sections:
        found.append(Role(section.text("code"), section.text("name")))
        section.finish()
    _refuse_twice(sections, [role.code for role in found], "code", "角色代码")
    return tuple(found)


def _scenario(plan: Plan, file: DataFile) -> Scenario:
    top = file.top()
    top.skip("step")
    clauses = {clause.key for clause in plan.clauses}
    event_type, clause = top.text("event_type"), top.text("clause")
    if event_type not in {t.code for t in plan.event_types}:
        raise top.fail(f"没有“{event_type}”这个事件类型", "event_type")
    if clause not in clauses:
        raise top.fail(f"预案没有条款“{clause}”", "clause")
    steps = tuple(_step(plan, section, clauses) for section in file.tables("step"))
    if not steps:
        raise problem(file.name, 0, "情形至少要有一个步骤 [[step]]")
    scenario = Scenario(
        top.text("code"),
        top.text("name"),
        clause,
        event_type,
        steps,
        top.text("notice", required=False),
    )
    top.finish()
    return scenario


def _step(plan: Plan, section: Section, clauses: set[str]) -> PlanStep:
    clause = section.text("clause")
    if clause not in clauses:
        raise section.fail(f"预案没有条款“{clause}”", "clause")
    role = section.text("role", required=False)
    if role and role not in {known.code for known in plan.roles}:
        raise section.fail(f"没有“{role}”这个角色", "role")
    produces = section.text("produces", required=False)
    if produces not in PRODUCES:
        allowed = "、".join(word for word in PRODUCES if word)
        raise section.fail(f"“produces”只能是 {allowed}，或者不写", "produces")
    step = PlanStep(section.text("text"), clause, role, produces)
    section.finish()
    return step


def _check_order(top: Section, order: tuple[str, ...], scenarios: Mapping[str, Scenario]) -> None:
    for code in order:
        if code not in scenarios:
            raise top.fail(f"没有情形“{code}”的文件", "scenarios")
    if len(set(order)) < len(order):
        raise top.fail("情形写了两次", "scenarios")
    left = [code for code in scenarios if code not in order]
    if left:
        raise top.fail(f"情形“{left[0]}”没有列进来", "scenarios")


def _refuse_twice(sections: list[Section], values: Iterable[object], key: str, what: str) -> None:
    seen = set()
    for section, value in zip(sections, values, strict=True):
        if value in seen:
            raise section.fail(f"{what}“{value}”重复", key)
        seen.add(value)
