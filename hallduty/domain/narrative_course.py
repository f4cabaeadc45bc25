"""The course of an incident (处置经过): told in official Chinese from the timeline, with times."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from hallduty.domain.followups import FollowupKind
from hallduty.domain.form_values import minutes_lost
from hallduty.domain.incidents import (
    TAKEN_BACK,
    Entry,
    EntryKind,
    Incident,
    IncidentStep,
    Outcome,
    StepState,
    corrected_ids,
    in_order,
    is_backdated,
)
from hallduty.domain.narrative_impact import is_outage
from hallduty.domain.narrative_text import (
    clock,
    formal,
    joined,
    paper_number,
    scrubber,
    sentence,
)
from hallduty.domain.narrative_words import (
    done_text,
    followup_kind,
    party,
    quoted,
    report_clause,
)
from hallduty.domain.reports import entry_uuid

if TYPE_CHECKING:
    from hallduty.domain.dossiers import Dossier
    from hallduty.domain.plan import Plan
    from hallduty.domain.reports import Report

_REPLIED = re.compile(r"^(.*)对(首报|续报[一二三四五六七八九十]+|终报)批示[：:](.*)$", re.DOTALL)
_LEVEL = re.compile(r"^([升降]为)([^：:]+)[：:](.*)$", re.DOTALL)
_RESUMED = re.compile(r"^恢复处置[：:](.*)$", re.DOTALL)
_VOIDED = re.compile(r"^作废[：:](.*)$", re.DOTALL)
_SKIPPED = re.compile(r"^跳过[：:](.*)（(.*)）$", re.DOTALL)
_STATED = re.compile(r"^(?:发生)[：:]\s*(.*)$", re.DOTALL)

_MERGED = re.compile(r"^(并入|拆分)\s*(\d{4}-\d+)(.*)$", re.DOTALL)

# States that follow their time without a comma: 10时58分业务恢复正常.
_BARE = ("业务恢复正常", "恢复处置", "办结", "作废")

_COLLECTED = {
    FollowupKind.PRECHECK: ("进行资料预审核{n}件", "资料预审核办结{n}件"),
    FollowupKind.MANUAL: ("手工受理{n}件", "手工受理补录{n}件"),
    FollowupKind.PRIORITY_CARD: ("发放二次优先卡{n}张", "持二次优先卡办结{n}人"),
    FollowupKind.CALL_BACK: ("记录办税人联系方式{n}人", "通知办税人{n}人"),
    FollowupKind.WINDOW_CHECK: ("登记末笔核对{n}项", "完成末笔核对{n}项"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One clause of the course: when, what, what kind.

    `phase` opens a new paragraph; `afterwards` is told without its time, which is only that of
    writing it down for an incident entered late.
    """

    at: datetime
    text: str
    kind: EntryKind
    phase: bool = False
    afterwards: bool = False


def course(dossier: Dossier, plan: Plan) -> list[str]:
    """Return the paragraphs of the course; empty when nothing was written down.

    Corrected lines are told in their corrected words only, retried calls as 再次致电, follow-ups
    as counts: no taxpayer's name or number appears.
    """
    paragraphs: list[list[Happening]] = []
    told = happenings(dossier, plan)
    for happening in told:
        if happening.afterwards:
            continue
        if not paragraphs or happening.phase:
            paragraphs.append([])
        paragraphs[-1].append(happening)
    day = dossier.incident.occurred_at.date()
    found = [paragraph(part, lambda at: clock(at, day)) for part in paragraphs]
    afterwards = [happening.text for happening in told if happening.afterwards]
    if afterwards:
        found.append(sentence("另据补录：" + "；".join(afterwards)))
    return found


def happenings(dossier: Dossier, plan: Plan) -> list[Happening]:
    """Return what the course tells, in order."""
    return _Teller(dossier, plan).tell()


def live_entries(dossier: Dossier) -> list[Entry]:
    """Return the entries that stand, corrections in place of what they correct, in order."""
    entries = list(dossier.entries)
    gone = corrected_ids(entries)
    return [entry for entry in in_order(entries) if entry.id not in gone]


def entered_afterwards(incident: Incident, entry: Entry) -> bool:
    """Tell whether an entry's time is that of entering a past incident, not of what it says.

    Recovery and closing always carry the time that was given for them.
    """
    if not incident.late or entry.kind is EntryKind.STATE:
        return False
    return entry.at >= incident.registered_at and not is_backdated(entry)


def taken_back(entry: Entry) -> bool:
    """Tell whether a line only says that another was stamped by mistake."""
    return entry.corrects_id is not None and entry.text.startswith(TAKEN_BACK)


class _Teller:
    """Turns entries into clauses, keeping in mind who was called before."""

    def __init__(self, dossier: Dossier, plan: Plan) -> None:
        self._dossier = dossier
        self._plan = plan
        self._scrub = scrubber(dossier)
        self._entries = live_entries(dossier)
        self._steps = {step.id: step for step in dossier.steps}
        self._last_tick = {e.step_id: e.id for e in self._entries if e.kind is EntryKind.STEP}
        self._reports = _reports_by_entry(dossier)
        self._called: set[str] = set()
        self._last_called = ""
        self._unreached: set[str] = set()
        self._tellers: Mapping[EntryKind, Callable[[Entry], str]] = {
            EntryKind.NOTE: lambda entry: self._said(entry.text),
            EntryKind.STEP: self._step,
            EntryKind.CALL: self._call,
            EntryKind.REPORT: self._report,
            EntryKind.NOTICE: self._notice,
            EntryKind.PROMISE: self._promise,
            EntryKind.LEVEL: self._level,
            EntryKind.STATE: self._state,
        }

    def tell(self) -> list[Happening]:
        found: list[Happening] = []
        for entry in self._entries:
            teller = self._tellers.get(entry.kind)
            text = teller(entry) if teller else ""
            if text and not _said_again(entry, text, found):
                afterwards = entered_afterwards(self._dossier.incident, entry)
                phase = _opens_phase(entry)
                found.append(Happening(entry.at, text, entry.kind, phase, afterwards))
        return _merged(found, _collected(self._dossier))

    def _said(self, text: str) -> str:
        return formal(self._scrub(text))

    def _call(self, entry: Entry) -> str:
        who, said = party(self._said(entry.text))
        key = str(entry.person_id or who)
        again = "再次" if key in self._called else ""
        to = "" if again and self._last_called == key else who
        self._called.add(key)
        self._last_called = key
        ends = {Outcome.REACHED: "接通", Outcome.MISSED: "未接", Outcome.BUSY: "占线"}
        return "，".join(filter(None, (f"{again}致电{to}", ends.get(entry.outcome, ""), said)))

    def _report(self, entry: Entry) -> str:
        if taken_back(entry):
            return ""
        report = self._reports.get(entry.uuid)
        if report is not None and entry.corrects_id is None:
            at_once = report.replied_at is None or report.replied_at <= report.at
            at_once = at_once and not self._replied_apart(report)
            again = "再次" if report.to in self._unreached else ""
            self._unreached.discard(report.to)
            if report.outcome in (Outcome.MISSED, Outcome.BUSY):
                self._unreached.add(report.to)
            return again + self._scrub(report_clause(report, with_reply=at_once))
        replied = _REPLIED.match(entry.text)
        if replied:
            return f"{formal(replied[1])}对{replied[2]}批示“{quoted(self._said(replied[3]))}”"
        return self._said(entry.text)

    def _replied_apart(self, report: Report) -> bool:
        """Tell whether the answer has a line of its own, as it has unless it came by the call."""
        head = f"{report.to}对{report.title}批示"
        return any(e.kind is EntryKind.REPORT and e.text.startswith(head) for e in self._entries)

    def _notice(self, entry: Entry) -> str:
        said = self._said(entry.text)
        return said if "公告" in said or not said else f"发布公告：{said}"

    def _promise(self, entry: Entry) -> str:
        said = self._said(entry.text)
        return said if "承诺" in said or "预计" in said or not said else f"承诺{said}"

    def _level(self, entry: Entry) -> str:
        found = _LEVEL.match(entry.text)
        if found is None:
            return self._said(entry.text)
        verb, name, reason = found[1], formal(found[2]), self._said(found[3]).removeprefix("因")
        return f"因{reason}，{verb}{name}突发事件" if reason else f"{verb}{name}突发事件"

    def _state(self, entry: Entry) -> str:
        text = entry.text
        if text.startswith(("补录于", "关联同一原因", "取消关联")):
            return ""
        merged = _MERGED.match(text)
        if merged:
            said = self._said(merged[3])
            return merged[1] + paper_number(merged[2]) + (f"：{said}" if said else "")
        if text.startswith("业务恢复正常"):
            minutes = minutes_lost(self._dossier.incident)
            final = entry.at == self._dossier.incident.recovered_at
            told = self._said(text)
            lasted = "业务中断" if is_outage(self._dossier.incident) else "历时"
            return f"{told}，{lasted}{minutes}分钟" if minutes is not None and final else told
        for pattern, head in ((_RESUMED, "恢复处置，原因："), (_VOIDED, "作废，原因：")):
            found = pattern.match(text)
            if found:
                return head + self._said(found[1])
        stated = _STATED.match(text)
        if stated:
            return self._opening(self._said(stated[1]))
        return self._said(text)

    def _opening(self, said: str) -> str:
        scenario = self._plan.scenario(self._dossier.incident.scenario)
        name = scenario.name if scenario else ""
        place = formal(self._dossier.incident.place)
        if not said or said in (name, place):
            return f"{place}发生{name or '突发事件'}"
        # The store joins place and words with a comma; the words may name the place themselves.
        rest = said.removeprefix(place + "，")
        return rest if place in rest else joined(place, rest)

    def _step(self, entry: Entry) -> str:
        step = self._steps.get(entry.step_id or 0)
        if step is None:
            return "" if taken_back(entry) else self._said(entry.text)
        if self._last_tick.get(step.id) != entry.id or step.state is StepState.OPEN:
            return ""  # ticked by mistake and taken back, or settled again later
        skipped = _SKIPPED.match(entry.text)
        if skipped:
            return f"未采取“{formal(skipped[1])}”，原因：{self._said(skipped[2])}"
        extra = self._said(entry.text.removeprefix(step.text))
        if not extra and self._told_otherwise(step, entry):
            return ""
        done = done_text(step, self._dossier, self._plan)
        return f"{done}，{extra}" if extra else done

    def _told_otherwise(self, step: IncidentStep, tick: Entry) -> bool:
        """Tell whether a call, notice, report or follow-up says what this tick would say."""
        if step.produces == "report":
            if "级别" not in step.text:
                return False
            return any(e.kind is EntryKind.LEVEL for e in self._entries) or any(
                r.outcome is Outcome.REACHED for r in self._dossier.reports
            )
        if step.produces == "followup":
            kind_owed = followup_kind(step)
            return any(f.kind is kind_owed for f in self._dossier.followups)
        kinds = {"call": EntryKind.CALL, "wait": EntryKind.PROMISE, "notice": EntryKind.NOTICE}
        kind = kinds.get(step.produces)
        return any(
            e.step_id == step.id
            and e.kind is kind
            and (kind is not EntryKind.CALL or e.outcome is Outcome.REACHED)
            for e in self._entries
        )


def _said_again(entry: Entry, text: str, found: Sequence[Happening]) -> bool:
    """Tell whether a line only repeats the opening: the picture of the hall stamps it as well."""
    opened = len(found) == 1 and found[0].kind is EntryKind.STATE and found[0].at == entry.at
    return opened and entry.kind is EntryKind.NOTE and found[0].text.endswith(text)


def _reports_by_entry(dossier: Dossier) -> dict[str, Report]:
    """Map the uuid of a report's line on the timeline to the report."""
    return {uuid: report for report in dossier.reports if (uuid := entry_uuid(report))}


def _opens_phase(entry: Entry) -> bool:
    if entry.kind is EntryKind.LEVEL:
        return True
    return entry.kind is EntryKind.STATE and entry.text.startswith(("业务恢复正常", "恢复处置"))


def _collected(dossier: Dossier) -> list[Happening]:
    """Tell follow-ups as counts: when the last was taken down, when the last was settled."""
    found = []
    for kind, (taken, settled) in _COLLECTED.items():
        mine = [f for f in dossier.followups if f.kind is kind]
        if not mine:
            continue
        at = max(f.added_at for f in mine)
        late = dossier.incident.late and at >= dossier.incident.registered_at
        text = taken.format(n=len(mine))
        found.append(Happening(at, text, EntryKind.FOLLOWUP, afterwards=late))
        done = [f.settled_at for f in mine if f.settled_at is not None]
        if done:
            text = settled.format(n=len(done))
            found.append(Happening(max(done), text, EntryKind.FOLLOWUP))
    return sorted(found, key=lambda happening: happening.at)


def _merged(told: Sequence[Happening], counted: Iterable[Happening]) -> list[Happening]:
    """Put the counts in their places by time, leaving the order of the timeline as it is."""
    found = list(told)
    for happening in counted:
        place = len(found)
        while place and found[place - 1].at > happening.at:
            place -= 1
        found.insert(place, happening)
    return found


def paragraph(part: Sequence[Happening], said: Callable[[datetime], str]) -> str:
    """Join clauses: calls in a row and what fell into one minute by ；, all else by 。."""
    text, before = "", None
    for happening in part:
        same_minute = before is not None and said(before.at) == said(happening.at)
        in_a_row = before is not None and before.kind is happening.kind is EntryKind.CALL
        if before is not None:
            text += "；" if same_minute or in_a_row else "。"
        text += happening.text if same_minute else _timed(said(happening.at), happening)
        before = happening
    return text + ("" if text.endswith(("。", "？", "！")) else "。")


def _timed(at: str, happening: Happening) -> str:
    """Put the time before a clause, with a comma unless it opens with what was done."""
    text = happening.text
    plain = happening.kind in (EntryKind.NOTE, EntryKind.PROMISE, EntryKind.LEVEL)
    opening = happening.kind is EntryKind.STATE and not text.startswith(_BARE)
    comma = "，" if plain or opening or text[:1].isdigit() or text.startswith("未采取") else ""
    return f"{at}{comma}{text}"
