"""Pages: size, margins, the footer every paper has, and turning flowables into a PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate
from reportlab.platypus.flowables import Flowable

from hallduty.documents.fonts import Faces
from hallduty.documents.paper import Paper, PrintMark, missing_text
from hallduty.documents.typeset import MM, Align, Style, draw_lines, set_lines

A4 = (210 * MM, 297 * MM)
A4_LANDSCAPE = (297 * MM, 210 * MM)
_FOOT_SIZE = 8.5
_FOOT_LEADING = 12.0


@dataclass(frozen=True, slots=True)
class Setup:
    """A page: its size and margins in points."""

    size: tuple[float, float]
    left: float
    right: float
    top: float
    bottom: float

    @property
    def width(self) -> float:
        """Width of the type area."""
        return self.size[0] - self.left - self.right

    @property
    def height(self) -> float:
        """Height of the type area."""
        return self.size[1] - self.top - self.bottom


# What is drawn on every page besides the text: canvas, page number, number of pages.
Furniture = Callable[[Any, int, int], None]


def build(
    story: Sequence[Flowable],
    setup: Setup,
    faces: Faces,
    printed: PrintMark,
    *,
    title: str,
    bureau: str = "",
    furniture: Furniture | None = None,
) -> Paper:
    """Lay the story out on pages and return the paper; `furniture` None is the usual footer."""
    draw = furniture or (
        lambda canvas, page, pages: footer(canvas, setup, faces, printed, page, pages)
    )
    out = BytesIO()
    # A page's furniture says how many pages there are, which is known after the last one:
    # each page refers to a form of its own, and the forms are drawn at the end.
    pages = 0

    def on_page(canvas: Any, doc: Any) -> None:
        nonlocal pages
        pages += 1
        canvas.doForm(f"furniture{pages}")

    class _Canvas(Canvas):  # type: ignore[misc]
        def save(self) -> None:
            if self._code:
                self.showPage()
            for page in range(1, pages + 1):
                self.beginForm(f"furniture{page}")
                draw(self, page, pages)
                self.endForm()
            super().save()

    rl_config.useA85 = 0  # binary streams: a fifth smaller than text ones, and faster
    frame = Frame(setup.left, setup.bottom, setup.width, setup.height, 0, 0, 0, 0, id="type-area")
    doc = BaseDocTemplate(
        out,
        pagesize=setup.size,
        title=title,
        author=bureau,
        subject=title,
        creator="HallDuty 值班长",
        lang="zh-CN",
        pageTemplates=[PageTemplate("page", [frame], onPageEnd=on_page)],
    )
    doc.build(list(story), canvasmaker=_Canvas)
    return Paper(out.getvalue(), pages, faces.missing, faces.substituted)


def footer(
    canvas: Any,
    setup: Setup,
    faces: Faces,
    printed: PrintMark,
    page: int,
    pages: int,
    *,
    below: float = 5 * MM,
) -> None:
    """Draw the footer: printed when, by whom, check code; missing characters; page n of m.

    `below` is its distance from the type area in points.
    """
    small = faces.face("宋体")
    top = setup.bottom - below
    missing = missing_text(faces.missing)

    def line(text: str, align: Align, at: float) -> None:
        style = Style(small, _FOOT_SIZE, _FOOT_LEADING, align)
        draw_lines(canvas, set_lines(text, style, setup.width)[:1], setup.left, at)

    line(printed.text(), "left", top)
    line(f"第{page}页\u3000共{pages}页", "right", top)
    if missing:
        line(missing, "left", top - _FOOT_LEADING)
