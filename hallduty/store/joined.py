"""Reads what incidents are joined to: their duplicates, and others of the same cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hallduty.domain.followups import Followup
from hallduty.domain.incidents import Incident
from hallduty.domain.links import IncidentLink, LinkKind, Related
from hallduty.store import models
from hallduty.store import models_links as tables
from hallduty.store.records import as_records, by_key

_L, _I = tables.IncidentLink, models.Incident


@dataclass(slots=True)
class Joined:
    """What one incident is joined to."""

    duplicates: list[Incident] = field(default_factory=list)
    related: tuple[Related, ...] = ()
    elsewhere: tuple[Followup, ...] = ()


def joined_to(incidents: Sequence[Incident]) -> dict[int, Joined]:
    """Return what these incidents are joined to; those joined to nothing are left out."""
    links = standing_links()
    if not links:
        return {}
    same_cause = [link for link in links if link.kind is LinkKind.SAME_CAUSE]
    groups = _groups(same_cause)
    mains = {link.incident_id: link.other_id for link in links if link.kind is LinkKind.MERGED}
    below: dict[int, list[int]] = defaultdict(list)
    for duplicate, main in mains.items():
        below[main].append(duplicate)
    wanted = {each.id for each in incidents}
    others = {other for each in wanted for other in (*below[each], *groups.get(each, ()))}
    known = {each.id: each for each in _incidents(others)}
    told = _followups({mains[each] for each in wanted & mains.keys()})
    found = {}
    for each in wanted & (mains.keys() | below.keys() | groups.keys()):
        related = _related(each, groups.get(each, frozenset()), same_cause, known)
        duplicates = [known[other] for other in sorted(below[each])]
        elsewhere = tuple(told.get(mains.get(each, 0), ()))
        if related or duplicates or elsewhere:
            found[each] = Joined(duplicates, related, elsewhere)
    return found


def standing_links() -> list[IncidentLink]:
    """Return every link that stands; they are few beside the incidents."""
    return as_records(IncidentLink, _L.select().where(_L.undone_at.is_null()).order_by(_L.id))


def _groups(links: Iterable[IncidentLink]) -> dict[int, frozenset[int]]:
    """Map each incident to all that share its cause, also by way of a third one."""
    group: dict[int, set[int]] = {}
    for link in links:
        one = group.get(link.incident_id, {link.incident_id})
        two = group.get(link.other_id, {link.other_id})
        for each in (whole := one | two):
            group[each] = whole
    return {each: frozenset(whole - {each}) for each, whole in group.items()}


def _related(
    incident_id: int,
    group: frozenset[int],
    links: Sequence[IncidentLink],
    known: Mapping[int, Incident],
) -> tuple[Related, ...]:
    direct = {}
    for link in links:
        if incident_id in (link.incident_id, link.other_id):
            direct[link.other_id if link.incident_id == incident_id else link.incident_id] = link
    found = []
    for each in group:
        own = direct.get(each)
        found.append(Related(known[each], own.reason if own else "", own.id if own else None))
    return tuple(sorted(found, key=lambda r: (r.incident.occurred_at, r.incident.id)))


def _incidents(ids: Iterable[int]) -> list[Incident]:
    return by_key(Incident, _I, "id", *sorted(ids))


def _followups(ids: Iterable[int]) -> dict[int, list[Followup]]:
    found: dict[int, list[Followup]] = defaultdict(list)
    for each in by_key(Followup, models.Followup, "incident_id", *sorted(ids)):
        found[each.incident_id].append(each)
    return found
