"""The parts of the power-failure pack: duty, phones, steps, notices, call-back list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reportlab.platypus.flowables import Flowable

from hallduty.documents.flow import Prose
from hallduty.documents.fonts import Faces
from hallduty.documents.grid import Cell, Grid, Look, Row, lay_out
from hallduty.documents.pack_page import SETUP
from hallduty.documents.typeset import MM, Align, Style
from hallduty.domain import times
from hallduty.domain.contacts import Contact
from hallduty.domain.pack import DutyDay, Ladder, NoticeBlank, PackContents, said_of
from hallduty.domain.plan import PlanStep, Scenario

_LOOK = Look(beside=2.4 * MM, above=1.8 * MM, frame=1.0)
_TIGHT = Look(beside=2.4 * MM, above=1.2 * MM, frame=1.0)
_LINE = "＿＿＿＿＿＿"
# Sizes tried for the steps of a scenario, the largest first that has them on one page.
_STEP_SIZES = (18.0, 17.0, 16.0, 15.0, 14.0)
_CALLED = ("call", "report")
_MOST_CALLED = 3
# What the time beside a step tells.
_NOTED = {"wait": "预计", "notice": "张贴", "call": "打通", "report": "报告"}


class Pen:
    """The styles of the pack: large, for reading by torchlight."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces

    def bold(self, size: float, align: Align = "left") -> Style:
        """Return a style in 黑体."""
        return Style(self._faces.face("黑体"), size, size * 1.4, align)

    def text(self, size: float, align: Align = "left") -> Style:
        """Return a style in 宋体."""
        return Style(self._faces.face("宋体"), size, size * 1.45, align)

    def song(self, size: float, align: Align = "centre") -> Style:
        """Return a style in 小标宋, for titles that hang on a wall."""
        return Style(self._faces.face("小标宋"), size, size * 1.4, align)

    def title(self, text: str, aside: str = "") -> list[Flowable]:
        """Return the title of a section, with a smaller line under it if there is one."""
        made: list[Flowable] = [Prose(text, self.bold(26), after=(1 if aside else 4) * MM)]
        if aside:
            made.append(Prose(aside, self.text(13), after=4 * MM))
        return made


def duty(contents: PackContents, pen: Pen) -> list[Flowable]:
    """Print who is on duty today and on the next days, and how to reach them."""
    aside = f"值班电话 {contents.duty_phone}" if contents.duty_phone else ""
    story = pen.title("值班表", aside)
    for number, day in enumerate(contents.days):
        story += _day(day, number, pen)
    return story


def _day(day: DutyDay, number: int, pen: Pen) -> list[Flowable]:
    word = {0: "今日", 1: "明日", 2: "后日"}.get(number, "")
    size = 17.0 if number == 0 else 13.5
    head = f"{word}\u3000{times.day_cn(day.day)}\u3000{day.remark}"
    columns = [share * SETUP.width for share in (0.27, 0.33, 0.40)]
    rows = []
    for line in day.lines:
        post = f"{line.post}（{line.part}）" if line.part else line.post
        name = line.name or f"未排{_LINE}"
        cells = (
            Cell(((post, pen.bold(size - 2.5)),)),
            Cell(((name, pen.bold(size)),)),
            Cell(((line.phone or _LINE + "＿＿＿", pen.bold(size)),)),
        )
        rows.append(Row(cells, 11 * MM if number == 0 else 0.0))
    return [
        Prose(head, pen.bold(15 if number == 0 else 13), before=4 * MM, after=2 * MM),
        Grid(columns, rows, look=_LOOK if number == 0 else _TIGHT),
    ]


def phones(contents: PackContents, pen: Pen) -> list[Flowable]:
    """Print the numbers for rescue in huge digits, then whom to call for each role, in order."""
    story = pen.title("电话", "打不通就打下一个；打通后在步骤页写下时间。")
    public = contents.public
    across = min(5, len(public)) or 1
    columns = [SETUP.width / across] * across
    rows = []
    for start in range(0, len(public), across):
        chunk = public[start : start + across]
        cells = [_public(contact, pen) for contact in chunk]
        if len(cells) < across:
            cells.append(Cell((), across - len(cells)))
        rows.append(Row(tuple(cells)))
    story.append(Grid(columns, rows, look=_TIGHT, after=4 * MM))
    shares = (0.24, 0.06, 0.38, 0.32)
    head = Row(tuple(Cell(((t, pen.bold(12, "centre")),)) for t in ("联系谁", "", "姓名", "电话")))
    lines = [row for each in contents.ladders for row in _ladder(each, pen)]
    columns = [share * SETUP.width for share in shares]
    story.append(Grid(columns, lines, head=(head,), look=_TIGHT))
    return story


def _public(contact: Contact, pen: Pen) -> Cell:
    size = 24.0 if len(contact.phone) <= 5 else 17.0
    return Cell(
        ((contact.name, pen.text(11.5, "centre")), (contact.phone, pen.bold(size, "centre")))
    )


def _ladder(ladder: Ladder, pen: Pen) -> list[Row]:
    """Return a row for each number; the role is said on every one, a page may end anywhere."""
    contacts: Sequence[Contact] = ladder.contacts or (Contact("", ""),)
    return [
        Row(
            (
                Cell(((ladder.title, pen.bold(13) if number == 1 else pen.text(11)),)),
                Cell(((str(number), pen.text(13, "centre")),)),
                Cell(((said_of(contact) or _LINE, pen.text(13)),)),
                Cell(((contact.phone or _LINE, pen.bold(15)),)),
            )
        )
        for number, contact in enumerate(contacts, 1)
    ]


def steps(scenario: Scenario, contents: PackContents, pen: Pen) -> list[Flowable]:
    """Print what to do in one kind of event, in type as large as one page allows."""
    aside = f"应急预案条款 {scenario.clause}\u3000\u3000开始处置 ＿＿月＿＿日＿＿时＿＿分"
    top = pen.title(scenario.name, aside)
    columns = [13 * MM, SETUP.width - 13 * MM - 50 * MM, 50 * MM]
    used = sum(each.wrap(SETUP.width, 0)[1] + each.getSpaceAfter() for each in top)
    room = SETUP.height - used - 3 * MM
    for size in _STEP_SIZES:
        rows = [
            _step(number, step, contents, pen, size)
            for number, step in enumerate(scenario.steps, 1)
        ]
        heights = [lay_out(row, columns, _LOOK).height for row in rows]
        if sum(heights) <= room:
            spare = min((room - sum(heights)) / max(1, len(rows)), 9 * MM)
            rows = [
                replace(row, least=height + spare)
                for row, height in zip(rows, heights, strict=True)
            ]
            break
    return [*top, Grid(columns, rows, look=_LOOK)]


def _step(number: int, step: PlanStep, contents: PackContents, pen: Pen, size: float) -> Row:
    """Return a box to tick, the step with the numbers to call, and who does it when."""
    called = pen.bold(size - 2)
    said = [(f"{number}．{step.text}", pen.bold(size))]
    said += [(text, called) for text in _called(step, contents)]
    blank = (f"{_NOTED.get(step.produces, '完成')} ＿＿时＿＿分", pen.text(13, "right"))
    whom = (_whom(step, contents), pen.bold(13, "right"))
    beside = (whom, blank) if whom[0] else (blank,)
    return Row((Cell((("☐", pen.text(26, "centre")),)), Cell(tuple(said)), Cell(beside)))


def _whom(step: PlanStep, contents: PackContents) -> str:
    """Return whom a step concerns: the role, and who stands there today."""
    ladder = contents.ladder(step.role)
    if ladder is None:
        return ""
    first = next((c.name for c in ladder.contacts if c.title.startswith("今日")), "")
    return " ".join(part for part in (ladder.title, first) if part)


def _called(step: PlanStep, contents: PackContents) -> list[str]:
    """Return the numbers of a step that says to call or report, or room to write one."""
    ladder = contents.ladder(step.role)
    if ladder is None or step.produces not in _CALLED:
        return []
    called = [contact for contact in ladder.contacts if contact.phone][:_MOST_CALLED]
    return [f"☎ {c.phone}\u2002{said_of(c)}" for c in called] or [f"☎ {_LINE}{_LINE}"]


def notice(blank: NoticeBlank, pen: Pen, bureau: str) -> list[Flowable]:
    """Print a notice that is completed by pen and hung up."""
    size = 25.0
    body = replace(pen.text(size, "justify"), leading=size * 2.0, indent=2)
    sign = replace(pen.text(20, "right"), leading=40)
    # No line ends between a blank and its unit, nor within a blank.
    keep = tuple(set(re.findall("＿+[年月日时分]?", blank.text)))
    return [
        Prose("公\u3000告", pen.song(54), before=8 * MM, after=12 * MM),
        Prose(blank.text, replace(body, keep=keep)),
        Prose(f"{bureau}\n＿＿＿＿年＿＿月＿＿日", sign, before=12 * MM, right=6 * MM),
    ]


def callbacks(pen: Pen) -> list[Flowable]:
    """Print the list for those who are told when the system is back (plan clause 四（三）)."""
    heads = ("序号", "姓名", "电话", "要办的事项", "优先卡号", "已通知\n（时　分）")
    shares = (0.08, 0.16, 0.23, 0.25, 0.13, 0.15)
    head = Row(tuple(Cell(((text, pen.bold(12, "centre")),)) for text in heads), 13 * MM)
    columns = [share * SETUP.width for share in shares]
    rows = [
        Row(
            (Cell(((str(number), pen.text(12, "centre")),)), *(Cell(()) for _ in heads[1:])),
            11.2 * MM,
        )
        for number in range(1, 19)
    ]
    aside = "只用于恢复后通知本人，通知后按规定删除。纸单编号＿＿＿＿＿＿　第＿＿页"
    return [*pen.title("办税人联系方式登记", aside), Grid(columns, rows, head=(head,), look=_TIGHT)]


def register(numbers: Sequence[str], pen: Pen) -> list[Flowable]:
    """Print the list of this pack's numbered sheets, to note what became of each."""
    shares = (0.22, 0.12, 0.12, 0.12, 0.42)
    heads = ("纸单编号", "已用", "作废", "已补录", "事件、事件编号")
    head = Row(tuple(Cell(((text, pen.bold(12, "centre")),)) for text in heads), 10 * MM)
    box = (("☐", pen.text(18, "centre")),)
    rows = [
        Row(
            (Cell(((number, pen.bold(14, "centre")),)), Cell(box), Cell(box), Cell(box), Cell(())),
            11.5 * MM,
        )
        for number in numbers
    ]
    aside = (
        "一件事件用一张，不跳号、不撕毁；写坏的写“作废”留存。"
        "恢复供电后打开程序“纸单补录”，按编号逐张补录。"
    )
    columns = [share * SETUP.width for share in shares]
    return [*pen.title("纸单清单", aside), Grid(columns, rows, head=(head,), look=_TIGHT)]
