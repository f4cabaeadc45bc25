"""Columns of the exported ledger that tell how an incident was handled, all without names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hallduty.domain.dossiers import Dossier
from hallduty.domain.narrative_impact import impact
from hallduty.domain.promise_accuracy import accuracy


def _window_minutes(dossier: Dossier) -> int | str:
    lost = impact(dossier).window_minutes
    return "" if lost is None else lost


def _promises(dossier: Dossier) -> str:
    return "；".join(each.sentence for each in accuracy([(dossier.incident, dossier.promises)]))


def _notices(dossier: Dossier) -> str:
    return "、".join(dict.fromkeys(each.place for each in dossier.postings))


def _owed(dossier: Dossier) -> int | str:
    return sum(1 for each in dossier.followups if each.is_open) or ""


def _waiting(dossier: Dossier) -> int | str:
    return max((each.waiting for each in dossier.readings), default="")


def _extended(dossier: Dossier) -> int | str:
    served = [each.served for each in dossier.extensions if each.served is not None]
    return sum(served) if served else ""


# A field, its label, its width in characters, and what it says of an incident.
HANDLING_COLUMNS: Mapping[str, tuple[str, float, Callable[[Dossier], Any]]] = {
    "merged_into": ("并入", 12, lambda dossier: dossier.incident.merged_into),
    "duplicates": (
        "并入本事件的",
        16,
        lambda dossier: "、".join(each.incident.number for each in dossier.duplicates),
    ),
    "same_cause": (
        "同一原因",
        16,
        lambda dossier: "、".join(each.incident.number for each in dossier.related),
    ),
    "window_minutes": ("窗口损失（分钟）", 12, _window_minutes),
    "promises": ("承诺恢复兑现", 30, _promises),
    "notices": ("公告张贴", 20, _notices),
    "most_waiting": ("现场最多等候", 12, _waiting),
    "extended_served": ("延时服务办结（人）", 12, _extended),
    "owed": ("善后未办", 10, _owed),
}
