"""Parts of the after-action report that the records of handling fill; nothing where none is."""

from __future__ import annotations

from hallduty.documents.gbt9704 import OfficialPaper
from hallduty.domain import narrative
from hallduty.domain import narrative_handling as handling
from hallduty.domain.dossiers import Dossier
from hallduty.domain.narrative_text import sentence
from hallduty.domain.plan import Plan
from hallduty.domain.promise_accuracy import accuracy


class Parts:
    """Adds level-two parts, numbered within their section, to the paper."""

    def __init__(self, paper: OfficialPaper, dossier: Dossier) -> None:
        self._paper = paper
        self._dossier = dossier

    def duplicates(self, plan: Plan) -> None:
        """Tell the course of what was merged, as it stood on its own timeline."""
        for duplicate in self._dossier.duplicates:
            self._paper.body(f"并入事件{handling.duplicate_text(duplicate)}的记录：")
            for text in narrative.course(duplicate, plan) or ["时间线无记录。"]:
                self._paper.body(text)

    def crowd(self) -> None:
        """The crowd as it was seen, what was decided, and whom the hall served besides."""
        rows = handling.reading_rows(self._dossier)
        if rows:
            self._paper.body("现场人数及决定采取的措施：")
            self._paper.table(
                (4.2, 2.6, 2.4, 4, 10),
                ("时间", "等候", "开窗", "预计等候", "措施"),
                rows,
                ("centre", "centre", "centre", "centre", "left"),
            )
        for line in handling.service_lines(self._dossier):
            self._paper.body(line)

    def promises(self) -> None:
        """Who promised recovery by when, what came of it, and how far a unit can be believed."""
        rows = handling.promise_rows(self._dossier)
        if not rows:
            return
        self._paper.body("承诺恢复时间及兑现情况：")
        self._paper.table(
            (6, 3.6, 4, 7.6),
            ("责任单位、承诺人", "承诺时间", "承诺恢复", "结果"),
            rows,
            ("left", "centre", "centre", "centre"),
        )
        held = accuracy([(self._dossier.incident, self._dossier.promises)])
        told = "；".join(each.sentence for each in held)
        if told:
            self._paper.body(sentence(told))

    def notices(self) -> None:
        """What hung where, from when until when."""
        rows = handling.notice_rows(self._dossier)
        if rows:
            self._paper.body("公告张贴及撤下情况：")
            self._paper.table(
                (9, 6, 4, 4),
                ("公告", "张贴地点", "张贴", "撤下"),
                rows,
                ("left", "left", "centre", "centre"),
            )

    def replies(self) -> None:
        """What was ordered, who carried it out, and what came of it."""
        rows = handling.reply_rows(self._dossier)
        if any(owner != "—" or ended != "—" for _, _, owner, _, ended in rows):
            self._paper.body("批示落实情况：")
            self._paper.table(
                (4.4, 7, 3.4, 3.6, 6.6),
                ("批示人", "批示", "承办人", "期限", "落实"),
                rows,
                ("left", "left", "centre", "centre", "left"),
            )

    def told(self) -> None:
        """How often taxpayers were tried, and what became of the cards."""
        for text in (handling.attempt_text(self._dossier), handling.card_text(self._dossier)):
            if text:
                self._paper.body(sentence(text))

    def causes(self) -> None:
        """What happened before by the same cause."""
        lines = handling.cause_lines(self._dossier)
        if lines:
            self._paper.heading("（三）同一原因的事件", 2)
            for line in lines:
                self._paper.body(line)

    def footage(self) -> None:
        """Which recordings were kept, as the last part of the annexes."""
        rows = handling.footage_rows(self._dossier)
        if rows:
            self._paper.heading("（三）监控录像保全", 2)
            self._paper.table(
                (5, 7, 11), ("位置", "时段", "保全情况"), rows, ("left", "centre", "left")
            )
