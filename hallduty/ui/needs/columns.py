"""The columns and colours of the list of needs on the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from hallduty.domain import texts
from hallduty.domain.needs import Need, NeedState
from hallduty.ui.policy.columns import short_moment
from hallduty.ui.table_models import Column

STATE_PILLS = {
    NeedState.NEW: "amber",
    NeedState.REPORTED: "blue",
    NeedState.OWED: "amber",
    NeedState.FED_BACK: "green",
}


def columns(now: Callable[[], datetime]) -> tuple[Column[Need], ...]:
    """Return the list's columns."""
    return (
        Column("number", "编号", lambda n: n.number, 6.4),
        Column("at", "收集", lambda n: short_moment(n.at, now()), 5.8),
        Column("channel", "渠道", lambda n: n.channel, 5),
        Column("category", "类别", lambda n: n.category, 3.4),
        Column("state", "状态", lambda n: n.state.label, 7.4, pill=lambda n: STATE_PILLS[n.state]),
        Column("content", "需求内容", lambda n: texts.one_line(n.content), 8, stretch=True),
    )
