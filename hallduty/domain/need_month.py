"""A month's needs (需求月度分析): figures by category and channel, and the draft (五（五）)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hallduty.domain.narrative_text import formal
from hallduty.domain.needs import Need, NeedState
from hallduty.domain.similar import words_of

TITLE = "办税人需求收集分析报告"
_MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$")
_TYPICAL = 5
_ALIKE = 0.5
_MOST_GROUPS = 50
_ENDS = "。！？…"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the picture: a name, how many this month and how many the month before."""

    name: str
    count: int
    before: int

    @property
    def change(self) -> str:
        """增加3件, 减少1件, 持平."""
        return change_text(self.count, self.before)


@dataclass(frozen=True, slots=True)
class Typical:
    """A need that stands for others that resemble it; `count` are all of them."""

    need: Need
    count: int


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """A month's needs counted."""

    month: str
    total: int
    before: int
    categories: tuple[Bar, ...]
    channels: tuple[Bar, ...]
    states: dict[NeedState, int]
    typical: tuple[Typical, ...]
    measures: tuple[str, ...]


def month_span(month: str) -> tuple[date, date]:
    """Return the first and last day of 2026-11; ValueError when it is no month."""
    match = _MONTH.match(month)
    if match is None:
        raise ValueError(month)
    first = date(int(match[1]), int(match[2]), 1)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def month_before(month: str) -> str:
    """2026-01 → 2025-12."""
    return f"{month_span(month)[0] - timedelta(days=1):%Y-%m}"


def month_cn(month: str) -> str:
    """2026年11月."""
    first = month_span(month)[0]
    return f"{first.year}年{first.month}月"


def month_figures(
    month: str,
    needs: Sequence[Need],
    before: Sequence[Need],
    categories: Iterable[str] = (),
    channels: Iterable[str] = (),
) -> MonthFigures:
    """Count a month's needs against the month before, in the order of the settings.

    A word that the settings no longer have stands behind them; one of theirs without any need
    in both months is left out.
    """
    return MonthFigures(
        month,
        len(needs),
        len(before),
        _bars(categories, [n.category for n in needs], [n.category for n in before]),
        _bars(channels, [n.channel for n in needs], [n.channel for n in before]),
        dict(Counter(need.state for need in needs)),
        typical(needs),
        tuple(dict.fromkeys(formal(n.analysis) for n in needs if n.analysis.strip())),
    )


def _bars(known: Iterable[str], now: Iterable[str], before: Iterable[str]) -> tuple[Bar, ...]:
    counts, earlier = Counter(now), Counter(before)
    names = dict.fromkeys((*known, *counts, *earlier))
    return tuple(
        Bar(name, counts[name], earlier[name]) for name in names if counts[name] or earlier[name]
    )


def typical(needs: Sequence[Need]) -> tuple[Typical, ...]:
    """Return what was asked for most: needs of one category that resemble each other, as one."""
    groups: list[tuple[list[str], list[Need]]] = []
    # Which groups have a word; a word of everybody's finds the first of them only.
    having: dict[tuple[str, str], list[int]] = {}
    for need in needs:
        words = words_of(need.content)
        hits = Counter(n for word in words for n in having.get((need.category, word), ()))
        fitting = [n for n, count in hits.items() if count >= _ALIKE * len(groups[n][0])]
        if fitting:
            groups[min(fitting, key=lambda n: (-hits[n], n))][1].append(need)
            continue
        for word in words:
            known = having.setdefault((need.category, word), [])
            if len(known) < _MOST_GROUPS:
                known.append(len(groups))
        groups.append((words, [need]))
    ordered = sorted(groups, key=lambda group: -len(group[1]))
    return tuple(Typical(members[0], len(members)) for _, members in ordered[:_TYPICAL])


def change_text(count: int, before: int) -> str:
    """Say how a figure has changed: 增加3件, 减少1件, 持平."""
    if count == before:
        return "持平"
    return f"增加{count - before}件" if count > before else f"减少{before - count}件"


def draft(figures: MonthFigures) -> str:
    """Return the analysis drafted from the figures; measures are left to whoever signs."""
    month = month_cn(figures.month)
    if not figures.total:
        return f"{month}未收集到办税人需求（上月{figures.before}件）。"
    lines = [
        f"{month}，通过{_listed_names(figures.channels)}等渠道共收集办税人需求{figures.total}件，"
        f"比上月{change_text(figures.total, figures.before)}。",
        "一、收集情况",
        f"按类别分：{_counts(figures.categories, figures.total)}。",
        f"按渠道分：{_counts(figures.channels, figures.total)}。",
        _risen(figures),
        "二、典型需求",
        *(
            f"{place}. {each.need.category}类：{_ended(formal(each.need.content))}"
            + (f"（同类{each.count}件）" if each.count > 1 else "")
            for place, each in enumerate(figures.typical, 1)
        ),
        "三、上报反馈情况",
        _states(figures),
        "四、改进措施",
        *(
            [f"{place}. {_ended(text)}" for place, text in enumerate(figures.measures, 1)]
            or ["（请填写：拟采取的改进措施、责任部门和完成时间。）"]
        ),
    ]
    return "\n".join(filter(None, lines))


def _listed_names(bars: Sequence[Bar]) -> str:
    return "、".join(bar.name for bar in bars if bar.count)


def _counts(bars: Sequence[Bar], total: int) -> str:
    shown = sorted((bar for bar in bars if bar.count), key=lambda bar: -bar.count)
    return "、".join(
        f"{bar.name}（{bar.count}件，占{100 * bar.count / total:.1f}%）" for bar in shown
    )


def _risen(figures: MonthFigures) -> str:
    """Say what has grown and what has fallen most."""
    bars = figures.categories
    up = max(bars, key=lambda bar: bar.count - bar.before)
    down = min(bars, key=lambda bar: bar.count - bar.before)
    said = [f"{up.name}类{up.change}"] if up.count > up.before else []
    said += [f"{down.name}类{down.change}"] if down.count < down.before else []
    return f"与上月相比，{'，'.join(said)}。" if said else "与上月相比，各类需求数量持平。"


def _states(figures: MonthFigures) -> str:
    done = figures.states
    reported = figures.total - done.get(NeedState.NEW, 0)
    return (
        f"已上报{reported}件，待上报{done.get(NeedState.NEW, 0)}件；"
        f"已反馈{done.get(NeedState.FED_BACK, 0)}件，"
        f"待反馈{done.get(NeedState.OWED, 0)}件。"
    )


def _ended(text: str) -> str:
    return text if text.endswith(tuple(_ENDS)) else f"{text}。"
