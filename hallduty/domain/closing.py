"""What is still open when somebody wants to close an incident (办结前核对)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hallduty.domain.incidents import TEXT_FIELDS, Outcome, StepState
from hallduty.domain.notices import to_take_down

if TYPE_CHECKING:
    from hallduty.domain.dossiers import Dossier
    from hallduty.domain.plan import Plan
    from hallduty.domain.reports import Report

# Fields of the form that a closed incident should not lack.
_EXPECTED = ("place", "description", "measures", "outcome")


@dataclass(frozen=True, slots=True)
class Owed:
    """What is still open when somebody wants to close an incident."""

    steps: int = 0
    followups: int = 0
    reports: int = 0
    not_recovered: bool = False
    empty_fields: tuple[str, ...] = ()
    notices: int = 0
    replies: int = 0
    footage: int = 0

    def sentences(self) -> list[str]:
        """Say each open matter in one line."""
        found = []
        if self.not_recovered:
            found.append("尚未登记恢复时间")
        if self.steps:
            found.append(f"预案步骤还有 {self.steps} 项未做、也未跳过")
        if self.followups:
            found.append(f"善后还有 {self.followups} 件未办")
        if self.notices:
            found.append(f"公告还有 {self.notices} 处没有撤下")
        if self.reports:
            found.append("重大事件尚未向应急处理小组报告")
        if self.replies:
            found.append(f"批示还有 {self.replies} 项未落实")
        if self.footage:
            found.append(f"监控录像还有 {self.footage} 段未保全")
        if self.empty_fields:
            found.append("登记表未填：" + "、".join(self.empty_fields))
        return found


def open_replies(dossier: Dossier) -> list[Report]:
    """Return the 批示 that are to be carried out in an incident.

    A report stays with the duplicate that it was made of, but what was ordered in answer to it
    is owed in the main incident: the duplicate can only be read.
    """
    if dossier.incident.merged_into:
        return []
    told = (report for each in (dossier, *dossier.duplicates) for report in each.reports)
    return [report for report in told if report.reply_open]


def owed(dossier: Dossier, plan: Plan | None = None) -> Owed:
    """Return what is still open; with the plan also whether the group was told (clause 三)."""
    incident = dossier.incident
    to_group = plan is not None and plan.level(incident.level).to_group
    reached = any(report.outcome is Outcome.REACHED for report in dossier.reports)
    return Owed(
        steps=sum(1 for step in dossier.steps if step.state is StepState.OPEN),
        followups=sum(1 for followup in dossier.followups if followup.is_open),
        reports=1 if to_group and not reached else 0,
        replies=len(open_replies(dossier)),
        footage=sum(1 for footage in dossier.footage if footage.is_open),
        not_recovered=incident.recovered_at is None,
        notices=len(to_take_down(dossier.notices, dossier.postings)),
        empty_fields=tuple(
            TEXT_FIELDS[name][0] for name in _EXPECTED if not getattr(incident, name).strip()
        ),
    )
