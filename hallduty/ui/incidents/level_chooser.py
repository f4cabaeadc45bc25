"""Raising and lowering the level: pick one, say why, Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from hallduty.domain import times
from hallduty.domain.incidents import EntryKind
from hallduty.ui import theme
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.incidents.case import Case
from hallduty.ui.pair_layout import pair
from hallduty.ui.widgets import (
    FlowLayout,
    button,
    column,
    field_error,
    heading,
    row,
    secondary,
)

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp


class LevelChooser(QWidget):
    """changed: the level was changed, with its reason on the timeline."""

    changed = Signal()

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        body = column(self, gap=6)
        top = row(gap=8)
        top.addWidget(heading("事件级别"))
        top.addStretch(1)
        self.since = secondary()
        top.addWidget(self.since)
        body.addLayout(top)
        flow = FlowLayout(gap=theme.px(6))
        self._group = QButtonGroup(self)
        self._levels = sorted(case.desk.plan.levels, key=lambda level: level.order)
        for number, level in enumerate(self._levels):
            press = button(level.name, small=True)
            press.setCheckable(True)
            press.setProperty("choice", True)
            self._group.addButton(press, number)
            flow.addWidget(press)
        self._group.idClicked.connect(self._picked)
        body.addLayout(flow)
        self.reason = GrowingEdit(enter="submit", most=4)
        self.reason.setAccessibleName("调整级别的原因")
        self.reason.entered.connect(self._submit)
        self.reason.on_escape = self._leave
        self.ok = button("", key="Enter")
        self.ok.clicked.connect(self._submit)
        self.ask = pair(self.reason, self.ok, gap=theme.px(6), least=theme.px(150))
        body.addWidget(self.ask)
        self.error = field_error(self.reason)
        body.addWidget(self.error)
        case.follow(self._opened, self.refresh)

    def focus_first(self) -> None:
        """Put the focus on the level in force; arrows move on."""
        checked = self._group.checkedButton()
        if checked is not None:
            checked.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def button_of(self, code: str) -> QAbstractButton:
        """Return the button of a level."""
        return self._group.button([level.code for level in self._levels].index(code))

    def refresh(self) -> None:
        """Show the level in force, unless another one is being given its reason."""
        changes = [e for e in self._case.dossier.entries if e.kind is EntryKind.LEVEL]
        self.since.setText(f"{times.clock(changes[-1].at)} 起" if changes else "")
        for press in self._group.buttons():
            press.setEnabled(not self._case.settled)
        if self._case.settled or self.ask.isHidden():
            self._check_current()

    def _opened(self) -> None:
        self._case.drafts.watch(self.reason, self._case.key("level"))
        self._check_current()

    def _check_current(self) -> None:
        self.ask.hide()
        self.error.say("")
        codes = [level.code for level in self._levels]
        if self._case.incident.level in codes:
            self.button_of(self._case.incident.level).setChecked(True)

    def _picked(self, number: int) -> None:
        plan = self._case.desk.plan
        old, new = plan.level(self._case.incident.level), self._levels[number]
        if old.code == new.code:
            self._check_current()
            return
        verb = "升为" if new.order > old.order else "降为"
        self.ok.setText(f"{verb}{new.name}")
        self.reason.setPlaceholderText(f"{verb}{new.name}的原因")
        self.ask.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _submit(self) -> None:
        level = self._levels[self._group.checkedId()]
        incidents, plan = self._case.desk.store.incidents, self._case.desk.plan
        number, why = self._case.incident.id, self.reason.toPlainText()

        def work(stamp: Stamp) -> None:
            at = self._case.moment()
            incidents.change_level(number, level.code, why, plan, stamp, at)
            # Before others hear of it, so that their refresh shows the new level.
            self.ask.hide()

        errors = {"reason": self.error, "at": self.error}
        if self._case.attempt(work, errors, f"{self.ok.text()}，已记入时间线"):
            self.reason.clear()
            self._case.drafts.committed(self.reason)
            self._check_current()
            self.changed.emit()

    def _leave(self) -> bool:
        self._check_current()
        self.focus_first()
        return True
