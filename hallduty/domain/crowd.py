"""Crowd desk (办税拥堵): how many wait, how long they will, and what was decided (四（一）)."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hallduty.domain import queueing, texts
from hallduty.domain.errors import FieldProblem, refuse

MOST_WAITING = 10_000
MOST_WINDOWS = 99
MOST_MINUTES = 480.0
MOST_ARRIVALS = 10_000.0

# The measures of the plan's clause 四（一）, in its own words and order.
SELF_SERVICE = "引导自助办理"
SPECIAL_WINDOW = "增开专窗"
APPOINTMENTS = "预约分流"
EXTENDED = "延时服务"
MEASURES = (SELF_SERVICE, SPECIAL_WINDOW, APPOINTMENTS, EXTENDED)


@dataclass(frozen=True, slots=True)
class CrowdReading:
    """What was seen in the hall at a moment, and the measures of the plan decided then.

    `waiting` people, `windows` open, `minutes` per business, `arrivals` people per hour (None:
    not counted), `wait_minutes` the expected waiting time (None: it cannot be told).
    """

    id: int
    uuid: str
    incident_id: int | None
    hall_id: int | None
    at: datetime
    actor: str
    waiting: int
    windows: int
    minutes: float
    arrivals: float | None = None
    wait_minutes: float | None = None
    measures: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Crowd:
    """What was counted: people waiting (not those at a window), windows, minutes, arrivals."""

    waiting: int
    windows: int
    minutes: float
    arrivals: float | None = None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From when on a measure is offered: the bureau's own settings.

    `waiting` people for self-service, `wait` minutes for a special window, `long_wait` minutes
    for appointments, `closing` minutes before closing time for extended service.
    """

    waiting: int = 20
    wait: int = 30
    long_wait: int = 60
    closing: int = 60


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a choice comes to.

    `wait` is that of the last who waits now, `steady` the mean wait if people go on coming so
    (None: not counted, or the load is 1 and more), `load` per window, `growth` people an hour
    by which the queue grows, `left` how many still wait at closing time; None: not known.
    """

    label: str
    waiting: int
    windows: int
    wait: float | None
    steady: float | None = None
    load: float | None = None
    growth: float = 0.0
    left: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A measure that the thresholds call for, and why."""

    measure: str
    why: str


def typed_crowd(waiting: str, windows: str, minutes: str, arrivals: str = "") -> Crowd:
    """Read the four fields as typed; raises InvalidInput with a sentence for each wrong one."""
    people, first = _number("waiting", "等候人数", waiting, MOST_WAITING, "人", whole=True)
    open_now, second = _number("windows", "开放窗口", windows, MOST_WINDOWS, "个", whole=True)
    each, third = _number("minutes", "每笔业务", minutes, MOST_MINUTES, "分钟", whole=False)
    coming, fourth = None, None
    if arrivals.strip():
        coming, fourth = _number(
            "arrivals", "每小时新到", arrivals, MOST_ARRIVALS, "人", whole=False
        )
    refuse([first, second, third, fourth])
    crowd = Crowd(int(people), int(open_now), each, coming)
    refuse(crowd_problems(crowd))
    return crowd


def crowd_problems(crowd: Crowd) -> list[FieldProblem | None]:
    """Check what was counted; zero windows are a state of the hall, zero minutes are none."""
    problems: list[FieldProblem | None] = [
        _range("waiting", "等候人数", crowd.waiting, MOST_WAITING, "人"),
        _range("windows", "开放窗口", crowd.windows, MOST_WINDOWS, "个"),
        _range("minutes", "每笔业务", crowd.minutes, MOST_MINUTES, "分钟"),
        _range("arrivals", "每小时新到", crowd.arrivals or 0, MOST_ARRIVALS, "人"),
    ]
    if crowd.minutes == 0:
        problems.append(
            FieldProblem("minutes", "每笔业务不能是 0 分钟，请填一笔业务平均办多久，如 8")
        )
    elif 0 < crowd.minutes < 0.1:
        problems.append(FieldProblem("minutes", "每笔业务至少 0.1 分钟，请核对"))
    return problems


def reading_problems(reading: CrowdReading) -> list[FieldProblem | None]:
    """Check a reading before it is kept."""
    crowd = Crowd(reading.waiting, reading.windows, reading.minutes, reading.arrivals)
    return [
        *crowd_problems(crowd),
        texts.problem_in("remark", "说明", reading.remark),
        *(texts.problem_in("measures", "措施", word, limit=30) for word in reading.measures),
    ]


def _number(
    field: str, label: str, text: str, most: float, unit: str, *, whole: bool
) -> tuple[float, FieldProblem | None]:
    folded = unicodedata.normalize("NFKC", text).strip().removesuffix(unit).strip()
    if not folded:
        return 0, FieldProblem(field, f"请填写{label}")
    try:
        value = float(folded)
    except ValueError:
        return 0, FieldProblem(field, f"{label}应是数字，如 {12 if whole else 8}")
    if not math.isfinite(value):
        return 0, FieldProblem(field, f"{label}应在 0 到 {most:g} {unit}之间，请核对")
    if whole and value != int(value):
        return 0, FieldProblem(field, f"{label}应是整数")
    return value, _range(field, label, value, most, unit)


def _range(field: str, label: str, value: float, most: float, unit: str) -> FieldProblem | None:
    if 0 <= value <= most:
        return None
    return FieldProblem(field, f"{label}应在 0 到 {most:g} {unit}之间，请核对")


def estimate(crowd: Crowd, to_closing: float | None, label: str = "现在") -> Estimate:
    """Return what the hall comes to as it stands; see queueing.py for the formulas."""
    coming = crowd.arrivals
    left = None
    if to_closing is not None:
        left = math.ceil(
            queueing.left_after(
                crowd.waiting, crowd.windows, crowd.minutes, coming or 0, to_closing
            )
            - 1e-9
        )
    if not crowd.windows:
        growth = coming or 0.0
        wait = 0.0 if crowd.waiting == 0 else None
        return Estimate(label, crowd.waiting, 0, wait, growth=growth, left=left)
    wait = queueing.drain_minutes(crowd.waiting, crowd.windows, crowd.minutes)
    if coming is None:
        return Estimate(label, crowd.waiting, crowd.windows, wait, left=left)
    return Estimate(
        label,
        crowd.waiting,
        crowd.windows,
        wait,
        queueing.steady_minutes(crowd.windows, crowd.minutes, coming),
        queueing.load(crowd.windows, crowd.minutes, coming),
        max(0.0, coming - crowd.windows * 60 / crowd.minutes),
        left,
    )


def choices(crowd: Crowd, percent: int, to_closing: float | None) -> list[Estimate]:
    """Return what may be done, one estimate each: nothing, one or two windows, self-service.

    `percent` of the people who wait and come go to the machines; a person more or less counts
    against the measure, so what is promised is kept.
    """
    aside = crowd.waiting - crowd.waiting * percent // 100
    coming = None if crowd.arrivals is None else crowd.arrivals * (100 - percent) / 100
    fewer = Crowd(aside, crowd.windows, crowd.minutes, coming)
    one = Crowd(crowd.waiting, crowd.windows + 1, crowd.minutes, crowd.arrivals)
    two = Crowd(crowd.waiting, crowd.windows + 2, crowd.minutes, crowd.arrivals)
    both = Crowd(aside, crowd.windows + 1, crowd.minutes, coming)
    return [
        estimate(crowd, to_closing),
        estimate(one, to_closing, "增开 1 个专窗"),
        estimate(two, to_closing, "增开 2 个专窗"),
        estimate(fewer, to_closing, f"{percent}% 引导自助"),
        estimate(both, to_closing, f"专窗＋{percent}% 自助"),
    ]


def offers(now: Estimate, limits: Thresholds, to_closing: float | None) -> list[Offer]:
    """Return the measures of clause 四（一） that the bureau's thresholds call for now."""
    found = []
    if now.waiting >= limits.waiting:
        found.append(Offer(SELF_SERVICE, f"等候 {now.waiting} 人，达到 {limits.waiting} 人"))
    wait = math.inf if now.wait is None else max(now.wait, now.steady or 0)
    said = "没有开放窗口" if now.wait is None else f"预计等候 {wait_words(wait)}"
    if now.growth > 0 and now.wait is not None:
        said = f"每小时多来 {math.ceil(now.growth)} 人，队伍越来越长"
        wait = math.inf
    if wait >= limits.wait:
        found.append(Offer(SPECIAL_WINDOW, said))
    if wait >= limits.long_wait:
        found.append(Offer(APPOINTMENTS, said))
    near = to_closing is not None and to_closing <= limits.closing
    if to_closing is None and now.waiting:
        found.append(Offer(EXTENDED, f"已过下班时间，还有 {now.waiting} 人等候"))
    elif near and now.left:
        found.append(Offer(EXTENDED, f"距下班 {to_closing:.0f} 分钟，到时还有约 {now.left} 人等候"))
    return found


def wait_words(minutes: float | None) -> str:
    """Say a waiting time as people are told it: in whole minutes, rounded up, never less."""
    if minutes is None:
        return "无法估计"
    if math.isinf(minutes):
        return "越等越久"
    whole = math.ceil(minutes - 1e-9)
    if whole == 0:
        return "不用等"
    hours, rest = divmod(whole, 60)
    if not hours:
        return f"{whole} 分钟"
    return f"{hours} 小时 {rest} 分" if rest else f"{hours} 小时"


def short_wait(minutes: float | None) -> str:
    """Say a waiting time in a table, all in one unit as long as that is read at a glance."""
    if minutes is None:
        return "无法估计"
    whole = math.ceil(minutes - 1e-9)
    return f"{whole} 分" if whole < 1000 else f"{math.ceil(whole / 60)} 小时"


def reading_text(reading: CrowdReading) -> str:
    """Say a reading in one line for the timeline and the papers."""
    parts = [f"等候 {reading.waiting} 人，开放 {reading.windows} 个窗口"]
    parts.append(f"每笔 {reading.minutes:g} 分钟")
    if reading.arrivals is not None:
        parts.append(f"每小时新到 {reading.arrivals:g} 人")
    if reading.wait_minutes is None:
        parts.append("等候时间无法估计")
    elif reading.waiting:
        parts.append(f"最后一位约等 {wait_words(reading.wait_minutes)}")
    text = "，".join(parts)
    if reading.measures:
        text += "；决定：" + "、".join(reading.measures)
    return f"{text}；{reading.remark}" if reading.remark else text


def most_waiting(readings: Sequence[CrowdReading]) -> int | None:
    """Return the most people that were counted waiting; None when nobody counted."""
    return max((reading.waiting for reading in readings), default=None)
