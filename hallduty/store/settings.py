"""Settings as rows, and the small things a screen remembers."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from hallduty.domain.errors import refuse
from hallduty.domain.roster import PostNeed
from hallduty.domain.settings import Limit, PrintFonts, Settings, settings_problems
from hallduty.domain.sms import SmsColumn
from hallduty.domain.stamps import Stamp
from hallduty.errors import EnvironmentProblem
from hallduty.store import models
from hallduty.store.records import rows
from hallduty.store.writes import writing

if TYPE_CHECKING:
    from hallduty.store.database import Database

_S = models.Setting
# Rows of this prefix are window sizes and the like: no records, not in the audit.
REMEMBERED = "ui."


class SettingStore:
    """What the bureau has chosen."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def load(self) -> Settings:
        """Return the settings; what was never set has its first value."""
        rows = {row["key"]: json.loads(row["value"]) for row in self._rows()}
        first = Settings()
        known = {name: rows[name] for name in asdict(first) if name in rows}
        if "print_fonts" in known:
            known["print_fonts"] = PrintFonts(**known["print_fonts"])
        if "posts" in known:
            known["posts"] = tuple(PostNeed(**post) for post in known["posts"])
        if "notice_places" in known:
            known["notice_places"] = tuple(known["notice_places"])
        if "sms_columns" in known:
            chosen = {column["key"]: SmsColumn(**column) for column in known["sms_columns"]}
            known["sms_columns"] = tuple(chosen.get(c.key, c) for c in first.sms_columns)
        for name in ("policy_topics", "need_channels", "need_categories"):
            if name in known:
                known[name] = tuple(known[name])
        if "limits" in known:
            kept = {limit["key"]: limit for limit in known["limits"]}
            known["limits"] = tuple(_limit(limit, kept.get(limit.key)) for limit in first.limits)
        return replace(first, **known)

    def save(self, settings: Settings, stamp: Stamp) -> Settings:
        """Write what changed; raises InvalidInput per field."""
        refuse(settings_problems(settings))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                have = {row["key"]: row["id"] for row in self._rows()}
                for key, value in asdict(settings).items():
                    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
                    if key in have:
                        write.update(_S, have[key], value=text)
                    else:
                        write.insert(_S, key=key, value=text)
        return self.load()

    def remember(self, key: str, value: str) -> None:
        """Keep a detail of the screen (column widths, last folder).

        Where the file cannot be written it is let go: nobody is to be stopped, least of all
        on the way out, for a window's size.
        """
        with suppress(EnvironmentProblem), self._db.in_a_hurry():
            self._db.execute_sql(
                "INSERT INTO setting (key, value) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (REMEMBERED + key, value),
            )

    def recall(self, key: str, default: str = "") -> str:
        """Return what was remembered under `key`."""
        found = rows(_S.select(_S.value).where(_S.key == REMEMBERED + key))
        return str(found[0]["value"]) if found else default

    def _rows(self) -> list[dict[str, Any]]:
        return rows(_S.select().where(~_S.key.startswith(REMEMBERED)))


def _limit(first: Limit, kept: dict[str, Any] | None) -> Limit:
    return replace(first, minutes=kept["minutes"], on=kept["on"]) if kept else first
