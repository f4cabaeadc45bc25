"""What else brings people in a part of the year: told as information, never as a time limit."""

from __future__ import annotations

# Common knowledge of the field, not law: the last days move with the holidays and by notice.
_SEASONS = (
    ("企业所得税汇算清缴", range(1, 6), "至5月31日"),
    ("个人所得税综合所得汇算清缴", range(3, 7), "3月1日至6月30日"),
)


def seasons(month: int) -> list[str]:
    """Return the yearly settlements that run in `month`, each with its usual days."""
    return [f"{name}（{days}）" for name, months, days in _SEASONS if month in months]
