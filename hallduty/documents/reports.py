"""Prints reports upward: one as an official paper (首报、续报、终报), and the trail of them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import cast

from hallduty.documents.flow import Prose
from hallduty.documents.fonts import Faces
from hallduty.documents.gbt9704 import OfficialPaper
from hallduty.documents.grid import Cell, Grid, Look, Row
from hallduty.documents.page import A4_LANDSCAPE, Setup, build
from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.typeset import MM, Align, Style
from hallduty.domain import times
from hallduty.domain.dossiers import Dossier
from hallduty.domain.incidents import Outcome
from hallduty.domain.plan import Plan
from hallduty.domain.report_drafts import Briefing, anonymous
from hallduty.domain.reports import Channel, Report, delivered, made

TRAIL = "突发事件报告留痕单"
# Label, width in millimetres, alignment.
_COLUMNS: tuple[tuple[str, float, str], ...] = (
    ("序号", 10, "centre"),
    ("时间", 23, "centre"),
    ("报告", 15, "centre"),
    ("报送对象", 26, "left"),
    ("方式", 12, "centre"),
    ("结果", 13, "centre"),
    ("报告内容", 74, "left"),
    ("批示", 36, "left"),
    ("承办人、期限", 26, "left"),
    ("落实情况", 34, "left"),
)
_LOOK = Look(beside=1.2 * MM, above=1.3 * MM, whole=40 * MM)
_TEXT, _LEADING = 9.0, 13.0


def print_briefing(
    briefing: Briefing, dossier: Dossier, faces: Faces, printed: PrintMark, bureau: str
) -> Paper:
    """Print one report in the layout of GB/T 9704."""
    names = (dossier.leader, dossier.incident.handler, *briefing.to.split())
    paper = OfficialPaper(faces, keep=tuple(filter(None, names)))
    paper.title(briefing.title)
    paper.subtitle(briefing.number)
    paper.add(Prose(f"{briefing.to}：", paper.style(align="left", indent=0)))
    paper.body(briefing.text or "（报告内容待填写）")
    paper.signature(bureau or "办税服务场所", times.day_cn(briefing.day))
    if briefing.contact:
        paper.body(f"（{briefing.contact}）")
    return paper.finish(printed, title=briefing.title, bureau=bureau)


def print_trail(
    dossier: Dossier, plan: Plan, faces: Faces, printed: PrintMark, bureau: str
) -> Paper:
    """Print every attempt to report with what came of it, on landscape pages."""
    incident = dossier.incident
    side = (A4_LANDSCAPE[0] - sum(width for _, width, _ in _COLUMNS) * MM) / 2
    setup = Setup(A4_LANDSCAPE, side, side, 16 * MM, 18 * MM)
    line = Style(faces.face("宋体"), 10.5, 16, "left")
    scenario = plan.scenario(incident.scenario)
    name = scenario.name if scenario else plan.event_type(incident.event_type).name
    marks = "（演练）" if incident.drill else ""
    heads = (
        bureau,
        f"编号：{incident.number}",
        f"事件：{name}{marks}",
        f"级别：{plan.level(incident.level).name}",
        f"发生：{times.stamp(incident.occurred_at)}",
    )
    story = [
        Prose(TRAIL, Style(faces.face("小标宋"), 20, 28, "centre", track=0.04)),
        Prose("\u3000\u3000".join(filter(None, heads)), line, before=1.5 * MM, after=1 * MM),
        Grid(
            [width * MM for _, width, _ in _COLUMNS],
            _rows(dossier, faces),
            head=(_head(faces),),
            look=_LOOK,
        ),
        Prose(totals(dossier, printed.at.date()), line, before=2 * MM),
        Prose("制表：" + "\u3000" * 10 + "审核：" + "\u3000" * 10 + "日期：", line, before=5 * MM),
    ]
    return build(story, setup, faces, printed, title=f"{incident.number} {TRAIL}", bureau=bureau)


def totals(dossier: Dossier, today: date) -> str:
    """Sum up: how many attempts, how many got through, what became of the answers."""
    replies = [report for report in dossier.reports if report.reply]
    done = sum(1 for report in replies if not report.reply_open)
    late = sum(1 for report in replies if report.reply_overdue(today))
    tried, got = len(made(dossier.reports)), len(delivered(dossier.reports))
    said = f"合计：报告 {tried} 次，送达 {got} 次；批示 {len(replies)} 项，已落实 {done} 项"
    return said + (f"，逾期 {late} 项" if late else "") + "。"


def _head(faces: Faces) -> Row:
    style = Style(faces.face("黑体"), 9.5, 13.5, "centre")
    return Row(tuple(Cell(((label, style),)) for label, _, _ in _COLUMNS), 9 * MM)


def _rows(dossier: Dossier, faces: Faces) -> Iterator[Row]:
    base = Style(faces.face("宋体"), _TEXT, _LEADING)
    styles = [replace(base, align=cast(Align, align)) for _, _, align in _COLUMNS]
    if not dossier.reports:
        centred = replace(base, align="centre")
        yield Row((Cell((("没有报告记录", centred),), len(_COLUMNS)),), 14 * MM)
    for number, report in enumerate(dossier.reports, 1):
        struck = report.outcome is Outcome.NONE
        texts = _values(number, report, dossier)
        cells = [
            Cell(((text, replace(style, strike=struck and place != 5)),), again=place == 0)
            for place, (text, style) in enumerate(zip(texts, styles, strict=True))
        ]
        yield Row(tuple(cells), 8 * MM)


def _values(number: int, report: Report, dossier: Dossier) -> tuple[str, ...]:
    due = f"{times.day_cn(report.reply_due)}前" if report.reply_due else ""
    result = "\n".join(filter(None, (_moment(report.reply_done_at), report.reply_result)))
    reply = "\n".join(filter(None, (_moment(report.replied_at), report.reply)))
    return (
        str(number),
        times.stamp(report.at),
        report.title,
        report.to,
        report.channel.label,
        _outcome(report),
        anonymous(report.text, dossier),
        anonymous(reply, dossier) if report.reply else "",
        "\n".join(filter(None, (report.reply_owner, due))) if report.reply else "",
        anonymous(result, dossier) if result else ("未落实" if report.reply_open else ""),
    )


def _outcome(report: Report) -> str:
    if report.outcome is Outcome.NONE:
        return "已撤销"
    if report.outcome is Outcome.REACHED and report.channel is not Channel.PHONE:
        return "已报"
    return report.outcome.label


def _moment(at: datetime | None) -> str:
    return f"{at:%m-%d %H:%M}" if at else ""
