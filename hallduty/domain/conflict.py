"""Conflict in the hall (语言肢体冲突): its five deeds, and the recording that must be kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from hallduty.domain import texts, times
from hallduty.domain.errors import FieldProblem

EVENT_TYPE = "conflict"
# How long before the occurrence the recording is wanted: quarrels begin before they are seen.
BEFORE = timedelta(minutes=10)
STEP = timedelta(minutes=5)
LONGEST = timedelta(hours=12)
# A stamp can be taken back as long as this without a word of explanation.
MOMENT = timedelta(seconds=15)
# Days left at which a recording not yet secured stands out.
SOON_DAYS = 3
LAST_DAYS = 1


class Deed(StrEnum):
    """The five things to be done (plan clause 四（五）); each is one big button."""

    SEPARATE = "separate"
    PERSUADE = "persuade"
    POLICE = "police"
    MEDICAL = "medical"
    REPORT = "report"

    @property
    def label(self) -> str:
        return _DEEDS[self][0]

    @property
    def text(self) -> str:
        """What the timeline says; empty for 上报, which is logged as a report."""
        return _DEEDS[self][1]

    @property
    def hint(self) -> str:
        return _DEEDS[self][2]

    @property
    def number(self) -> str:
        """The number to call, if there is one for all of the country."""
        return {Deed.POLICE: "110", Deed.MEDICAL: "120"}.get(self, "")

    @property
    def spoken(self) -> str:
        return {Deed.SEPARATE: "隔开双方", Deed.PERSUADE: "到场劝导"}.get(
            self, {Deed.POLICE: "报警", Deed.MEDICAL: "叫救护车"}.get(self, "")
        )


_DEEDS = {
    Deed.SEPARATE: ("隔离", "隔离冲突双方", "双方分开，带到安静房间，疏导围观人员"),
    Deed.PERSUADE: ("劝导", "到场劝导当事人", "值班领导先到场，先听诉求，不争对错"),
    Deed.POLICE: ("报警", "拨打110报警", "说清地点、人数、有没有人受伤"),
    Deed.MEDICAL: ("送医", "拨打120送医", "说清地点、伤情，派人到门口接"),
    Deed.REPORT: ("上报", "", "应急处理小组，按顺序拨打"),
}
DEEDS = tuple(Deed)


@dataclass(frozen=True, slots=True)
class Footage:
    """A stretch of surveillance recording to be secured (保全监控) before it is overwritten.

    `expires_on` is the last day on which the recorder still has it; `storage` where it was kept.
    """

    id: int
    uuid: str
    incident_id: int
    camera: str
    from_at: datetime
    to_at: datetime
    noted_at: datetime
    expires_on: date
    secured_at: datetime | None = None
    secured_by: str = ""
    storage: str = ""

    @property
    def is_open(self) -> bool:
        return self.secured_at is None

    def days_left(self, today: date) -> int:
        """Return the days until it is overwritten; 0 on the last day, below zero after it."""
        return (self.expires_on - today).days

    def span_text(self) -> str:
        """14:05–14:20, with the day of each end where they differ."""
        return span_text(self.from_at, self.to_at)


@dataclass(frozen=True, slots=True)
class NewFootage:
    """A stretch to be secured: which camera or place (may be empty), from when to when."""

    camera: str
    from_at: datetime
    to_at: datetime


def proposed(occurred_at: datetime, now: datetime, camera: str = "") -> NewFootage:
    """Return what to secure: from ten minutes before the occurrence until now."""
    start = _minute(occurred_at - BEFORE)
    end = min(_minute(now), start + LONGEST)
    return NewFootage(camera, start, max(end, _minute(occurred_at) + STEP))


def moved(
    from_at: datetime, to_at: datetime, *, start: int = 0, end: int = 0
) -> tuple[datetime, datetime]:
    """Move the ends of a stretch by so many steps, as long as it stays a stretch."""
    first, last = from_at + start * STEP, to_at + end * STEP
    if not timedelta() < last - first <= LONGEST:
        return from_at, to_at
    return first, last


def expiry(from_at: datetime, days: int) -> date:
    """Return the last day on which a recorder that keeps `days` days still has the beginning."""
    return from_at.date() + timedelta(days=days)


def days_text(days: int) -> str:
    """Say how long the recorder still has it."""
    if days < 0:
        return f"已超过 {-days} 天，可能已被覆盖"
    return f"还剩 {days} 天" if days else "今天就会被覆盖"


def urgency(days: int) -> str:
    """Return the tone in which the days left are shown: red, amber or blue."""
    if days <= LAST_DAYS:
        return "red"
    return "amber" if days <= SOON_DAYS else "blue"


def span_text(from_at: datetime, to_at: datetime) -> str:
    """14:05–14:20 on one day, 11-13 23:55–11-14 00:10 over midnight."""
    if from_at.date() == to_at.date():
        return f"{times.clock(from_at)}–{times.clock(to_at)}"
    return f"{from_at:%m-%d} {times.clock(from_at)}–{to_at:%m-%d} {times.clock(to_at)}"


def still_open(footage: Sequence[Footage]) -> list[Footage]:
    """Return what is not secured yet, what is overwritten first at the front."""
    return sorted((f for f in footage if f.is_open), key=lambda f: (f.expires_on, f.id))


def footage_problems(new: NewFootage, now: datetime) -> list[FieldProblem | None]:
    """Check a stretch before it is noted; its end may lie a little ahead, the event still runs."""
    problems = [
        texts.problem_in("camera", "摄像头", new.camera, limit=100),
        times.moment_problem("from_at", "录像开始时间", new.from_at, now, required=True),
        times.order_problem("to_at", "录像结束时间", new.to_at, "开始时间", new.from_at),
    ]
    if new.to_at - new.from_at > LONGEST:
        problems.append(FieldProblem("to_at", "录像时段最长 12 小时，请分段登记"))
    return problems


def storage_problems(storage: str, at: datetime | None, now: datetime) -> list[FieldProblem | None]:
    """Check where a recording was kept."""
    return [
        texts.problem_in("storage", "保存位置", storage, limit=100),
        times.moment_problem("at", "时间", at, now),
    ]


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
