"""The pocket card (口袋卡): whom to call, on one A4 page folded three times to A7."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.platypus.flowables import Flowable

from hallduty.documents.fonts import Faces
from hallduty.documents.page import A4_LANDSCAPE, Setup, build
from hallduty.documents.paper import Paper, PrintMark, missing_text
from hallduty.documents.typeset import MM, Line, Style, draw_lines, set_lines
from hallduty.domain.contacts import Category
from hallduty.domain.directory import GROUP, Directory

_COLUMNS, _ROWS = 4, 2
_WIDTH, _HEIGHT = A4_LANDSCAPE[0] / _COLUMNS, A4_LANDSCAPE[1] / _ROWS
_SIDE, _ABOVE = 5 * MM, 6 * MM
_ROOM = _WIDTH - 2 * _SIDE
# Printers leave the edge of the paper white; the last panel keeps room for the print mark.
_FOOT = 9.0
_FOOT_ROOM = 4 * _FOOT
_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
_TITLE = "应急联络口袋卡"
_FOLD = "沿虚线折三次，折成口袋大小"


@dataclass(frozen=True, slots=True)
class _Item:
    """A line of the card: a heading (nothing at the right), or whom at the left and a number."""

    left: str
    right: str = ""
    heading: bool = False


@dataclass(frozen=True, slots=True)
class _Laid:
    left: tuple[Line, ...]
    right: tuple[Line, ...]
    heading: bool
    height: float


def print_card(
    directory: Directory, faces: Faces, printed: PrintMark, *, bureau: str = ""
) -> Paper:
    """Print the card; as large as fits one page, else more pages in the smallest type."""
    items = _items(directory)
    panels: list[list[_Laid]] = []
    for size in _SIZES:
        panels = _panels([_lay_out(item, faces, size) for item in items], faces, directory, bureau)
        if len(panels) <= _COLUMNS * _ROWS:
            break
    per_page = _COLUMNS * _ROWS
    cover = _cover(faces, directory, bureau)
    pages = [panels[at : at + per_page] for at in range(0, len(panels), per_page)]
    story = [_CardPage(page, cover if not number else ()) for number, page in enumerate(pages)]
    setup = Setup(A4_LANDSCAPE, 0, 0, 0, 0)

    def furniture(canvas: Any, page: int, pages: int) -> None:
        _draw_folds(canvas)
        _draw_foot(canvas, faces, printed, page, pages)

    return build(story, setup, faces, printed, title=_TITLE, bureau=bureau, furniture=furniture)


def _items(directory: Directory) -> list[_Item]:
    """Return what the card says, the most urgent first."""
    found: list[_Item] = []

    def block(title: str, lines: Sequence[_Item]) -> None:
        if lines:
            found.append(_Item(title, heading=True))
            found.extend(lines)

    block(
        "公共救援", [_Item(x.department, x.office_phone) for x in _numbers(directory, "公共救援")]
    )
    group = directory.section(GROUP).lines
    block(GROUP, [_Item(f"{x.duty} {x.name}", x.mobile or x.office_phone) for x in group])
    for ladder in directory.ladders:
        # The group has its own block, and what cannot be called is of no use in a pocket.
        reachable = [contact for contact in ladder.contacts if contact.phone]
        if ladder.role != GROUP:
            lines = [_Item(f"{c.rung} {c.name}".strip(), c.phone) for c in reachable]
            block(ladder.role, lines)
    for kind in Category:
        if kind is not Category.PUBLIC:
            numbers = _numbers(directory, kind.value)
            block(kind.value, [_Item(x.department, x.office_phone) for x in numbers])
    return found


def _numbers(directory: Directory, title: str) -> list[Any]:
    return [x for x in directory.section(title).lines if not x.name and x.office_phone]


def _lay_out(item: _Item, faces: Faces, size: float) -> _Laid:
    leading = size * 1.42
    song, hei = faces.face("宋体"), faces.face("黑体")
    if item.heading:
        lines = set_lines(item.left, Style(hei, size + 0.5, leading + 1, "left"), _ROOM)
        return _Laid(tuple(lines), (), True, len(lines) * (leading + 1) + 4)
    number = set_lines(item.right, Style(hei, size, leading, "right"), _ROOM * 0.6)
    taken = max((line.end - line.start for line in number), default=0) + size
    name = set_lines(item.left, Style(song, size, leading, "left"), _ROOM - taken)
    right = set_lines(item.right, Style(hei, size, leading, "right"), _ROOM)
    return _Laid(tuple(name), tuple(right), False, max(len(name), len(right)) * leading + 1.2)


def _panels(
    laid: Sequence[_Laid], faces: Faces, directory: Directory, bureau: str
) -> list[list[_Laid]]:
    """Put the lines into panels; what stands under one heading stays together where it fits."""
    head = sum(line.style.leading for line in _cover(faces, directory, bureau)) + 8
    panels: list[list[_Laid]] = [[]]
    room = _room(0) - head
    for block in _blocks(laid):
        whole = sum(line.height for line in block)
        if panels[-1] and room < whole <= _room(len(panels)):
            panels.append([])
            room = _room(len(panels) - 1)
        for line in block:
            # A heading never stands last in a panel.
            least = line.height + (block[1].height if line.heading and len(block) > 1 else 0)
            if panels[-1] and least > room:
                panels.append([])
                room = _room(len(panels) - 1)
            panels[-1].append(line)
            room -= line.height
    return panels


def _room(panel: int) -> float:
    """Return the height of a panel; the last of a page leaves room for the print mark."""
    last = panel % (_COLUMNS * _ROWS) == _COLUMNS * _ROWS - 1
    return _HEIGHT - 2 * _ABOVE - (_FOOT_ROOM if last else 0)


def _blocks(laid: Sequence[_Laid]) -> list[list[_Laid]]:
    """Return each heading with the lines under it."""
    found: list[list[_Laid]] = []
    for line in laid:
        if line.heading or not found:
            found.append([])
        found[-1].append(line)
    return found


def _cover(faces: Faces, directory: Directory, bureau: str) -> tuple[Line, ...]:
    """Return the lines at the head of the first panel."""
    song, hei = faces.face("宋体"), faces.face("黑体")
    told = [(_TITLE, Style(faces.face("小标宋"), 15, 22, "centre"))]
    told += [(text, Style(song, 8.5, 12, "centre")) for text in (bureau, directory.hall) if text]
    if directory.duty_phone:
        told.append((f"值班电话 {directory.duty_phone}", Style(hei, 11, 18, "centre")))
    return tuple(line for text, style in told for line in set_lines(text, style, _ROOM))


class _CardPage(Flowable):  # type: ignore[misc]
    """One page of panels, from left to right, then the row below."""

    def __init__(self, panels: Sequence[Sequence[_Laid]], cover: Sequence[Line]) -> None:
        super().__init__()
        self._panels, self._cover = panels, cover

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width, self.height = A4_LANDSCAPE
        return A4_LANDSCAPE

    def draw(self) -> None:
        for number, panel in enumerate(self._panels):
            x = number % _COLUMNS * _WIDTH + _SIDE
            top = self.height - number // _COLUMNS * _HEIGHT - _ABOVE
            if number == 0 and self._cover:
                top = draw_lines(self.canv, self._cover, x, top) - 8
            self._draw_panel(panel, x, top)

    def _draw_panel(self, panel: Sequence[_Laid], x: float, top: float) -> None:
        for line in panel:
            if line.heading:
                bottom = draw_lines(self.canv, line.left, x, top - 2)
                self.canv.setLineWidth(0.6)
                self.canv.line(x, bottom, x + _ROOM, bottom)
            else:
                draw_lines(self.canv, line.left, x, top)
                draw_lines(self.canv, line.right, x, top)
            top -= line.height


def _draw_folds(canvas: Any) -> None:
    canvas.saveState()
    canvas.setLineWidth(0.4)
    canvas.setDash(3, 3)
    for column in range(1, _COLUMNS):
        canvas.line(column * _WIDTH, 0, column * _WIDTH, A4_LANDSCAPE[1])
    for row in range(1, _ROWS):
        canvas.line(0, row * _HEIGHT, A4_LANDSCAPE[0], row * _HEIGHT)
    canvas.restoreState()


def _draw_foot(canvas: Any, faces: Faces, printed: PrintMark, page: int, pages: int) -> None:
    """Say in the last panel when it was printed, what the fonts lacked, and how it is folded."""
    style = Style(faces.face("宋体"), 6.5, _FOOT, "left")
    parts = [_FOLD, printed.text(), missing_text(faces.missing)]
    if pages > 1:
        parts.append(f"第{page}页\u3000共{pages}页")
    lines = [line for part in parts if part for line in set_lines(part, style, _ROOM)]
    x = (_COLUMNS - 1) * _WIDTH + _SIDE
    draw_lines(canvas, lines, x, 4 * MM + _FOOT * len(lines))
