"""The head of the workspace: which incident, where it stands, and what can be done with it."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QWidget

from hallduty.domain import times
from hallduty.domain.conflict import EVENT_TYPE
from hallduty.domain.incidents import EntryKind, Incident, Status
from hallduty.ui import icons, theme
from hallduty.ui.incidents.case import Case
from hallduty.ui.incidents.papers import OFFERS
from hallduty.ui.printed import changed
from hallduty.ui.widgets import FlowLayout, button, label, pill, row, secondary, set_property

STATUS_TONES = {
    Status.HANDLING: "amber",
    Status.RECOVERED: "blue",
    Status.CLOSED: "green",
    Status.VOID: "grey",
}


class Header(QWidget):
    """Signals name what was asked for; the workspace does it.

    print_requested(str): the name of a paper in papers.OFFERS.
    """

    print_requested = Signal(str)
    recover_requested = Signal()
    recover_at_requested = Signal()
    close_requested = Signal()
    level_requested = Signal()
    conflict_requested = Signal()
    merge_requested = Signal()
    split_requested = Signal()
    link_requested = Signal()
    void_requested = Signal()
    resume_requested = Signal()

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        line = row(self, gap=10)
        words = QWidget()
        flow = FlowLayout(words, theme.px(8))
        self.title = label(role="heading")
        self.status = pill("", "amber")
        self.level = pill("", "blue")
        self.drill = pill("演练", "violet")
        self.late = pill("补录", "grey")
        self.times = secondary()
        for part in (self.title, self.status, self.level, self.drill, self.late, self.times):
            flow.addWidget(part)
        line.addWidget(words, 1, Qt.AlignmentFlag.AlignVCenter)
        self.print = button("打印", key="Ctrl P")
        # Not setMenu: its arrow would lie over the key cap.
        self.print_menu = self._print_menu()
        self.print.clicked.connect(self.open_print_menu)
        self.conflict = button("五分钟处置", "danger", key="F5")
        self.conflict.clicked.connect(self.conflict_requested)
        self.recover = button("已恢复", "primary", key="F8")
        self.recover.clicked.connect(self.recover_requested)
        self.close_ = button("办结", key="F9")
        self.close_.clicked.connect(self.close_requested)
        self.more = button("更多")
        self.more.setMenu(self._more_menu())
        for press in (self.conflict, self.print, self.recover, self.close_, self.more):
            line.addWidget(press, 0, Qt.AlignmentFlag.AlignTop)
        case.refreshed.connect(self.refresh)

    def _print_menu(self) -> QMenu:
        menu = QMenu(self)
        self._papers: dict[str, tuple[QAction, str]] = {}
        for name, offer in OFFERS.items():
            action = menu.addAction(offer.menu)
            action.triggered.connect(partial(self._print, name))
            if offer.compared:
                self._papers[name] = (action, offer.menu)
        return menu

    def _mark_changed(self) -> None:
        """Mark the papers that were printed and would now show something else."""
        desk, dossier = self._case.desk, self._case.dossier
        found = {each.kind: each for each in changed(desk, dossier, list(self._papers))}
        for name, (action, text) in self._papers.items():
            at = found[name].at if name in found else None
            action.setText(f"{text}　{at:%m-%d %H:%M} 打印后有改动" if at else text)
        icon = icons.icon("alert-circle", theme.colours().amber_fill) if found else QIcon()
        self.print.setIcon(icon)
        self.print.setToolTip("有改动未打印（Ctrl P）" if found else "打印（Ctrl P）")
        self.print.setAccessibleDescription("有改动未打印" if found else "")
        self.print.updateGeometry()

    def _more_menu(self) -> QMenu:
        menu = QMenu(self)
        self.recover_at_action = self._action(menu, "补记恢复时间…", self.recover_at_requested)
        self.promise_action = self._action(menu, "记承诺恢复时间…", self._case.promise_requested)
        self.level_action = self._action(menu, "升降级…", self.level_requested)
        self.resume_action = self._action(menu, "恢复处置…", self.resume_requested)
        menu.addSeparator()
        self.merge_action = self._action(menu, "并入…", self.merge_requested)
        self.split_action = self._action(menu, "拆分…", self.split_requested)
        self.link_action = self._action(menu, "关联同一原因…", self.link_requested)
        menu.addSeparator()
        self.void_action = self._action(menu, "作废…", self.void_requested)
        return menu

    def _action(self, menu: QMenu, text: str, signal: SignalInstance) -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(signal)
        return action

    def open_print_menu(self) -> None:
        """Show what can be printed, below the button."""
        self.print_menu.popup(self.print.mapToGlobal(self.print.rect().bottomLeft()))

    def _print(self, name: str, *_: object) -> None:
        self.print_requested.emit(name)

    def refresh(self) -> None:
        """Show the incident as it stands; only legal transitions are enabled."""
        incident, plan = self._case.incident, self._case.desk.plan
        scenario = plan.scenario(incident.scenario)
        name = scenario.name if scenario else plan.event_type(incident.event_type).name
        self.title.setText(f"{incident.number} {name}")
        self.status.setText(incident.standing)
        merged_tone = "grey" if incident.merged_into else STATUS_TONES[incident.status]
        set_property(self.status, "pill", merged_tone)
        level = plan.level(incident.level)
        self.level.setText(level.name + self._since())
        set_property(self.level, "pill", "red" if level.to_group else "blue")
        self.drill.setVisible(incident.drill)
        self.late.setVisible(incident.late)
        self.times.setText(self._times(incident))
        self._mark_changed()
        handling = incident.status is Status.HANDLING
        self.recover.setEnabled(handling)
        set_property(self.recover, "kind", "primary" if handling else "plain")
        self.close_.setEnabled(incident.is_open)
        recovered = incident.status is Status.RECOVERED
        set_property(self.close_, "kind", "primary" if recovered else "plain")
        self.conflict.setVisible(incident.event_type == EVENT_TYPE)
        running = handling and not incident.late
        set_property(self.conflict, "kind", "danger" if running else "plain")
        self.recover_at_action.setEnabled(handling)
        self.promise_action.setEnabled(handling)
        self.level_action.setEnabled(incident.is_open)
        merged = bool(incident.merged_into)
        over = incident.status in (Status.RECOVERED, Status.CLOSED)
        self.resume_action.setEnabled(over and not merged)
        self.merge_action.setEnabled(incident.is_open)
        self.split_action.setEnabled(merged)
        self.link_action.setEnabled(not self._case.void)
        self.void_action.setEnabled(not self._case.void)

    def _since(self) -> str:
        changes = [e for e in self._case.dossier.entries if e.kind is EntryKind.LEVEL]
        return f" · {times.clock(changes[-1].at)} 起" if changes else ""

    def _times(self, incident: Incident) -> str:
        day = incident.occurred_at.date()

        def said(word: str, at: datetime | None) -> str:
            if at is None:
                return ""
            return f"{word} {times.clock(at) if at.date() == day else f'{at:%m-%d %H:%M}'}"

        late = times.minutes_between(incident.occurred_at, incident.reported_at)
        reported = incident.reported_at if late else None
        first = f"发生 {times.stamp(incident.occurred_at)}"
        if day == self._case.now().date():
            first = f"发生 {times.clock(incident.occurred_at)}"
        parts = (
            first,
            said("接报", reported),
            said("恢复", incident.recovered_at),
            said("并入" if incident.merged_into else "办结", incident.closed_at),
            f"登记 {incident.handler}" if incident.handler else "",
        )
        return " · ".join(part for part in parts if part)
