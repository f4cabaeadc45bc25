"""The printed list of follow-ups: which lines, over one incident or all, masked or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hallduty.domain import times
from hallduty.domain.followup_board import BoardLine, FollowupFilter, Progress, counts
from hallduty.domain.incidents import Incident
from hallduty.domain.narrative_text import Scrubber

MASKED_REMARK = "姓名、电话已隐去部分内容。"
# What the log of exports calls a list that was printed with whole names and numbers.
UNMASKED = "打印完整善后清单"
REVEALED_REMARK = "含办税人完整姓名和电话，仅限回访使用，用后销毁；本次打印已记入导出记录。"


@dataclass(frozen=True, slots=True)
class FollowupSheet:
    """One printed list; `over_all` adds the incident's number to each line."""

    heading: str
    lines: tuple[BoardLine, ...]
    over_all: bool = False
    revealed: bool = False

    @property
    def remark(self) -> str:
        return REVEALED_REMARK if self.revealed else MASKED_REMARK

    @property
    def summary(self) -> str:
        """共 25 件，已办 23 件，欠 2 件."""
        done = counts(self.lines)[Progress.DONE]
        owed = len(self.lines) - done
        return f"共 {len(self.lines)} 件，已办 {done} 件，" + (
            f"欠 {owed} 件" if owed else "无欠件"
        )

    def scrubber(self) -> Scrubber | None:
        """Return what takes names out of free text; None when they are shown."""
        return None if self.revealed else Scrubber(line.followup for line in self.lines)


def incident_heading(incident: Incident, scenario: str, hall: str) -> str:
    """Say which incident a list is of: number, what, where, from when to when."""
    parts = [
        f"事件 {incident.number}",
        scenario,
        hall,
        f"发生 {times.stamp(incident.occurred_at)}",
        f"恢复 {times.stamp(incident.recovered_at)}" if incident.recovered_at else "尚未恢复",
    ]
    return "\u3000".join(part for part in parts if part)


def filter_heading(wanted: FollowupFilter) -> str:
    """Say what a list over all incidents was limited to."""
    parts = ["全部事件"]
    if wanted.kind is not None:
        parts.append(wanted.kind.label)
    if wanted.progress is not None:
        parts.append(wanted.progress.label)
    elif wanted.open_only:
        parts.append("未办结")
    if wanted.text.strip():
        # What is searched for may be a name or a number; the paper must not tell it.
        parts.append("按搜索的字词")
    return "\u3000".join(parts)


def people_in(lines: Sequence[BoardLine]) -> list[int]:
    """Return the follow-ups that hold a taxpayer's name or number."""
    return [line.followup.id for line in lines if line.followup.who or line.followup.phone]
