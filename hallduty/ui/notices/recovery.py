"""After 已恢复: offers to take down what hangs and to post the recovery notice, in one Enter."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from hallduty.domain.notice_text import facts, gaps, short_of, template_of
from hallduty.domain.notices import WHILE_BROKEN, Hanging, NewNotice, NoticeKind, hanging
from hallduty.domain.placeholders import fill
from hallduty.ui.incidents.action_panel import Question
from hallduty.ui.incidents.case import Case

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp


def recovery_question(case: Case) -> Question | None:
    """Return what to ask once business is back; None when nothing hangs that is wrong now.

    The recovery notice goes where the old ones hung; both are one write.
    """
    dossier = case.dossier
    found = hanging(dossier.notices, dossier.postings)
    up = [each for each in found if each.notice.kind in WHILE_BROKEN]
    if not up or dossier.incident.recovered_at is None:
        return None
    new = _notice(case, up)
    number = dossier.incident.id
    replaces = [posting.id for each in up for posting in each.postings]
    notices = case.desk.store.notices

    def do(_at: datetime, _why: str, stamp: Stamp) -> None:
        at = dossier.incident.recovered_at if dossier.incident.late else None
        if gaps(new.text):
            # A bureau's own template may ask for what the record lacks: the wall comes first.
            notices.withdraw(number, replaces, stamp, at)
        else:
            notices.make(number, new, replaces, stamp, at)
        case.tab_requested.emit("notices")

    return Question(
        name="recovery_notice",
        title="业务已恢复，下列公告还张贴着。撤下它们，并在原处张贴恢复公告？",
        lines=[f"{each.notice.kind.noun}：{each.places}" for each in up],
        ok="撤下，换恢复公告",
        do=do,
        told="已换上恢复公告并记入时间线；按 Ctrl+P 打印",
    )


def _notice(case: Case, up: list[Hanging]) -> NewNotice:
    desk, dossier, now = case.desk, case.dossier, case.now()
    kind = NoticeKind.RECOVERY
    scenario = desk.plan.scenario(dossier.incident.scenario)
    known = facts(dossier, desk.plan, desk.settings.bureau, now, kind, None, None)
    text = fill(template_of(kind, scenario), known)
    places = dict.fromkeys(posting.place for each in up for posting in each.postings)
    return NewNotice(
        kind, text, short_of(text, now.date(), drill=dossier.incident.drill), places=tuple(places)
    )
