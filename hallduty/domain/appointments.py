"""Appointments (预约) and extended service (延时服务): who, what, until when, served by whom."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from hallduty.domain import phones, texts, times
from hallduty.domain.contact_rules import text_problem
from hallduty.domain.errors import FieldProblem, UserError, refuse
from hallduty.domain.roster import EARLIEST_YEAR, LATEST_YEAR

# Nobody books further ahead; a later year is a slip of the pen.
LONGEST_AHEAD = timedelta(days=366)
LONGEST_EXTENSION = timedelta(hours=12)
MOST_PEOPLE = 99_999
_CLOCK = r"(\d{1,2})\s*[:：时点]\s*(\d{2})?\s*分?|(\d{2})(\d{2})(?!\d)"
_MONTH_DAY = re.compile(r"^\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?\s*(.*)$")
_WORDS = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "后日": 2}


class AppointmentKind(StrEnum):
    """Booked for a quieter time, or served after closing time."""

    APPOINTMENT = "appointment"
    EXTENDED = "extended"

    @property
    def label(self) -> str:
        return {"appointment": "预约", "extended": "延时"}[self.value]


class AppointmentOutcome(StrEnum):
    """What became of it."""

    OPEN = ""
    SERVED = "served"
    MISSED = "missed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {"": "待办", "served": "已办", "missed": "未到", "cancelled": "已取消"}[self.value]


@dataclass(frozen=True, slots=True)
class Appointment:
    """One taxpayer of the register (plan clause 四（一）); who, phone and matter stand here only.

    `due_at` is the time booked, or until when the extended service serves; `served_at` is when
    it was settled in any way, `served_by` who did so, `window` where it was served;
    `rebooked_why` why the time or the matter was changed last (改期).
    """

    id: int
    uuid: str
    incident_id: int | None
    hall_id: int | None
    extension_id: int | None
    kind: AppointmentKind
    who: str
    phone: str
    matter: str
    due_at: datetime
    made_at: datetime
    served_at: datetime | None = None
    served_by: str = ""
    window: str = ""
    outcome: AppointmentOutcome = AppointmentOutcome.OPEN
    # Not told by repr: what was printed before there was a reason has not changed (digest_of).
    rebooked_why: str = field(default="", repr=False)

    @property
    def is_open(self) -> bool:
        return self.outcome is AppointmentOutcome.OPEN

    @property
    def is_forgotten(self) -> bool:
        """Whether its personal data were deleted after the set days."""
        return not (self.who or self.phone or self.matter)

    def is_late(self, now: datetime) -> bool:
        """Tell whether its time has passed and nobody has said what became of it."""
        return self.is_open and self.due_at < now


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """Somebody to be entered: who, number, matter, for when."""

    kind: AppointmentKind
    who: str
    phone: str
    matter: str
    due_at: datetime | None
    incident_id: int | None = None
    hall_id: int | None = None
    extension_id: int | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """One extended service (延时服务) of a hall: from closing time until nobody waits."""

    id: int
    uuid: str
    incident_id: int | None
    hall_id: int | None
    opened_at: datetime
    until: datetime
    ended_at: datetime | None = None
    staff: str = ""
    windows: str = ""
    waiting: int | None = None
    served: int | None = None
    remark: str = ""

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Return from when to when it kept the hall open."""
        return self.opened_at, self.ended_at or self.until


@dataclass(frozen=True, slots=True)
class NewExtension:
    """An extended service to be opened."""

    until: datetime | None
    staff: str = ""
    windows: str = ""
    waiting: int | None = None
    incident_id: int | None = None
    hall_id: int | None = None
    remark: str = ""


def appointment_problems(new: NewAppointment, now: datetime) -> list[FieldProblem | None]:
    """Check somebody to be entered: a name or a matter, and a time that is not long past."""
    named = bool(new.who.strip() or new.matter.strip() or new.phone.strip())
    return [
        None if named else FieldProblem("who", "请填写姓名、电话或事项"),
        texts.problem_in("who", "姓名", new.who, limit=50),
        phones.problem_in("phone", "联系电话", new.phone),
        texts.problem_in("matter", "事项", new.matter),
        _slot_problem(new.due_at, now),
    ]


def rebooking_problems(
    before: Appointment, due: datetime | None, matter: str, why: str, now: datetime
) -> list[FieldProblem | None]:
    """Check another time or matter for somebody who is booked; raises UserError once settled."""
    if not before.is_open or before.is_forgotten:
        raise UserError(f"{before.kind.label}第 {before.id} 号已经了结，不能改期；要改的先重新办理")
    moved = due != before.due_at
    same = not moved and texts.one_line(matter) == before.matter
    past = moved and due is not None and due <= now
    return [
        FieldProblem("due_at", "时间和事项都没有改动") if same else None,
        FieldProblem("due_at", "改期后的时间应晚于现在") if past else None,
        _slot_problem(due, now),
        texts.problem_in("matter", "事项", matter),
        text_problem("why", "改期原因", why, before.who, limit=100, required=True),
    ]


def rebooked_text(before: Appointment, due: datetime, why: str) -> str:
    """Say on the timeline to what time somebody was booked; what matter it is is not said."""
    moved = due != before.due_at
    what = f"由 {times.stamp(before.due_at)} 改到 {times.stamp(due)}" if moved else "更改事项"
    return f"{before.kind.label}第 {before.id} 号{what}：{why}"


def _slot_problem(due: datetime | None, now: datetime) -> FieldProblem | None:
    if due is None:
        return FieldProblem("due_at", "时间应写作 1430、明天 0900 或 11-16 0900")
    if not EARLIEST_YEAR <= due.year <= LATEST_YEAR or due > now + LONGEST_AHEAD:
        return FieldProblem("due_at", f"时间 {times.stamp(due)} 太远，请核对日期")
    return None


def extension_problems(new: NewExtension, opened: datetime) -> list[FieldProblem | None]:
    """Check an extended service to be opened at `opened`."""
    problems = [
        texts.problem_in("staff", "值守人员", new.staff),
        texts.problem_in("windows", "窗口", new.windows),
        texts.problem_in("remark", "说明", new.remark),
        count_problem("waiting", "等候人数", new.waiting),
    ]
    if new.until is None:
        problems.append(FieldProblem("until", "延时至几点，应写作 18:10 或 1810"))
    elif new.until <= opened:
        told = f"延时至 {times.clock(new.until)} 早于开始时间 {times.clock(opened)}，请核对"
        problems.append(FieldProblem("until", told))
    elif new.until - opened > LONGEST_EXTENSION:
        problems.append(FieldProblem("until", "延时服务一次不超过 12 小时，请核对"))
    return problems


def count_problem(field: str, label: str, count: int | None) -> FieldProblem | None:
    """Check a number of people; None means nobody counted."""
    if count is None or 0 <= count <= MOST_PEOPLE:
        return None
    return FieldProblem(field, f"{label}应在 0 到 {MOST_PEOPLE} 之间")


def read_slot(typed: str, now: datetime) -> datetime | None:
    """Read when somebody is to come: 1430, 14:30, 明天 9:00, 11-16 0900, 2026-11-16 09:00.

    A bare clock time is today's, a day without a year the next one to come; None when it is no
    time at all.
    """
    whole = times.parse_moment(typed)
    if whole is not None and ":" in typed.replace("：", ":").replace("时", ":").replace("点", ":"):
        return whole
    text = typed.strip()
    day = now.date()
    for word, days in _WORDS.items():
        if text.startswith(word):
            day, text = day + timedelta(days=days), text.removeprefix(word).strip()
            return _clock(text, day)
    match = _MONTH_DAY.match(text)
    if match is not None and re.search(_CLOCK, match[3]):
        found = _next_day(int(match[1]), int(match[2]), now.date())
        return None if found is None else _clock(match[3], found)
    return _clock(text, day)


def take_slot(typed: str, now: datetime) -> tuple[datetime | None, str]:
    """Take a time off the front of a line; return it (None: there was none) and what is left."""
    words = typed.split()
    for count in (2, 1):
        head, rest = " ".join(words[:count]), " ".join(words[count:])
        if len(words) >= count and (at := read_slot(head, now)) is not None:
            return at, rest
    return None, typed.strip()


def _clock(text: str, day: date) -> datetime | None:
    match = re.fullmatch(_CLOCK, text.strip())
    if match is None:
        return None
    hour, minute = int(match[1] or match[3]), int(match[2] or match[4] or 0)
    if hour > 23 or minute > 59:
        return None
    return datetime.combine(day, time(hour, minute))


def _next_day(month: int, day: int, today: date) -> date | None:
    for year in (today.year, today.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today - timedelta(days=31):
            return found
    return None


def counted(appointments: Sequence[Appointment]) -> dict[AppointmentOutcome, int]:
    """Count appointments by what became of them."""
    return {
        outcome: sum(1 for each in appointments if each.outcome is outcome)
        for outcome in AppointmentOutcome
    }


def extension_text(extension: Extension) -> str:
    """Say an extended service in one line."""
    ended = extension.ended_at
    until = f"延时至 {times.clock(ended or extension.until)}" + ("，已结束" if ended else "")
    parts = [f"{times.clock(extension.opened_at)} 开始延时服务，{until}"]
    if extension.windows:
        parts.append(f"窗口 {extension.windows}")
    if extension.staff:
        parts.append(f"值守 {extension.staff}")
    if extension.waiting is not None:
        parts.append(f"开始时等候 {extension.waiting} 人")
    if extension.served is not None:
        parts.append(f"办结 {extension.served} 人")
    return "，".join([*parts, extension.remark] if extension.remark else parts)


def typed_count(field: str, label: str, typed: str) -> int | None:
    """Read a number of people as typed; nothing means nobody counted. Raises InvalidInput."""
    text = unicodedata.normalize("NFKC", typed).strip().removesuffix("人").strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        refuse([FieldProblem(field, f"{label}应是 0 到 {MOST_PEOPLE} 的整数，没有数过可不填")])
    return int(text)


def served_words(typed: str) -> tuple[str, str]:
    """Take window and name apart: 3号 王某某 → (3号, 王某某); either may be missing."""
    words = typed.split()
    windows = [word for word in words if word[0].isdigit() or "窗" in word]
    return " ".join(windows), " ".join(word for word in words if word not in windows)
