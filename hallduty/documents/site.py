"""Prints the hall's side of an incident (现场情况表): outages, what they cost, crowd, register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from hallduty.documents.fonts import Faces
from hallduty.documents.listing import SETUP, Columns, Listing
from hallduty.documents.page import build
from hallduty.documents.paper import Paper, PrintMark
from hallduty.domain import times
from hallduty.domain.appointments import AppointmentOutcome, extension_text
from hallduty.domain.crowd import wait_words
from hallduty.domain.dossiers import Dossier
from hallduty.domain.form_values import marks
from hallduty.domain.hall_incidents import numbers_text
from hallduty.domain.plan import Plan
from hallduty.domain.site import Site, loss_text, register_text

_TITLE = "现场情况表"
OUTAGE_COLUMNS: Columns = (
    ("序号", 12, "centre"),
    ("窗口、设备", 54, "left"),
    ("停用", 34, "centre"),
    ("恢复", 34, "centre"),
    ("办公时间内停用", 40, "centre"),
)
LOSS_COLUMNS: Columns = (
    ("窗口", 66, "left"),
    ("个数", 28, "centre"),
    ("每个窗口损失", 40, "centre"),
    ("小计", 40, "centre"),
)
READING_COLUMNS: Columns = (
    ("时间", 24, "centre"),
    ("等候", 17, "centre"),
    ("窗口", 15, "centre"),
    ("每笔", 20, "centre"),
    ("预计等候", 28, "centre"),
    ("决定的措施", 48, "left"),
    ("记录人", 22, "centre"),
)


def print_site(
    dossier: Dossier, site: Site, plan: Plan, faces: Faces, printed: PrintMark, *, bureau: str = ""
) -> Paper:
    """Print the sheet; it names no taxpayer, only how many there were."""
    incident, day = dossier.incident, dossier.incident.occurred_at.date()
    scenario = plan.scenario(incident.scenario)
    said = marks(incident)
    number = incident.number + (f"（{'、'.join(said)}）" if said else "")
    names = (dossier.leader, *(reading.actor for reading in dossier.readings))
    paper = Listing(faces, tuple(name for name in names if 2 <= len(name) <= 8))
    paper.title(
        _TITLE, "\u3000\u3000".join(filter(None, (bureau, dossier.hall, f"编号：{number}")))
    )
    paper.pairs(
        (
            ("事件", scenario.name if scenario else plan.event_type(incident.event_type).name),
            ("地点", incident.place or "未填"),
            ("发生时间", times.moment_cn(incident.occurred_at)),
            (
                "恢复时间",
                times.moment_cn(incident.recovered_at) if incident.recovered_at else "尚未恢复",
            ),
            ("受影响窗口", incident.windows or "未登记"),
            ("窗口损失时间", loss_text(site.loss).removeprefix("损失窗口时间 ")),
        )
    )
    paper.heading("一、停用情况")
    if site.outages:
        paper.table(OUTAGE_COLUMNS, outage_rows(site, day))
        if site.still_down:
            paper.line(f"“未恢复”的算到 {times.moment_cn(site.until)}。")
    else:
        paper.line("没有登记停用的窗口、设备。")
    if site.loss.windows:
        paper.heading("二、窗口损失时间")
        paper.table(LOSS_COLUMNS, loss_rows(site))
        paper.line(
            f"合计 {site.loss.minutes} 分钟。只计办公时间（含延时服务）；"
            "同一窗口重叠的停用只计一次；停电、断网按全厅窗口计。"
        )
    paper.heading(("三" if site.loss.windows else "二") + "、人流和决定的措施")
    if dossier.readings:
        paper.table(READING_COLUMNS, reading_rows(dossier, day))
        paper.line("预计等候为最后一位等候人的时间：等候人数×每笔分钟÷开放窗口。")
    else:
        paper.line("没有登记人流。")
    paper.heading(("四" if site.loss.windows else "三") + "、预约和延时服务")
    for text in register_lines(dossier, site):
        paper.line(text, before=0.5)
    title = f"{_TITLE} {incident.number}"
    return build(paper.story, SETUP, faces, printed, title=title, bureau=bureau)


def outage_rows(site: Site, day: date) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the outages, times of another day with their date."""
    for number, line in enumerate(site.outages, 1):
        up = _clock(line.up_at, day) if line.up_at else "未恢复"
        yield (str(number), line.name, _clock(line.down_at, day), up, f"{line.minutes} 分钟")


def loss_rows(site: Site) -> Iterator[tuple[str, ...]]:
    """Yield the rows of what the windows lost, those that lost the same together."""
    alike: dict[int, list[int]] = {}
    for each in site.loss.windows:
        alike.setdefault(each.minutes, []).append(each.window.number)
    for minutes in sorted(alike, reverse=True):
        numbers = alike[minutes]
        total = minutes * len(numbers)
        yield (numbers_text(numbers), f"{len(numbers)} 个", f"{minutes} 分钟", f"{total} 分钟")


def reading_rows(dossier: Dossier, day: date) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the crowd desk's readings with the measures decided."""
    for reading in sorted(dossier.readings, key=lambda each: (each.at, each.id)):
        decided = "、".join(reading.measures) or "未决定措施"
        yield (
            _clock(reading.at, day),
            f"{reading.waiting} 人",
            f"{reading.windows} 个",
            f"{reading.minutes:g} 分钟",
            wait_words(reading.wait_minutes),
            "；".join(filter(None, (decided, reading.remark))),
            reading.actor,
        )


def register_lines(dossier: Dossier, site: Site) -> list[str]:
    """Say how many were booked or served late, and each extended service."""
    counts: tuple[tuple[str, dict[AppointmentOutcome, int]], ...] = (
        ("预约", site.appointments),
        ("延时服务登记", site.extended),
    )
    lines = [text for label, each in counts if (text := register_text(label, each))]
    lines += [extension_text(extension) for extension in dossier.extensions]
    return [f"{line}。" for line in lines] or ["没有登记预约和延时服务。"]


def _clock(at: datetime, day: date) -> str:
    return times.clock(at) if at.date() == day else f"{at:%m-%d} {times.clock(at)}"
