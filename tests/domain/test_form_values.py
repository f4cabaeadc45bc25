"""What stands on paper for each value of the form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from hallduty.domain.dossiers import Dossier
from hallduty.domain.form_values import (
    choices_of,
    column_text,
    column_value,
    masked_phone,
    part_text,
    sheet_values,
)
from hallduty.domain.forms import Kind, Part, load_forms
from hallduty.domain.incidents import Incident, Status
from hallduty.domain.plan import EventType, Level, Plan

SHEET = load_forms(Path(__file__).parents[2] / "forms").sheet("ledger_sheet")
PLAN = Plan(
    title="预案",
    published=date(2020, 12, 28),
    clauses=(),
    group=(),
    event_types=(EventType("power", "电力故障", 1), EventType("system", "应用系统问题", 4)),
    levels=(Level("major", "重大", 2, True),),
    roles=(),
    scenarios=(),
)
INCIDENT = Incident(
    id=1,
    uuid="u",
    number="2026-017",
    hall_id=1,
    event_type="system",
    scenario="none",
    level="major",
    status=Status.CLOSED,
    drill=False,
    late=False,
    occurred_at=datetime(2026, 11, 13, 9, 42, 7),
    reported_at=datetime(2026, 11, 13, 9, 42, 7),
    registered_at=datetime(2026, 11, 13, 9, 42, 7),
    recovered_at=datetime(2026, 11, 13, 10, 58, 50),
    closed_at=datetime(2026, 11, 14, 11, 30),
    reporter="王某某",
    phone="13800005678",
    waiting=41,
    extra={"天气": "晴", "到场时间": "2026-11-13 10:00"},
)


def text_of(field: str, incident: Incident = INCIDENT) -> str:
    part = SHEET.part(field)
    assert part is not None
    return part_text(part, incident, PLAN)


def test_moments_are_written_out_and_by_the_clock_on_the_same_day() -> None:
    assert text_of("occurred_at") == "2026年11月13日09时42分"
    assert text_of("recovered_at") == "10时58分"
    assert text_of("closed_at") == "2026年11月14日11时30分"
    assert text_of("closed_at", replace(INCIDENT, closed_at=None)) == ""


def test_the_type_says_its_name_even_when_the_plan_forgot_it() -> None:
    assert text_of("event_type") == "应用系统问题"
    assert text_of("event_type", replace(INCIDENT, event_type="gone")) == "gone"
    part = SHEET.part("event_type")
    assert part is not None
    assert choices_of(part, PLAN) == (("power", "电力故障"), ("system", "应用系统问题"))


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13800005678", "138****5678"),
        ("138 0000 5678", "138****5678"),
        ("0570-8765432", "0570-8765432"),
        ("分机608", "分机608"),
        ("", ""),
    ],
)
def test_only_mobiles_are_masked(number: str, shown: str) -> None:
    assert masked_phone(number) == shown
    assert text_of("phone", replace(INCIDENT, phone=number)) == shown


def test_the_whole_number_when_asked_for() -> None:
    assert sheet_values(SHEET, INCIDENT, PLAN, mask=False)["phone"] == "13800005678"
    assert sheet_values(SHEET, INCIDENT, PLAN)["phone"] == "138****5678"
    assert "值班领导签字" not in sheet_values(SHEET, INCIDENT, PLAN)


def test_fields_of_the_form_alone() -> None:
    assert part_text(Part("天气", Kind.TEXT), INCIDENT, PLAN) == "晴"
    assert part_text(Part("到场时间", Kind.DATETIME), INCIDENT, PLAN) == "10时00分"
    assert part_text(Part("没有填", Kind.TEXT), INCIDENT, PLAN) == ""
    odd = replace(INCIDENT, extra={"到场时间": "十点左右"})
    assert part_text(Part("到场时间", Kind.DATETIME), odd, PLAN) == "十点左右"
    assert part_text(Part("waiting", Kind.NUMBER), INCIDENT, PLAN) == "41"
    assert part_text(Part("people", Kind.NUMBER), INCIDENT, PLAN) == ""


def test_columns_of_the_ledger() -> None:
    dossier = Dossier(INCIDENT, leader="刘某某")
    assert column_text("level", dossier, PLAN) == "重大"
    assert column_text("occurred_at", dossier, PLAN) == "2026-11-13 09:42"
    assert column_value("duration", dossier, PLAN) == 76
    assert column_text("duration", dossier, PLAN) == "1小时16分钟"
    assert column_text("leader", dossier, PLAN) == "刘某某"
    assert column_text("phone", dossier, PLAN) == "138****5678"
    assert column_text("天气", dossier, PLAN) == "晴"
    assert column_text("people", dossier, PLAN) == ""
    drill = replace(INCIDENT, drill=True, late=True, status=Status.VOID, recovered_at=None)
    assert column_text("remark", Dossier(drill), PLAN) == "演练、补录、作废"
    still = Dossier(replace(INCIDENT, recovered_at=None, closed_at=None))
    assert column_text("duration", still, PLAN) == ""
