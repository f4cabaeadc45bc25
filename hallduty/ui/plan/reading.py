"""The plan as a text to read: sections with anchors, as HTML in the palette in force."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from hallduty.domain import times
from hallduty.domain.contacts import GroupMember
from hallduty.domain.plan import Clause, GroupPost, Plan, PlanStep, Scenario
from hallduty.ui import theme

PRODUCES = {
    "call": "通话记录",
    "notice": "公告",
    "followup": "善后登记",
    "report": "上报",
    "window": "窗口安排",
    "wait": "预计等候时间",
    "appointment": "预约",
}


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the contents: its anchor, its title, and how deep it lies (0, 1)."""

    anchor: str
    title: str
    depth: int


def sections(plan: Plan) -> list[Section]:
    """Return the contents in the order of the text."""
    found = [Section(clause_anchor(c.key), clause_title(c), c.depth - 1) for c in plan.clauses]
    found.append(Section("group", "应急处理小组", 0))
    found.append(Section("scenarios", "情形与处置步骤", 0))
    found += [Section(f"scenario-{s.code}", s.name, 1) for s in plan.scenarios]
    return found


def clause_anchor(key: str) -> str:
    """Return the anchor of a clause."""
    return f"clause-{key}"


def clause_title(clause: Clause) -> str:
    """一、适用范围 for a chapter, （二）系统故障的应急处理 below it, 附件：登记台帐 after them."""
    if clause.depth > 1:
        return clause.key[clause.key.find("（") :] + clause.title
    mark = "、" if len(clause.key) == 1 else "："
    return f"{clause.key}{mark}{clause.title}"


def as_html(plan: Plan, group: Sequence[GroupMember], size: int) -> str:
    """Return the whole plan as HTML; `size` is the text's size in pixels."""
    parts = [_style(size), f"<p class='title'>{_title(plan.title)}</p>"]
    parts.append(f"<p class='date'>（{times.day_cn(plan.published)}公布）</p>")
    parts += [_clause(clause) for clause in plan.clauses]
    parts.append(_heading("group", "应急处理小组", 2))
    parts.append(_group(plan.group, group))
    parts.append(_heading("scenarios", "情形与处置步骤", 2))
    parts.append("<p class='note'>登记事件时选定情形，下列步骤即成为该事件的处置步骤。</p>")
    parts += [_scenario(plan, scenario) for scenario in plan.scenarios]
    return "".join(parts)


def _title(title: str) -> str:
    """Break a title after the bureau's name, so that no single character is left over."""
    place = title.rfind("局") + 1
    halves = (title[:place], title[place:]) if 0 < place < len(title) else (title,)
    return "<br>".join(html.escape(half) for half in halves)


def _style(size: int) -> str:
    colours = theme.colours()
    small, large, indent = round(size * 0.85), round(size * 1.6), size * 2
    return f"""<style>
        body, p, td, th {{ font-size: {size}px; color: {colours.text}; }}
        p {{ line-height: 124%; margin: 0px 0px {size // 2}px 0px; text-indent: {indent}px; }}
        p.date {{ text-align: center; text-indent: 0px; color: {colours.secondary}; }}
        p.note {{ text-indent: 0px; color: {colours.secondary}; font-size: {small}px; }}
        p.note a {{ font-size: {small}px; }}
        p.title {{ font-size: {large}px; font-weight: bold; text-align: center;
                   text-indent: 0px; margin: {size}px 0px 4px 0px; }}
        h2 {{ font-size: {round(size * 1.2)}px; margin: {size * 2}px 0px {size // 2}px 0px; }}
        h3 {{ font-size: {size}px; margin: {round(size * 1.3)}px 0px {size // 2}px 0px; }}
        th {{ color: {colours.secondary}; font-weight: normal; text-align: left;
              font-size: {small}px; background-color: {colours.sunken}; }}
        td, th {{ border-bottom: 1px solid {colours.hairline}; }}
        a {{ color: {colours.accent}; text-decoration: none; }}
        </style>"""


def _heading(anchor: str, title: str, level: int) -> str:
    return f"<h{level}><a name='{html.escape(anchor)}'></a>{html.escape(title)}</h{level}>"


def _clause(clause: Clause) -> str:
    level = 2 if clause.depth == 1 else 3
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in clause.text.splitlines() if line)
    return _heading(clause_anchor(clause.key), clause_title(clause), level) + paragraphs


def _group(posts: Sequence[GroupPost], seats: Sequence[GroupMember]) -> str:
    """Show who holds the seats now, and beside them the posts that the plan names."""
    rows = [
        (seat.rank, seat.person.name, seat.person.post, seat.person.phone or "未填电话")
        for seat in seats
    ]
    if not rows:
        rows = [(post.rank, post.name, post.post, "") for post in posts]
    note = "<p class='note'>按通讯录中现在的任职人列出；在“通讯录—应急处理小组”中调整。</p>"
    return note + _table(
        ("职责", "姓名", "职务", "电话"), [[html.escape(c) for c in r] for r in rows]
    )


def _scenario(plan: Plan, scenario: Scenario) -> str:
    kind = plan.event_type(scenario.event_type)
    about = (
        f"<p class='note'>事件类型：{html.escape(kind.name)}　依据："
        f"{_clause_link(plan, scenario.clause)}　共 {len(scenario.steps)} 步</p>"
    )
    rows = [_step(plan, number, step) for number, step in enumerate(scenario.steps, start=1)]
    table = _table(("序", "处置步骤", "联系谁", "产出", "条款"), rows)
    return (
        _heading(f"scenario-{scenario.code}", scenario.name, 3) + about + table + _notice(scenario)
    )


def _step(plan: Plan, number: int, step: PlanStep) -> list[str]:
    return [
        str(number),
        html.escape(step.text),
        html.escape(plan.role(step.role).name) if step.role else "",
        html.escape(PRODUCES.get(step.produces, step.produces)),
        _clause_link(plan, step.clause),
    ]


def _notice(scenario: Scenario) -> str:
    if not scenario.notice.strip():
        return ""
    lines = [line for line in scenario.notice.strip().splitlines() if line]
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return f"<p class='note'>公告样稿</p>{body}"


def _clause_link(plan: Plan, key: str) -> str:
    if any(clause.key == key for clause in plan.clauses):
        return f"<a href='#{html.escape(clause_anchor(key))}'>{html.escape(key)}</a>"
    return html.escape(key)


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; cells are HTML already."""
    head = "".join(f"<th>{html.escape(title)}</th>" for title in titles)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        "<table width='100%' cellspacing='0' cellpadding='6' border='0'>"
        f"<tr>{head}</tr>{body}</table><p></p>"
    )
