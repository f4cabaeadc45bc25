"""The printed roster (值班表): a month of days down and posts across, on one A4 page if it fits."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from reportlab.platypus.flowables import Flowable

from hallduty.documents.flow import Prose
from hallduty.documents.fonts import Faces
from hallduty.documents.grid import Cell, Grid, Look, Row, lay_out
from hallduty.documents.page import A4, A4_LANDSCAPE, Setup, build
from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.typeset import MM, Style
from hallduty.domain import times
from hallduty.domain.roster import LEADER
from hallduty.domain.roster_sheet import RosterSheet, SheetCell, SheetDay

_PORTRAIT = Setup(A4, 12 * MM, 12 * MM, 13 * MM, 17 * MM)
_LANDSCAPE = Setup(A4_LANDSCAPE, 12 * MM, 12 * MM, 11 * MM, 16 * MM)
# Posts besides the leader that an upright page has room for.
_MOST_UPRIGHT = 5
# Sizes of type tried, in points, the first that brings the sheet onto one page being taken.
_UPRIGHT_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5)
_LYING_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
_TALLEST_ROW = 8.5 * MM
_LOUD, _PEAK, _REST = 0.22, 0.10, 0.06
_SLACK = 0.5
# Of a post's column, in ems, without the blank beside the names.
_NARROWEST, _WIDEST = 3.2, 9.0
_EMPTY = "—"


def print_roster(
    sheet: RosterSheet, faces: Faces, printed: PrintMark, *, bureau: str = ""
) -> Paper:
    """Print a roster; a sheet too long for one page goes on under a repeated head."""
    best = None
    for setup, size in _candidates(sheet):
        layout = _Layout(sheet, faces, setup, size, bureau)
        if best is None or layout.pages() < best.pages():
            best = layout
        if layout.pages() == 1:
            break
    assert best is not None
    return build(best.story(), best.setup, faces, printed, title=sheet.title, bureau=bureau)


def _candidates(sheet: RosterSheet) -> list[tuple[Setup, float]]:
    """Return pages and sizes to try, the one liked best first."""
    upright = [(_PORTRAIT, size) for size in _UPRIGHT_SIZES]
    lying = [(_LANDSCAPE, size) for size in _LYING_SIZES]
    return upright + lying if len(sheet.posts) - 1 <= _MOST_UPRIGHT else lying


@dataclass(frozen=True, slots=True)
class _Pen:
    """The styles of one layout."""

    faces: Faces
    size: float
    keep: tuple[str, ...]

    def style(self, face: str = "宋体", grow: float = 0.0) -> Style:
        size = self.size + grow
        return Style(self.faces.face(face), size, size * 1.22, "centre", keep=self.keep)


class _Layout:
    """One way to set the sheet: page and size of type."""

    def __init__(
        self, sheet: RosterSheet, faces: Faces, setup: Setup, size: float, bureau: str
    ) -> None:
        self.setup = setup
        self._sheet, self._faces, self._bureau = sheet, faces, bureau
        names = {
            holder.name
            for day in sheet.days
            for cell in day.cells.values()
            for holders in cell.holders.values()
            for holder in holders
        }
        words = {mark for day in sheet.days for cell in day.cells.values() for mark in cell.marks}
        self._pen = _Pen(faces, size, (*names, *words))
        self._look = Look(beside=0.8 * MM, above=0.55 * MM, frame=1.0, whole=60 * MM)
        self._columns = self._widths()
        self._rows = [self._row(day) for day in sheet.days]
        self._room = self._room_for_days()
        self._heights = [lay_out(row, self._columns, self._look).height for row in self._rows]

    def pages(self) -> int:
        """Return about how many pages it takes; one is exact."""
        return max(1, math.ceil(sum(self._heights) / self._room))

    def story(self) -> list[Flowable]:
        """Return title, table and foot; rows share what room is left over."""
        least = self._row_height()
        rows = [replace(row, least=least) for row in self._rows]
        table = Grid(self._columns, rows, head=(self._head(),), look=self._look)
        return [*self._title(), table, *self._foot()]

    def _room_for_days(self) -> float:
        """Return the height that the days have on one page."""
        around = [*self._title(), *self._foot()]
        taken: float = sum(
            each.wrap(self.setup.width, 1e6)[1] + each.getSpaceBefore() + each.getSpaceAfter()
            for each in around
        )
        head: float = lay_out(self._head(), self._columns, self._look).height
        return self.setup.height - taken - head - _SLACK

    def _row_height(self) -> float:
        """Return how tall the days can be: even, and together no taller than the page."""
        room, low, high = self._room, 0.0, _TALLEST_ROW
        if sum(self._heights) > room:
            return 6 * MM  # over several pages anyway
        for _ in range(20):
            middle = (low + high) / 2
            fits = sum(max(height, middle) for height in self._heights) <= room
            low, high = (middle, high) if fits else (low, middle)
        return low

    def _widths(self) -> list[float]:
        """Return the widths of date, weekday, mark, leader, phone, posts and remark."""
        em = self._pen.size
        fixed = [4.9 * em, 2.7 * em, 4.7 * em, 5.0 * em, 7.0 * em]
        if not any(day.mark for day in self._sheet.days):
            fixed[2] = 3.0 * em
        if any(len(day.cells[LEADER].holders) > 1 for day in self._sheet.days):
            fixed[3] = 6.4 * em
        remark = (7.0 if any(day.remark for day in self._sheet.days) else 3.6) * em
        rest = self.setup.width - sum(fixed) - remark
        wanted = [self._wanted(post) * em for post in self._sheet.posts[1:]]
        if not wanted:
            return [*fixed, remark + rest]
        if sum(wanted) > rest:
            return [*fixed, *(each * rest / sum(wanted) for each in wanted), remark]
        spare = min((rest - sum(wanted)) / len(wanted), 4.0 * em)
        remark += rest - sum(wanted) - spare * len(wanted)
        return [*fixed, *(each + spare for each in wanted), remark]

    def _wanted(self, post: str) -> float:
        """Return the width, in ems, in which a post needs no more lines than it must."""
        face = self._faces.face("宋体")
        widths = [
            face.width("、".join(holder.name for holder in holders))
            for day in self._sheet.days
            for holders in day.cells[post].holders.values()
        ]
        common = sorted(widths)[len(widths) * 9 // 10] if widths else 0.0
        marks = {m for day in self._sheet.days for m in day.cells[post].marks}
        said = min(4.2, max(map(len, (post, *marks))))
        return max(_NARROWEST, said, min(common, _WIDEST)) + 1.0

    def _row(self, day: SheetDay) -> Row:
        plain, bold = self._pen.style(), self._pen.style("黑体")
        rest = 0.0 if day.working else _REST
        weekday = times.WEEKDAYS[day.day.weekday()]
        marked = day.peak or day.mark.startswith("截止日")
        cells = [
            Cell(((f"{day.day.month}月{day.day.day}日", plain),), shade=rest),
            Cell(((weekday, plain if day.working else bold),), shade=rest),
            Cell(((day.mark, bold if marked else plain),), shade=_PEAK if day.peak else rest),
        ]
        for place, post in enumerate(self._sheet.posts):
            leader = post == LEADER
            width = self._columns[3 if leader else 4 + place] - 2 * self._look.beside
            texts = self._cell_texts(day.cells[post], width / self._pen.size)
            if leader and day.resting:
                texts.append(("休", plain))
            shade = _LOUD if day.cells[post].marks else rest
            blank = "" if rest else _EMPTY
            cells.append(Cell(tuple(texts) or ((blank, plain),), shade=shade))
            if leader:
                cells.append(_phones(day.cells[post], plain, rest))
        cells.append(Cell(((day.remark, replace(plain, align="left")),), shade=rest))
        return Row(tuple(cells))

    def _cell_texts(self, cell: SheetCell, ems: float) -> list[tuple[str, Style]]:
        """Return who holds a post, a name a line where one line has not room for them all."""
        plain, bold = self._pen.style(), self._pen.style("黑体")
        texts = []
        for part, holders in cell.lines():
            names = [holder.name for holder in holders]
            line = "\u2002".join(filter(None, (part, "、".join(names))))
            if plain.face.width(line) > ems:
                line = "\n".join(filter(None, (part, *names)))
            texts.append((line, plain))
        if cell.marks:
            texts.append(("、".join(cell.marks), bold))
        return texts

    def _title(self) -> list[Flowable]:
        sheet, faces = self._sheet, self._faces
        title = Style(faces.face("小标宋"), 19, 25, "centre", even=True)
        made: list[Flowable] = [Prose(f"{sheet.hall.name}{sheet.title}", title, after=2 * MM)]
        if self._bureau:
            above = Style(faces.face("宋体"), 11, 15, "centre")
            made.insert(0, Prose(self._bureau, above, after=0.5 * MM))
        return made

    def _head(self) -> Row:
        style = self._pen.style("黑体")
        labels = ["日期", "星期", "征期", LEADER, "联系电话", *self._sheet.posts[1:], "备注"]
        cells = tuple(Cell(((label, style),), shade=_PEAK) for label in labels)
        return Row(cells, self._pen.size * 1.9)

    def _foot(self) -> list[Flowable]:
        sheet = self._sheet
        size = max(9.0, min(self._pen.size, 10.5))
        text = Style(self._faces.face("宋体"), size, size * 1.4)
        bold = Style(self._faces.face("黑体"), size + 0.5, size * 1.5, "left")
        phone = sheet.duty_phone or "＿＿＿＿＿＿＿＿"
        made: list[Flowable] = [Prose(f"值班电话：{phone}", bold, before=2 * MM)]
        if sheet.demands:
            made.append(Prose(f"值班要求：{sheet.demands}", text, before=0.5 * MM))
        notes = list(sheet.notes)
        if sheet.gaps:
            notes.insert(0, f"深灰底共 {sheet.gaps} 处缺人或冲突，请在张贴前落实")
        if notes:
            made.append(Prose(f"注：{'；'.join(notes)}。", text, before=0.5 * MM))
        signed = "\u3000" * 12
        line = f"制表：{signed}审核：{signed}日期："
        made.append(Prose(line, replace(text, align="left"), before=2.5 * MM))
        return made


def _phones(cell: SheetCell, style: Style, rest: float) -> Cell:
    numbers = dict.fromkeys(h.phone for _, holders in cell.lines() for h in holders if h.phone)
    return Cell(tuple((number, style) for number in numbers) or (("", style),), shade=rest)
