"""One step of the plan on the screen: tick, whom to call, outcomes of calls, a word on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QSizePolicy, QWidget

from hallduty.domain import times
from hallduty.domain.contacts import Contact
from hallduty.domain.incidents import Entry, IncidentStep, Outcome, StepState
from hallduty.ui import keys, theme
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.incidents.call_buttons import CallButtons, outcome_of
from hallduty.ui.pair_layout import pair
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

PROMISE = "promise"
# Where what a step leaves behind is written down: the words of the link, and a tab or PROMISE.
_GOING = {
    "followup": ("去善后登记 ›", "followups"),
    "report": ("去上报 ›", "reports"),
    "notice": ("去公告 ›", "notices"),
    "wait": ("记承诺恢复时间 ›", PROMISE),
    "window": ("去现场调整窗口 ›", "site"),
    "appointment": ("去现场登记预约 ›", "site"),
}
# Of a crowd nobody promises an end: how long it waits is reckoned.
_CROWD_CLAUSE = "四（一）"
_RECKON = ("去现场估算等候 ›", "site")


def going_of(step: IncidentStep) -> tuple[str, str]:
    """Return the words of the link to where a step's result is written, and that place."""
    if step.produces == "wait" and step.clause == _CROWD_CLAUSE:
        return _RECKON
    return _GOING.get(step.produces, ("", ""))


@dataclass(frozen=True, slots=True)
class StepLook:
    """All that a row shows; equal looks need no repainting."""

    step: IncidentStep
    role: str = ""
    contacts: tuple[Contact, ...] = ()
    calls: tuple[Entry, ...] = ()
    word: str = ""
    current: bool = False
    locked: bool = False

    @property
    def open(self) -> bool:
        return self.step.state is StepState.OPEN


@dataclass(slots=True)
class _Choice:
    """Which of a role's contacts is on the row."""

    index: int = 0
    of: tuple[Contact, ...] = field(default_factory=tuple)


class StepRow(QFrame):
    """A row of 处置步骤; it asks its owner to write.

    ticked(row): tick or untick. called(row, Outcome). skipped(row, why). worded(row): Enter
    in the line “补一句”. tab_requested(str), page_requested(str): go and do it there.
    """

    ticked = Signal(object)
    called = Signal(object, object)
    skipped = Signal(object, str)
    worded = Signal(object)
    tab_requested = Signal(str)
    page_requested = Signal(str)
    moved = Signal(object, int)

    def __init__(self, look: StepLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._choice = _Choice()
        self._skipping = False
        self._chosen = False
        self.setProperty("step", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        self._paint()

    # What is on the row ------------------------------------------------------------------

    def _build(self) -> None:
        outer = row(self, margins=(11, 8, 12, 8), gap=10)
        self.box = QCheckBox()
        self.box.setProperty("tone", "ok")
        self.box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.box.clicked.connect(self._clicked)
        outer.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        body = column(gap=3)
        outer.addLayout(body, 1)
        self.text = label(wrap=True)
        body.addWidget(self.text)
        body.addWidget(self._build_who())
        self.said = secondary(wrap=True)
        body.addWidget(self.said)
        self.more = QWidget()
        self._build_more()
        body.addWidget(self.more)

    def _build_who(self) -> QWidget:
        """Whom to call; the number drops to a line of its own when there is no room beside."""
        self.who = ElidedLabel(role="secondary")
        self.phone = label(role="callee")
        self.other = button("换人", "link", small=True)
        self.other.clicked.connect(self._next_contact)
        self.fill = button("去填", "link", small=True)
        self.fill.clicked.connect(self._fill_contacts)
        reach = QWidget()
        line = row(reach, gap=6)
        for part in (self.phone, self.other, self.fill):
            line.addWidget(part)
        self.whom = pair(self.who, reach, gap=theme.px(6))
        return self.whom

    def _build_more(self) -> None:
        more = column(self.more, margins=(0, 4, 0, 2), gap=6)
        self.calls = CallButtons()
        self.calls.chosen.connect(self._call)
        more.addWidget(self.calls)
        self.words = GrowingEdit(enter="submit", most=5)
        self.words.entered.connect(self._word_entered)
        self.words.on_escape = self._stop_skipping
        self.skip = button("跳过…", "link", key="4", small=True)
        self.skip.clicked.connect(self.start_skipping)
        line = row(gap=8)
        line.addWidget(self.words, 1)
        line.addWidget(self.skip, 0, Qt.AlignmentFlag.AlignVCenter)
        more.addLayout(line)
        self.error = field_error(self.words)
        more.addWidget(self.error)
        self.go = button("", "link", small=True)
        self.go.clicked.connect(self._go)
        more.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)

    # Showing -----------------------------------------------------------------------------

    def begin(self, look: StepLook) -> None:
        """Serve another step from now on."""
        self.look = look
        self._skipping = self._chosen = False
        self.error.say("")
        self._paint()

    def show_look(self, look: StepLook) -> None:
        """Show the step as it stands now; what is typed stays."""
        if look == self.look:
            return
        self.look = look
        self._paint()

    def contact(self) -> Contact | None:
        """Return the contact on the row, or None when nobody holds the role."""
        found = self.look.contacts
        return found[self._choice.index % len(found)] if found else None

    def expand(self, chosen: bool) -> None:
        """Show or hide what can be done with the step; the current one always shows it."""
        self._chosen = chosen
        self._paint_more()

    def _paint(self) -> None:
        look, step = self.look, self.look.step
        if self._choice.of != look.contacts:
            self._choice = _Choice(0, look.contacts)
        self.box.setChecked(step.state is not StepState.OPEN)
        # Not disabled: what was done must stay as readable as ever.
        self.box.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, look.locked)
        set_property(self.box, "skipped", step.state is StepState.SKIPPED)
        self.text.setText(step.text)
        role = "strong" if look.current else ("body" if look.open else "muted")
        set_property(self.text, "role", role)
        set_property(self, "tone", "warn" if look.current else "")
        self._paint_who()
        self.said.setText(self._said())
        self.said.setVisible(bool(self.said.text()))
        self.setAccessibleName(f"{step.text}，{step.state.label}")
        self._paint_more()

    def _paint_who(self) -> None:
        look, contact = self.look, self.contact()
        clause = look.step.clause
        if "（" not in clause:
            clause = f"预案{clause}"
        if not look.open:
            who = ""
        elif contact is not None:
            # Which rung of the ladder it is, once the first has not answered.
            stands_in = contact.rung == "替补" and "替补" not in contact.title
            who = f"{clause} {contact.label}{'（替补）' if stands_in else ''}"
        else:
            who = f"{clause} 通讯录未填{look.role}" if look.role else clause
        self.who.setText(who)
        self.who.setVisible(bool(who))
        self.whom.setVisible(look.open)
        self.phone.setText(contact.phone if contact and look.open else "")
        self.phone.setVisible(bool(self.phone.text()))
        self.other.setVisible(look.open and len(look.contacts) > 1 and not look.locked)
        missing = contact is None or not contact.phone
        self.fill.setVisible(look.open and bool(look.role) and missing)

    def _said(self) -> str:
        """Say what became of the step, or of the calls made for it."""
        step = self.look.step
        reached = [n for n, c in enumerate(self.look.calls, 1) if c.outcome is Outcome.REACHED]
        if step.state is StepState.OPEN:
            if not self.look.calls:
                return self.look.word
            last = self.look.calls[-1]
            many = f"第 {len(self.look.calls)} 次" if len(self.look.calls) > 1 else "已拨"
            return " · ".join(
                p
                for p in (f"{times.clock(last.at)} {many}{last.outcome.label}", self.look.word)
                if p
            )
        when = f"{times.clock(step.settled_at)} {step.settled_by}" if step.settled_at else ""
        if step.state is StepState.SKIPPED:
            return f"{when} · 跳过：{step.why}"
        call = ""
        if self.look.calls:
            call = f"第 {reached[-1]} 次接通" if reached else f"拨打 {len(self.look.calls)} 次未通"
        return " · ".join(part for part in (when, call, self.look.word) if part)

    def _paint_more(self) -> None:
        look = self.look
        shown = not look.locked and (self._chosen or look.current or self.has_words())
        self.more.setVisible(shown)
        self.calls.setVisible(look.open and bool(look.role))
        self.skip.setVisible(look.open and not self._skipping)
        going, _ = going_of(look.step)
        self.go.setText(going)
        self.go.setVisible(bool(going) and look.open)
        self.words.setPlaceholderText(
            "为什么跳过？回车记下，Esc 不跳过" if self._skipping else "补一句（可不填）"
        )

    def has_words(self) -> bool:
        """Tell whether something is being typed on the row."""
        return bool(self.words.toPlainText())

    # Doing -------------------------------------------------------------------------------

    def _clicked(self) -> None:
        # The tick shows what the record says, not what was clicked; the write decides.
        self.box.setChecked(not self.look.open)
        self.ticked.emit(self)

    def _call(self, outcome: Outcome) -> None:
        self.called.emit(self, outcome)

    def _next_contact(self) -> None:
        self._choice.index += 1
        self._paint_who()

    def _fill_contacts(self) -> None:
        self.page_requested.emit("contacts")

    def _go(self) -> None:
        self.tab_requested.emit(going_of(self.look.step)[1])

    def start_skipping(self) -> None:
        """Ask why, in the row."""
        self._skipping = True
        self.expand(True)
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop_skipping(self) -> bool:
        """Esc: no skipping after all; the words, if any, stay."""
        self._skipping = False
        self.error.say("")
        self._paint_more()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _word_entered(self) -> None:
        if self._skipping:
            self.skipped.emit(self, self.words.toPlainText())
        elif self.words.toPlainText().strip():
            self.worded.emit(self)

    def words_written(self) -> None:
        """The words have reached the record."""
        self._skipping = False
        self.words.clear()
        self._paint_more()

    # Keys and focus ----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        look, outcome = self.look, outcome_of(event)
        if keys.STEP_MOVE.hears(event):
            self.moved.emit(self, (-1, 1)[keys.STEP_MOVE.place(event)])
        elif look.locked:
            super().keyPressEvent(event)
        elif outcome is not None and look.open and look.role:
            self._call(outcome)
        elif keys.STEP_SKIP.hears(event) and look.open:
            self.start_skipping()
        elif keys.STEP_TICK.hears(event):
            self.ticked.emit(self)
        elif keys.STEP_WORDS.hears(event):
            self.expand(True)
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.moved.emit(self, 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()
