"""The hall's side of one incident (现场情况): outages, crowd, register, extended service."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from hallduty.domain.appointments import (
    Appointment,
    AppointmentKind,
    AppointmentOutcome,
    Extension,
    counted,
)
from hallduty.domain.dossiers import Dossier
from hallduty.domain.hall import (
    Loss,
    Outage,
    Picture,
    lost_minutes,
    outage_minutes,
    stops_windows,
)
from hallduty.domain.opening import Hours, IsWorking, Span, open_spans


@dataclass(frozen=True, slots=True)
class OutageLine:
    """One outage as it is shown: what, from, to (None: still down), minutes of opening time."""

    outage: Outage
    name: str
    down_at: datetime
    up_at: datetime | None
    minutes: int


@dataclass(frozen=True, slots=True)
class Site:
    """The hall's side of an incident, summed up; `until` is up to when it was reckoned."""

    outages: tuple[OutageLine, ...]
    loss: Loss
    until: datetime
    appointments: dict[AppointmentOutcome, int]
    extended: dict[AppointmentOutcome, int]

    @property
    def still_down(self) -> tuple[OutageLine, ...]:
        return tuple(line for line in self.outages if line.up_at is None)


@dataclass(frozen=True, slots=True)
class Register:
    """What stands in the register of a hall on a day."""

    day: date
    hall: str
    people: tuple[Appointment, ...]
    extensions: tuple[Extension, ...] = ()


def end_of(dossier: Dossier, now: datetime) -> datetime:
    """Return up to when an outage that nobody ended counts: recovery, closing, or now."""
    incident = dossier.incident
    return incident.recovered_at or incident.closed_at or now


def reckoned_until(dossier: Dossier, picture: Picture) -> datetime | None:
    """Return up to when the loss of an incident is known, or None.

    It is not while an outage goes on, nor where none of them stopped a window.
    """
    ends = [outage.up_at for outage in dossier.outages]
    over = dossier.incident.recovered_at or dossier.incident.closed_at
    if not any(stops_windows(outage, picture) for outage in dossier.outages):
        return None
    return over or (None if None in ends else max(end for end in ends if end is not None))


def opening_of(
    dossier: Dossier, hours: Hours, is_working: IsWorking, now: datetime, more: Iterable[Span] = ()
) -> list[Span]:
    """Return when the hall was open while the incident's outages lasted, extensions included."""
    last = end_of(dossier, now)
    # Cut to the minute as the outages are: else the seconds of the first cost it a minute.
    moments = [o.down_at.replace(second=0, microsecond=0) for o in dossier.outages]
    ends = [o.up_at or last for o in dossier.outages]
    if not moments:
        return []
    extended = [extension.span for extension in dossier.extensions]
    return open_spans(hours, min(moments), max(ends), is_working, [*extended, *more])


def site_of(
    dossier: Dossier,
    picture: Picture,
    hours: Hours,
    is_working: IsWorking,
    now: datetime,
    idle: Iterable[Outage] = (),
    more: Iterable[Span] = (),
) -> Site:
    """Sum up the hall's side of an incident.

    `picture` holds the windows and devices of every hall that its outages are about, `idle` the
    outages of these windows that belong to no incident, `more` extended services of the hall
    that belong to no incident either.
    """
    until = end_of(dossier, now)
    opening = opening_of(dossier, hours, is_working, now, more)
    lines = tuple(
        OutageLine(o, picture.name_of(o), o.down_at, o.up_at, outage_minutes(o, opening, until))
        for o in sorted(dossier.outages, key=lambda each: (each.down_at, each.id))
    )
    return Site(
        lines,
        lost_minutes(dossier.outages, picture, opening, until, idle),
        until,
        counted(_of(dossier.appointments, AppointmentKind.APPOINTMENT)),
        counted(_of(dossier.appointments, AppointmentKind.EXTENDED)),
    )


def loss_text(loss: Loss) -> str:
    """Say the loss: 损失窗口时间 480 分钟（6 个窗口），or that there was none."""
    if not loss.minutes:
        return "没有窗口停用损失"
    return f"损失窗口时间 {loss.minutes} 分钟（{len(loss.windows)} 个窗口）"


def register_text(label: str, counts: dict[AppointmentOutcome, int]) -> str:
    """Say how many were entered and what became of them: 预约 12 人：已办 9，待办 3."""
    total = sum(counts.values())
    if not total:
        return ""
    order = (
        AppointmentOutcome.SERVED,
        AppointmentOutcome.OPEN,
        AppointmentOutcome.MISSED,
        AppointmentOutcome.CANCELLED,
    )
    said = "，".join(f"{each.label} {counts[each]}" for each in order if counts[each])
    return f"{label} {total} 人：{said}"


def _of(appointments: Iterable[Appointment], kind: AppointmentKind) -> list[Appointment]:
    return [each for each in appointments if each.kind is kind]
