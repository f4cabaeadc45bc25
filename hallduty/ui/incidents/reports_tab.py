"""上报: the level, the calls to the emergency group, and what was reported and answered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hallduty.domain.closing import open_replies
from hallduty.domain.incidents import Outcome, Status
from hallduty.domain.reports import (
    Channel,
    Report,
    ReportKind,
    due_day,
    next_ordinal,
    proposed_kind,
    title,
)
from hallduty.ui.incidents.case import Case
from hallduty.ui.incidents.escalation import GroupCalls
from hallduty.ui.incidents.level_chooser import LevelChooser
from hallduty.ui.incidents.report_row import ReportRow
from hallduty.ui.incidents.report_text import ReportText, ScriptCard
from hallduty.ui.incidents.still_combo import StillCombo
from hallduty.ui.pair_layout import pair
from hallduty.ui.scrolled import vertical_scroll
from hallduty.ui.widgets import (
    column,
    hairline,
    heading,
    label,
    pill,
    row,
    secondary,
    set_property,
)

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp


class ReportsTab(QWidget):
    """Level, group and record of reports, top to bottom."""

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._rows: dict[int, ReportRow] = {}
        self._chosen_kind: ReportKind | None = None
        scroll = vertical_scroll()
        column(self).addWidget(scroll)
        self._scroll = scroll
        inside = QWidget()
        body = column(inside, margins=(14, 12, 14, 12), gap=8)
        self.level = LevelChooser(case)
        self.level.changed.connect(self._level_changed)
        body.addWidget(self.level)
        body.addWidget(hairline())
        body.addLayout(self._build_next())
        self.group = GroupCalls(case)
        self.group.reported.connect(self._reported)
        body.addWidget(self.group)
        body.addSpacing(4)
        body.addWidget(hairline())
        head = row(gap=8)
        head.addWidget(heading("报告记录"))
        head.addStretch()
        self.open_replies = pill("", "amber")
        head.addWidget(self.open_replies)
        body.addLayout(head)
        self.empty = label("还没有报告。打过的每一次电话都会记在这里。", "muted", wrap=True)
        body.addWidget(self.empty)
        self._list = column()
        body.addLayout(self._list)
        body.addStretch(1)
        scroll.setWidget(inside)
        case.late_at_changed.connect(self.refresh)
        case.follow(self._opened, self.refresh)

    def _build_next(self) -> QVBoxLayout:
        body = column(gap=6)
        boxes = QWidget()
        top = row(boxes, gap=6)
        self.kind = StillCombo()
        self.kind.setAccessibleName("报告种类")
        self.kind.activated.connect(self._kind_chosen)
        self.channel = StillCombo()
        self.channel.setAccessibleName("报告方式")
        for channel in Channel:
            self.channel.addItem(channel.label, channel)
        self.channel.currentIndexChanged.connect(self._channel_chosen)
        for box in (self.kind, self.channel):
            set_property(box, "small", True)
            top.addWidget(box)
        body.addWidget(pair(heading("应急处理小组"), boxes))
        self.advice = secondary("", wrap=True)
        body.addWidget(self.advice)
        self.writing = ReportText(self._case)
        self.writing.shortcuts(self)
        self.text = self.writing.edit
        self.text.textChanged.connect(self._tell_group)
        body.addWidget(self.writing)
        self.script = ScriptCard(self._case)
        body.addWidget(self.script)
        return body

    def focus_first(self) -> None:
        """Put the focus on the next person to call."""
        self.group.focus_offered()

    def focus_level(self) -> None:
        """Put the focus on the level in force."""
        self.level.focus_first()

    def focus_reply(self, report_id: int) -> None:
        """Put the focus on what says that the 批示 to a report was carried out."""
        line = self._rows.get(report_id)
        if line is not None:
            line.focus_done()
            self._scroll.ensureWidgetVisible(line)

    def rows(self) -> list[ReportRow]:
        """Return the rows of the record, latest first."""
        return list(self._rows.values())[::-1]

    def refresh(self) -> None:
        """Show the reports as they stand."""
        reports = self._case.dossier.reports
        shown = self._shown()
        for gone in self._rows.keys() - {report.id for report, _ in shown}:
            self._drop_row(self._rows.pop(gone))
        for report, number in shown:
            if report.id not in self._rows:
                self._add_row(report, number)
            self._rows[report.id].show_report(report, self._case.void, self._case.now())
        self.empty.setVisible(not shown)
        self._show_open_replies()
        self._show_kinds()
        self._show_script()
        level = self._case.desk.plan.level(self._case.incident.level)
        if any(report.outcome is Outcome.REACHED for report in reports):
            self.advice.setText("已有报告送达。情况有变化时续报，处置结束后终报。")
        elif level.to_group:
            self.advice.setText(
                f"{level.name}突发事件应及时上报应急处理小组（预案三），按顺序拨打："
            )
        else:
            self.advice.setText(
                f"{level.name}突发事件由负责人当场决策处理（预案三），需要时也可报告。"
            )
        if self._case.incident.late and self._case.late_at is not None:
            late = f"补录：报告记为 {self._case.late_at:%m-%d %H:%M}，可在时间线下方改时间。"
            self.advice.setText(f"{self.advice.text()}{late}")
        self.writing.refresh()

    def print_report(self) -> None:
        """Preview the report that is written here."""
        self.writing.print_report()

    def _shown(self) -> list[tuple[Report, str]]:
        """Return the reports to be shown, with the number of the duplicate that each is of.

        Of a duplicate only what was answered by a 批示: that is carried out here.
        """
        found = [(report, "") for report in self._case.dossier.reports]
        for each in self._case.dossier.duplicates:
            found += [(report, each.incident.number) for report in each.reports if report.reply]
        return sorted(found, key=lambda told: (told[0].at, told[0].id))

    def _show_open_replies(self) -> None:
        open_ones = open_replies(self._case.dossier)
        late = any(r.reply_overdue(self._case.now().date()) for r in open_ones)
        self.open_replies.setText(f"批示未落实 {len(open_ones)}")
        set_property(self.open_replies, "pill", "red" if late else "amber")
        self.open_replies.setVisible(bool(open_ones))

    def _opened(self) -> None:
        for old in self._rows.values():
            self._drop_row(old)
        self._rows = {}
        self._chosen_kind = None
        self.channel.setCurrentIndex(0)
        self._case.drafts.watch(self.text, self._case.key("report"))
        self._scroll.verticalScrollBar().setValue(0)

    def _show_kinds(self) -> None:
        """Offer the kinds; the one that comes next is chosen until the user says otherwise."""
        reports = self._case.dossier.reports
        over = self._case.incident.status is not Status.HANDLING
        default = proposed_kind(reports, over=over)
        self.kind.blockSignals(True)
        self.kind.clear()
        for kind in ReportKind:
            self.kind.addItem(title(kind, next_ordinal(reports, kind)), kind)
        self.kind.setCurrentIndex(list(ReportKind).index(self._chosen_kind or default))
        self.kind.blockSignals(False)
        self._tell_group()

    def _channel_chosen(self, *_: object) -> None:
        self._tell_group()
        if self._case.is_open:
            self._show_script()

    def _show_script(self) -> None:
        self.script.refresh(Channel(self.channel.currentData() or Channel.PHONE))

    def _kind_chosen(self, number: int) -> None:
        self._chosen_kind = list(ReportKind)[number]
        self._tell_group()

    def _tell_group(self, *_: object) -> None:
        kind = ReportKind(self.kind.currentData() or ReportKind.FIRST)
        channel = Channel(self.channel.currentData() or Channel.PHONE)
        self.group.set_report(kind, channel, self.text.toPlainText())
        self.writing.set_kind(kind)

    def _drop_row(self, line: ReportRow) -> None:
        self._list.removeWidget(line)
        line.hide()
        line.deleteLater()

    def _add_row(self, report: Report, number: str) -> None:
        line = ReportRow(report, number)
        line.replied.connect(self._reply)
        line.charged.connect(self._charge)
        line.settled.connect(self._settle)
        line.taken_back.connect(self._take_back)
        line.left.connect(self.group.focus_offered)
        drafts = self._case.drafts
        drafts.watch(line.edit, self._case.key("reply", report.id))
        drafts.watch(line.owner, self._case.key("reply_owner", report.id))
        drafts.watch(line.due, self._case.key("reply_due", report.id))
        drafts.watch(line.result, self._case.key("reply_result", report.id))
        self._rows[report.id] = line
        self._list.insertWidget(0, line)
        line.show()

    def _level_changed(self) -> None:
        """After a raise the group's list is what comes next."""
        if self._case.desk.plan.level(self._case.incident.level).to_group:
            self.group.focus_offered()

    def _reported(self, report_id: int) -> None:
        self._chosen_kind = None
        self.text.clear()
        self._case.drafts.committed(self.text)
        self._show_kinds()
        line = self._rows.get(report_id)
        if line is not None:
            line.open_reply()

    def _reply(self, line: ReportRow) -> None:
        reports, number = self._case.desk.store.reports, line.report.id
        words, owner = line.edit.toPlainText(), line.owner.text()
        if not words.strip():
            line.error.say("请填写批示；没有批示按 Esc")
            return
        errors = dict.fromkeys(("reply", "reply_owner", "reply_due"), line.error)

        def work(stamp: Stamp) -> None:
            reports.reply(number, words, stamp, owner, self._due(line))
            # Emptied before others hear of it: their refresh opens what still holds text.
            line.edit.clear()
            self._case.drafts.committed(line.edit)
            self._charge_written(line)

        if self._case.attempt(work, errors, "批示已记入时间线"):
            self.group.focus_offered()

    def _charge(self, line: ReportRow) -> None:
        reports, number, owner = self._case.desk.store.reports, line.report.id, line.owner.text()

        def work(stamp: Stamp) -> None:
            reports.charge(number, owner, self._due(line), stamp)
            self._charge_written(line)

        errors = dict.fromkeys(("reply_owner", "reply_due"), line.error)
        self._case.attempt(work, errors, "已交办")

    def _due(self, line: ReportRow) -> date | None:
        return due_day(line.due.text(), self._case.now().date())

    def _charge_written(self, line: ReportRow) -> None:
        line.charge_written()
        self._case.drafts.committed(line.owner)
        self._case.drafts.committed(line.due)

    def _settle(self, line: ReportRow, result: str) -> None:
        reports, number = self._case.desk.store.reports, line.report.id

        def work(stamp: Stamp) -> None:
            reports.settle_reply(number, result, stamp, self._case.moment())
            line.result.clear()
            self._case.drafts.committed(line.result)

        errors = dict.fromkeys(("reply_result", "at"), line.result_error)
        if self._case.attempt(work, errors, "批示的落实情况已记入时间线"):
            self.group.focus_offered()

    def _take_back(self, line: ReportRow) -> None:
        reports, number = self._case.desk.store.reports, line.report.id
        self._case.attempt(
            lambda stamp: reports.take_back(number, stamp), {"at": line.error}, "已撤销，原记录划去"
        )
