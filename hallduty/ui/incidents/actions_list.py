"""整改措施: the measures a review leads to, who owes them until when, and their verification."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from hallduty.domain import times
from hallduty.domain.errors import FieldProblem, refuse
from hallduty.domain.reviews import ACTION_TYPES, Action, NewAction
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.incidents.case import Case
from hallduty.ui.incidents.still_combo import StillCombo
from hallduty.ui.inputs import line_edit
from hallduty.ui.widgets import (
    button,
    column,
    field_error,
    heading,
    label,
    pill,
    row,
    secondary,
    set_property,
)

_MONTH_DAY = re.compile(r"^\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*$")

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp


class ActionRow(QFrame):
    """verified(row, how): the measure was seen done."""

    verified = Signal(object, str)

    def __init__(self, action: Action, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.action = action
        self.setProperty("row", True)
        body = column(self, margins=(0, 7, 0, 7), gap=4)
        top = row(gap=8)
        self.what = label(action.what, wrap=True)
        self.status = pill("", "amber")
        top.addWidget(self.what, 1)
        top.addWidget(self.status, 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(top)
        self.about = secondary("", wrap=True)
        body.addWidget(self.about)
        self.how = GrowingEdit(enter="submit", most=3)
        self.how.setPlaceholderText("怎样核实的，回车记下")
        self.how.setAccessibleName("核实情况")
        self.how.entered.connect(self._entered)
        self.how.on_escape = self._escaped
        self.how.hide()
        body.addWidget(self.how)
        self.error = field_error(self.how)
        body.addWidget(self.error)
        self.verify = button("核实…", "link", small=True)
        self.verify.clicked.connect(self._open)
        body.addWidget(self.verify, 0, Qt.AlignmentFlag.AlignLeft)

    def show_action(self, action: Action, today: date, locked: bool) -> None:
        """Show the measure; overdue ones say so."""
        self.action = action
        late = action.verified_at is None and action.due is not None and action.due < today
        self.status.setText("已逾期" if late else action.status_label)
        tone = "green" if action.verified_at else ("red" if late else "amber")
        set_property(self.status, "pill", tone)
        due = f"{action.due:%Y-%m-%d} 前" if action.due else ""
        seen = (
            f"{times.stamp(action.verified_at)} 核实：{action.verification}"
            if (action.verified_at)
            else ""
        )
        parts = (action.type, action.owner, due, seen)
        self.about.setText(" · ".join(part for part in parts if part))
        asks = action.verified_at is None and not locked
        if not asks:
            self.how.hide()
        self.verify.setVisible(asks and self.how.isHidden())

    def _open(self) -> None:
        self.how.show()
        self.verify.hide()
        self.how.setFocus(Qt.FocusReason.OtherFocusReason)

    def _escaped(self) -> bool:
        if not self.how.toPlainText().strip():
            self.how.hide()
            self.verify.show()
        self.verify.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _entered(self) -> None:
        self.verified.emit(self, self.how.toPlainText())


class ActionsList(QWidget):
    """The measures of an incident, and the line that adds one."""

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._rows: dict[int, ActionRow] = {}
        body = column(self, gap=6)
        body.addWidget(heading("整改措施"))
        self._list = column()
        body.addLayout(self._list)
        self.what = GrowingEdit(enter="next", most=4)
        self.what.setPlaceholderText("要改进什么")
        self.what.setAccessibleName("整改措施")
        body.addWidget(self.what)
        line = row(gap=6)
        self.type = StillCombo()
        self.type.addItems(ACTION_TYPES)
        self.type.setAccessibleName("措施类型")
        self.owner = line_edit("责任人", "责任人")
        self.due = line_edit("完成期限", "期限，如 11-30")
        self.add = button("加入", key="Enter")
        self.add.clicked.connect(self.submit)
        for part, share in ((self.type, 0), (self.owner, 2), (self.due, 3)):
            line.addWidget(part, share)
        body.addLayout(line)
        body.addWidget(self.add, 0, Qt.AlignmentFlag.AlignRight)
        self.errors = {
            "what": field_error(self.what),
            "owner": field_error(self.owner),
            "due": field_error(self.due),
        }
        for error in self.errors.values():
            body.addWidget(error)
        self.what.entered.connect(self._next)
        self.owner.returnPressed.connect(self._next)
        self.due.returnPressed.connect(self.submit)
        case.follow(self._opened, self.refresh)

    def rows(self) -> list[ActionRow]:
        """Return the rows in the order in which the measures were added."""
        return list(self._rows.values())

    def refresh(self) -> None:
        """Show the measures as they stand."""
        today = self._case.now().date()
        for action in self._case.dossier.actions:
            line = self._rows.get(action.id)
            if line is None:
                line = ActionRow(action)
                line.verified.connect(self._verify)
                self._case.drafts.watch(line.how, self._case.key("verify", action.id))
                self._rows[action.id] = line
                self._list.addWidget(line)
                line.show()
            line.show_action(action, today, self._case.void)
        for part in (self.what, self.type, self.owner, self.due, self.add):
            part.setEnabled(not self._case.void)

    def submit(self) -> None:
        """Add the measure."""
        reviews, number = self._case.desk.store.reviews, self._case.incident.id

        def work(stamp: Stamp) -> None:
            new = NewAction(
                self.what.toPlainText(),
                self.type.currentText(),
                self.owner.text(),
                read_day(self.due.text(), stamp.at.date()),
            )
            reviews.add_action(number, new, stamp)
            for field in (self.what, self.owner, self.due):
                field.clear()
                self._case.drafts.committed(field)

        if self._case.attempt(work, self.errors, "已加入整改措施"):
            self.what.setFocus(Qt.FocusReason.OtherFocusReason)

    def _next(self) -> None:
        (self.owner if self.sender() is self.what else self.due).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def _verify(self, line: ActionRow, how: str) -> None:
        reviews, number = self._case.desk.store.reviews, line.action.id

        def work(stamp: Stamp) -> None:
            reviews.verify_action(number, how, stamp)
            line.how.clear()
            self._case.drafts.committed(line.how)

        self._case.attempt(work, {"verification": line.error}, "整改措施已核实")

    def _opened(self) -> None:
        for old in self._rows.values():
            old.hide()
            old.deleteLater()
        self._rows = {}
        for name in ("what", "owner", "due"):
            self._case.drafts.watch(getattr(self, name), self._case.key(f"action_{name}"))
            self.errors[name].say("")


def read_day(typed: str, today: date) -> date | None:
    """Read 2026-11-30, 11-30 or 11月30日 (the next one to come); None when nothing is typed."""
    if not typed.strip():
        return None
    found = times.parse_moment(typed)
    if found is not None:
        return found.date()
    short = _MONTH_DAY.match(typed)
    if short is not None:
        for year in (today.year, today.year + 1):
            try:
                day = date(year, int(short[1]), int(short[2]))
            except ValueError:
                continue
            if day >= today:
                return day
    refuse([FieldProblem("due", "期限应写作 2026-11-30 或 11-30")])
    return None
