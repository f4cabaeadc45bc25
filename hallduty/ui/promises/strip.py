"""承诺恢复: who promised what until when, how long there is left, and the line for a new one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget
from shiboken6 import isValid

from hallduty.domain.incidents import Status
from hallduty.domain.notice_text import expects_recovery
from hallduty.domain.notices import NoticeKind, hanging
from hallduty.domain.promise_line import read_promise, usual_party
from hallduty.domain.promises import (
    NewPromise,
    Promise,
    asks_anew,
    chip,
    countdown,
    current,
    said_of,
)
from hallduty.ui import theme
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

# A window lower than this (at 14 px text) shows the strip only where there is something on it.
_ROOMY = 600
_TONES = {"blue": "info", "amber": "warn", "red": "danger"}


class PromiseStrip(QFrame):
    """One line under the header; F7 opens its field.

    done: the keys are free again, and whoever had them before has them no more.
    """

    done = Signal()

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._correcting: Promise | None = None
        self._before: QWidget | None = None
        self.setProperty("banner", True)
        body = column(self, margins=(12, 4, 8, 4), gap=4)
        body.addWidget(self._build_said())
        body.addWidget(self._build_field())
        self.error = field_error(self.edit)
        body.addWidget(self.error)
        self.field.hide()
        case.follow(self._opened, self.refresh)
        case.late_at_changed.connect(self._hint)
        case.promise_requested.connect(self.begin)
        case.desk.events.ticked.connect(self._ticked)

    def _build_said(self) -> QWidget:
        self.line = QWidget()
        line = row(self.line, gap=8)
        self.said = ElidedLabel(role="strong")
        line.addWidget(self.said, 1)
        # On its own, so that a long name of a unit never hides how long there is left.
        self.left = label(role="strong")
        line.addWidget(self.left)
        self.renew = button("公告待更新 ›", "link", small=True)
        self.renew.clicked.connect(self._go_to_notices)
        self.fix = button("更正", "link", small=True)
        self.fix.setToolTip("记错了时间或单位，改这一条")
        self.fix.clicked.connect(self.correct)
        self.new = button("记承诺", key="F7", small=True)
        self.new.clicked.connect(self.begin)
        for press in (self.renew, self.fix, self.new):
            line.addWidget(press)
        return self.line

    def _build_field(self) -> QWidget:
        self.field = QWidget()
        line = row(self.field, gap=8)
        self.about = label("承诺恢复")
        line.addWidget(self.about)
        self.edit = line_edit("承诺恢复", "何时、单位、谁说的，如：1640 供电所 王师傅；或 40分钟后")
        self.edit.returnPressed.connect(self.submit)
        self.edit.textChanged.connect(self._hint)
        line.addWidget(self.edit, 3)
        self.hint = secondary()
        line.addWidget(self.hint)
        self.ok = button("记下", "primary", key="Enter", small=True)
        self.ok.clicked.connect(self.submit)
        self.cancel = button("取消", key="Esc", small=True)
        self.cancel.clicked.connect(self.leave)
        line.addWidget(self.ok)
        line.addWidget(self.cancel)
        return self.field

    # Asking ------------------------------------------------------------------------------

    def begin(self) -> None:
        """Open the field for a new promise (F7); what was half typed is there again."""
        if self._case.void:
            return
        self._correcting = None
        self._case.drafts.watch(self.edit, self._case.key("promise"))
        self._show_field("承诺恢复")

    def correct(self) -> None:
        """Open the field to put the promise that holds right."""
        promise = current(self._case.dossier.promises)
        if promise is None:
            return
        self._correcting = promise
        words = f"{said_of(promise.until, promise.made_at)} {promise.party}".strip()
        self._case.drafts.watch(self.edit, self._case.key("promise_fix", promise.id), words)
        self._show_field("更正承诺")

    def submit(self) -> None:
        """Write what is typed; what is wrong is said below and everything stays."""
        promises, number = self._case.desk.store.promises, self._case.incident.id
        old = self._correcting
        written: list[Promise] = []

        def work(stamp: Stamp) -> None:
            at = self._case.moment() if old is None else old.made_at
            new = self._read(at or stamp.at)
            if old is not None:
                written.append(promises.correct(old.id, new, stamp))
            else:
                written.append(promises.add(number, new, stamp, at))

        errors = dict.fromkeys(("until", "unit", "who", "at", "remark"), self.error)
        if self._case.attempt(work, errors):
            made = written[0]
            until = said_of(made.until, self._case.now())
            self._case.desk.events.told.emit(f"已记：{made.party}承诺{until}前恢复")
            self._case.drafts.committed(self.edit, self.edit.text())
            self._end()

    def leave(self) -> None:
        """Close the field; what is half typed is kept as a draft."""
        self._case.drafts.flush()
        self._end()

    def _end(self) -> None:
        self._correcting = None
        self._case.drafts.release(self.edit)
        self.edit.clear()
        self.field.hide()
        self.error.say("")
        self.refresh()
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.done.emit()

    def _read(self, since: datetime) -> NewPromise:
        scenario = self._case.desk.plan.scenario(self._case.incident.scenario)
        steps = scenario.steps if scenario else ()
        role = next((step.role for step in steps if step.produces == "call" and step.role), "")
        name = self._case.desk.plan.role(role).name if role else ""
        unit, who = usual_party(self._case.dossier.promises, name)
        if self._correcting is not None:
            unit, who = self._correcting.unit, self._correcting.who
        return read_promise(self.edit.text(), since, unit, who)

    def _show_field(self, about: str) -> None:
        focused = self.window().focusWidget()
        if focused is not None and not self.isAncestorOf(focused):
            self._before = focused
        self.about.setText(about)
        self.error.say("")
        self.line.hide()
        self.field.show()
        self.show()
        self._hint()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()

    def _hint(self, *_: object) -> None:
        """Say how the line is understood, as it is typed."""
        if not self._case.is_open or self.field.isHidden():
            return
        since = self._case.late_at if self._case.incident.late else self._case.now()
        if self._correcting is not None:
            since = self._correcting.made_at
        if since is None:
            words = "补录的事件先写时间（时间线下方）"
        elif not self.edit.text().strip():
            words = ""
        else:
            new = self._read(since)
            party = " ".join(part for part in (new.unit, new.who) if part)
            until = f"{said_of(new.until, since)} 前恢复" if new.until else "还缺时间"
            words = " · ".join(part for part in (until, party) if part)
        if self.hint.text() != words:
            self.hint.setText(words)

    # Showing -----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the promise that holds; without one, how to take one down."""
        case = self._case
        editing = not self.field.isHidden()
        if editing and case.void:
            self.leave()
            return
        incident = case.incident
        promise = current(case.dossier.promises)
        handling = incident.status is Status.HANDLING
        scenario = case.desk.plan.scenario(incident.scenario)
        wanted = handling and (promise is not None or expects_recovery(scenario))
        # Where the window is low, the columns need the room more than an empty line does.
        roomy = promise is not None or self.window().height() >= theme.px(_ROOMY)
        self.setVisible(editing or (wanted and roomy))
        self.line.setVisible(not editing)
        self.fix.setVisible(promise is not None)
        self._show_said(promise, case.now())

    def _show_said(self, promise: Promise | None, now: datetime) -> None:
        if promise is None:
            words, tone, left = "还没有承诺恢复时间", "", ""
        else:
            said, colour = chip(promise, now)
            tone = _TONES[colour]
            party = f"（{promise.party}）" if promise.party else ""
            words = asks_anew(promise, now) if tone == "danger" else f"{said}{party}"
            left = countdown(promise, now)
        if self.said.whole() != words:
            self.said.setText(words)
        if self.left.text() != left:
            self.left.setText(left)
        set_property(self.said, "role", "muted" if promise is None else "strong")
        set_property(self, "tone", tone)
        set_property(self.new, "kind", "primary" if tone == "danger" else "plain")
        self.new.setText("记新的承诺" if tone == "danger" else "记承诺")
        self.renew.setVisible(self._notice_differs(promise))

    def _notice_differs(self, promise: Promise | None) -> bool:
        """Tell whether a notice hangs that gives another time than the promise that holds."""
        dossier = self._case.dossier
        return promise is not None and any(
            each.notice.kind is NoticeKind.FAULT
            and each.notice.expected_at is not None
            and each.notice.expected_at != promise.until
            for each in hanging(dossier.notices, dossier.postings)
        )

    def _ticked(self, now: datetime) -> None:
        if self._case.is_open and self.isVisible() and not self.line.isHidden():
            self._show_said(current(self._case.dossier.promises), now)

    def _opened(self) -> None:
        self._correcting = self._before = None
        self._case.drafts.release(self.edit)
        self.edit.clear()
        self.field.hide()
        self.error.say("")
        if self._case.drafts.has(self._case.key("promise")) and not self._case.void:
            # What was half typed when the program ended is there again.
            self._case.drafts.watch(self.edit, self._case.key("promise"))
            self.about.setText("承诺恢复")
            self.field.show()
            self._hint()

    def _go_to_notices(self) -> None:
        self._case.tab_requested.emit("notices")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.field.isHidden():
            self.leave()
        else:
            super().keyPressEvent(event)
