"""The words of a notice: templates with 【占位】 filled with an incident's facts; short texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import TYPE_CHECKING

from hallduty.domain import texts, times
from hallduty.domain.errors import FieldProblem
from hallduty.domain.incidents import Incident, Status
from hallduty.domain.narrative_text import formal, scrubber
from hallduty.domain.notices import SHORT_WISHED, NoticeKind, short_length
from hallduty.domain.placeholders import fill, is_unpaired, marks, names_in
from hallduty.domain.promises import current, is_lapsed

if TYPE_CHECKING:
    from hallduty.domain.dossiers import Dossier
    from hallduty.domain.plan import Plan, Scenario

HOTLINE = "12366"
_HALL = "本办税服务场所"
_ASK = "如需咨询，请拨打【咨询电话】或向导税台询问。\n特此公告。"
# What a placeholder means, for the sentence that lists them.
PLACEHOLDERS = (
    *("地点", "时间", "原因", "事件", "窗口", "系统", "预计恢复时间", "预计等候时间"),
    *("恢复时间", "延时至", "专窗", "业务", "大厅", "单位", "日期", "咨询电话"),
)
# The first words of kinds for which the plan's scenarios have none (四（一） to 四（三）).
TEMPLATES: Mapping[NoticeKind, str] = {
    NoticeKind.FAULT: (
        "因【原因】，【地点】自【时间】起暂时无法正常办理业务，预计【预计恢复时间】恢复。"
        "请听从工作人员引导，有序等候；等候期间可先进行资料预审核，也可登记联系方式，"
        "恢复后我们将及时通知您。由此带来的不便，敬请谅解。" + _ASK
    ),
    NoticeKind.RECOVERY: (
        "因【事件】受影响的【地点】业务，已于【恢复时间】恢复正常办理。"
        "已登记联系方式的办税人，我们将逐一通知；持二次优先卡的办税人可优先办理。"
        "感谢您的理解与支持。" + _ASK
    ),
    NoticeKind.EXTENDED: (
        "今日到下班时间仍在等候的办税人，【大厅】提供延时服务至【延时至】。"
        "请保留号票，在休息等候区等候，听从工作人员引导，按顺序办理；"
        "能够通过电子税务局办理的事项，也可网上办理，或者预约改日办理。"
        "由此带来的不便，敬请谅解。" + _ASK
    ),
    NoticeKind.DIVERT: (
        "目前办税人员较多，【地点】预计等候【预计等候时间】。"
        "能够通过电子税务局办理的事项，请到自助办税区由工作人员引导办理；"
        "也可在导税台预约，避开高峰期办理。由此带来的不便，敬请谅解。" + _ASK
    ),
    NoticeKind.WINDOW: (
        "为加快业务办理，【大厅】已开设应急专窗【专窗】，集中受理【业务】；"
        "其他业务仍在原窗口办理。请听从工作人员引导，到相应窗口有序等候。"
        "由此带来的不便，敬请谅解。" + _ASK
    ),
}
# Of a quarrel or a rumour nobody reads on a wall.
_QUIET = frozenset({"conflict", "opinion"})
_QUIET_RECOVERY = "【地点】已于【恢复时间】恢复正常办理。感谢您的理解与支持。" + _ASK
_SENTENCE = re.compile(r"[^。！？\n]*[。！？]?")


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a text leaves open: facts that are not known yet, and marks that mean nothing.

    `unpaired` tells of a bracket without its partner.
    """

    open: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    unpaired: bool = False

    def __bool__(self) -> bool:
        return bool(self.open or self.unknown or self.unpaired)

    @property
    def sentence(self) -> str:
        """待填写：【预计恢复时间】；没有【预计恢复时刻】这个占位……; empty when nothing is left."""
        parts = []
        if self.open:
            parts.append("待填写：" + marks(self.open))
        if self.unknown:
            parts.append(
                f"不认识的占位：{marks(self.unknown)}，请改成文字；可用的有："
                + "、".join(PLACEHOLDERS)
            )
        if self.unpaired:
            parts.append("“【”和“】”没有成对，请补全或删去")
        return "；".join(parts)


def gaps(text: str) -> Gaps:
    """Return what `text` leaves open, each once, in reading order."""
    names = names_in(text)
    return Gaps(
        tuple(name for name in names if name in PLACEHOLDERS),
        tuple(name for name in names if name not in PLACEHOLDERS),
        is_unpaired(text),
    )


def gap_problems(text: str, short: str = "") -> list[FieldProblem | None]:
    """Refuse a text that leaves something open: nothing unfinished is printed or posted."""
    found = []
    for field, said in (("text", text), ("short", short)):
        left = gaps(said)
        found.append(FieldProblem(field, left.sentence) if left else None)
    return found


def template_of(kind: NoticeKind, scenario: Scenario | None) -> str:
    """Return a kind's first words: the plan's own where its scenario has some for that kind."""
    if scenario is None:
        return TEMPLATES[kind]
    if kind is NoticeKind.RECOVERY and scenario.event_type in _QUIET:
        return _QUIET_RECOVERY
    own = NoticeKind.DIVERT if _is_crowd(scenario) else NoticeKind.FAULT
    return scenario.notice.strip() or TEMPLATES[kind] if kind is own else TEMPLATES[kind]


def kind_for(incident: Incident, scenario: Scenario | None) -> NoticeKind:
    """Return the kind that an incident calls for as it stands."""
    if incident.recovered_at is not None and incident.status is not Status.HANDLING:
        return NoticeKind.RECOVERY
    crowd = scenario is not None and _is_crowd(scenario)
    return NoticeKind.DIVERT if crowd else NoticeKind.FAULT


def expects_recovery(scenario: Scenario | None) -> bool:
    """Tell whether somebody promises when it works again: not for a crowd or a quarrel."""
    return scenario is None or not (_is_crowd(scenario) or scenario.event_type in _QUIET)


def _is_crowd(scenario: Scenario) -> bool:
    return scenario.clause == "四（一）"


def first_words(
    kind: NoticeKind,
    dossier: Dossier,
    plan: Plan,
    bureau: str,
    now: datetime,
    expected_at: datetime | None,
    wait_minutes: int | None,
) -> str:
    """Return a notice's text as far as the incident's record can fill it."""
    known = facts(dossier, plan, bureau, now, kind, expected_at, wait_minutes)
    return fill(template_of(kind, plan.scenario(dossier.incident.scenario)), known)


def facts(
    dossier: Dossier,
    plan: Plan,
    bureau: str,
    now: datetime,
    kind: NoticeKind,
    expected_at: datetime | None,
    wait_minutes: int | None,
) -> dict[str, str]:
    """Return what is known for each placeholder; an empty text where it is not known yet.

    No taxpayer's name or number gets onto a wall (PIPL art. 6): typed facts are scrubbed.
    """
    incident = dossier.incident
    scenario = plan.scenario(incident.scenario)
    scrub = scrubber(dossier)

    def typed(text: str) -> str:
        return _plain(formal(scrub(text)))

    extended = kind is NoticeKind.EXTENDED
    until = moment_words(expected_at) if expected_at is not None else ""
    return {
        "地点": typed(incident.place) or _plain(dossier.hall) or _HALL,
        "时间": moment_words(incident.occurred_at),
        "原因": typed(incident.cause) or _event(scenario, plan, incident),
        "事件": _event(scenario, plan, incident),
        "窗口": typed(incident.windows)
        or (typed(incident.place) if "窗" in incident.place else ""),
        "系统": typed(incident.systems),
        "预计恢复时间": "" if extended else until,
        "预计等候时间": f"约{times.duration_cn(wait_minutes)}" if wait_minutes else "",
        "恢复时间": moment_words(incident.recovered_at) if incident.recovered_at else "",
        "延时至": until if extended else "",
        "专窗": "",
        "业务": "",
        "大厅": _plain(dossier.hall) or _HALL,
        "单位": _plain(bureau),
        "日期": times.day_cn(now.date()),
        "咨询电话": HOTLINE,
    }


def first_values(
    kind: NoticeKind, dossier: Dossier, plan: Plan, now: datetime
) -> tuple[datetime | None, int | None]:
    """Return the time and the waiting minutes that a notice of this kind gives first.

    Only what its template asks for: the newest promise unless it has lapsed, for extended
    service the end that its register says; the waiting time as last estimated.
    """
    template = template_of(kind, plan.scenario(dossier.incident.scenario))
    expected: datetime | None = None
    if kind is NoticeKind.EXTENDED:
        running = [each.until for each in dossier.extensions if each.ended_at is None]
        expected = max(running, default=None)
    elif "【预计恢复时间】" in template:
        promise = current(dossier.promises)
        if promise is not None and not is_lapsed(promise, now):
            expected = promise.until
    told = [(each.at, each.wait_minutes) for each in dossier.readings if each.wait_minutes]
    wait = max(1, ceil(max(told)[1] or 0)) if told and "【预计等候时间】" in template else None
    return expected, wait


def moment_words(at: datetime) -> str:
    """10月22日16时40分: with its day, since a notice may hang overnight."""
    return f"{at.month}月{at.day}日{times.clock_cn(at)}"


def short_of(text: str, day: date, *, drill: bool = False) -> str:
    """Return the short text for screen, phone and messenger: the notice's first sentence.

    Times of `day` are told by the clock alone, and the hotline is named where there is room.
    That of a drill says so first: it travels without its poster.
    """
    said = " ".join(texts.tidy(text).split())
    first = next((part for part in _SENTENCE.findall(said) if part.strip()), "").strip()
    first = re.sub(
        rf"{day.month}月{day.day}日(\d{{2}})时(\d{{2}})分", lambda m: f"{m[1]}:{m[2]}", first
    )
    first = f"（演练）{first}" if drill and first else first
    hotline = f"咨询{HOTLINE}。"
    if first and HOTLINE not in first and short_length(first + hotline) <= SHORT_WISHED:
        return first + hotline
    return first


def with_fact(text: str, name: str, before: str, after: str) -> str | None:
    """Return an edited text with one fact put in: into its mark, else in place of its old words.

    None where neither can be told for certain: the writer has to look.
    """
    mark = f"【{name}】"
    if mark in text:
        return text.replace(mark, after) if after else text
    if not after:
        return text.replace(before, mark) if before and text.count(before) == 1 else None
    if before and text.count(before) == 1:
        return text.replace(before, after)
    return text if after in text else None


def _event(scenario: Scenario | None, plan: Plan, incident: Incident) -> str:
    """Return what failed in the plan's words; “其他” says nothing."""
    name = scenario.name if scenario else plan.event_type(incident.event_type).name
    return "" if name.startswith("其他") else _plain(name)


def _plain(text: str) -> str:
    """Return a fact on one line, in which no mark can be taken for a placeholder."""
    return texts.one_line(text).replace("【", "［").replace("】", "］")
