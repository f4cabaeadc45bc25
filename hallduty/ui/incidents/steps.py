"""处置步骤: the plan's steps of this incident, with whom to call, ticked off as they are done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QWidget

from hallduty.domain.contacts import Contact
from hallduty.domain.incidents import (
    Entry,
    EntryKind,
    IncidentStep,
    NewEntry,
    Outcome,
    Status,
    StepState,
    corrected_ids,
)
from hallduty.domain.notice_text import expects_recovery
from hallduty.domain.promises import current, is_lapsed
from hallduty.ui import theme
from hallduty.ui.incidents.case import Case
from hallduty.ui.incidents.step_row import PROMISE, StepLook, StepRow
from hallduty.ui.pair_layout import pair
from hallduty.ui.scrolled import vertical_scroll
from hallduty.ui.widgets import card, column, heading, label, row, secondary

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp


class StepsPanel(QWidget):
    """The left column of the workspace."""

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._pool: list[StepRow] = []
        self._count = 0
        self._chosen = 0
        frame = card()
        column(self).addWidget(frame)
        body = column(frame, margins=(0, 12, 0, 8), gap=6)
        self.count = secondary()
        top = row(margins=(14, 0, 14, 0))
        top.addWidget(pair(heading("处置步骤"), self.count))
        body.addLayout(top)
        self.late = secondary("", wrap=True)
        self.late.setContentsMargins(14, 0, 14, 0)
        body.addWidget(self.late)
        self.empty = label(
            "这一情形在预案里没有步骤，请在时间线中记录处置经过。", "muted", wrap=True
        )
        self.empty.setContentsMargins(14, 8, 14, 8)
        body.addWidget(self.empty)
        self._scroll = vertical_scroll()
        inside = QWidget()
        self._list = column(inside)
        self._list.addStretch(1)
        self._scroll.setWidget(inside)
        body.addWidget(self._scroll, 1)
        case.late_at_changed.connect(self._show_late)
        case.follow(self._opened, self.refresh)

    def rows(self) -> list[StepRow]:
        """Return the rows in the plan's order."""
        return self._pool[: self._count]

    def focus_current(self) -> None:
        """Put the focus on the chosen row, else on the next open step."""
        rows = self.rows()
        chosen = next((r for r in rows if r.look.step.id == self._chosen), None)
        target = chosen or self._current() or (rows[0] if rows else None)
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def refresh(self) -> None:
        """Show the steps as they stand."""
        looks = self._looks()
        before = self._current()
        if [look.step.id for look in looks] != [line.look.step.id for line in self.rows()]:
            self._place(looks)
        for look, line in zip(looks, self.rows(), strict=True):
            line.show_look(look)
        if before is not self._current():
            QTimer.singleShot(0, self, self._show_current)
        self._mark_tab_stop()
        done = sum(1 for look in looks if not look.open)
        clause = looks[0].step.clause if looks else ""
        self.count.setText(f"预案{clause} · {done} / {len(looks)}" if looks else "")
        self._show_late()
        self.empty.setVisible(not looks)
        self._scroll.setVisible(bool(looks))

    def _show_late(self) -> None:
        """Say which time ticks and calls of an incident entered later will carry."""
        at = self._case.late_at
        self.late.setVisible(self._case.incident.late and not self._case.settled)
        moment = f"{at:%m-%d %H:%M}" if at else "……"
        self.late.setText(f"补录：打勾、通话记为 {moment}，可在时间线下方改时间")

    def _opened(self) -> None:
        self._chosen = 0
        self._place(self._looks())
        self._scroll.verticalScrollBar().setValue(0)
        # Rows take their heights in the layout that follows.
        QTimer.singleShot(0, self, self._show_current)

    def _show_current(self) -> None:
        current = self._current()
        if current is not None:
            edge = current.mapTo(self._scroll.widget(), QPoint(0, 0)).y()
            self._scroll.ensureVisible(0, edge + current.height(), 0, theme.px(24))
            self._scroll.ensureVisible(0, edge, 0, theme.px(24))

    def _mark_tab_stop(self) -> None:
        """Let Tab stop at one row only; arrows go to the others."""
        rows = self.rows()
        chosen = next((r for r in rows if r.look.step.id == self._chosen), None)
        stop = chosen or self._current() or (rows[0] if rows else None)
        for line in rows:
            strong = line is stop
            line.setFocusPolicy(Qt.FocusPolicy.StrongFocus if strong else Qt.FocusPolicy.ClickFocus)

    def _current(self) -> StepRow | None:
        return next((line for line in self.rows() if line.look.current), None)

    def _place(self, looks: Sequence[StepLook]) -> None:
        """Give each step a row; rows are built once and serve one incident after another."""
        while len(self._pool) < len(looks):
            self._add_row(looks[len(self._pool)])
        self._count = len(looks)
        for line in self._pool[self._count :]:
            self._case.drafts.release(line.words)
            line.words.clear()
            line.hide()
        for look, line in zip(looks, self.rows(), strict=True):
            self._case.drafts.watch(line.words, self._case.key("step", look.step.id))
            line.begin(look)
            line.show()

    def _add_row(self, look: StepLook) -> None:
        line = StepRow(look)
        line.ticked.connect(self._tick)
        line.called.connect(self._call)
        line.skipped.connect(self._skip)
        line.worded.connect(self._word)
        line.moved.connect(self._moved)
        line.tab_requested.connect(self._go)
        line.page_requested.connect(self._case.desk.events.page_requested)
        self._list.insertWidget(len(self._pool), line)
        self._pool.append(line)

    def _looks(self) -> list[StepLook]:
        case, dossier = self._case, self._case.dossier
        corrected = corrected_ids(list(dossier.entries))
        standing = [e for e in dossier.entries if e.step_id and e.id not in corrected]
        answering = self._answering({step.role for step in dossier.steps if step.role})
        following = next((s.id for s in dossier.steps if s.state is StepState.OPEN), None)
        return [
            StepLook(
                step,
                case.desk.plan.role(step.role).name if step.role else "",
                answering.get(step.role, ()),
                tuple(e for e in standing if e.step_id == step.id and e.kind is EntryKind.CALL),
                _word(step, standing),
                current=step.id == following and not case.settled,
                locked=case.settled,
            )
            for step in dossier.steps
        ]

    def _answering(self, roles: set[str]) -> dict[str, tuple[Contact, ...]]:
        """Return whom to call for each role today, asking the store once for all of them."""
        return self._case.desk.store.contacts.ladders(sorted(roles), self._case.now().date())

    # What the rows ask for ---------------------------------------------------------------

    def _tick(self, line: StepRow) -> None:
        step, words = line.look.step, line.words.toPlainText()
        state = StepState.DONE if line.look.open else StepState.OPEN
        incidents = self._case.desk.store.incidents

        def work(stamp: Stamp) -> None:
            typed = self._case.typed(words if state is StepState.DONE else "")
            incidents.settle_step(step.id, state, stamp, text=typed.text, at=typed.at)

        done = self._case.attempt(work, {"text": line.error, "at": line.error})
        if done and words and state is StepState.DONE:
            self._clear(line)
        if done and state is StepState.DONE and self._asks_promise(step):
            self._case.promise_requested.emit()

    def _call(self, line: StepRow, outcome: Outcome) -> None:
        contact, step = line.contact(), line.look.step
        whom = contact.label if contact else line.look.role
        words = line.words.toPlainText()

        def work(stamp: Stamp) -> None:
            typed = self._case.typed(words)
            text = f"致电{whom}：{typed.text}" if typed.text else f"致电{whom}"
            person = contact.person_id if contact else None
            self._add(
                NewEntry(EntryKind.CALL, text, typed.at, outcome, person, None, step.id), stamp
            )

        told = f"已记：致电{whom} {outcome.label}"
        done = self._case.attempt(work, {"text": line.error, "at": line.error}, told)
        if done and words:
            self._clear(line)

    def _skip(self, line: StepRow, why: str) -> None:
        incidents, step = self._case.desk.store.incidents, line.look.step

        def work(stamp: Stamp) -> None:
            at = self._case.moment()
            incidents.settle_step(step.id, StepState.SKIPPED, stamp, why=why, at=at)

        if self._case.attempt(work, {"why": line.error, "at": line.error}):
            self._clear(line)
            line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _word(self, line: StepRow) -> None:
        words, step = line.words.toPlainText(), line.look.step

        def work(stamp: Stamp) -> None:
            typed = self._case.typed(words)
            self._add(NewEntry(EntryKind.NOTE, typed.text, typed.at, step_id=step.id), stamp)

        if self._case.attempt(work, {"text": line.error, "at": line.error}):
            self._clear(line)

    def _add(self, new: NewEntry, stamp: Stamp) -> None:
        self._case.desk.store.incidents.add_entry(self._case.incident.id, new, stamp)

    def _clear(self, line: StepRow) -> None:
        line.words_written()
        self._case.drafts.committed(line.words)

    def _moved(self, line: StepRow, by: int) -> None:
        """Follow the focus (by 0), or move it up or down."""
        rows = self.rows()
        if by:
            position = rows.index(line) + by
            if 0 <= position < len(rows):
                rows[position].setFocus(Qt.FocusReason.OtherFocusReason)
                self._scroll.ensureWidgetVisible(rows[position], 0, 8)
            return
        self._chosen = line.look.step.id
        for other in rows:
            other.expand(other is line)
        self._mark_tab_stop()

    def _asks_promise(self, step: IncidentStep) -> bool:
        """Tell whether ticking a step leaves open until when the fault will last."""
        case, plan = self._case, self._case.desk.plan
        open_one = current(case.dossier.promises)
        promised = open_one is not None and not is_lapsed(open_one, case.now())
        fault = expects_recovery(plan.scenario(case.incident.scenario))
        handling = case.incident.status is Status.HANDLING
        return step.produces == "wait" and fault and handling and not promised

    def _go(self, place: str) -> None:
        if place == PROMISE:
            self._case.promise_requested.emit()
        else:
            self._case.tab_requested.emit(place)


def _word(step: IncidentStep, standing: Sequence[Entry]) -> str:
    """Return the latest word said on a step: with its tick, or as a note to it."""
    head = f"{step.text}："
    for entry in reversed(standing):
        if entry.step_id != step.id:
            continue
        if entry.kind is EntryKind.STEP and entry.text.startswith(head):
            return entry.text.removeprefix(head)
        if entry.kind is EntryKind.NOTE:
            return entry.text
    return ""
