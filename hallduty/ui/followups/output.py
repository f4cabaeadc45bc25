"""Papers of the follow-ups: the list (masked, or unmasked and logged) and the priority cards."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from hallduty.domain.errors import UserError
from hallduty.domain.followup_sheet import UNMASKED, FollowupSheet, incident_heading, people_in
from hallduty.domain.priority_cards import CardFacts
from hallduty.ui.printed import noting, show_paper

if TYPE_CHECKING:
    from hallduty.domain.dossiers import Dossier
    from hallduty.domain.followups import Followup
    from hallduty.ui.desk import Desk

_MANY = 2_000


def print_list(
    desk: Desk,
    ids: Sequence[int],
    heading: str,
    window: QWidget,
    *,
    incident_id: int | None = None,
    revealed: bool = False,
) -> None:
    """Preview the list of those follow-ups; with whole names only for a purpose, and logged."""
    if len(ids) > _MANY and not desk.ask.confirm(
        window,
        "打印善后清单",
        f"共 {len(ids)} 件，约 {len(ids) // 18} 页。也可以先筛选再打印。",
        "仍然打印",
    ):
        return
    lines = tuple(desk.store.followup_board.lines(ids))
    people = people_in(lines)
    if revealed and people:
        purpose = desk.ask.reason(
            window,
            "打印完整姓名和电话",
            "用途（记入导出记录）：",
            "逐一电话回访",
        )
        if purpose is None:
            return
        try:
            desk.store.followup_calls.log_export(
                UNMASKED, people, purpose, desk.stamp(), incident_id
            )
        except UserError as problem:
            desk.ask.problem(window, str(problem))
            return
        _changed(desk)
    sheet = FollowupSheet(heading, lines, incident_id is None, revealed and bool(people))
    make = partial(desk.press.followups, sheet, desk.print_mark())
    name, noted = "善后事项清单", None
    if incident_id is not None:
        dossier = desk.store.incidents.dossier(incident_id)
        name += dossier.incident.number
        noted = noting(desk, dossier, "followups")
    show_paper(desk, "打印善后清单", make, window, noted, name)


def print_incident_list(
    desk: Desk, dossier: Dossier, window: QWidget, *, revealed: bool = False
) -> None:
    """Preview the list of one incident."""
    ids = [each.id for each in dossier.followups]
    heading = incident_heading(dossier.incident, scenario_name(desk, dossier), dossier.hall)
    print_list(desk, ids, heading, window, incident_id=dossier.incident.id, revealed=revealed)


def print_cards(desk: Desk, dossier: Dossier, cards: Sequence[Followup], window: QWidget) -> None:
    """Preview cards that were issued before, four to a page."""
    incident = f"{dossier.incident.number} {scenario_name(desk, dossier)}"
    facts = CardFacts(incident, dossier.hall, desk.settings.card_rule)
    make = partial(desk.press.cards, cards, facts, desk.print_mark())
    name = f"二次优先卡{cards[0].card_number}" if cards else "二次优先卡"
    show_paper(desk, "打印二次优先卡", make, window, noting(desk, dossier, "cards"), name)


def scenario_name(desk: Desk, dossier: Dossier) -> str:
    """Return what happened in the plan's words."""
    scenario = desk.plan.scenario(dossier.incident.scenario)
    return scenario.name if scenario else desk.plan.event_type(dossier.incident.event_type).name


def _changed(desk: Desk) -> None:
    from hallduty.ui.events import Topic

    desk.changed(Topic.INCIDENTS)
