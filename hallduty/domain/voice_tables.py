"""The registers of policy questions and needs as tables: the columns of paper and export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from hallduty.domain import phones, times
from hallduty.domain.followups import masked_name
from hallduty.domain.needs import Need
from hallduty.domain.policy import PolicyCase
from hallduty.domain.policy_sheet import contact_text, referral_text

Record = TypeVar("Record")
Value = str | datetime | None


@dataclass(frozen=True, slots=True)
class TableColumn(Generic[Record]):
    """A column: its heading, its value, millimetres on paper (0: export only), how it is set."""

    label: str
    value: Callable[[Record], Value]
    width: float = 0.0
    centred: bool = False
    # Characters in a spreadsheet; a column of the paper alone has none.
    export: float = 14.0


def _told(case: PolicyCase) -> str:
    asked = case.question
    if asked.told_at is None:
        return ""
    return f"{times.stamp(asked.told_at)}\n{asked.told_how}"


def _departments(case: PolicyCase) -> str:
    return "\n".join(f"{each.department}\n{times.stamp(each.asked_at)}" for each in case.referrals)


# Widths of the paper add up to the 267 mm of A4 lying.
QUESTION_COLUMNS: tuple[TableColumn[PolicyCase], ...] = (
    TableColumn("编号", lambda c: c.question.number, 21, True, 13),
    TableColumn("受理时间", lambda c: c.question.asked_at, 20, True, 17),
    TableColumn("种类", lambda c: c.question.kind.label, 17, True, 10),
    TableColumn("税种业务", lambda c: c.question.topic, 20, True, 16),
    TableColumn("问题", lambda c: c.question.question, 62, export=50),
    TableColumn("联系人", lambda c: contact_text(c.question), 24, True, 20),
    TableColumn("提请部门及时间", _departments, 29, True, 26),
    TableColumn("答复", lambda c: c.question.answer, 48, export=50),
    TableColumn("告知", lambda c: _told(c) or c.state.label, 26, True, 0),
    TableColumn("状态", lambda c: c.state.label, export=14),
    TableColumn("依据", lambda c: c.question.basis, export=24),
    TableColumn("提请情况", lambda c: "\n".join(map(referral_text, c.referrals)), export=50),
    TableColumn("答复时间", lambda c: c.question.answered_at, export=17),
    TableColumn("告知时间", lambda c: c.question.told_at, export=17),
    TableColumn("告知方式", lambda c: c.question.told_how, export=12),
    TableColumn("告知人", lambda c: c.question.told_by, export=10),
    TableColumn("受理人", lambda c: c.question.taken_by, export=10),
)


def _need_contact(need: Need) -> str:
    return "\u3000".join(filter(None, (masked_name(need.who), phones.masked(need.phone))))


NEED_COLUMNS: tuple[TableColumn[Need], ...] = (
    TableColumn("编号", lambda n: n.number, 22, True, 13),
    TableColumn("收集时间", lambda n: n.at, 20, True, 17),
    TableColumn("渠道", lambda n: n.channel, 22, True, 14),
    TableColumn("类别", lambda n: n.category, 16, True, 10),
    TableColumn("需求内容", lambda n: n.content, 82, export=60),
    TableColumn("联系人", _need_contact, 24, True, 20),
    TableColumn("上报", lambda n: _reported(n), 30, True, 0),
    TableColumn("反馈情况", lambda n: n.feedback or n.state.label, 51, export=0),
    TableColumn("状态", lambda n: n.state.label, export=14),
    TableColumn("分析和措施", lambda n: n.analysis, export=40),
    TableColumn("上报时间", lambda n: n.reported_at, export=17),
    TableColumn("报送对象", lambda n: n.reported_to, export=20),
    TableColumn("反馈情况", lambda n: n.feedback, export=40),
    TableColumn("反馈时间", lambda n: n.fed_back_at, export=17),
    TableColumn("收集人", lambda n: n.taken_by, export=10),
)


def _reported(need: Need) -> str:
    if need.reported_at is None:
        return ""
    return f"{times.stamp(need.reported_at)}\n{need.reported_to}"
