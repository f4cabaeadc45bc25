"""The pages of the power-failure pack: type area, index tabs, contents set in two passes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.platypus import PageBreak
from reportlab.platypus.flowables import Flowable

from hallduty.documents.fonts import Faces
from hallduty.documents.page import A4, Setup, build, footer
from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.typeset import MM, Style, draw_lines, set_lines

SETUP = Setup(A4, left=15 * MM, right=15 * MM, top=20 * MM, bottom=20 * MM)
# Tabs stand this far inside the paper's edge, since printers leave a blank strip there.
_TAB_EDGE, _TAB_WIDTH, _TAB_HEIGHT = 4.5 * MM, 7.5 * MM, 26 * MM
_TAB_SIZE = 11.0
_HEAD_SIZE = 9.5


@dataclass(slots=True)
class Section:
    """A part of the pack: its title in the contents, the tab it stands under, and its pages.

    `remark` follows the title in the contents; a section that is `hung` on a wall has no line
    above it. `page` is where it begins, known after a pass.
    """

    title: str
    tab: str
    story: list[Flowable]
    remark: str = ""
    hung: bool = False
    page: int = field(default=0, compare=False)


class Begin(Flowable):  # type: ignore[misc]
    """Notes on which page its section begins and puts it into the PDF's outline."""

    def __init__(self, section: Section) -> None:
        super().__init__()
        self._section = section

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        section = self._section
        section.page = self.canv.getPageNumber()
        key = f"{section.page}-{section.title}"
        self.canv.bookmarkHorizontal(key, 0, SETUP.height)
        self.canv.addOutlineEntry(section.title, key, level=0, closed=False)


# Makes the sections anew for a pass; told the page of each section as the last pass found it.
Compose = Callable[[dict[str, int]], Sequence[Section]]


def bind(
    compose: Compose, head: str, title: str, faces: Faces, printed: PrintMark, bureau: str
) -> Paper:
    """Set the sections twice: first to learn their pages, then with the contents filled in."""
    pages: dict[str, int] = {}
    for _ in range(2):
        sections = compose(pages)
        paper = _set(sections, head, title, faces, printed, bureau)
        pages = {section.title: section.page for section in sections}
    return paper


def _set(
    sections: Sequence[Section],
    head: str,
    title: str,
    faces: Faces,
    printed: PrintMark,
    bureau: str,
) -> Paper:
    story: list[Flowable] = []
    for section in sections:
        if story:
            story.append(PageBreak())
        story += [Begin(section), *section.story]
    tabs = list(dict.fromkeys(section.tab for section in sections if section.tab))

    def furniture(canvas: Any, page: int, pages: int) -> None:
        here = [section for section in sections if 0 < section.page <= page]
        tab = here[-1].tab if here else ""
        if tab:
            _draw_tab(canvas, faces, tab, tabs.index(tab))
        if page > 1 and not here[-1].hung:
            _draw_head(canvas, faces, head)
        footer(canvas, SETUP, faces, printed, page, pages)

    return build(story, SETUP, faces, printed, title=title, bureau=bureau, furniture=furniture)


def _draw_tab(canvas: Any, faces: Faces, tab: str, place: int) -> None:
    """Draw a black tab at the right edge; each kind of page has its own height, as in a file."""
    left = SETUP.size[0] - _TAB_EDGE - _TAB_WIDTH
    top = SETUP.size[1] - SETUP.top - place * (_TAB_HEIGHT + 3 * MM)
    leading = _TAB_SIZE * 1.3
    style = Style(faces.face("黑体"), _TAB_SIZE, leading, "centre")
    lines = [line for character in tab for line in set_lines(character, style, _TAB_WIDTH)]
    canvas.saveState()
    canvas.setFillGray(0)
    canvas.rect(left, top - _TAB_HEIGHT, _TAB_WIDTH, _TAB_HEIGHT, stroke=0, fill=1)
    canvas.setFillGray(1)
    draw_lines(canvas, lines, left, top - (_TAB_HEIGHT - leading * len(lines)) / 2)
    canvas.restoreState()


def _draw_head(canvas: Any, faces: Faces, head: str) -> None:
    style = Style(faces.face("宋体"), _HEAD_SIZE, _HEAD_SIZE * 1.4, "left")
    lines = set_lines(head, style, SETUP.width)[:1]
    draw_lines(canvas, lines, SETUP.left, SETUP.size[1] - SETUP.top + 7 * MM)
