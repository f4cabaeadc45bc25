"""The list of follow-ups (善后清单) on paper: what is owed to whom, masked by default."""

from __future__ import annotations

from collections.abc import Iterator

from hallduty.documents.flow import Prose
from hallduty.documents.fonts import Faces
from hallduty.documents.grid import Cell, Grid, Look, Row
from hallduty.documents.page import A4_LANDSCAPE, Setup, build
from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.typeset import MM, Align, Style
from hallduty.domain import times
from hallduty.domain.followup_board import BoardLine, shown_matter
from hallduty.domain.followup_sheet import FollowupSheet
from hallduty.domain.followups import masked_name
from hallduty.domain.phones import masked

_TITLE = "善后事项清单"
# Heading, width in millimetres, how it is set.
_COLUMNS: tuple[tuple[str, float, Align], ...] = (
    ("序号", 12, "centre"),
    ("事件", 20, "centre"),
    ("种类", 26, "centre"),
    ("姓名", 24, "centre"),
    ("电话", 32, "centre"),
    ("事项", 58, "left"),
    ("登记时间", 32, "centre"),
    ("通知情况", 28, "centre"),
    ("办理情况", 35, "left"),
)
_LOOK = Look(beside=1.4 * MM, above=1.4 * MM, whole=40 * MM)
_NONE = "没有善后事项。"


def print_followups(
    sheet: FollowupSheet, faces: Faces, printed: PrintMark, *, bureau: str = ""
) -> Paper:
    """Print the list; a column that the list does not need leaves its room to the matter."""
    columns = _columns(sheet)
    width = sum(share for _, share, _ in columns) * MM
    side = (A4_LANDSCAPE[0] - width) / 2
    setup = Setup(A4_LANDSCAPE, side, side, 15 * MM, 17 * MM)
    small = Style(faces.face("宋体"), 10.5, 16, "left")
    title = Style(faces.face("小标宋"), 20, 28, "centre", track=0.04)
    heading = "\u3000\u3000".join(part for part in (bureau, sheet.heading) if part)
    story = [
        Prose(_TITLE, title),
        Prose(heading, small, before=1.5 * MM),
        Prose(f"{sheet.summary}。{sheet.remark}", small, after=1 * MM),
    ]
    if sheet.lines:
        story.append(
            Grid(
                [share * MM for _, share, _ in columns],
                _rows(sheet, columns, faces),
                head=(_head(columns, faces),),
                look=_LOOK,
            )
        )
        foot = "制表：" + "\u3000" * 10 + "审核：" + "\u3000" * 10 + "日期："
        story.append(Prose(foot, small, before=5 * MM))
    else:
        story.append(Prose(_NONE, small, before=8 * MM))
    return build(story, setup, faces, printed, title=_TITLE, bureau=bureau)


def _columns(sheet: FollowupSheet) -> list[tuple[str, float, Align]]:
    if sheet.over_all:
        return list(_COLUMNS)
    spare = next(width for name, width, _ in _COLUMNS if name == "事件")
    return [
        (name, width + spare if name == "事项" else width, align)
        for name, width, align in _COLUMNS
        if name != "事件"
    ]


def _head(columns: list[tuple[str, float, Align]], faces: Faces) -> Row:
    style = Style(faces.face("黑体"), 10, 14, "centre")
    return Row(tuple(Cell(((name, style),)) for name, _, _ in columns))


def _rows(
    sheet: FollowupSheet, columns: list[tuple[str, float, Align]], faces: Faces
) -> Iterator[Row]:
    scrub = sheet.scrubber()
    for number, line in enumerate(sheet.lines, start=1):
        told = _told(number, line, revealed=sheet.revealed)
        if scrub is not None:
            told |= {name: scrub(told[name]) for name in ("事项", "办理情况")}
        cells = []
        for name, _, align in columns:
            # A number is read whole.
            keep = (told[name],) if name in ("电话", "姓名") and told[name] else ()
            style = Style(faces.face("宋体"), 10, 14, align, keep=keep)
            cells.append(Cell(((told[name], style),)))
        yield Row(tuple(cells), 8 * MM)


def _told(number: int, line: BoardLine, *, revealed: bool) -> dict[str, str]:
    each = line.followup
    done = ""
    if each.settled_at is not None:
        done = f"{times.stamp(each.settled_at)[5:]} {each.settled_by}：{each.how}"
    forgotten = not (each.who or each.phone) and not each.is_open
    return {
        "序号": str(number),
        "事件": line.number,
        "种类": each.kind.label,
        "姓名": each.who if revealed else masked_name(each.who),
        "电话": each.phone if revealed else masked(each.phone),
        "事项": shown_matter(each) or ("个人信息已按期删除" if forgotten else ""),
        "登记时间": times.stamp(each.added_at),
        "通知情况": line.state_text if each.is_open else "已办",
        "办理情况": done,
    }
