"""上报: the level, the calls to the emergency group, and what was reported and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from hallduty.domain import times
from hallduty.domain.incidents import Outcome, Status
from hallduty.domain.reports import (
    Channel,
    Report,
    ReportKind,
    next_kind,
    next_ordinal,
    title,
)
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.incidents.call_buttons import TONES
from hallduty.ui.incidents.case import Case
from hallduty.ui.incidents.escalation import GroupCalls
from hallduty.ui.incidents.level_chooser import LevelChooser
from hallduty.ui.incidents.still_combo import StillCombo
from hallduty.ui.pair_layout import pair
from hallduty.ui.widgets import (
    ElidedLabel,
    button,
    column,
    field_error,
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


class ReportRow(QFrame):
    """One attempt; replied(row): Enter in the line of the 批示."""

    replied = Signal(object)
    left = Signal()

    def __init__(self, report: Report, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report = report
        self.setProperty("row", True)
        body = column(self, margins=(0, 7, 0, 7), gap=4)
        top = row(gap=8)
        top.addWidget(secondary(times.clock(report.at)))
        top.addWidget(label(report.title, "strong"))
        top.addWidget(ElidedLabel(f"{report.to} · {report.channel.label}"), 1)
        by_phone = report.channel is Channel.PHONE
        reached = report.outcome is Outcome.REACHED
        word = report.outcome.label if by_phone or not reached else "已报"
        top.addWidget(pill(word, TONES.get(report.outcome, "grey")))
        body.addLayout(top)
        self.text = label(report.text, "secondary", wrap=True)
        body.addWidget(self.text)
        self.text.setVisible(bool(report.text) and reached)
        self.reply = label("", wrap=True)
        body.addWidget(self.reply)
        self.edit = GrowingEdit(enter="submit", most=5)
        self.edit.setPlaceholderText("批示或答复，回车记下")
        self.edit.setAccessibleName(f"{report.title}的批示")
        self.edit.entered.connect(self._entered)
        self.edit.on_escape = self._escaped
        body.addWidget(self.edit)
        self.error = field_error(self.edit)
        body.addWidget(self.error)
        self.write = button("记批示", "link", small=True)
        self.write.clicked.connect(self.open_reply)
        body.addWidget(self.write, 0, Qt.AlignmentFlag.AlignLeft)
        self.edit.hide()

    def show_report(self, report: Report, locked: bool) -> None:
        """Show the answer when there is one, else the way to write it down."""
        self.report = report
        self.reply.setText(f"批示：{report.reply}" if report.reply else "")
        self.reply.setVisible(bool(report.reply))
        asks = report.outcome is Outcome.REACHED and not report.reply and not locked
        if not asks:
            self.edit.hide()
        elif self.edit.toPlainText():
            self.edit.show()
        self.write.setVisible(asks and self.edit.isHidden())

    def open_reply(self) -> None:
        """Open the line of the 批示."""
        self.edit.show()
        self.write.hide()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _entered(self) -> None:
        self.replied.emit(self)

    def _escaped(self) -> bool:
        if not self.edit.toPlainText().strip():
            self.edit.hide()
            self.write.show()
        self.left.emit()
        return True


class ReportsTab(QWidget):
    """Level, group and record of reports, top to bottom."""

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._rows: dict[int, ReportRow] = {}
        self._chosen_kind: ReportKind | None = None
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
        body.addWidget(heading("报告记录"))
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
        self.channel.currentIndexChanged.connect(self._tell_group)
        for box in (self.kind, self.channel):
            set_property(box, "small", True)
            top.addWidget(box)
        body.addWidget(pair(heading("应急处理小组"), boxes))
        self.advice = secondary("", wrap=True)
        body.addWidget(self.advice)
        self.text = GrowingEdit(most=5)
        self.text.setPlaceholderText("报告内容（可不填）：何时何地、影响多大、已采取的措施")
        self.text.setAccessibleName("报告内容")
        self.text.textChanged.connect(self._tell_group)
        body.addWidget(self.text)
        return body

    def focus_first(self) -> None:
        """Put the focus on the next person to call."""
        self.group.focus_offered()

    def focus_level(self) -> None:
        """Put the focus on the level in force."""
        self.level.focus_first()

    def rows(self) -> list[ReportRow]:
        """Return the rows of the record, latest first."""
        return list(self._rows.values())[::-1]

    def refresh(self) -> None:
        """Show the reports as they stand."""
        reports = self._case.dossier.reports
        for report in reports:
            if report.id not in self._rows:
                self._add_row(report)
            self._rows[report.id].show_report(report, self._case.void)
        self.empty.setVisible(not reports)
        self._show_kinds()
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
        self.text.setReadOnly(self._case.void)

    def _opened(self) -> None:
        for old in self._rows.values():
            old.hide()
            old.deleteLater()
        self._rows = {}
        self._chosen_kind = None
        self.channel.setCurrentIndex(0)
        self._case.drafts.watch(self.text, self._case.key("report"))
        self._scroll.verticalScrollBar().setValue(0)

    def _show_kinds(self) -> None:
        """Offer the kinds; the one that comes next is chosen until the user says otherwise."""
        reports = self._case.dossier.reports
        default = next_kind(reports)
        if default is ReportKind.FOLLOW_UP and self._case.incident.status is not Status.HANDLING:
            default = ReportKind.FINAL
        self.kind.blockSignals(True)
        self.kind.clear()
        for kind in ReportKind:
            self.kind.addItem(title(kind, next_ordinal(reports, kind)), kind)
        self.kind.setCurrentIndex(list(ReportKind).index(self._chosen_kind or default))
        self.kind.blockSignals(False)
        self._tell_group()

    def _kind_chosen(self, number: int) -> None:
        self._chosen_kind = list(ReportKind)[number]
        self._tell_group()

    def _tell_group(self, *_: object) -> None:
        kind = ReportKind(self.kind.currentData() or ReportKind.FIRST)
        channel = Channel(self.channel.currentData() or Channel.PHONE)
        self.group.set_report(kind, channel, self.text.toPlainText())

    def _add_row(self, report: Report) -> None:
        line = ReportRow(report)
        line.replied.connect(self._reply)
        line.left.connect(self.group.focus_offered)
        self._case.drafts.watch(line.edit, self._case.key("reply", report.id))
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
        words = line.edit.toPlainText()
        if not words.strip():
            line.error.say("请填写批示；没有批示按 Esc")
            return

        def work(stamp: Stamp) -> None:
            reports.reply(number, words, stamp)
            line.edit.clear()
            self._case.drafts.committed(line.edit)

        if self._case.attempt(work, {"reply": line.error}, "批示已记入时间线"):
            self.group.focus_offered()
