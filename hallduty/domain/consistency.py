"""Contradictions (前后不一致) between issued texts: said before the next one goes out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hallduty.domain import times
from hallduty.domain.dossiers import Dossier
from hallduty.domain.incidents import EntryKind
from hallduty.domain.narrative_course import live_entries
from hallduty.domain.narrative_impact import waiting_said
from hallduty.domain.plan import Plan
from hallduty.domain.promises import PromiseState
from hallduty.domain.reports import ReportKind, delivered
from hallduty.domain.said_facts import Fact, FactKind, facts_in, moment_fact, number_fact
from hallduty.domain.window_lists import countable_windows

# Lines of the timeline that repeat a text that was issued.
_ISSUED = (EntryKind.REPORT, EntryKind.NOTICE)
Record = Mapping[FactKind, Sequence[Fact]]


@dataclass(frozen=True, slots=True)
class Issued:
    """A text that has gone out, or is about to.

    `hangs`: a notice that people still read now; `opens`: it opens with when it occurred.
    """

    name: str
    text: str
    at: datetime
    hangs: bool = False
    opens: bool = False


@dataclass(frozen=True, slots=True)
class _Stated:
    text: Issued
    facts: list[Fact]

    @property
    def last(self) -> Fact:
        return self.facts[-1]

    @property
    def changed(self) -> bool:
        return any(fact.changed for fact in self.facts)

    def agrees(self, facts: Sequence[Fact]) -> bool:
        return any(mine.agrees(other) for mine in self.facts for other in facts)


def warnings(dossier: Dossier, plan: Plan, new: Issued | None = None) -> list[str]:
    """Return what contradicts among the texts of an incident, `new` the one about to go out."""
    texts = issued_texts(dossier)
    return contradictions([*texts, new] if new else texts, recorded(dossier, plan), new)


def taken_down(dossier: Dossier, posting_ids: Collection[int], at: datetime) -> Dossier:
    """Return a dossier as it stands once those postings are down: the new notice replaces them."""
    postings = tuple(
        replace(each, withdrawn_at=at) if each.id in posting_ids else each
        for each in dossier.postings
    )
    return replace(dossier, postings=postings)


def issued_texts(dossier: Dossier) -> list[Issued]:
    """Return the reports delivered and the notices made, in order of time."""
    found: list[Issued] = []
    said: set[tuple[str, str]] = set()
    for report in delivered(dossier.reports):
        # The same report told to several people is one text.
        if report.text.strip() and (report.title, report.text) not in said:
            said.add((report.title, report.text))
            opens = report.kind is not ReportKind.FOLLOW_UP
            found.append(Issued(report.title, report.text, report.at, opens=opens))
    for notice in dossier.notices:
        postings = [p for p in dossier.postings if p.notice_id == notice.id]
        hangs = any(posting.hangs for posting in postings)
        name = f"{times.clock(notice.made_at)} 公告"
        found.append(Issued(name, notice.text, notice.made_at, hangs, opens=True))
    return sorted(found, key=lambda text: text.at)


def recorded(dossier: Dossier, plan: Plan) -> Record:
    """Return what the record itself holds of each fact; several values may all be right."""
    incident = dossier.incident
    windows = countable_windows(incident.windows)
    if windows is None and "窗" in incident.place:
        windows = countable_windows(incident.place)
    waiting = [incident.waiting] if incident.waiting is not None else []
    waiting += [reading.waiting for reading in dossier.readings]
    waiting += [number for text in seen(dossier) for number, _ in waiting_said(text)]
    level = plan.level(incident.level).name
    open_ones = [p.until for p in dossier.promises if p.state is PromiseState.OPEN]
    return {
        FactKind.OCCURRED: [moment_fact(FactKind.OCCURRED, incident.occurred_at)],
        FactKind.EXPECTED: [moment_fact(FactKind.EXPECTED, until) for until in open_ones],
        FactKind.WAITING: [number_fact(FactKind.WAITING, n, "人") for n in waiting],
        FactKind.WINDOWS: [number_fact(FactKind.WINDOWS, n, "个") for n in [windows] if n],
        FactKind.PEOPLE: [
            number_fact(FactKind.PEOPLE, n, "人") for n in [incident.people] if n is not None
        ],
        FactKind.LEVEL: [Fact(FactKind.LEVEL, level, name=level)],
    }


def seen(dossier: Dossier) -> list[str]:
    """Return what people wrote down of the event, in order; not what was issued about it."""
    entries = [entry for entry in live_entries(dossier) if entry.kind not in _ISSUED]
    return [dossier.incident.description, *(entry.text for entry in entries)]


def contradictions(
    texts: Sequence[Issued], record: Record | None = None, new: Issued | None = None
) -> list[str]:
    """Say in a sentence each where two texts, or the last one and the record, disagree.

    A text that says itself that a figure has changed contradicts nothing before it; a later
    promise replaces an earlier one, unless the text with the earlier one still hangs.
    """
    found: list[str] = []
    ordered = sorted(texts, key=lambda text: text.at)
    told = [(text, facts_in(text.text, text.at, opens=text.opens)) for text in ordered]
    for kind in FactKind:
        stated = [
            _Stated(text, mine)
            for text, facts in told
            if (mine := [fact for fact in facts if fact.kind is kind])
        ]
        pairs = list(_hanging(stated) if kind is FactKind.EXPECTED else _in_turn(stated))
        known = _known(record, kind, stated, new)
        for old, late in pairs:
            beside = f"（登记的是{known}）" if late is stated[-1] and known else ""
            said = (
                f"{old.text.name}写{kind.label}{old.last.said}，{late.text.name}写{late.last.said}"
            )
            found.append(said + beside)
        if known and not any(late is stated[-1] for _, late in pairs):
            last = stated[-1]
            found.append(f"{last.text.name}写{kind.label}{last.last.said}，登记的是{known}")
    return list(dict.fromkeys(found))


def _in_turn(stated: Sequence[_Stated]) -> Iterator[tuple[_Stated, _Stated]]:
    """Yield each text with the next one that states something else, since the last correction."""
    start = max((n for n, each in enumerate(stated) if each.changed), default=0)
    for old, late in zip(stated[start:], stated[start + 1 :], strict=False):
        if not late.agrees(old.facts):
            yield old, late


def _hanging(stated: Sequence[_Stated]) -> Iterator[tuple[_Stated, _Stated]]:
    """Yield each hanging text with what else hangs, or was said last, and says another time."""
    for number, old in enumerate(stated):
        for late in stated[number + 1 :]:
            same_time = late.text.hangs or late is stated[-1]
            if old.text.hangs and same_time and not late.agrees(old.facts):
                yield old, late


def _known(
    record: Record | None, kind: FactKind, stated: Sequence[_Stated], new: Issued | None
) -> str:
    """Return what the record holds where the last text says something else, else nothing."""
    known = record.get(kind, ()) if record is not None else ()
    if not known or not stated:
        return ""
    last = stated[-1]
    # A promise that was replaced since is no fault of the report that told the earlier one.
    gone = kind is FactKind.EXPECTED and not last.text.hangs and last.text is not new
    return "" if gone or last.agrees(known) else known[-1].said
