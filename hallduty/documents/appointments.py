"""Prints a day's register of appointments and extended service (预约、延时服务登记簿), masked."""

from __future__ import annotations

from collections.abc import Iterator

from hallduty.documents.fonts import Faces
from hallduty.documents.listing import SETUP, Columns, Listing
from hallduty.documents.page import build
from hallduty.documents.paper import Paper, PrintMark
from hallduty.domain import times
from hallduty.domain.appointments import Appointment, AppointmentKind, counted
from hallduty.domain.appointments import extension_text as said_of
from hallduty.domain.followups import masked_name
from hallduty.domain.phones import masked
from hallduty.domain.site import Register, register_text

_TITLE = "预约、延时服务登记簿"
_NOTICE = "姓名、电话仅为办理预约和延时服务而登记，打印件隐去中间几位，到期删除。"
_COLUMNS: Columns = (
    ("序号", 12, "centre"),
    ("时间", 18, "centre"),
    ("种类", 14, "centre"),
    ("姓名", 20, "centre"),
    ("电话", 32, "centre"),
    ("事项", 40, "left"),
    ("办理情况", 38, "left"),
)


def print_register(
    register: Register, faces: Faces, printed: PrintMark, *, bureau: str = ""
) -> Paper:
    """Print the register: who, when, and what became of it; names and numbers masked."""
    names = dict.fromkeys(each.served_by for each in register.people)
    paper = Listing(faces, tuple(name for name in names if 2 <= len(name) <= 8))
    day = f"{times.day_cn(register.day)} {times.weekday_cn(register.day)}"
    paper.title(_TITLE, "\u3000\u3000".join(filter(None, (bureau, register.hall, day))))
    if register.people:
        paper.table(_COLUMNS, _rows(register))
    else:
        paper.line("这一天没有登记预约和延时服务的办税人。")
    for kind in AppointmentKind:
        counts = counted([each for each in register.people if each.kind is kind])
        if text := register_text(kind.label, counts):
            paper.line(f"{text}。")
    if register.extensions:
        paper.heading("延时服务")
        for extension in register.extensions:
            paper.line(f"{said_of(extension)}。", before=0.5)
    paper.line(_NOTICE, before=3)
    title = f"{_TITLE} {register.day.isoformat()}"
    return build(paper.story, SETUP, faces, printed, title=title, bureau=bureau)


def _rows(register: Register) -> Iterator[tuple[str, ...]]:
    for number, each in enumerate(register.people, 1):
        forgotten = each.is_forgotten
        yield (
            str(number),
            times.clock(each.due_at),
            each.kind.label,
            "已删除" if forgotten else masked_name(each.who),
            masked(each.phone),
            each.matter,
            _became(each),
        )


def _became(each: Appointment) -> str:
    if each.served_at is None:
        return each.outcome.label
    where = f"{each.window} " if each.window else ""
    day = "" if each.served_at.date() == each.due_at.date() else f"{each.served_at:%m-%d} "
    return (
        f"{each.outcome.label} {day}{times.clock(each.served_at)} {where}{each.served_by}".strip()
    )
