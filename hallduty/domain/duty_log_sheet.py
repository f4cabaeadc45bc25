"""What the sheet of the duty log (值班日志) may ask for, and its values as text."""

from __future__ import annotations

from collections.abc import Mapping

from hallduty.domain import texts, times
from hallduty.domain.duty_logs import DutyLog
from hallduty.domain.sheets import Kind, Part, Subject

DUTY_LOG_SHEET = "duty_log"

# What the program itself knows of a shift: shown and printed, never typed.
SHOWN: Mapping[str, tuple[Kind, ...]] = dict.fromkeys(
    ("date", "hall", "leader", "handed", "acceptance"), (Kind.TEXT, Kind.LONG_TEXT)
)
# The fields that a duty leader fills in (facts of the field: levels and reporting, 值班日志);
# 从当日记录填入 knows them by these names.
_WRITTEN: Mapping[str, tuple[Kind, ...]] = {
    "weather": (Kind.TEXT, Kind.LONG_TEXT, Kind.CHOICE),
    **dict.fromkeys(
        (
            *("staff", "crowd", "business", "complaints", "questions"),
            *("notices", "events", "handover"),
        ),
        (Kind.LONG_TEXT, Kind.TEXT),
    ),
}


def _limit(field: str) -> int:
    return texts.LONG_TEXT if field in ("events", "handover") else texts.PARAGRAPH


# Every typed field lives in DutyLog.fields, whatever the ledger of incidents calls its own.
DUTY_LOG = Subject(
    kinds={**SHOWN, **_WRITTEN},
    own=frozenset(SHOWN),
    taken=frozenset(DutyLog.__dataclass_fields__) - frozenset(SHOWN),
    limit=_limit,
)


def log_values(log: DutyLog, hall: str) -> dict[str, str]:
    """Return every value that a sheet may show of a log, by field."""
    return {
        **log.fields,
        "date": date_text(log),
        "hall": hall,
        "leader": log.leader,
        "handed": handed_text(log),
        "acceptance": acceptance_text(log),
    }


def part_text(part: Part, values: Mapping[str, str]) -> str:
    """Return the value of a part as it is written on paper, without its suffix."""
    if part.kind is Kind.SIGNATURE:
        return ""
    value = values.get(part.field, "")
    if part.kind is Kind.DATETIME:
        at = times.parse_moment(value)
        return times.moment_cn(at) if at else value
    return value


def date_text(log: DutyLog) -> str:
    """2026年11月13日 星期五 全天."""
    return f"{times.day_cn(log.day)} {times.weekday_cn(log.day)} {log.part.label}"


def handed_text(log: DutyLog) -> str:
    """Return what was still open at the handover, numbered; 无未结事项 when nothing was."""
    if log.handed_at is None:
        return ""
    if not log.handed:
        return "无未结事项。"
    return "\n".join(f"{number}. {line}" for number, line in enumerate(log.handed, 1))


def acceptance_text(log: DutyLog) -> str:
    """Return who handed over when, and who accepted when and can be reached where."""
    if log.handed_at is None:
        return ""
    said = f"{log.handed_by}于{times.moment_cn(log.handed_at)}交班。"
    if log.accepted_at is None:
        return said + "\n尚未接班。"
    return (
        said + f"\n{log.accepted_by}于{times.moment_cn(log.accepted_at)}接班，"
        f"可通过 {log.reachable} 联系。"
    )
