"""Promises (承诺恢复): who said that it will work again by when, and whether it did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from hallduty.domain import texts, times
from hallduty.domain.errors import FieldProblem

if TYPE_CHECKING:
    pass

# The last minutes before a promise lapses, in which it is shown in amber.
SOON = timedelta(minutes=5)
# Nobody promises further ahead; a later time is a slip of the pen.
FURTHEST = timedelta(days=31)
NAME_LIMIT = 50
NO_UNIT = "未写明责任单位"


class PromiseState(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    LAPSED = "lapsed"
    REPLACED = "replaced"

    @property
    def label(self) -> str:
        return {"open": "未到期", "kept": "兑现", "lapsed": "未兑现", "replaced": "改期"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class Promise:
    """An expected recovery (plan clauses 四（二）, 四（三）) as the responsible unit gave it.

    `unit` is the responsible unit (供电所), `who` the person who said it; `until` the moment
    promised, `made_at` when it was said.
    """

    id: int
    uuid: str
    incident_id: int
    unit: str
    who: str
    until: datetime
    made_at: datetime
    state: PromiseState = PromiseState.OPEN
    settled_at: datetime | None = None
    remark: str = ""

    @property
    def party(self) -> str:
        """供电所 王师傅."""
        return " ".join(part for part in (self.unit, self.who) if part)


@dataclass(frozen=True, slots=True)
class NewPromise:
    """A promise as it is taken down; `until` None means that no time was understood."""

    unit: str
    who: str
    until: datetime | None
    remark: str = ""


def in_order(promises: Iterable[Promise]) -> list[Promise]:
    """Return promises in the order in which they were made."""
    return sorted(promises, key=lambda each: (each.made_at, each.id))


def passed(until: datetime, at: datetime) -> bool:
    """Tell whether the minute promised is over at `at`: 16:40 holds through 16:40:59."""
    return at.replace(second=0, microsecond=0) > until


def judged(
    promises: Iterable[Promise], recovered_at: datetime | None, closed_at: datetime | None = None
) -> list[tuple[Promise, PromiseState, datetime | None]]:
    """Return each promise with what became of it and when, in the order they were made.

    A following promise replaces one that has not lapsed yet; else the recovery tells. Where
    business never came back, closing the incident ends what has lapsed by then.
    """
    ordered = in_order(promises)
    found: list[tuple[Promise, PromiseState, datetime | None]] = []
    for number, promise in enumerate(ordered, 1):
        ended = ordered[number].made_at if number < len(ordered) else None
        if ended is not None and (recovered_at is None or ended <= recovered_at):
            lapsed = passed(promise.until, ended)
            state = PromiseState.LAPSED if lapsed else PromiseState.REPLACED
            found.append((promise, state, ended))
        elif recovered_at is not None:
            lapsed = passed(promise.until, recovered_at)
            state = PromiseState.LAPSED if lapsed else PromiseState.KEPT
            found.append((promise, state, recovered_at))
        elif closed_at is not None and passed(promise.until, closed_at):
            found.append((promise, PromiseState.LAPSED, closed_at))
        else:
            found.append((promise, PromiseState.OPEN, None))
    return found


def current(promises: Iterable[Promise]) -> Promise | None:
    """Return the promise that holds: the last one made that nothing has settled."""
    waiting = [each for each in in_order(promises) if each.state is PromiseState.OPEN]
    return waiting[-1] if waiting else None


def promise_problems(
    new: NewPromise, at: datetime | None, now: datetime, occurred_at: datetime
) -> list[FieldProblem | None]:
    """Check a promise said at `at` (None: now)."""
    problems = [
        texts.problem_in("unit", "责任单位", new.unit, limit=NAME_LIMIT),
        texts.problem_in("who", "承诺人", new.who, limit=NAME_LIMIT),
        texts.problem_in("remark", "备注", new.remark),
        times.moment_problem("at", "承诺的时间", at, now),
        times.order_problem("at", "承诺的时间", at, "发生时间", occurred_at),
    ]
    made = (at or now).replace(second=0, microsecond=0)
    if new.until is None:
        problems.append(
            FieldProblem("until", "请写明何时恢复，如：1640 供电所 王师傅，或 40分钟后 供电所")
        )
    elif new.until <= made:
        said = said_of(new.until, made)
        problems.append(
            FieldProblem("until", f"{said} 已经过去；是次日的，请写“明天 {times.clock(new.until)}”")
        )
    elif new.until - made > FURTHEST:
        problems.append(FieldProblem("until", f"{times.stamp(new.until)} 太远，请核对日期"))
    return problems


def said_of(at: datetime, now: datetime) -> str:
    """16:40; on another day 11-14 09:00."""
    if at.date() == now.date():
        return times.clock(at)
    return f"{at:%m-%d %H:%M}" if at.year == now.year else times.stamp(at)


def is_lapsed(promise: Promise, now: datetime) -> bool:
    """Tell whether a promise that nothing has settled has lapsed at `now`."""
    return promise.state is PromiseState.OPEN and passed(promise.until, now)


def chip(promise: Promise, now: datetime) -> tuple[str, str]:
    """Return the words of the incident's card and their colour: amber before red."""
    said = said_of(promise.until, now)
    if is_lapsed(promise, now):
        return f"承诺 {said} 已过", "red"
    return f"承诺恢复 {said}", "amber" if promise.until - now <= SOON else "blue"


def countdown(promise: Promise, now: datetime) -> str:
    """还有12分钟 — rounded up, so that it says 1 in the last minute; 已过5分钟."""
    if is_lapsed(promise, now):
        return f"已过{times.duration_cn(times.minutes_between(promise.until, now))}"
    left = (promise.until - now).total_seconds()
    return f"还有{times.duration_cn(-int(-left // 60))}" if left > 0 else "就在这一分钟"


def asks_anew(promise: Promise, now: datetime) -> str:
    """承诺 16:00 已过，未恢复：请向供电所问新的时间."""
    return f"承诺 {said_of(promise.until, now)} 已过，未恢复：请向{whom(promise)}问新的时间"


def whom(promise: Promise) -> str:
    """Return whom to ask: the unit, else the person, else 责任单位."""
    return promise.unit or promise.who or "责任单位"


def entry_text(new: Promise, before: Promise | None, at: datetime) -> str:
    """Return the line of the timeline: who promises what, and what it takes the place of."""
    said = f"{new.party}承诺{said_of(new.until, at)}前恢复"
    if before is not None:
        old = said_of(before.until, at)
        if passed(before.until, at):
            said = f"原承诺{old}已过，未恢复；{said}"
        else:
            said = f"{new.party}改为承诺{said_of(new.until, at)}前恢复（原承诺{old}）"
    return said + (f"（{new.remark}）" if new.remark else "")
