"""交接: what is still open, 交班 with a name, and 接班 by name with where one can be reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from hallduty.domain import times
from hallduty.domain.duty_logs import DutyLog, LogState
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.handover import handed_lines
from hallduty.ui import keys, theme
from hallduty.ui.drafts import DraftKeeper
from hallduty.ui.duty_logs.facts import next_leader, still_open
from hallduty.ui.events import Topic
from hallduty.ui.inputs import NO_CUT
from hallduty.ui.person_edit import PersonEdit
from hallduty.ui.scrolled import vertical_scroll
from hallduty.ui.widgets import (
    FieldError,
    button,
    clear_problems,
    column,
    field_error,
    heading,
    label,
    pill,
    row,
    secondary,
    show_problems,
)

if TYPE_CHECKING:
    from hallduty.domain.contacts import Person
    from hallduty.domain.handover import OpenMatter
    from hallduty.ui.desk import Desk

_MOST_SHOWN = 60
_COLOURS = {"事件": "amber", "承诺": "blue", "上报": "violet", "善后": "grey"}


class HandoverPanel(QFrame):
    """The panel beside the form. handed(log): it was just handed over. changed(): shown anew.

    `before` is asked before the log is handed over and says whether it may be.
    """

    handed = Signal(object)
    changed = Signal()

    def __init__(
        self, desk: Desk, before: Callable[[], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._before = desk, before
        self._log: DutyLog | None = None
        self._drafts = DraftKeeper(desk, self)
        self.shown: list[OpenMatter] = []
        self._listed: tuple[object, ...] = ()
        self.setProperty("card", True)
        outer = column(self, margins=(14, 12, 14, 12), gap=8)
        self.title = heading("交接班")
        outer.addWidget(self.title)
        self.said = secondary("", wrap=True)
        outer.addWidget(self.said)
        outer.addWidget(self._list(), 1)
        self.trouble = label("", "error", wrap=True)
        outer.addWidget(self.trouble)
        outer.addWidget(self._handing())
        outer.addWidget(self._accepting())

    def _list(self) -> QScrollArea:
        scroll = vertical_scroll()
        # Where there is little room the list gives way, never the buttons below it.
        scroll.setMinimumHeight(theme.px(32))
        inside = QWidget()
        self._lines: QVBoxLayout = column(inside, gap=6)
        scroll.setWidget(inside)
        return scroll

    def _handing(self) -> QWidget:
        self.handing = QWidget()
        layout = column(self.handing, gap=4)
        self.handed_by = QLineEdit()
        error = field_error(self.handed_by)
        self._hand_errors: dict[str, FieldError] = {"handed_by": error}
        self._stack(layout, "交班人", self.handed_by, error)
        self.hand_over = button("交班", "primary", "Ctrl Enter")
        keys.put(self.hand_over, keys.HAND_OVER)
        self.hand_over.clicked.connect(self._hand_over)
        self.handed_by.returnPressed.connect(self._hand_over)
        layout.addSpacing(4)
        layout.addWidget(self.hand_over, 0, Qt.AlignmentFlag.AlignRight)
        return self.handing

    def _accepting(self) -> QWidget:
        self.accepting = QWidget()
        layout = column(self.accepting, gap=4)
        self.accepted_by = PersonEdit("姓名或拼音，从列表中选择")
        self.accepted_by.picked.connect(self._reach)
        self.reachable = QLineEdit()
        self.reachable.setPlaceholderText("手机、办公电话、所在位置")
        for edit in (self.handed_by, self.accepted_by, self.reachable):
            edit.setMaxLength(NO_CUT)
        errors = [field_error(edit) for edit in (self.accepted_by, self.reachable)]
        self._accept_errors = dict(zip(("accepted_by", "reachable"), errors, strict=True))
        self._stack(layout, "接班人", self.accepted_by, errors[0])
        self._stack(layout, "我可通过以下方式联系", self.reachable, errors[1])
        foot = row(gap=8)
        self.take_back = button("撤回交班", "flat")
        self.take_back.clicked.connect(self._take_back)
        self.accept = button("接班", "primary", "Ctrl Enter")
        keys.put(self.accept, keys.HAND_OVER)
        self.accept.clicked.connect(self._accept)
        self.reachable.returnPressed.connect(self._accept)
        foot.addWidget(self.take_back)
        foot.addStretch()
        foot.addWidget(self.accept)
        layout.addSpacing(4)
        layout.addLayout(foot)
        return self.accepting

    def _stack(self, layout: QVBoxLayout, text: str, edit: QLineEdit, error: FieldError) -> None:
        words = secondary(text)
        words.setBuddy(edit)
        edit.setAccessibleName(text)
        for part in (words, edit, error):
            layout.addWidget(part)

    # --- showing --------------------------------------------------------------------------

    def set_people(self, people: Sequence[Person], departments: dict[int, str]) -> None:
        """Offer these people for the acceptance."""
        self.accepted_by.set_people(people, departments)

    def show_log(self, log: DutyLog) -> None:
        """Show where a shift stands; of the same shift, what is being typed stays."""
        before, self._log = self._log, log
        waiting = log.state in (LogState.NONE, LogState.OPEN)
        if before is None or before.duty != log.duty or before.state is not log.state:
            self._open()
        self._preset(log)
        self.handing.setVisible(waiting)
        self.accepting.setVisible(log.state is LogState.HANDED)
        self.hand_over.setEnabled(waiting)
        self.accept.setEnabled(log.state is LogState.HANDED)
        if waiting:
            self.shown = still_open(self._desk, log.hall_id)
            lines = [(matter.kind, matter.text, matter.urgent) for matter in self.shown]
            self._show_lines(lines, "没有未结事项。")
        else:
            self._show_lines([_split(line) for line in log.handed], "交班时没有未结事项。")
        self.said.setText(self._sentence(log, len(log.handed) or len(self.shown)))

    def _sentence(self, log: DutyLog, count: int) -> str:
        if log.handed_at is None:
            return f"交班时，以下 {count} 项未结事项随日志交给接班人：" if self.shown else ""
        handed = f"{log.handed_by} {times.stamp(log.handed_at)} 交班。"
        if log.accepted_at is None:
            return f"{handed}未交接：请接班人核对以下事项后接班。"
        return (
            f"{handed}{log.accepted_by} {times.stamp(log.accepted_at)} 接班，"
            f"可通过 {log.reachable} 联系。"
        )

    def _open(self) -> None:
        """Another shift, or another state of it, is to be shown: keep what was typed for it."""
        clear_problems((*self._hand_errors.values(), *self._accept_errors.values()))
        self.trouble.hide()
        for edit in (self.handed_by, self.accepted_by, self.reachable):
            self._drafts.release(edit)

    def _preset(self, log: DutyLog) -> None:
        """Put in who hands over and who is next by the roster, unless somebody typed otherwise."""
        duty = log.duty
        key = f"log:{duty.day.isoformat()}/{duty.part.value}/{duty.hall_id}"
        if log.state is LogState.HANDED:
            person = next_leader(self._desk, duty)
            if not self._drafts.is_draft(self.accepted_by):
                self._drafts.release(self.accepted_by)
                self.accepted_by.set_person(person)
                name = person.name if person else ""
                self._drafts.watch(self.accepted_by, f"{key}:#accepted_by", name)
            if not self._drafts.is_draft(self.reachable):
                self._drafts.watch(self.reachable, f"{key}:#reachable", _reached(person))
        elif log.state is not LogState.ACCEPTED and not self._drafts.is_draft(self.handed_by):
            leader = log.leader if log.leader_id is not None else ""
            self._drafts.watch(self.handed_by, f"{key}:#handed_by", leader or self._desk.actor())

    def _show_lines(self, lines: Sequence[tuple[str, str, bool]], none: str) -> None:
        """Show these lines; nothing is touched when they are the same as before."""
        if (none, *lines) == self._listed:
            return
        self._listed = (none, *lines)
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for kind, text, urgent in lines[:_MOST_SHOWN]:
            self._lines.addWidget(_line(kind, text, urgent))
        if len(lines) > _MOST_SHOWN:
            more = f"还有 {len(lines) - _MOST_SHOWN} 项，打印的值班日志上有全部"
            self._lines.addWidget(secondary(more, wrap=True))
        if not lines:
            self._lines.addWidget(label(none, "muted", wrap=True))
        self._lines.addStretch(1)

    # --- doing ----------------------------------------------------------------------------

    def _hand_over(self) -> None:
        """Hand over with what is open at this moment, by the name in the field."""
        log = self._log
        if log is None or log.handed_at is not None or not self._before():
            return
        handed = handed_lines(still_open(self._desk, log.hall_id))
        store, stamp = self._desk.store.duty_logs, self._desk.stamp()
        try:
            made = store.hand_over(log.duty, self.handed_by.text(), handed, stamp)
        except UserError as problem:
            self._refused(problem, self._hand_errors)
            return
        self._committed(self.handed_by)
        self._tell(f"{made.duty.name}已交班，等待接班")
        self.handed.emit(made)

    def _accept(self) -> None:
        """Accept by the name and the number in the fields."""
        log = self._log
        if log is None or log.state is not LogState.HANDED:
            return
        person, wrong = self.accepted_by.person()
        clear_problems(self._accept_errors.values())
        if wrong:
            self._accept_errors["accepted_by"].say(wrong)
            self.accepted_by.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        who = person.id if person else None
        try:
            made = self._desk.store.duty_logs.accept(
                log.id, who, self.reachable.text(), self._desk.stamp()
            )
        except UserError as problem:
            self._refused(problem, self._accept_errors)
            return
        self._committed(self.accepted_by, self.reachable)
        self._tell(f"{made.accepted_by}已接班，{made.duty.name}交接完成")

    def _take_back(self) -> None:
        if self._log is None or not self._desk.ask.confirm(
            self, "撤回交班", "撤回后日志可以再改，未结事项清单在重新交班时另列。", "撤回"
        ):
            return
        try:
            self._desk.store.duty_logs.take_back(self._log.id, self._desk.stamp())
        except UserError as problem:
            self._refused(problem, {})
            return
        self._tell("已撤回交班")

    def _reach(self, person: Person) -> None:
        """Offer the number of whoever was chosen, unless something else was typed."""
        known = {_reached(each) for each in self._desk.store.contacts.people()}
        if not self.reachable.text().strip() or self.reachable.text() in known:
            self.reachable.setText(_reached(person))

    def _committed(self, *edits: QLineEdit) -> None:
        for edit in edits:
            self._drafts.committed(edit)

    def _refused(self, problem: UserError, errors: dict[str, FieldError]) -> None:
        rest = [str(problem)]
        if isinstance(problem, InvalidInput):
            rest = show_problems(errors, problem)
        self.trouble.setText("；".join(rest))
        self.trouble.setVisible(bool(rest))

    def _tell(self, words: str) -> None:
        self.trouble.hide()
        self._desk.changed(Topic.DUTY_LOG)
        self._desk.events.told.emit(words)
        self.changed.emit()


def _line(kind: str, text: str, urgent: bool) -> QFrame:
    frame = QFrame()
    line = row(frame, margins=(0, 2, 4, 2), gap=8)
    line.addWidget(
        pill(kind, "red" if urgent else _COLOURS.get(kind, "grey")), 0, Qt.AlignmentFlag.AlignTop
    )
    words = label(text, wrap=True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    line.addWidget(words, 1)
    return frame


def _split(line: str) -> tuple[str, str, bool]:
    """Take a kept line apart again: 【善后】2026-017 …"""
    kind, mark, text = line.removeprefix("【").partition("】")
    return (kind, text, False) if mark and line.startswith("【") else ("其他", line, False)


def _reached(person: Person | None) -> str:
    if person is None or not person.phone:
        return ""
    return f"{'手机' if person.mobile else '办公电话'} {person.phone}"
