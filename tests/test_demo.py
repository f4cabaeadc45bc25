"""Made-up data: whole, deterministic, plainly made up, and never poured over real data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from hallduty.demo import fill
from hallduty.demo_words import FAMILY, TAXPAYERS
from hallduty.domain.contacts import Person
from hallduty.domain.dossiers import Dossier
from hallduty.domain.errors import UserError
from hallduty.domain.followups import AttemptOutcome
from hallduty.domain.incidents import IncidentFilter, Status, corrected_ids
from hallduty.domain.plan import Plan
from hallduty.domain.promises import PromiseState
from hallduty.domain.stamps import Stamp
from hallduty.store import Store

NOW = datetime(2026, 11, 13, 10, 29, 4)
COUNT = 120


@pytest.fixture(scope="module")
def filled(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("demo"), NOW) as store:
        fill(store, plan, NOW, incidents=COUNT, seed=7)
        yield store


@pytest.fixture(scope="module")
def dossiers(filled: Store) -> list[Dossier]:
    return list(filled.incidents.dossiers(IncidentFilter()))


def test_every_kind_of_event_is_there(dossiers: list[Dossier], plan: Plan) -> None:
    incidents = [dossier.incident for dossier in dossiers]
    assert len(incidents) == COUNT
    assert {i.event_type for i in incidents} == {t.code for t in plan.event_types}
    assert {i.scenario for i in incidents} == {s.code for s in plan.scenarios}
    assert {i.level for i in incidents} == {v.code for v in plan.levels}
    assert {i.status for i in incidents} == set(Status)
    assert any(i.drill for i in incidents)
    assert any(i.late for i in incidents)


def test_everything_that_hangs_on_an_event_is_there(dossiers: list[Dossier]) -> None:
    assert any(d.followups for d in dossiers)
    assert any(f.is_open for d in dossiers for f in d.followups)
    assert any(corrected_ids(list(d.entries)) for d in dossiers)
    assert any(d.reports for d in dossiers)
    assert any(d.review and d.review.sections for d in dossiers)
    assert any(a.verified_at for d in dossiers for a in d.actions)
    assert any(s.why for d in dossiers for s in d.steps)
    assert all(d.leader for d in dossiers)


def test_timelines_stay_short_enough_to_read(dossiers: list[Dossier]) -> None:
    """Five to fifteen lines; more where promises, notices and messages have lines of their own."""
    for dossier in dossiers:
        handled = dossier.promises or dossier.postings or dossier.outages
        most = 25 if handled else 15
        assert 5 <= len(dossier.entries) <= most, dossier.incident.number
        assert all(entry.recorded_at <= NOW for entry in dossier.entries)
    lines = Counter(len(dossier.entries) for dossier in dossiers)
    assert len(lines) >= 8


def test_events_lie_in_the_two_years_before_today(dossiers: list[Dossier]) -> None:
    days = [d.incident.occurred_at.date() for d in dossiers]
    assert min(days) >= NOW.date() - timedelta(days=731)
    assert max(days) == NOW.date()
    assert {day.year for day in days} == {2024, 2025, 2026}
    # Numbers have no gaps in any year, and follow the order of registration.
    for year in (2024, 2025, 2026):
        numbers = [d.incident.number for d in dossiers if d.incident.year == year]
        assert sorted(numbers) == [f"{year}-{n:03d}" for n in range(1, len(numbers) + 1)]


def test_some_are_open_today(filled: Store) -> None:
    open_ones = filled.incidents.open_ones()
    assert [i.occurred_at.date() for i in open_ones] == [NOW.date()] * 3
    assert {i.status for i in open_ones} == {Status.HANDLING, Status.RECOVERED}
    recovered = next(i for i in open_ones if i.status is Status.RECOVERED)
    assert filled.incidents.unfinished_counts([recovered.id])[recovered.id] >= 1


def test_a_fair_share_was_handled_with_all_that_the_plan_offers(dossiers: list[Dossier]) -> None:
    past = [d for d in dossiers if not d.incident.is_open]
    assert len(past) / 5 < sum(bool(d.postings) for d in past) < len(past) / 2
    states = {p.state for d in past for p in d.promises}
    assert states >= {PromiseState.KEPT, PromiseState.LAPSED}
    assert {p.withdrawn_at is None for d in past for p in d.postings} == {False}
    assert all(o.up_at for d in past for o in d.outages)
    assert {a.outcome for d in past for a in d.attempts} >= {
        AttemptOutcome.SENT,
        AttemptOutcome.FAILED,
    }
    assert any(r.measures for d in past for r in d.readings)
    assert any(f.card_number and f.settled_at for d in past for f in d.followups)
    assert all(f.secured_at for d in past for f in d.footage)
    assert any(d.footage for d in past)
    served = [e for d in past for e in d.extensions]
    assert served
    assert all(e.ended_at and e.served for e in served)
    assert any(r.reply_done_at for d in past for r in d.reports)


def test_todays_open_ones_show_what_is_going_on(filled: Store, dossiers: list[Dossier]) -> None:
    today = [d for d in dossiers if d.incident.is_open]
    assert any(o.is_open for d in today for o in d.outages)
    assert any(p.withdrawn_at is None for d in today for p in d.postings)
    assert any(p.state is PromiseState.OPEN for d in today for p in d.promises)
    assert any(a.is_open for d in today for a in d.appointments)
    # Nothing of the past still hangs on a wall or is out of service.
    open_ids = {d.incident.id for d in today}
    assert {incident.id for incident, _ in filled.notices.hanging()} <= open_ids
    assert {o.incident_id for o in filled.hall.open_outages()} <= open_ids


def test_people_are_plainly_made_up(filled: Store, dossiers: list[Dossier]) -> None:
    people = filled.contacts.people(active_only=False)
    assert all(person.name.startswith(FAMILY) for person in people)
    assert all(person.mobile.startswith("1380000") for person in people)
    assert len({person.mobile for person in people}) == len(people)
    for dossier in dossiers:
        for owed in dossier.followups:
            assert not owed.who or owed.who.startswith(TAXPAYERS)


def test_everybody_the_plan_calls_can_be_called(filled: Store, plan: Plan) -> None:
    for role in plan.roles:
        answers = filled.contacts.who_answers(role.code, NOW.date())
        assert answers, role.name
        assert answers[0].phone, role.name


def test_hall_and_roster_are_set_up(filled: Store) -> None:
    (hall,) = filled.roster.halls()
    assert hall.name == "第一办税服务厅"
    assert len(filled.roster.windows(hall.id)) == 12
    for day in (date(2026, 10, 12), NOW.date(), date(2026, 12, 31)):
        assert filled.roster.leader_on(day, hall.id) is not None


def test_audit_chain_holds_and_runs_forward(filled: Store) -> None:
    assert filled.audit.verify().problem == ""


def test_filled_data_can_be_searched(filled: Store, dossiers: list[Dossier]) -> None:
    wanted = dossiers[0].incident
    found = filled.incidents.ids(IncidentFilter(text=wanted.number))
    assert found == [wanted.id]
    assert filled.search.find("窗口")


def test_one_seed_gives_the_same_records(plan: Plan, tmp_path: Path) -> None:
    def records(name: str, seed: int) -> list[Dossier]:
        with Store.open(tmp_path / name, NOW) as store:
            fill(store, plan, NOW, incidents=12, seed=seed)
            return list(store.incidents.dossiers(IncidentFilter()))

    first = records("first", 1)
    assert records("second", 1) == first
    assert records("third", 2) != first


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_few_events_or_none_are_possible(plan: Plan, tmp_path: Path, count: int) -> None:
    told: list[tuple[int, int]] = []
    midnight = datetime(2026, 11, 13, 0, 0, 1)
    with Store.open(tmp_path, midnight) as store:
        fill(
            store,
            plan,
            midnight,
            incidents=count,
            progress=lambda done, all_: told.append((done, all_)),
        )
        assert store.incidents.count() == count
        assert len(store.incidents.open_ones()) == min(count, 3)
        assert all(
            e.recorded_at <= midnight
            for d in store.incidents.dossiers(IncidentFilter())
            for e in d.entries
        )
    assert told[-1] == (count, count)


def test_real_data_is_never_mixed_with_made_up_data(plan: Plan, tmp_path: Path) -> None:
    with Store.open(tmp_path / "filled", NOW) as store:
        fill(store, plan, NOW, incidents=1)
        with pytest.raises(UserError, match="已有数据"):
            fill(store, plan, NOW, incidents=1)
        assert store.incidents.count() == 1
    with Store.open(tmp_path / "one person", NOW) as store:
        store.contacts.save_person(Person(0, "", "王某"), Stamp(uuid4(), NOW, "刘某某"))
        with pytest.raises(UserError, match="已有数据"):
            fill(store, plan, NOW)
        assert store.incidents.count() == 0


def test_one_fault_is_told_twice_and_merged_and_causes_are_linked(dossiers: list[Dossier]) -> None:
    merged = [d.incident for d in dossiers if d.incident.merged_into]
    mains = [d for d in dossiers if d.duplicates]
    assert [m.merged_into for m in merged] == [d.incident.number for d in mains]
    assert len(merged) == 1
    assert [d.incident for d in mains[0].duplicates] == merged
    # Nothing is owed in the duplicate: its call-back went over and was settled there.
    assert not next(d for d in dossiers if d.incident == merged[0]).followups
    assert all(not f.is_open for f in mains[0].followups)
    assert any(d.related for d in dossiers)
