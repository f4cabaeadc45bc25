"""The commands that read and write records: demo, incident, verify."""

from __future__ import annotations

import json
import re
import sys
from calendar import monthrange
from datetime import date, datetime
from pathlib import Path

from hallduty.clock import Clock
from hallduty.domain import times
from hallduty.domain.dossiers import Dossier
from hallduty.domain.incident_json import incident_data, incident_summary
from hallduty.domain.incidents import (
    IncidentFilter,
    NewIncident,
    corrected_ids,
    in_order,
    is_late,
)
from hallduty.domain.paper_sheets import PaperEntry
from hallduty.domain.plan import Plan, Scenario
from hallduty.errors import EnvironmentProblem, UserError
from hallduty.office import Office
from hallduty.store import FILE_NAME


def existing_office(folder: Path, clock: Clock) -> Office:
    """Open a data folder that must be there: reading commands create nothing."""
    if not (folder / FILE_NAME).exists():
        raise EnvironmentProblem(f"{folder} 里没有数据库 {FILE_NAME}，请检查 --data 所指的文件夹")
    return Office.open(folder, clock)


def tell_of_forms(office: Office) -> None:
    """Say on stderr which of the user's own forms could not be used, and why."""
    for problem in office.forms.problems:
        print(problem, file=sys.stderr)


def found_dossier(office: Office, number: str) -> Dossier:
    """Return the dossier of the incident with that number, or raise UserError."""
    incident = office.store.incidents.by_number(number)
    if incident is None:
        raise UserError(f"没有编号为“{number}”的事件，请用 incident list 查看编号")
    return office.store.incidents.dossier(incident.id)


def period_filter(from_day: str, to_day: str, month: str) -> IncidentFilter:
    """Return the filter for a period as typed; raises UserError naming the wrong part."""
    if month:
        if from_day or to_day:
            raise UserError("--month 与 --from、--to 只能用一种")
        first = _day(f"{month}-01", f"--month “{month}”应写作 2026-11")
        last = first.replace(day=monthrange(first.year, first.month)[1])
        return IncidentFilter(from_day=first, to_day=last)
    start = (
        _day(from_day, f"--from “{from_day}”{_no_such_day(from_day)}应写作 2026-11-01")
        if from_day
        else None
    )
    end = (
        _day(to_day, f"--to “{to_day}”{_no_such_day(to_day)}应写作 2026-11-30") if to_day else None
    )
    if start and end and end < start:
        raise UserError("--to 早于 --from，请核对起止日期")
    return IncidentFilter(from_day=start, to_day=end)


def demo(folder: Path, clock: Clock, incidents: int, seed: int) -> int:
    """Fill an empty data folder with made-up people and events."""
    from hallduty.demo import fill

    if not 0 <= incidents <= 200_000:
        raise UserError("--incidents 应在 0 到 200000 之间")

    def progress(done: int, total: int) -> None:
        if sys.stderr.isatty():
            print(f"\r已生成 {done}/{total}", end="", file=sys.stderr, flush=True)

    with Office.open(folder, clock) as office:
        fill(
            office.store,
            office.plan,
            clock.now(),
            incidents=incidents,
            seed=seed,
            progress=progress,
        )
        count = office.store.incidents.count()
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(f"已在 {folder} 填入虚构数据：{count} 件事件")
    return 0


def incident_new(
    folder: Path,
    clock: Clock,
    type_word: str,
    scenario_word: str,
    at_text: str,
    place: str,
    text: str,
    drill: bool,
    paper: str = "",
    reason: str = "",
) -> int:
    """Register an incident and print its number; `paper` is the number of the sheet it is on."""
    with Office.open(folder, clock) as office:
        plan = office.plan
        event_type = plan.find_event_type(type_word.strip())
        if event_type is None:
            known = "、".join(f"{t.digit} {t.name}" for t in plan.event_types)
            raise UserError(f"没有事件类型“{type_word}”，可用：{known}")
        now = clock.now()
        if paper and not at_text:
            raise UserError("补录纸单要用 --at 写明纸单上的发生时间")
        at = _moment(at_text, now)
        stamp = office.stamp()
        halls = office.store.roster.halls()
        new = NewIncident(
            event_type=event_type.code,
            scenario=_scenario(plan, event_type.code, scenario_word).code,
            level=plan.first_level.code,
            occurred_at=at,
            late=is_late(at, now),
            drill=drill,
            hall_id=halls[0].id if halls else None,
            place=place,
            text=text,
        )
        if paper:
            print(
                office.store.paper_sheets.enter(_on_paper(new, paper, reason), plan, stamp).number
            )
        else:
            print(office.store.incidents.register(new, plan, stamp).number)
    return 0


def _on_paper(new: NewIncident, number: str, reason: str) -> PaperEntry:
    values = {"occurred_at": new.occurred_at, "place": new.place, "description": new.text}
    return PaperEntry(
        number,
        new.event_type,
        new.scenario,
        values,
        hall_id=new.hall_id,
        drill=new.drill,
        reason=reason,
    )


def incident_show(folder: Path, clock: Clock, number: str, as_json: bool) -> int:
    """Print one incident, for people or for scripts."""
    with existing_office(folder, clock) as office:
        dossier = found_dossier(office, number)
        tell_of_forms(office)
        extra = [field for sheet in office.forms.sheets for field in sheet.extra_fields()]
        if as_json:
            _print_json(incident_data(office.reckoned(dossier), office.plan, extra))
            return 0
        for line in _lines(dossier, office.plan):
            print(line)
    return 0


def incident_list(
    folder: Path, clock: Clock, from_day: str, to_day: str, month: str, as_json: bool
) -> int:
    """Print the incidents of a period, latest first."""
    wanted = period_filter(from_day, to_day, month)
    with existing_office(folder, clock) as office:
        ids = office.store.incidents.ids(wanted)
        incidents = office.store.incidents.fetch(ids)
        if as_json:
            _print_json([incident_summary(incident, office.plan) for incident in incidents])
            return 0
        for incident in incidents:
            row = incident_summary(incident, office.plan)
            marks = "（演练）" if incident.drill else ""
            print(
                row["number"],
                times.stamp(incident.occurred_at),
                row["scenario_name"] + marks,
                row["level_name"],
                row["status_name"],
                incident.place,
                sep="\t",
            )
    return 0


def verify(folder: Path, clock: Clock) -> int:
    """Check the file, the audit chain, the records and the attachments."""
    with existing_office(folder, clock) as office:
        verdict = office.store.audit.verify()
        if not verdict.ok:
            raise UserError(f"核对未通过：{verdict.problem}")
        damaged = office.store.attachments.damaged()
        if damaged:
            names = "、".join(attachment.name for attachment in damaged[:5])
            raise UserError(f"核对未通过：{len(damaged)} 个附件缺失或被改动（{names}）")
        print(
            f"核对通过：留痕 {verdict.rows} 行，事件 {office.store.incidents.count()} 件，"
            f"核验码 {office.store.audit.head_code()}"
        )
    return 0


def _lines(dossier: Dossier, plan: Plan) -> list[str]:
    incident = dossier.incident
    row = incident_summary(incident, plan)
    lines = [
        f"{incident.number} {row['scenario_name']}（{row['event_type_name']}）"
        f"{row['level_name']} {row['status_name']}" + ("（演练）" if incident.drill else ""),
        f"发生 {times.stamp(incident.occurred_at)}　接报 {times.stamp(incident.reported_at)}",
        f"地点 {incident.place or '未填'}",
    ]
    for label, at in (("恢复", incident.recovered_at), ("办结", incident.closed_at)):
        if at is not None:
            lines.append(f"{label} {times.stamp(at)}")
    lines.append("时间线：")
    entries = list(dossier.entries)
    corrected = corrected_ids(entries)
    for entry in in_order(entries):
        outcome = f"［{entry.outcome.label}］" if entry.outcome.label else ""
        struck = "（已更正）" if entry.id in corrected else ""
        lines.append(f"  {times.stamp(entry.at)} {entry.text}{outcome}{struck}")
    return lines


def _scenario(plan: Plan, event_type: str, word: str) -> Scenario:
    if not word.strip():
        return plan.scenarios_of(event_type)[0]
    scenario = plan.find_scenario(word.strip())
    if scenario is None or scenario.event_type != event_type:
        known = "、".join(s.name for s in plan.scenarios_of(event_type))
        raise UserError(f"这一类型没有情形“{word}”，可用：{known}")
    return scenario


def _moment(text: str, now: datetime) -> datetime:
    if not text.strip():
        return now
    at = times.parse_moment(text) or times.parse_clock(text, now.date())
    if at is None:
        raise UserError(f"--at “{text}”应写作 2026-11-13 09:42")
    return at


def _day(text: str, message: str) -> date:
    at = times.parse_moment(text)
    if at is None:
        raise UserError(message)
    return at.date()


def _no_such_day(text: str) -> str:
    """Say of a day written as it should be that its month does not have it (4月31日)."""
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])-(\d\d)", text.strip())
    return f"：{match[1]}年{int(match[2])}月没有{int(match[3])}日，" if match else ""


def _print_json(data: object) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))
