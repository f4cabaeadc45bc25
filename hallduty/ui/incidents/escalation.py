"""Calling the emergency group in the plan's order: one key an attempt, then the next person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QWidget

from hallduty.domain import times
from hallduty.domain.incidents import Outcome
from hallduty.domain.reports import Channel, NewReport, Report, ReportKind, made
from hallduty.ui.incidents.call_buttons import CallButtons, outcome_of
from hallduty.ui.incidents.callees import Callee, callees, next_to_call
from hallduty.ui.incidents.case import Case
from hallduty.ui.inputs import line_edit
from hallduty.ui.widgets import (
    ElidedLabel,
    button,
    column,
    field_error,
    label,
    row,
    secondary,
    set_property,
)

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp


class CalleeRow(QFrame):
    """chosen(row, Outcome): an attempt was made. moved(row, by): the focus is here (0), or an
    arrow was pressed (±1)."""

    chosen = Signal(object, object)
    moved = Signal(object, int)
    page_requested = Signal(str)

    def __init__(self, callee: Callee, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.callee = callee
        self._offered = self._locked = self._chosen_row = False
        self.setProperty("step", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        body = column(self, margins=(9, 7, 12, 8), gap=3)
        top = row(gap=6)
        self.name = ElidedLabel(callee.to, "strong")
        self.phone = label(callee.phone, "callee")
        top.addWidget(self.name, 1)
        top.addWidget(self.phone)
        self.fill = button("去填电话", "link", small=True)
        self.fill.clicked.connect(self._fill)
        top.addWidget(self.fill)
        body.addLayout(top)
        self.fill.setVisible(not callee.phone)
        self.said = secondary(callee.post, wrap=True)
        body.addWidget(self.said)
        self.calls = CallButtons()
        self.calls.chosen.connect(self._chosen)
        body.addWidget(self.calls)
        self.setAccessibleName(f"{callee.to} {callee.phone}")

    def show_attempts(self, attempts: list[Report], offered: bool, locked: bool) -> None:
        """Say what came of the attempts so far; `offered` marks the next one to call."""
        made = "，".join(
            f"{times.clock(r.at)} {r.title}"
            + ("" if r.outcome is Outcome.REACHED else r.outcome.label)
            for r in attempts[-4:]
        )
        self.said.setText(" · ".join(part for part in (self.callee.post, made) if part))
        self._offered, self._locked = offered, locked
        set_property(self, "tone", "warn" if offered else "")
        self._show_calls()

    def set_by_phone(self, by_phone: bool) -> None:
        """Offer 未接 and 占线 only for calls."""
        self.calls.set_by_phone(by_phone)

    def _show_calls(self) -> None:
        self.calls.setVisible(not self._locked and (self._offered or self._chosen_row))

    def choose(self, chosen: bool) -> None:
        """Show or hide the outcomes; the person offered always shows them."""
        self._chosen_row = chosen
        self._show_calls()

    def _chosen(self, outcome: Outcome) -> None:
        self.chosen.emit(self, outcome)

    def _fill(self) -> None:
        self.page_requested.emit("contacts")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        outcome = outcome_of(event)
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(self, -1 if event.key() == Qt.Key.Key_Up else 1)
        elif outcome is not None and not self._locked and self.calls.offers(outcome):
            self.chosen.emit(self, outcome)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.moved.emit(self, 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()


class GroupCalls(QWidget):
    """The emergency group (plan clause 三), each call attempt logged as a report.

    reported(int): that report got through.
    """

    reported = Signal(int)

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._rows: list[CalleeRow] = []
        self._channel = Channel.PHONE
        self._kind = ReportKind.FIRST
        self._text = ""
        body = column(self, gap=0)
        self._list = column()
        body.addLayout(self._list)
        other = row(margins=(0, 8, 0, 0), gap=6)
        self.other = line_edit("其他报告对象", "其他对象，如：市局值班室")
        self.other.returnPressed.connect(self._other_reached)
        other.addWidget(self.other, 1)
        self.other_calls = CallButtons()
        self.other_calls.chosen.connect(self._other_chosen)
        body.addLayout(other)
        body.addWidget(self.other_calls)
        self.error = field_error(self.other)
        body.addWidget(self.error)
        self.other.textChanged.connect(self._show_other)
        case.follow(self._opened, self.refresh)

    def rows(self) -> list[CalleeRow]:
        """Return the group's rows in the plan's order."""
        return list(self._rows)

    def set_report(self, kind: ReportKind, channel: Channel, text: str) -> None:
        """Say which report the next attempts are, by what channel, and what is told."""
        self._kind, self._channel, self._text = kind, channel, text
        by_phone = channel is Channel.PHONE
        for line in self._rows:
            line.set_by_phone(by_phone)
        self.other_calls.set_by_phone(by_phone)

    def focus_offered(self) -> None:
        """Put the focus on the next person to call."""
        found = self._offered()
        if self._rows:
            self._rows[found if found is not None else 0].setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show the group and what came of the attempts."""
        found = callees(self._case.desk)
        if found != [line.callee for line in self._rows]:
            self._rebuild(found)
        offered = self._offered()
        for number, line in enumerate(self._rows):
            attempts = [r for r in made(self._case.dossier.reports) if line.callee.got(r)]
            line.show_attempts(attempts, number == offered, self._case.void)
        self._show_other()

    def _offered(self) -> int | None:
        """Return the row of the next person to call, or None when nobody need be called.

        Only levels that go to the group are reported to it; after a missed attempt the next
        in the plan's order is offered, and nobody once the first report got through.
        """
        incident = self._case.incident
        wanted = self._case.desk.plan.level(incident.level).to_group and not self._case.settled
        found = [line.callee for line in self._rows]
        return next_to_call(found, self._case.dossier.reports) if wanted else None

    def _rebuild(self, found: list[Callee]) -> None:
        for old in self._rows:
            old.hide()
            old.deleteLater()
        self._rows = []
        for callee in found:
            line = CalleeRow(callee)
            line.chosen.connect(self._row_chosen)
            line.moved.connect(self._move)
            line.page_requested.connect(self._case.desk.events.page_requested)
            self._list.addWidget(line)
            line.show()
            self._rows.append(line)

    def _opened(self) -> None:
        self._case.drafts.watch(self.other, self._case.key("report_to"))

    def _show_other(self, *_: object) -> None:
        self.other_calls.setVisible(bool(self.other.text().strip()) and not self._case.void)
        self.other.setEnabled(not self._case.void)

    def _move(self, line: CalleeRow, by: int) -> None:
        if by == 0:
            for other in self._rows:
                other.choose(other is line)
            return
        position = self._rows.index(line) + by
        if 0 <= position < len(self._rows):
            self._rows[position].setFocus(Qt.FocusReason.OtherFocusReason)

    def _row_chosen(self, line: CalleeRow, outcome: Outcome) -> None:
        if not self._log(line.callee.to, line.callee.person_id, outcome):
            return
        if outcome is not Outcome.REACHED:
            self.focus_offered()

    def _other_reached(self) -> None:
        self._other_chosen(Outcome.REACHED)

    def _other_chosen(self, outcome: Outcome) -> None:
        if self._log(self.other.text(), None, outcome):
            self.other.clear()
            self._case.drafts.committed(self.other)

    def _log(self, to: str, person_id: int | None, outcome: Outcome) -> bool:
        reports, number = self._case.desk.store.reports, self._case.incident.id
        written: list[Report] = []

        def work(stamp: Stamp) -> None:
            at = self._case.moment()
            new = NewReport(self._kind, to, self._channel, outcome, self._text, person_id, at)
            written.append(reports.add(number, new, stamp))

        errors = dict.fromkeys(("to", "text", "at"), self.error)
        if not self._case.attempt(work, errors, f"已记：{to} {outcome.label}"):
            return False
        if outcome is Outcome.REACHED:
            self.reported.emit(written[0].id)
        return True
