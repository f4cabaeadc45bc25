"""Reports over a period as official papers: the day's policy questions, the month's needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reportlab.platypus import CondPageBreak, KeepTogether

from hallduty.documents.bar_chart import BarChart
from hallduty.documents.flow import Prose
from hallduty.documents.fonts import Faces
from hallduty.documents.gbt9704 import PITCH, OfficialPaper
from hallduty.documents.paper import Paper, PrintMark
from hallduty.domain import need_month, policy_daily, times

if TYPE_CHECKING:
    from hallduty.domain.need_month import Bar, MonthFigures

# How the lines of an edited text are told apart (GB/T 9704: levels of headings).
_FIRST = re.compile(r"^[一二三四五六七八九十]{1,3}、.{1,30}$")
# Lines that the addressee and the signature take.
_CLOSING = 5
_SECOND = re.compile(r"^（[一二三四五六七八九十]{1,3}）.{1,30}$")


@dataclass(frozen=True, slots=True)
class PeriodPaper:
    """What a report says: its text as it stands, whom it goes to, the day it bears."""

    text: str
    to: str
    day: date


def print_policy_day(
    period: date, contents: PeriodPaper, faces: Faces, printed: PrintMark, *, bureau: str = ""
) -> Paper:
    """Print the daily report on policy questions."""
    paper = OfficialPaper(faces)
    paper.title(policy_daily.TITLE)
    paper.subtitle(policy_daily.subtitle(period))
    _write(paper, contents.text, _CLOSING)
    _close(paper, contents, bureau)
    title = f"{policy_daily.TITLE} {period.isoformat()}"
    return paper.finish(printed, title=title, bureau=bureau)


def print_need_month(
    figures: MonthFigures,
    contents: PeriodPaper,
    faces: Faces,
    printed: PrintMark,
    *,
    bureau: str = "",
) -> Paper:
    """Print the month's analysis of needs: its text, its figures, and their picture."""
    paper = OfficialPaper(faces)
    paper.title(need_month.TITLE)
    paper.subtitle(f"（{need_month.month_cn(figures.month)}）")
    _write(paper, contents.text)
    for what, bars in (("类别", figures.categories), ("渠道", figures.channels)):
        if bars:
            _picture(paper, figures, what, bars, faces)
    _close(paper, contents, bureau)
    title = f"{need_month.TITLE} {figures.month}"
    return paper.finish(printed, title=title, bureau=bureau)


def _write(paper: OfficialPaper, text: str, below: int = 0) -> None:
    """Set a text as typed: a line that is numbered like a heading is one.

    Its last paragraph stays on a page with the `below` lines that follow it.
    """
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    last = len(lines) - 1
    while last > 0 and _level(lines[last - 1]):
        last -= 1
    for place, line in enumerate(lines):
        if place == last and below:
            needed = sum(-(-len(each) // 26) for each in lines[last:]) + below
            paper.add(CondPageBreak(min(needed, 20) * PITCH))
        level = _level(line)
        if level:
            paper.heading(line, level)
        elif line.startswith("（请填写"):
            paper.hint(line)
        else:
            paper.body(line)


def _level(line: str) -> int:
    """Return the level of heading that a line is, 0 when it is text."""
    if _FIRST.match(line):
        return 1
    return 2 if _SECOND.match(line) else 0


def _close(paper: OfficialPaper, contents: PeriodPaper, bureau: str) -> None:
    paper.add(CondPageBreak(_CLOSING * PITCH))
    if contents.to:
        paper.body(f"报送：{contents.to}")
    if bureau:
        paper.signature(bureau, times.day_cn(contents.day))


# --- the picture ------------------------------------------------------------------------------


def _picture(
    paper: OfficialPaper,
    figures: MonthFigures,
    what: str,
    bars: tuple[Bar, ...],
    faces: Faces,
) -> None:
    """Add a table of figures by category or channel and the bars that show them."""
    month = need_month.month_cn(figures.month)
    caption = f"{month}需求按{what}统计"
    style = paper.style("黑体", 14.0, "centre", 0)
    chart = BarChart(bars, faces)
    # Caption and picture are read together; the table may go on over the page.
    paper.add(KeepTogether([Prose(caption, style, before=PITCH / 2), chart]))
    paper.table(
        (3, 2, 2, 3),
        (what, "本月（件）", "上月（件）", "比上月"),
        [
            *((bar.name, str(bar.count), str(bar.before), bar.change) for bar in bars),
            (
                "合计",
                str(figures.total),
                str(figures.before),
                need_month.change_text(figures.total, figures.before),
            ),
        ],
    )
