"""The registers of policy questions and needs as files for other programs: XLSX and CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from hallduty.documents.tables import rows_csv, rows_xlsx
from hallduty.domain.voice_tables import TableColumn

Record = TypeVar("Record")


def table_file(
    ending: str, name: str, columns: Sequence[TableColumn[Record]], records: Iterable[Record]
) -> bytes:
    """Return the records as a file of that ending; KeyError for another than .xlsx and .csv."""
    shown = [column for column in columns if column.export]
    rows = ([column.value(record) for column in shown] for record in records)
    makers = {
        ".xlsx": lambda: rows_xlsx(name, [(each.label, each.export) for each in shown], rows),
        ".csv": lambda: rows_csv([each.label for each in shown], rows),
    }
    return makers[ending]()
