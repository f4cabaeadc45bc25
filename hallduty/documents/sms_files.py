"""The list for the bureau's SMS platform: numbers as TXT, numbers and variables as XLSX or CSV."""

from __future__ import annotations

from collections.abc import Sequence

from hallduty.documents.text_tables import text_csv, text_xlsx
from hallduty.domain.followups import Followup
from hallduty.domain.sms import SmsColumn, sms_rows

ENDINGS = (".txt", ".xlsx", ".csv")
_WIDTHS = {"phone": 16.0, "text": 60.0, "who": 14.0, "matter": 30.0, "serial": 8.0}


def sms_file(
    ending: str, followups: Sequence[Followup], columns: Sequence[SmsColumn], text: str
) -> bytes:
    """Return the file of that ending; a TXT has one number a line and nothing else."""
    if ending == ".txt":
        return "".join(f"{each.phone}\r\n" for each in followups).encode("ascii", "replace")
    heading, rows = sms_rows(followups, columns, text)
    if ending == ".csv":
        return text_csv(heading, rows)
    widths = [_WIDTHS[column.key] for column in columns if column.on]
    return text_xlsx("短信名单", list(zip(heading, widths, strict=True)), rows)
