"""Due times: when a limit starts to run, what fulfils it, and how it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hallduty import paths
from hallduty.domain.dossiers import Dossier
from hallduty.domain.due import Urgency, due
from hallduty.domain.incidents import Entry, EntryKind, Incident, IncidentStep, Outcome, Status
from hallduty.domain.plan import Plan
from hallduty.domain.plan_file import load_plan
from hallduty.domain.reports import Channel, Report, ReportKind
from hallduty.domain.settings import Limit, default_limits

START = datetime(2026, 11, 13, 9, 42, 7)
ALL_ON = tuple(replace(limit, on=True) for limit in default_limits() if not limit.level)
OF_LEVELS = tuple(replace(limit, on=True) for limit in default_limits() if limit.level)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(Path(paths.resources() / "plan"))


def _incident(**changes: object) -> Incident:
    first = Incident(
        id=1,
        uuid="u",
        number="2026-017",
        hall_id=None,
        event_type="application",
        scenario="tax_system",
        level="normal",
        status=Status.HANDLING,
        drill=False,
        late=False,
        occurred_at=START,
        reported_at=START,
        registered_at=START,
    )
    return replace(first, **changes)  # type: ignore[arg-type]


def _entry(kind: EntryKind, minutes: int, text: str, **more: object) -> Entry:
    at = START + timedelta(minutes=minutes)
    made = Entry(minutes + 1, f"e{minutes}", 1, at, at, kind, text, "刘某某")
    return replace(made, **more)  # type: ignore[arg-type]


def _report(channel: Channel, outcome: Outcome = Outcome.REACHED, to: str = "组长") -> Report:
    return Report(1, "r", 1, ReportKind.FIRST, 1, to, channel, START, outcome)


def _keys(dossier: Dossier, plan: Plan, limits: tuple[Limit, ...] = ALL_ON) -> list[str]:
    return [each.key for each in due(dossier, plan, limits)]


def test_nothing_is_due_while_the_bureau_has_switched_nothing_on(plan: Plan) -> None:
    assert due(Dossier(_incident()), plan, default_limits()) == []


def test_a_fault_is_due_to_leader_and_information_centre(plan: Plan) -> None:
    first, second = due(Dossier(_incident()), plan, ALL_ON)
    assert {first.label, second.label} == {"电话报告", "报信息中心"}
    assert first.at == START + timedelta(minutes=10)


def test_a_missed_call_fulfils_nothing_a_reached_one_does(plan: Plan) -> None:
    steps = (IncidentStep(5, "s", 1, 1, "联系责任单位", "四（二）", "information_centre", "call"),)
    missed = _entry(EntryKind.CALL, 2, "致电 陈某某", outcome=Outcome.MISSED, step_id=5)
    reached = _entry(EntryKind.CALL, 4, "致电 陈某某", outcome=Outcome.REACHED, step_id=5)
    assert "information_centre" in _keys(Dossier(_incident(), (missed,), steps), plan)
    assert "information_centre" not in _keys(Dossier(_incident(), (missed, reached), steps), plan)


def test_a_struck_call_counts_no_more(plan: Plan) -> None:
    call = _entry(EntryKind.CALL, 2, "致电值班领导 刘某某", outcome=Outcome.REACHED)
    struck = _entry(EntryKind.CALL, 3, "误记", corrects_id=call.id)
    assert "phone_leader" not in _keys(Dossier(_incident(), (call,)), plan)
    assert "phone_leader" in _keys(Dossier(_incident(), (call, struck)), plan)


def test_the_written_report_runs_from_the_moment_of_raising(plan: Plan) -> None:
    raised = _entry(EntryKind.LEVEL, 23, "一般 → 重大")
    major = Dossier(_incident(level="major"), (raised,))
    written = next(d for d in due(major, plan, ALL_ON) if d.key == "written_report")
    assert written.at == START + timedelta(minutes=23 + 30)
    assert "written_report" not in _keys(Dossier(_incident(), (raised,)), plan)


def test_a_phone_report_is_no_written_one(plan: Plan) -> None:
    major = _incident(level="major")
    by_phone = Dossier(major, reports=(_report(Channel.PHONE),))
    assert _keys(by_phone, plan) == ["information_centre", "written_report"]
    missed = Dossier(major, reports=(_report(Channel.WRITTEN, Outcome.MISSED),))
    assert "written_report" in _keys(missed, plan)
    written = Dossier(major, reports=(_report(Channel.WRITTEN, to="信息中心、组长"),))
    assert _keys(written, plan) == []


def test_public_opinion_has_its_own_hour(plan: Plan) -> None:
    opinion = Dossier(_incident(event_type="opinion", scenario="opinion"))
    found = {each.key: each.at for each in due(opinion, plan, ALL_ON)}
    assert found["opinion_report"] == START + timedelta(hours=1)
    assert "information_centre" not in found


def test_recovery_ends_the_repair_limit_and_closing_ends_all(plan: Plan) -> None:
    assert _keys(Dossier(_incident(status=Status.RECOVERED)), plan) == ["phone_leader"]
    assert _keys(Dossier(_incident(status=Status.CLOSED)), plan) == []


def test_it_is_told_in_amber_before_red(plan: Plan) -> None:
    first = due(Dossier(_incident()), plan, ALL_ON)[0]
    assert first.urgency(START) is Urgency.LATER
    assert first.urgency(START + timedelta(minutes=5)) is Urgency.SOON
    assert first.sentence(START + timedelta(minutes=5)).endswith(" 09:52")
    late = START + timedelta(minutes=23)
    assert first.urgency(late) is Urgency.OVERDUE
    assert first.sentence(late).endswith(" 超 13分钟")


def test_a_level_has_limits_of_its_own_from_when_it_was_raised_to_it(plan: Plan) -> None:
    raised = (_entry(EntryKind.LEVEL, 10, "升为重大"), _entry(EntryKind.LEVEL, 20, "升为特别重大"))
    critical = Dossier(_incident(level="critical"), raised)
    found = {each.key: each.at for each in due(critical, plan, OF_LEVELS)}
    assert found == {
        "phone_report.critical": START + timedelta(minutes=20 + 5),
        "written_report.critical": START + timedelta(minutes=20 + 15),
    }
    major = Dossier(_incident(level="major"), raised[:1])
    found = {each.key: each.at for each in due(major, plan, OF_LEVELS)}
    assert found["phone_report.major"] == START + timedelta(minutes=10 + 10)
    assert found["written_report.major"] == START + timedelta(minutes=10 + 30)
    assert due(Dossier(_incident()), plan, OF_LEVELS) == []


def test_the_limit_of_a_level_stands_in_for_the_general_one(plan: Plan) -> None:
    major = Dossier(_incident(level="major"))
    keys = _keys(major, plan, (*ALL_ON, *OF_LEVELS))
    assert "written_report.major" in keys
    assert "written_report" not in keys


def test_follow_ups_fall_due_again_and_again_until_it_works(plan: Plan) -> None:
    limits = tuple(limit for limit in OF_LEVELS if limit.key == "follow_up.major")
    told = Dossier(_incident(level="major"), reports=(_report(Channel.PHONE),))
    at = told.reports[0].at
    found = [(each.label, each.at) for each in due(told, plan, limits)]
    assert found == [("续报", at + timedelta(hours=1))]
    over = replace(told, incident=_incident(level="major", status=Status.RECOVERED))
    assert due(over, plan, limits) == []
    assert due(Dossier(_incident(level="major")), plan, limits) == []
