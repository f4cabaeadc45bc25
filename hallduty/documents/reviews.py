"""The after-action report (应急处置总结报告, plan clause 五（四）) in the layout of GB/T 9704."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reportlab.platypus import CondPageBreak

from hallduty.documents.fonts import Faces
from hallduty.documents.gbt9704 import PITCH, SETUP, OfficialPaper
from hallduty.documents.grid import Cell, Grid, Row
from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.reviews_handling import Parts
from hallduty.domain import narrative, times
from hallduty.domain.calendar import FilingCalendar
from hallduty.domain.dossiers import Dossier
from hallduty.domain.form_values import marks
from hallduty.domain.incidents import StepState
from hallduty.domain.narrative_text import clock, formal, scrubber, sentence
from hallduty.domain.plan import Plan
from hallduty.domain.reports import made
from hallduty.domain.reviews import WRITTEN_SECTIONS, Action, Section

_NOTHING = "无。"
_HINTS = {section.key: section for section in WRITTEN_SECTIONS}


def build(
    dossier: Dossier,
    plan: Plan,
    calendar: FilingCalendar,
    faces: Faces,
    printed: PrintMark,
    bureau: str,
) -> Paper:
    """Print the report of one incident, filled from its record.

    What only a person can write is printed as written, else as a hint to write it. Taxpayers
    appear as counts, their names and numbers masked wherever somebody typed them.
    """
    report = _Report(dossier, plan, calendar, OfficialPaper(faces, _names(dossier)), bureau)
    report.write(printed)
    return report.paper.finish(printed, title=report.title, bureau=bureau)


class _Report:
    """The report as it is written, section by section (facts of the field, section 4)."""

    def __init__(
        self,
        dossier: Dossier,
        plan: Plan,
        calendar: FilingCalendar,
        paper: OfficialPaper,
        bureau: str,
    ) -> None:
        self.paper = paper
        self._dossier = dossier
        self._incident = dossier.incident
        self._day = dossier.incident.occurred_at.date()
        self._plan = plan
        self._calendar = calendar
        self._bureau = bureau
        self._scrub = scrubber(dossier)
        self._parts = Parts(paper, dossier)
        self._sections = 0

    @property
    def title(self) -> str:
        """2026—017号税务端系统故障应急处置总结报告."""
        return self._title("")

    def write(self, printed: PrintMark) -> None:
        """Write the whole report."""
        self.paper.title(self._title("\n"))
        self.paper.subtitle(f"（{times.day_cn(self._day)}）")
        self._facts()
        sections: tuple[tuple[str, Callable[[], None]], ...] = (
            ("摘要", lambda: self._written("summary")),
            ("基本情况", self._basics),
            ("处置前准备与预案条款", self._preparation),
            ("处置经过", self._course),
            ("决策记录", self._decisions),
            ("影响情况", self._impact),
            ("报告与公告", self._reports),
            ("应做与实做对照", self._steps),
            ("原因", self._causes),
            ("经验与不足", self._lessons),
            ("舆情与诉求", lambda: self._written("opinion")),
            ("善后通知", self._followups),
            ("整改措施", self._actions),
            ("预案修订建议", lambda: self._written("amendments")),
            ("附件与参与人", self._attachments),
        )
        for number, (heading, section) in enumerate(sections, 1):
            self.paper.heading(f"{times.ordinal_cn(number)}、{heading}")
            section()
        if self._bureau:
            self.paper.signature(self._bureau, times.day_cn(printed.at.date()))
        self._approval(len(sections) + 1)

    def _title(self, between: str) -> str:
        number = self._incident.number.replace("-", "—")
        kind = "应急演练总结报告" if self._incident.drill else "应急处置总结报告"
        return f"{number}号{self._scenario_name()}{between}{kind}"

    def _scenario_name(self) -> str:
        scenario = self._plan.scenario(self._incident.scenario)
        event_type = self._plan.event_type(self._incident.event_type).name
        # 其他 alone would name nothing.
        return scenario.name if scenario and scenario.name != "其他" else event_type

    def _facts(self) -> None:
        incident, review = self._incident, self._dossier.review
        said = marks(incident)
        status = incident.status.label + (f"（{'、'.join(said)}）" if said else "")
        self.paper.pairs(
            (
                ("编号", incident.number.replace("-", "—")),
                ("密级", review.classification if review else "内部"),
                ("状态", status),
                ("级别", self._plan.level(incident.level).name),
                ("事件类型", self._plan.event_type(incident.event_type).name),
                ("值班领导", self._dossier.leader or "未登记"),
            )
        )

    def _written(self, key: str) -> None:
        """Print a written section, or the hint to write it."""
        text = self._text(key)
        if text:
            self.paper.body(text)
        else:
            self.paper.hint(_hint(_HINTS[key]))

    def _text(self, key: str) -> str:
        review = self._dossier.review
        return self._scrub(review.sections.get(key, "").strip()) if review else ""

    def _basics(self) -> None:
        paper = self.paper
        for text in narrative.basics(self._dossier, self._plan, self._calendar, self._bureau):
            paper.body(text)
        if self._incident.description.strip():
            paper.body(self._scrub(self._incident.description))
        self._key_times()

    def _key_times(self) -> None:
        pairs = []
        for found in narrative.key_times(self._dossier):
            # Whole minutes while they are easily read, as the text above gives them.
            gone = f"{found.minutes}分钟"
            gone = gone if found.minutes < 1000 else times.duration_cn(found.minutes)
            after = f"（{gone}后）" if found.minutes else ""
            pairs.append((found.label, clock(found.at, self._day) + after))
        self.paper.pairs(pairs)

    def _preparation(self) -> None:
        self._written("preparation")
        self.paper.body(narrative.clause_text(self._dossier, self._plan))

    def _course(self) -> None:
        course = narrative.course(self._dossier, self._plan)
        for text in course or ["时间线无记录。"]:
            self.paper.body(text)
        self._parts.duplicates(self._plan)
        if self._incident.outcome.strip():
            outcome = self._scrub(self._incident.outcome.strip())
            self.paper.body(f"处置结果：{sentence(outcome)}")

    def _decisions(self) -> None:
        for at, done, why in narrative.level_changes(self._dossier):
            reason = f"，理由：{why}" if why else ""
            self.paper.body(f"{clock(at, self._day) if at else ''}{done}{reason}。")
        self._written("decisions")

    def _impact(self) -> None:
        found = narrative.impact(self._dossier)
        lasted = "业务中断" if narrative.is_outage(self._incident) else "历时"
        about = "约" if found.waiting_about else ""
        # Where no outage was recorded it is windows times minutes, both in this table.
        guessed = "（推算）" if found.window_minutes_about else ""
        self.paper.pairs(
            (
                (lasted, _figure(found.minutes, "分钟")),
                ("停用窗口", _figure(found.windows, "个")),
                ("窗口损失", _figure(found.window_minutes, "分钟") + guessed),
                ("最多等候", about + _figure(found.waiting, "人")),
                ("涉及人数", _figure(found.people, "人")),
                ("受影响系统", self._incident.systems.strip() or "未登记"),
            )
        )
        self._parts.crowd()

    def _reports(self) -> None:
        lines = narrative.report_lines(self._dossier, self._plan)
        notices = "" if self._dossier.postings else "，未发布公告"
        self._numbered(lines, f"未向上报告{notices}。")
        self._parts.replies()
        self._parts.notices()
        self._parts.promises()

    def _steps(self) -> None:
        rows = narrative.step_rows(self._dossier)
        if not rows:
            self.paper.body("本事件没有预案步骤。")
            return
        count = {state: sum(1 for row in rows if row.state is state) for state in StepState}
        self.paper.body(
            f"预案应做{len(rows)}项，已做{count[StepState.DONE]}项，"
            f"跳过{count[StepState.SKIPPED]}项，未做{count[StepState.OPEN]}项。"
        )
        table = ((str(row.position), row.clause, row.due, row.done) for row in rows)
        self.paper.table(
            (2.2, 3.2, 11, 9),
            ("序号", "条款", "应做", "实做"),
            table,
            ("centre", "centre", "left", "left"),
        )

    def _causes(self) -> None:
        self.paper.heading("（一）直接原因", 2)
        cause, written = self._scrub(self._incident.cause.strip()), self._text("direct_cause")
        if cause and cause.rstrip("。") not in written:
            self.paper.body(sentence(cause))
        if written or not cause:
            self._written("direct_cause")
        self.paper.heading("（二）促成因素", 2)
        self._written("contributing_causes")
        self._parts.causes()

    def _lessons(self) -> None:
        for number, key in enumerate(("went_well", "went_badly", "lucky"), 1):
            self.paper.heading(f"（{times.ordinal_cn(number)}）{_HINTS[key].title}", 2)
            self._written(key)

    def _followups(self) -> None:
        text = narrative.followup_text(self._dossier)
        self.paper.body(sentence(text) if text else "没有需要善后通知的办税人。")
        self._parts.told()

    def _actions(self) -> None:
        actions = self._dossier.actions
        if not actions:
            self.paper.hint("（待填写：写明措施、类型、责任人、完成期限，完成后写明核实情况）")
            return
        rows = (self._action_row(n, action) for n, action in enumerate(actions, 1))
        self.paper.table(
            (2.6, 9.5, 2.8, 3.6, 4.8, 6),
            ("序号", "措施", "类型", "责任人", "期限", "核实"),
            rows,
            ("centre", "left", "centre", "centre", "centre", "left"),
        )

    def _action_row(self, number: int, action: Action) -> tuple[str, ...]:
        due = f"{action.due:%Y-%m-%d}" if action.due else "未定"
        state = action.status_label
        if action.verified_at:
            state += f"：{self._scrub(action.verification)}"
        return (str(number), self._scrub(action.what), action.type, action.owner, due, state)

    def _attachments(self) -> None:
        self.paper.heading("（一）附件", 2)
        self._numbered([attachment.name for attachment in self._dossier.attachments], _NOTHING)
        self.paper.heading("（二）参与人", 2)
        people = _people(self._dossier)
        self.paper.body("、".join(map(formal, people)) + "。" if people else _NOTHING)
        self._parts.footage()

    def _approval(self, number: int) -> None:
        """Leave room for ink: who drafted, who checked, who signed, each with a day."""
        # 一般 events are decided on the spot, others by the group (plan clause 三).
        to_group = self._plan.level(self._incident.level).to_group
        signs = "应急处理小组组长" if to_group else "值班领导"
        self.paper.add(CondPageBreak(7 * PITCH))
        self.paper.heading(f"{times.ordinal_cn(number)}、审批签字")
        label = self.paper.style("黑体", 12, "centre", 0)
        blank = self.paper.style("宋体", 12, "right", 0)
        rows = [
            Row((Cell(((name, label),)), Cell((("年　　月　　日", blank),))), least=1.6 * PITCH)
            for name in ("拟稿人", "审核人", signs)
        ]
        columns = (SETUP.width * 0.3, SETUP.width * 0.7)
        self.paper.add(Grid(columns, rows, before=PITCH / 4))

    def _numbered(self, lines: Iterable[str], nothing: str) -> None:
        texts = [f"{number}. {line}" for number, line in enumerate(lines, 1)]
        self.paper.body("\n".join(texts) if texts else nothing)


def _hint(section: Section) -> str:
    return f"（待填写：{section.hint.rstrip('。')}）"


def _figure(value: int | None, unit: str) -> str:
    return "未登记" if value is None else f"{value}{unit}"


def _people(dossier: Dossier) -> list[str]:
    """Return who took part, each once: leader, handler, who wrote and who was reported to."""
    incident = dossier.incident
    named = [dossier.leader, incident.handler]
    named += [entry.actor for entry in dossier.entries]
    named += [step.settled_by for step in dossier.steps]
    named += [report.to for report in made(dossier.reports)]
    return list(dict.fromkeys(name.strip() for name in named if name.strip()))


def _names(dossier: Dossier) -> tuple[str, ...]:
    """Return the names that no line may break."""
    people = [part for name in _people(dossier) for part in name.split()]
    owners = [action.owner.strip() for action in dossier.actions]
    return tuple(name for name in (*people, *owners) if 2 <= len(name) <= 8)
