"""The workspace: one incident handled in three columns, steps, timeline and papers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from hallduty.ui import keys
from hallduty.ui.events import Topic
from hallduty.ui.incidents.action_panel import ActionPanel
from hallduty.ui.incidents.case import Case
from hallduty.ui.incidents.closing import Closing, ended
from hallduty.ui.incidents.header import Header
from hallduty.ui.incidents.steps import StepsPanel
from hallduty.ui.incidents.tabs import NAMES, Tabs
from hallduty.ui.incidents.timeline import TimelinePanel
from hallduty.ui.links.bar import LinksBar
from hallduty.ui.links.joining import Joining
from hallduty.ui.promises.strip import PromiseStrip
from hallduty.ui.widgets import column, field_error, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_SPLIT = "workspace.columns"


class Workspace(QWidget):
    """show_incident(id) puts an incident on it; everything else happens inside."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stale = False
        self.case = Case(desk, self)
        body = column(self, gap=10)
        self.header = Header(self.case)
        body.addWidget(self.header)
        self.notice = field_error(self.header)
        body.addWidget(self.notice)
        self.ended = secondary("", wrap=True)
        body.addWidget(self.ended)
        self.panel = ActionPanel(self.case)
        body.addWidget(self.panel)
        self.closing = Closing(self.case, self.panel, self.notice, self)
        self.promises = PromiseStrip(self.case)
        body.addWidget(self.promises)
        self.joining = Joining(self.case, self.panel, self.notice, self)
        self.links = LinksBar(self.case, self.joining)
        body.insertWidget(1, self.links)
        self.steps = StepsPanel(self.case)
        self.timeline = TimelinePanel(self.case)
        self.tabs = Tabs(self.case)
        body.addWidget(self._build_columns(), 1)
        self._connect()
        self._shortcuts()

    def show_incident(self, incident_id: int) -> None:
        """Show an incident; raises UserError when there is none with that id."""
        focused = self.focusWidget()
        if focused is not None:
            # What is half typed for the one before is written, or kept as its draft.
            focused.clearFocus()
        self.case.open(incident_id)
        self._stale = False
        self.timeline.focus()

    def show_tab(self, name: str) -> None:
        """Show a tab by its name; “promise” opens the line for a promise, “reply:7” a 批示."""
        if name == "promise":
            self.promises.begin()
        elif name.startswith("reply:"):
            self.tabs.show_tab("reports")
            self.tabs.reports.focus_reply(int(name.removeprefix("reply:")))
        else:
            self.tabs.show_tab(name)

    @property
    def incident_id(self) -> int | None:
        """The id of the incident on the screen, or None."""
        return self.case.incident.id if self.case.is_open else None

    def _build_columns(self) -> QSplitter:
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self.columns.setChildrenCollapsible(False)
        self.columns.setHandleWidth(12)
        for part, share in ((self.steps, 318), (self.timeline, 372), (self.tabs, 402)):
            part.setMinimumWidth(220)
            self.columns.addWidget(part)
            self.columns.setStretchFactor(self.columns.count() - 1, share)
        self.columns.setSizes([318, 372, 402])
        kept = self._desk.store.settings.recall(_SPLIT)
        if kept:
            self.columns.restoreState(QByteArray.fromBase64(kept.encode()))
        self.columns.splitterMoved.connect(self._remember_columns)
        return self.columns

    def _remember_columns(self) -> None:
        state = bytes(self.columns.saveState().toBase64().data()).decode()
        self._desk.store.settings.remember(_SPLIT, state)

    def _connect(self) -> None:
        header, closing = self.header, self.closing
        header.recover_requested.connect(closing.recover)
        header.recover_at_requested.connect(closing.recover_at)
        header.close_requested.connect(closing.close)
        header.void_requested.connect(closing.void)
        header.resume_requested.connect(closing.resume)
        header.merge_requested.connect(self.joining.merge)
        header.split_requested.connect(self.joining.split)
        header.link_requested.connect(self.joining.link)
        header.level_requested.connect(self._change_level)
        header.conflict_requested.connect(self._show_conflict)
        header.print_requested.connect(self.tabs.print)
        self.promises.done.connect(self.timeline.focus)
        self.panel.done.connect(self.timeline.focus)
        self.panel.left.connect(self.timeline.focus)
        self.timeline.picture_pasted.connect(self.tabs.add_picture)
        self.case.tab_requested.connect(self.tabs.show_tab)
        self.case.refreshed.connect(self._refreshed)
        self._desk.events.changed.connect(self._changed)

    def _shortcuts(self) -> None:
        slots: dict[keys.Key, Callable[[], object]] = {
            keys.CONFLICT_OPEN: self._show_conflict,
            keys.NEXT_COLUMN: self._next_column,
            keys.LAST_COLUMN: self._previous_column,
            keys.PROMISE: self.promises.begin,
            keys.RECOVER: self.closing.recover,
            keys.CLOSE: self.closing.close,
            keys.PRINT_INCIDENT: self.header.open_print_menu,
        }
        for key, slot in slots.items():
            keys.bind(self, key, slot)
        shows = [partial(self.tabs.show_number, number) for number in range(len(NAMES))]
        keys.bind_each(self, keys.TABS, shows)

    def _show_conflict(self) -> None:
        if self.case.is_open and not self.header.conflict.isHidden():
            self._desk.events.conflict_requested.emit(self.case.incident.id)

    def _change_level(self) -> None:
        self.tabs.show_tab("reports")
        self.tabs.focus_level()

    # Refreshing --------------------------------------------------------------------------

    def _changed(self, topic: Topic) -> None:
        if not self.case.is_open or topic is Topic.SETTINGS:
            return
        if self.isVisible():
            self.case.reload()
        else:
            self._stale = True

    def _refreshed(self) -> None:
        words = ended(self.case)
        self.ended.setText(words)
        self.ended.setVisible(bool(words))
        self.notice.say("")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.case.reload()

    # Columns by keyboard -----------------------------------------------------------------

    def _next_column(self) -> None:
        self._cycle(1)

    def _previous_column(self) -> None:
        self._cycle(-1)

    def _cycle(self, by: int) -> None:
        places = [
            (self.steps, self.steps.focus_current),
            (self.timeline, self.timeline.focus),
            (self.tabs, self.tabs.focus_inside),
        ]
        focused = self.focusWidget()
        here = next(
            (i for i, (part, _) in enumerate(places) if focused and part.isAncestorOf(focused)), 0
        )
        places[(here + by) % len(places)][1]()
