"""One report on the screen: the attempt, its text, and its 批示 until something came of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from hallduty.domain import times
from hallduty.domain.incidents import Outcome
from hallduty.domain.reports import NOTED, Channel, Report, reply_state
from hallduty.ui import theme
from hallduty.ui.flow_layout import FlowLayout
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.incidents.call_buttons import TONES
from hallduty.ui.inputs import line_edit
from hallduty.ui.pair_layout import pair
from hallduty.ui.widgets import (
    ElidedLabel,
    button,
    column,
    field_error,
    label,
    pill,
    row,
    secondary,
    set_property,
)

# A longer text is shown whole only when asked for.
_SHOWN = 120
# How long a slip of the finger can be taken back.
_SLIP = timedelta(minutes=5)


class ReportRow(QFrame):
    """One attempt.

    replied(row): Enter in the lines of the 批示. charged(row): somebody was named who carries it
    out. settled(row, str): what came of it. taken_back(row): the attempt was a slip.
    """

    replied = Signal(object)
    charged = Signal(object)
    settled = Signal(object, str)
    taken_back = Signal(object)
    left = Signal()

    def __init__(self, report: Report, number: str = "", parent: QWidget | None = None) -> None:
        """Build it; `number` is that of the duplicate that the report was made of."""
        super().__init__(parent)
        self.report = report
        self._locked = self._whole = False
        self._charging = False
        self.setProperty("row", True)
        body = column(self, margins=(0, 7, 0, 7), gap=4)
        top = row(gap=8)
        top.addWidget(secondary(times.clock(report.at)))
        top.addWidget(label(f"{number} {report.title}".strip(), "strong"))
        top.addWidget(ElidedLabel(f"{report.to} · {report.channel.label}"), 1)
        self.outcome = pill("", "grey")
        top.addWidget(self.outcome)
        body.addLayout(top)
        self.text = label("", "secondary", wrap=True)
        body.addWidget(self.text)
        self.reply = label("", wrap=True)
        body.addWidget(self.reply)
        self.edit = GrowingEdit(enter="submit", most=5)
        self.edit.setPlaceholderText("批示或答复，回车记下")
        self.edit.setAccessibleName(f"{report.title}的批示")
        self.edit.entered.connect(self._entered)
        self.edit.on_escape = self._escaped
        body.addWidget(self.edit)
        body.addWidget(self._build_charge())
        self.error = field_error(self.edit)
        body.addWidget(self.error)
        body.addWidget(self._build_result())
        body.addWidget(self._build_links())
        self.edit.hide()
        self.charge.hide()
        self.result_line.hide()

    def _build_charge(self) -> QWidget:
        """The line that says who carries the 批示 out, by when."""
        self.owner = line_edit("批示的承办人", "承办人，可不填")
        self.due = line_edit("批示的期限", "期限 11-20")
        for edit in (self.owner, self.due):
            edit.returnPressed.connect(self._entered)
        self.due.setFixedWidth(theme.px(104))
        self.charge_ok = button("记下", key="Enter", small=True)
        self.charge_ok.clicked.connect(self._entered)
        right = QWidget()
        line = row(right, gap=6)
        line.addWidget(self.due)
        line.addWidget(self.charge_ok)
        self.charge = pair(self.owner, right, gap=theme.px(6), least=theme.px(130))
        return self.charge

    def _build_result(self) -> QWidget:
        self.result_line = QWidget()
        inside = column(self.result_line, gap=4)
        self.result = GrowingEdit(enter="submit", most=4)
        self.result.setPlaceholderText("落实情况，回车记下")
        self.result.setAccessibleName("批示的落实情况")
        self.result.entered.connect(self._result_entered)
        self.result.on_escape = self._result_escaped
        inside.addWidget(self.result)
        self.result_error = field_error(self.result)
        inside.addWidget(self.result_error)
        return self.result_line

    def _build_links(self) -> QWidget:
        links = QWidget()
        flow = FlowLayout(links, theme.px(6))
        self.state = pill("", "amber")
        flow.addWidget(self.state)
        self.write = button("记批示", "link", small=True)
        self.write.clicked.connect(self.open_reply)
        self.done = button("已落实", small=True)
        self.done.clicked.connect(self.open_result)
        self.charge_link = button("交办", small=True)
        self.charge_link.clicked.connect(self.open_charge)
        self.noted = button("阅知", small=True)
        self.noted.setToolTip("批示不要求办理，只作阅知")
        self.noted.clicked.connect(self._noted)
        self.whole = button("全文", "link", small=True)
        self.whole.clicked.connect(self._toggle_whole)
        self.back = button("误记，撤销", "link", small=True)
        self.back.clicked.connect(self._back)
        parts = (self.write, self.done, self.charge_link, self.noted, self.whole, self.back)
        for part in parts:
            flow.addWidget(part)
        return links

    def show_report(self, report: Report, locked: bool, now: datetime) -> None:
        """Show the attempt and how far its 批示 has come; what is half typed stays open."""
        self.report, self._locked = report, locked
        reached = report.outcome is Outcome.REACHED
        self._show_outcome(reached)
        self._show_text(reached)
        self._show_reply()
        asks = reached and not report.reply and not locked
        if not asks:
            self.edit.hide()
        elif self.edit.toPlainText():
            self.edit.show()
        self.write.setVisible(asks and self.edit.isHidden())
        open_ = report.reply_open and not locked
        for press in (self.done, self.charge_link, self.noted):
            press.setVisible(open_)
        self.charge_link.setText("改交办" if report.reply_owner else "交办")
        if not open_:
            self.result_line.hide()
            self._charging = False
        elif self.result.toPlainText():
            self.result_line.show()
        self.charge.setVisible(not self.edit.isHidden() or self._charging)
        self._show_state(now.date())
        fresh = timedelta() <= now - report.at <= _SLIP and report.outcome is not Outcome.NONE
        self.back.setVisible(fresh and not report.reply and not locked)

    def _show_reply(self) -> None:
        report = self.report
        lines = [f"批示：{report.reply}"]
        if report.reply_owner:
            lines.append(f"承办：{report.reply_owner}")
        if report.reply_done_at is not None and report.reply_result != NOTED:
            lines.append(f"落实：{report.reply_result}")
        self.reply.setText("\n".join(lines) if report.reply else "")
        self.reply.setVisible(bool(report.reply))

    def _show_outcome(self, reached: bool) -> None:
        by_phone = self.report.channel is Channel.PHONE
        word = self.report.outcome.label if by_phone or not reached else "已报"
        self.outcome.setText(word or "已撤销")
        set_property(self.outcome, "pill", TONES.get(self.report.outcome, "grey"))

    def _show_text(self, reached: bool) -> None:
        text = self.report.text
        long = len(text) > _SHOWN
        shown = text if self._whole or not long else f"{text[:_SHOWN]}……"
        self.text.setText(shown)
        self.text.setVisible(bool(text) and reached)
        self.whole.setVisible(long and reached)
        self.whole.setText("收起" if self._whole else f"全文（{len(text)} 字）")

    def _show_state(self, today: date) -> None:
        report = self.report
        self.state.setVisible(bool(report.reply))
        if not report.reply:
            return
        words, tone = reply_state(report, today)
        self.state.setText(words)
        set_property(self.state, "pill", tone)

    def open_reply(self) -> None:
        """Open the lines of the 批示."""
        self.edit.show()
        self.charge.show()
        self.write.hide()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_charge(self) -> None:
        """Open the line that names who carries it out."""
        self._charging = True
        due = self.report.reply_due
        if not self.owner.text():
            self.owner.setText(self.report.reply_owner)
        if not self.due.text() and due is not None:
            self.due.setText(f"{due:%m-%d}")
        self.charge.show()
        self.owner.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_done(self) -> None:
        """Put the focus on what says that the 批示 was carried out."""
        self.done.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_result(self) -> None:
        """Open the line that says what came of it."""
        self.result_line.show()
        self.result.setFocus(Qt.FocusReason.OtherFocusReason)

    def charge_written(self) -> None:
        """What was typed is in the record: close the line."""
        self._charging = False
        self.owner.clear()
        self.due.clear()
        self.charge.hide()

    def _entered(self) -> None:
        if self._charging and self.edit.isHidden():
            self.charged.emit(self)
        else:
            self.replied.emit(self)

    def _result_entered(self) -> None:
        self.settled.emit(self, self.result.toPlainText())

    def _noted(self) -> None:
        self.settled.emit(self, NOTED)

    def _back(self) -> None:
        self.taken_back.emit(self)

    def _toggle_whole(self) -> None:
        self._whole = not self._whole
        self._show_text(self.report.outcome is Outcome.REACHED)

    def _escaped(self) -> bool:
        if not self.edit.toPlainText().strip():
            self.edit.hide()
            self.charge.hide()
            self.write.show()
        self.left.emit()
        return True

    def _result_escaped(self) -> bool:
        if not self.result.toPlainText().strip():
            self.result_line.hide()
        self.left.emit()
        return True
