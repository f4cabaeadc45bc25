"""Sheets (表样): the bureau's paper forms as records; one definition for screen and paper."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from hallduty.domain import incidents, texts


class Kind(StrEnum):
    """What is entered in a part of a cell, and so how it is asked for and printed."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    DATETIME = "datetime"
    NUMBER = "number"
    PERSON = "person"
    PHONE = "phone"
    SIGNATURE = "signature"


# Fields of the incident record that a sheet may show for entry, with the kinds that fit them;
# the first one is meant when the file names none.
RECORD_KINDS: Mapping[str, tuple[Kind, ...]] = {
    "event_type": (Kind.CHOICE,),
    **dict.fromkeys(incidents.TEXT_FIELDS, (Kind.TEXT, Kind.LONG_TEXT)),
    **dict.fromkeys(
        ("description", "measures", "outcome", "cause", "opinion"), (Kind.LONG_TEXT, Kind.TEXT)
    ),
    **dict.fromkeys(("reporter", "handler"), (Kind.PERSON, Kind.TEXT)),
    "phone": (Kind.PHONE,),
    **dict.fromkeys(incidents.COUNT_FIELDS, (Kind.NUMBER,)),
    **dict.fromkeys(incidents.MOMENT_FIELDS, (Kind.DATETIME,)),
}


def most_characters(field: str) -> int:
    """Return how many characters the record keeps for `field`; others live in `extra`."""
    if field in incidents.TEXT_FIELDS:
        return incidents.TEXT_FIELDS[field][1]
    return incidents.EXTRA_LIMIT if field not in RECORD_KINDS else texts.LINE


@dataclass(frozen=True, slots=True)
class Subject:
    """What a sheet is about: the fields that its record has, and how they may be entered.

    `kinds` are the fields known by name, with the kinds that fit them (the first is meant when
    the file names none); `own` those of them that are columns of the record itself, while any
    other field lives in its free fields; `taken` what no sheet may show; `listed` the choices
    whose options come from the plan.
    """

    kinds: Mapping[str, tuple[Kind, ...]]
    own: Collection[str]
    taken: Collection[str]
    limit: Callable[[str], int]
    listed: Collection[str] = ()


INCIDENT = Subject(
    kinds=RECORD_KINDS,
    own=frozenset(RECORD_KINDS),
    taken=frozenset(incidents.Incident.__dataclass_fields__) - frozenset(RECORD_KINDS),
    limit=most_characters,
    listed=("event_type",),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to enter in a cell.

    `field` is a field of the record that the sheet is about (`in_record`), else a key of its
    free fields (an incident's `extra`). `suffix` is printed after the value (10时58分恢复).
    `choices` are the options of a choice; empty for event_type, whose options are the plan's
    event types. A signature is never stored: it waits for ink.
    """

    field: str
    kind: Kind
    hint: str = ""
    suffix: str = ""
    limit: int = texts.LINE
    choices: tuple[str, ...] = ()
    in_record: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A label, one column wide, and `span` columns beside it for its parts.

    `label_lines` is the label as broken on paper; `label` is the same without the breaks.
    """

    label: str
    span: int
    parts: tuple[Part, ...]
    label_lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side; on paper at least `min_height_mm` high, more when the text needs it."""

    cells: tuple[Cell, ...]
    min_height_mm: float = 18.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form of one record; `columns` are the widths on paper in millimetres."""

    name: str
    title: str
    number_label: str
    note: str
    columns: tuple[float, ...]
    rows: tuple[Row, ...]

    def cells(self) -> Iterator[Cell]:
        """Yield every cell, row by row."""
        for row in self.rows:
            yield from row.cells

    def parts(self) -> Iterator[Part]:
        """Yield every part, row by row, in the order in which it is entered."""
        for cell in self.cells():
            yield from cell.parts

    def part(self, field: str) -> Part | None:
        """Return the part that holds `field`, or None."""
        return next((part for part in self.parts() if part.field == field), None)

    def label_of(self, field: str) -> str:
        """Return the label of the cell that holds `field`; the field itself when none does."""
        for cell in self.cells():
            if any(part.field == field for part in cell.parts):
                return cell.label
        return field

    def without(self, fields: Collection[str]) -> Sheet:
        """Return the sheet without the cells that hold any of `fields`."""
        rows = (
            replace(row, cells=tuple(cell for cell in row.cells if not _holds(cell, fields)))
            for row in self.rows
        )
        return replace(self, rows=tuple(row for row in rows if row.cells))

    def extra_fields(self) -> tuple[str, ...]:
        """Return the fields whose values live in the record's free fields (`extra`)."""
        return tuple(
            part.field
            for part in self.parts()
            if not part.in_record and part.kind is not Kind.SIGNATURE
        )


@dataclass(frozen=True, slots=True)
class SummaryColumn:
    """A column of the landscape ledger: width in millimetres, align left, centre or right."""

    label: str
    field: str
    width: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Summary:
    """The ledger as a list: one row per incident."""

    name: str
    title: str
    columns: tuple[SummaryColumn, ...]


def _holds(cell: Cell, fields: Collection[str]) -> bool:
    return any(part.field in fields for part in cell.parts)
