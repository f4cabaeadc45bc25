"""Columns that turn SQLite text into the domain's own values and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from peewee import TextField


class MomentField(TextField):
    """Naive local time as `YYYY-MM-DD HH:MM:SS`: sorts as text, readable in any tool."""

    def db_value(self, value: datetime | None) -> str | None:
        return None if value is None else moment_text(value)

    def python_value(self, value: str | None) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class DayField(TextField):
    """A calendar day as `YYYY-MM-DD`."""

    def db_value(self, value: date | None) -> str | None:
        return None if value is None else value.isoformat()

    def python_value(self, value: str | None) -> date | None:
        return None if value is None else date.fromisoformat(value)


class MappingField(TextField):
    """A mapping of texts as JSON with sorted keys."""

    def db_value(self, value: Mapping[str, str]) -> str:
        return json.dumps(dict(value), ensure_ascii=False, sort_keys=True)

    def python_value(self, value: str) -> dict[str, str]:
        return dict(json.loads(value))


class ChoiceField(TextField):
    """One value of a StrEnum; an unknown value in the file raises ValueError."""

    def __init__(self, choice: type[StrEnum], **options: Any) -> None:
        self.choice = choice
        super().__init__(**options)

    def db_value(self, value: StrEnum) -> str:
        return str(value)

    def python_value(self, value: str) -> StrEnum:
        return self.choice(value)


def moment_text(at: datetime) -> str:
    """Write a moment as the database keeps it, to the second."""
    return at.isoformat(sep=" ", timespec="seconds")
