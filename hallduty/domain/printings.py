"""Printings: which paper of an incident was printed when, and whether it has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from hallduty.domain import times
from hallduty.domain.dossiers import Dossier
from hallduty.domain.form_values import marks, sheet_values
from hallduty.domain.incidents import Incident
from hallduty.domain.plan import Plan
from hallduty.domain.sheets import Sheet

SHEET = "sheet"
REPORT = "report"


@dataclass(frozen=True, slots=True)
class Printing:
    """One paper that went to a printer or a file; `digest` is that of the records it shows."""

    id: int
    uuid: str
    incident_id: int | None
    kind: str
    at: datetime
    actor: str
    pages: int
    digest: str


@dataclass(frozen=True, slots=True)
class Unprinted:
    """An incident whose sheet is to be printed: never was, or was changed after `printed_at`."""

    incident: Incident
    printed_at: datetime | None

    def why(self, today: date) -> str:
        """今天 10:20 打印后有改动, or 今天登记，尚未打印."""
        if self.printed_at is None:
            return "尚未打印"
        day = "今天" if self.printed_at.date() == today else f"{self.printed_at:%m-%d}"
        return f"{day} {times.clock(self.printed_at)} 打印后有改动"


def digest_of(facts: object) -> str:
    """Return a short digest of plain records, the same on every PC (SHA-256 of their words)."""
    # Brings OpenSSL along, which a start does not need.
    from hashlib import sha256

    return sha256(repr(facts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def sheet_digest(sheet: Sheet, incident: Incident, plan: Plan) -> str:
    """Return the digest of what the ledger sheet of an incident shows."""
    values = sorted(sheet_values(sheet, incident, plan).items())
    return digest_of((incident.number, marks(incident), incident.paper_number, values))


def dossier_digest(dossier: Dossier) -> str:
    """Return the digest of all that a report on an incident may show.

    Without taxpayers: their data go some day (PIPL), and no paper shows more than counts.
    """
    nameless = tuple(replace(f, who="", phone="", matter="") for f in dossier.followups)
    booked = tuple(replace(a, who="", phone="", matter="") for a in dossier.appointments)
    below = tuple(dossier_digest(each) for each in dossier.duplicates)
    # What is reckoned or stands elsewhere is no change of this record.
    plain = replace(dossier, duplicates=(), elsewhere=(), loss=None)
    plain = replace(plain, followups=nameless, appointments=booked)
    return digest_of((plain, below))


def paper_digest(kind: str, dossier: Dossier, sheet: Sheet, plan: Plan) -> str:
    """Return the digest of what a paper of that kind shows; `sheet` is the ledger sheet."""
    if kind == SHEET:
        return sheet_digest(sheet, dossier.incident, plan)
    return dossier_digest(dossier)


def changed_since(printings: Mapping[str, Printing], digests: Mapping[str, str]) -> list[Printing]:
    """Return the last printings whose paper would now show something else."""
    return [
        printing
        for kind, printing in printings.items()
        if kind in digests and printing.digest != digests[kind]
    ]


def unprinted(
    incidents: Iterable[Incident],
    printed: Mapping[int, Mapping[str, Printing]],
    digests: Mapping[int, str],
    today: date,
) -> list[Unprinted]:
    """Return whose sheets are to be printed at the end of the day, in the order given.

    Those changed since they were printed, and those of today that never were; `digests` are
    of the sheets as they stand. A drill or a duplicate is asked for only once it was printed.
    """
    found = []
    for incident in incidents:
        last = printed.get(incident.id, {}).get(SHEET)
        if last is not None and last.digest != digests[incident.id]:
            found.append(Unprinted(incident, last.at))
        elif last is None and incident.counts and incident.registered_at.date() == today:
            found.append(Unprinted(incident, None))
    return found
