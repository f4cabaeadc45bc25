"""Figures of a report (报告数字): who waits, which windows are down, and what was promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hallduty.domain.consistency import issued_texts, seen
from hallduty.domain.dossiers import Dossier
from hallduty.domain.incidents import Status
from hallduty.domain.narrative_impact import waiting_said
from hallduty.domain.narrative_text import clock, formal
from hallduty.domain.promises import Promise, PromiseState
from hallduty.domain.said_facts import Fact, FactKind, facts_in, moment_fact
from hallduty.domain.said_numbers import Span
from hallduty.domain.window_lists import countable_windows


@dataclass(frozen=True, slots=True)
class Figures:
    """What the record says now; None: not known."""

    waiting: int | None
    waiting_about: bool
    windows: int | None
    people: int | None


def figures(dossier: Dossier) -> Figures:
    """Return the figures as they stand now, the latest where several were taken down."""
    incident = dossier.incident
    waiting, about = _waiting(dossier)
    windows = countable_windows(incident.windows)
    if windows is None and not incident.windows.strip() and "窗" in incident.place:
        windows = countable_windows(incident.place)
    down = {o.window_id for o in dossier.outages if o.window_id is not None and o.up_at is None}
    return Figures(waiting, about, windows or len(down) or None, incident.people)


def figures_text(found: Figures) -> str:
    """Say the figures in one clause: 停用窗口6个，等候约40人."""
    about = "约" if found.waiting_about else ""
    parts = [
        f"停用窗口{found.windows}个" if found.windows else "",
        f"等候{about}{found.waiting}人" if found.waiting is not None else "",
        f"涉及{found.people}人" if found.people is not None else "",
    ]
    return "，".join(filter(None, parts))


def changed_figures(dossier: Dossier) -> list[str]:
    """Say which figures differ from what was told before, as a change: 由30人增至40人."""
    if dossier.incident.status is not Status.HANDLING:
        return []
    now = figures(dossier)
    told = told_before(dossier)
    about = "约" if now.waiting_about else ""
    lines = (
        (FactKind.WAITING, "等候人数", now.waiting, f"{about}{now.waiting}人", "等候"),
        (FactKind.WINDOWS, "停用窗口", now.windows, f"{now.windows}个", "停用窗口"),
        (FactKind.PEOPLE, "涉及人数", now.people, f"{now.people}人", "涉及"),
    )
    found = []
    for kind, name, number, said, first in lines:
        if number is None:
            continue
        before = told.get(kind)
        if before is None:
            found.append(f"{first}{said}")
        elif before.span is not None and not before.span.meets(Span(number, number)):
            verb = "增至" if number > before.span.high else "减至"
            found.append(f"{name}由{_counted(before)}{verb}{said}")
    return found


def told_before(dossier: Dossier) -> dict[FactKind, Fact]:
    """Return the last fact of each kind that a delivered report or a notice has stated."""
    found: dict[FactKind, Fact] = {}
    for text in issued_texts(dossier):
        for fact in facts_in(text.text, text.at, opens=text.opens):
            found[fact.kind] = fact
    return found


def expected_text(dossier: Dossier, *, since: datetime | None = None) -> str:
    """Say when it is expected back: by the promise that holds, else by the one that lapsed.

    With `since`, a promise that was told before is told as changed: 由10时20分改为10时40分.
    """
    if dossier.incident.status is not Status.HANDLING:
        return ""
    day = dossier.incident.occurred_at.date()
    promise = latest_promise(dossier.promises)
    if promise is None:
        return "" if since else "责任单位尚未答复恢复时间"
    who, until = promiser(promise), clock(promise.until, day)
    if promise.state is PromiseState.LAPSED:
        return f"{who}原承诺{until}恢复，未兑现，正在催办"
    before = told_before(dossier).get(FactKind.EXPECTED) if since else None
    if before is None:
        return f"{who}承诺{until}前恢复"
    if before.agrees(moment_fact(FactKind.EXPECTED, promise.until)):
        return "" if since and promise.made_at <= since else f"{who}承诺{until}前恢复"
    return f"{who}承诺恢复时间由{_at(before, day)}改为{until}"


def latest_promise(promises: Sequence[Promise]) -> Promise | None:
    """Return the promise that holds, else the last one that lapsed after all others."""
    live = [p for p in promises if p.state is PromiseState.OPEN]
    if live:
        return max(live, key=lambda p: p.id)
    last = max(promises, key=lambda p: p.id, default=None)
    return last if last is not None and last.state is PromiseState.LAPSED else None


def promiser(promise: Promise) -> str:
    """Name who promised: 供电所（王师傅）."""
    unit, who = formal(promise.unit), formal(promise.who)
    if unit and who and who != unit:
        return f"{unit}（{who}）"
    return unit or who or "责任单位"


def _waiting(dossier: Dossier) -> tuple[int | None, bool]:
    """Return how many wait: the last reading, else the sheet's count, else the last word of it."""
    said: tuple[int | None, bool] = (None, False)
    for text in seen(dossier):
        for number, about in waiting_said(text):
            said = (number, about)
    if dossier.readings:
        return max(dossier.readings, key=lambda r: (r.at, r.id)).waiting, False
    if dossier.incident.waiting is not None:
        return dossier.incident.waiting, False
    return said


def _counted(fact: Fact) -> str:
    """Return a count as told before, without its list: 3—8号窗口 is 6个."""
    plain = fact.said.endswith(("人", "个", "名", "位"))
    return fact.said if plain or fact.span is None else f"{fact.span.low}个"


def _at(fact: Fact, day: date) -> str:
    return fact.said if fact.said[-1:] in "分半整" else formal(fact.said)
