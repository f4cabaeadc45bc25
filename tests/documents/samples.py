"""The fault of the filing period as a dossier, and ledgers made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hallduty.domain.dossiers import Dossier
from hallduty.domain.incidents import Incident, Status, number_text

FORMS = Path(__file__).parents[2] / "forms"
AT = datetime(2026, 11, 13, 9, 42)
FAULT = Incident(
    id=1,
    uuid="u",
    number="2026-017",
    hall_id=1,
    event_type="application",
    scenario="tax_system",
    level="major",
    status=Status.CLOSED,
    drill=False,
    late=False,
    occurred_at=AT,
    reported_at=AT,
    registered_at=AT,
    recovered_at=datetime(2026, 11, 13, 10, 58),
    closed_at=datetime(2026, 11, 13, 11, 30),
    place="一楼大厅3—8号窗口",
    reporter="王某某",
    phone="13800005678",
    waiting=40,
    description="09时42分，3—8号窗口无法登录系统，等候办税人约40人。经检查，系税务端系统故障。",
    measures="一、09时46分联系信息中心修复；二、09时51分张贴公告并做好解释。",
    outcome="系统恢复，业务正常。",
    handler="刘某某",
)


def dossier(**changes: Any) -> Dossier:
    """Return the fault's dossier with some fields of the incident changed."""
    return Dossier(replace(FAULT, **changes), leader="俞某", hall="第一办税服务厅")


def ledger(count: int) -> Iterator[Dossier]:
    """Yield a ledger: every fifth voided, every seventh a drill."""
    for index in range(count):
        at = AT + timedelta(hours=5 * index)
        yield dossier(
            number=number_text(2026, index + 1),
            occurred_at=at,
            recovered_at=at + timedelta(minutes=35),
            status=Status.VOID if index % 5 == 4 else Status.CLOSED,
            drill=index % 7 == 6,
        )
