"""Columns that turn SQLite text into the domain's own values and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
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


class BlankDayField(DayField):
    """A calendar day in a column that must hold something: none is an empty text."""

    def db_value(self, value: date | None) -> str:
        return super().db_value(value) or ""

    def python_value(self, value: str | None) -> date | None:
        return super().python_value(value or None)


class MappingField(TextField):
    """A mapping of texts as JSON with sorted keys."""

    def db_value(self, value: Mapping[str, str]) -> str:
        return json.dumps(dict(value), ensure_ascii=False, sort_keys=True)

    def python_value(self, value: str) -> dict[str, str]:
        return dict(json.loads(value))


class PostsField(TextField):
    """Who holds each post: post → person ids, as JSON; nobody at all is an empty text."""

    def db_value(self, value: Mapping[str, Sequence[int]]) -> str:
        kept = {post: list(ids) for post, ids in value.items() if ids}
        return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else ""

    def python_value(self, value: str) -> dict[str, tuple[int, ...]]:
        kept = json.loads(value) if value else {}
        return {post: tuple(ids) for post, ids in kept.items()}


class WordsField(TextField):
    """Some words in their order, as JSON; none is an empty text."""

    def db_value(self, value: Iterable[str]) -> str:
        words = list(value)
        return json.dumps(words, ensure_ascii=False) if words else ""

    def python_value(self, value: str) -> tuple[str, ...]:
        return tuple(json.loads(value)) if value else ()


class ChoiceField(TextField):
    """One value of a StrEnum; an unknown value in the file raises ValueError."""

    def __init__(self, choice: type[StrEnum], **options: Any) -> None:
        self.choice = choice
        super().__init__(**options)

    def db_value(self, value: StrEnum | None) -> str | None:
        return None if value is None else str(value)

    def python_value(self, value: str | None) -> StrEnum | None:
        return None if value is None else self.choice(value)


def moment_text(at: datetime) -> str:
    """Write a moment as the database keeps it, to the second."""
    return at.isoformat(sep=" ", timespec="seconds")
