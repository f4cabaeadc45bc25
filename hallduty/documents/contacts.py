"""The directory on the wall (通讯录挂图): A4, or the same larger on A3; groups under headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hallduty.documents.flow import Prose
from hallduty.documents.fonts import Faces
from hallduty.documents.grid import Cell, Grid, Look, Row
from hallduty.documents.page import A4, Setup, build
from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.typeset import MM, Align, Style
from hallduty.domain.directory import Directory, DirectoryLine, Section

# Heading, share of the width in millimetres of A4, how it is set.
_COLUMNS: tuple[tuple[str, float, Align], ...] = (
    ("序号", 10, "centre"),
    ("部门", 27, "left"),
    ("姓名", 18, "centre"),
    ("职务", 24, "left"),
    ("应急职责", 28, "left"),
    ("办公电话", 33, "centre"),
    ("手机", 27, "centre"),
    ("备注", 21, "left"),
)
_A3_OVER_A4 = 297 / 210
_TITLE = "应急联系通讯录"
_WHOLE = re.compile(r"转?[^转]+")
_NOBODY = "通讯录里还没有人员和单位。"


def print_contacts(
    directory: Directory, faces: Faces, printed: PrintMark, *, bureau: str = "", paper: str = "a4"
) -> Paper:
    """Print the wall sheet; `paper` is a4 or a3, which is the same at √2 the size."""
    scale = _A3_OVER_A4 if paper == "a3" else 1.0
    width = sum(share for _, share, _ in _COLUMNS) * MM * scale
    size = (A4[0] * scale, A4[1] * scale)
    side = (size[0] - width) / 2
    setup = Setup(size, side, side, 14 * MM * scale, 16 * MM * scale)
    small = Style(faces.face("宋体"), 10 * scale, 15 * scale, "left")
    title = Style(faces.face("小标宋"), 20 * scale, 28 * scale, "centre", track=0.04)
    heading = "\u3000\u3000".join(
        part
        for part in (
            bureau,
            directory.hall,
            f"值班电话：{directory.duty_phone}" if directory.duty_phone else "",
        )
        if part
    )
    story = [Prose(_TITLE, title), Prose(heading, small, before=MM * scale, after=MM * scale)]
    number = 0
    for section in directory.sections:
        # A table for each group: its heading never stands alone, and goes on with its lines.
        story.append(
            Grid(
                [share * MM * scale for _, share, _ in _COLUMNS],
                _rows(section, number, faces, scale),
                head=(_section_row(section, faces, scale), _head(faces, scale)),
                look=Look(1.2 * MM * scale, 1.1 * MM * scale, 0.5 * scale, 0.9 * scale),
                after=3 * MM * scale,
            )
        )
        number += len(section.lines)
    if not directory.sections:
        story.append(Prose(_NOBODY, small, before=8 * MM))
    return build(story, setup, faces, printed, title=_TITLE, bureau=bureau)


def _head(faces: Faces, scale: float) -> Row:
    style = Style(faces.face("黑体"), 10 * scale, 14 * scale, "centre")
    return Row(tuple(Cell(((heading, style),)) for heading, _, _ in _COLUMNS))


def _rows(section: Section, before: int, faces: Faces, scale: float) -> Iterator[Row]:
    for number, line in enumerate(section.lines, before + 1):
        yield _row(number, line, faces, scale)


def _section_row(section: Section, faces: Faces, scale: float) -> Row:
    style = Style(faces.face("黑体"), 11.5 * scale, 17 * scale, "left")
    return Row((Cell(((section.title, style),), span=len(_COLUMNS)),))


def _row(number: int, line: DirectoryLine, faces: Faces, scale: float) -> Row:
    song, hei = faces.face("宋体"), faces.face("黑体")
    texts = (
        str(number),
        line.department,
        line.name,
        line.post,
        line.duty,
        line.office_phone,
        line.mobile,
        line.remark,
    )
    cells = []
    # A name and a number are read whole; a number too long breaks where its extension begins.
    keep = tuple(part for each in (line.name, line.office_phone) for part in _WHOLE.findall(each))
    for (heading, _, align), text in zip(_COLUMNS, texts, strict=True):
        bold = heading in ("姓名", "办公电话", "手机") or (heading == "部门" and not line.name)
        style = Style(hei if bold else song, 10 * scale, 14 * scale, align, keep=keep)
        cells.append(Cell(((text, style),)))
    return Row(tuple(cells), 7 * MM * scale)
