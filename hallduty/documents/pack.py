"""The power-failure pack (断电包): one PDF that lets a dark hall go on by torch and pen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus.flowables import Flowable

from hallduty.documents import pack_parts as parts
from hallduty.documents.flow import Prose
from hallduty.documents.fonts import Faces
from hallduty.documents.form_sheet import blank_sheet
from hallduty.documents.grid import Cell, Grid, Look, Row
from hallduty.documents.pack_page import SETUP, Section, bind
from hallduty.documents.pack_parts import Pen
from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.typeset import MM, Style, draw_lines, set_lines
from hallduty.domain import times
from hallduty.domain.pack import PackContents
from hallduty.domain.paper_sheets import range_text
from hallduty.domain.plan import Plan
from hallduty.domain.sheets import Sheet

_ENTRY = 15.0
_PITCH, _LEAST_PITCH = _ENTRY * 1.55, _ENTRY * 1.15
_FRAME = Look(beside=4 * MM, above=3 * MM, line=0.5, frame=2.2)
_USE = (
    "一、翻到对应的一页照做，做一项勾一项，写下时间。",
    "二、每件事件用一张编了号的登记表；写坏的写“作废”留存。",
    "三、公告填好空白处即可张贴；要通知的人记在联系方式登记页。",
    "四、恢复供电后，在程序“纸单补录”里按编号逐张补录。",
)


def print_pack(
    contents: PackContents,
    sheet: Sheet,
    plan: Plan,
    faces: Faces,
    printed: PrintMark,
    *,
    bureau: str = "",
) -> Paper:
    """Print the pack; `sheet` is the ledger form, of which each number of `contents` gets one."""
    pen = Pen(faces)
    made = times.stamp(contents.made_at)
    head = "\u3000".join(part for part in ("断电包", contents.hall, f"{made} 制") if part)

    def compose(pages: dict[str, int]) -> Sequence[Section]:
        sections = _sections(contents, sheet, plan, faces, pen, bureau)
        cover = Section("封面、目录", "", _cover(contents, sections, pages, pen, bureau))
        return [cover, *sections]

    title = f"断电包 {contents.made_at:%Y-%m-%d}"
    return bind(compose, head, title, faces, printed, bureau)


def _sections(
    contents: PackContents, sheet: Sheet, plan: Plan, faces: Faces, pen: Pen, bureau: str
) -> list[Section]:
    found = [
        Section("值班表", "值班", parts.duty(contents, pen)),
        Section("电话", "电话", parts.phones(contents, pen)),
    ]
    found += [
        Section(scenario.name, "步骤", parts.steps(scenario, contents, pen), "处置步骤")
        for scenario in plan.scenarios
    ]
    found.append(Section("办税人联系方式登记", "善后", parts.callbacks(pen)))
    if contents.notices:
        pages = [parts.notice(blank, pen, bureau) for blank in contents.notices]
        found.append(Section("空白公告", "公告", _paged(pages), f"{len(pages)} 张", hung=True))
    if contents.sheets:
        numbers = list(contents.sheets)
        found.append(Section("纸单清单", "纸单", parts.register(numbers, pen)))
        room = (SETUP.width, SETUP.height)
        note = "本表为断电时所用纸单，恢复供电后按右上角编号在程序中补录，原件归档。"
        blanks = [blank_sheet(sheet, number, plan, faces, room, note) for number in numbers]
        found.append(Section("空白登记表", "纸单", _paged(blanks), range_text(numbers)))
    return found


def _paged(pages: Sequence[list[Flowable]]) -> list[Flowable]:
    from reportlab.platypus import PageBreak

    story: list[Flowable] = []
    for page in pages:
        story += [PageBreak(), *page] if story else page
    return story


def _cover(
    contents: PackContents,
    sections: Sequence[Section],
    pages: dict[str, int],
    pen: Pen,
    bureau: str,
) -> list[Flowable]:
    """Print what one needs first: whose duty it is, what to do, and where everything stands."""
    made = contents.made_at
    day = f"{times.day_cn(made.date())}（{times.weekday_cn(made.date())}）{times.clock_cn(made)}制"
    place = "\u3000".join(part for part in (contents.hall, day) if part)
    story: list[Flowable] = [
        Prose(bureau, pen.text(14, "centre"), after=1 * MM),
        Prose("断\u2002电\u2002包", pen.song(46), after=1 * MM),
        Prose(place, pen.text(13, "centre"), after=4 * MM),
        _leader(contents, pen),
        Prose("\n".join(_USE), pen.text(13.5), before=4 * MM, after=3 * MM),
        Prose("目录", pen.bold(16), after=1 * MM),
    ]
    used = sum(
        each.wrap(SETUP.width, SETUP.height)[1] + each.getSpaceBefore() + each.getSpaceAfter()
        for each in story
    )
    # The contents close up before they go on over a page: one look must be enough.
    pitch = min(_PITCH, max(_LEAST_PITCH, (SETUP.height - used - 1) / len(sections)))
    story += [
        _Entry(section.title, section.remark, pages.get(section.title, 0), pitch, pen)
        for section in sections
    ]
    return story


def _leader(contents: PackContents, pen: Pen) -> Grid:
    today = contents.days[0]
    said: list[tuple[str, Style]] = []
    for line in today.leaders:
        part = f"（{line.part}）" if line.part else ""
        name = line.name or "＿＿＿＿＿＿"
        said.append((f"今日值班领导{part}", pen.text(13)))
        said.append((f"{name}\u2003{line.phone or '＿＿＿＿＿＿＿＿'}", pen.bold(26)))
    if contents.duty_phone:
        said.append((f"值班电话\u2003{contents.duty_phone}", pen.bold(16)))
    return Grid([SETUP.width], [Row((Cell(tuple(said)),))], look=_FRAME)


class _Entry(Flowable):  # type: ignore[misc]
    """A line of the contents: title, remark, dots, page."""

    def __init__(self, title: str, remark: str, page: int, pitch: float, pen: Pen) -> None:
        super().__init__()
        self._title, self._remark, self._page = title, remark, page
        self._pitch, self._pen = pitch, pen

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width, self.height = width, self._pitch
        return self.width, self.height

    def draw(self) -> None:
        pen, top = self._pen, self.height
        bold, small = pen.bold(_ENTRY), pen.text(11.5)
        page = pen.bold(_ENTRY, "right")
        left = _width(self._title, bold)
        right = self.width - _width(str(self._page), page) - 4
        draw_lines(self.canv, set_lines(self._title, bold, self.width), 0, top)
        if self._remark:
            draw_lines(self.canv, set_lines(self._remark, small, right - left), left + 8, top - 2.5)
            left += _width(self._remark, small) + 8
        draw_lines(self.canv, set_lines(str(self._page or ""), page, self.width), 0, top)
        baseline = top - _ENTRY * 1.1
        self.canv.saveState()
        self.canv.setLineWidth(0.8)
        self.canv.setDash([0.8, 3.2])
        if right > left + 8:
            self.canv.line(left + 8, baseline, right, baseline)
        self.canv.restoreState()


def _width(text: str, style: Any) -> float:
    width: float = style.face.width(text) * style.size
    return width
