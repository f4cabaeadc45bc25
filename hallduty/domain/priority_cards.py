"""二次优先卡: numbers per year without gaps, how they are typed, and what stands on a card."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hallduty.domain.errors import FieldProblem
from hallduty.domain.texts import folded

MOST_CARDS = 200
# What the card promises until the bureau writes its own (settings).
FIRST_RULE = (
    "凭本卡可在恢复办理后三个工作日内优先办理一次，不再重新排队取号；"
    "请携带原资料，由导税人员引导至窗口，用后收回。"
)
_TYPED = re.compile(r"(?:(?:20)?([0-9]{2})[-—年/ ]+)?(?:no\.?|№|第)?\s*([0-9]{1,6})\s*号?", re.I)
_COUNT = re.compile(r"\s*(?:发|再发|印|打)?\s*([0-9]{1,4})\s*张\s*(?:卡)?\s*")


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What every card of an incident says: the incident, the hall, the rule."""

    incident: str
    hall: str
    rule: str


def card_text(year: int, serial: int) -> str:
    """Return a card's number as it is printed: 2026-0012."""
    return f"{year}-{serial:04d}"


def card_serial(number: str) -> int:
    """Return the running number of a card within its year."""
    return int(number.partition("-")[2])


def possible_numbers(typed: str, year: int) -> list[str]:
    """Return the cards that a typed number can mean, the likeliest first; [] for no number.

    12, 0012 and 2026-0012 are one card; without a year it is this year's, else last year's.
    """
    found = _TYPED.fullmatch(folded(typed).strip())
    if found is None or not int(found[2]):
        return []
    years = [2000 + int(found[1])] if found[1] else [year, year - 1]
    return [card_text(each, int(found[2])) for each in years]


def typed_count(text: str) -> int | None:
    """Return how many blank cards “发 12 张” asks for; None for any other text."""
    found = _COUNT.fullmatch(folded(text))
    return int(found[1]) if found else None


def count_problem(field: str, count: int) -> FieldProblem | None:
    """Check how many cards are to be issued at once."""
    if 1 <= count <= MOST_CARDS:
        return None
    return FieldProblem(field, f"一次可发 1 到 {MOST_CARDS} 张")
