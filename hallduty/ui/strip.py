"""The top strip, always there: today's leader, the filing clock, search and 登记事件."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from hallduty.domain.calendar import filing_clock
from hallduty.ui import icons, theme
from hallduty.ui.events import Topic
from hallduty.ui.rail import STRIP_HEIGHT
from hallduty.ui.widgets import KeyButton, button, label, row, set_property

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_SEARCH_HINT = "搜索事件、人员、电话"


class Strip(QFrame):
    """register_requested: 登记事件 was pressed. search_requested: the search was pressed."""

    register_requested = Signal()
    search_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setObjectName("strip")
        self.setFixedHeight(theme.px(STRIP_HEIGHT))
        layout = row(self, margins=(16, 0, 16, 0), gap=12)
        self.leader = _LeaderNote(desk)
        layout.addWidget(self.leader)
        self.handover = button("未交接", small=True)
        self.handover.setProperty("tone", "warn")
        self.handover.clicked.connect(self._to_handover)
        layout.addWidget(self.handover)
        layout.addSpacing(theme.px(8))
        self.filing_word = label("征期", "muted")
        self.filing = label("", "strong")
        filing = row(gap=6)
        filing.addWidget(self.filing_word)
        filing.addWidget(self.filing)
        layout.addLayout(filing)
        layout.addStretch(1)
        self.search = button(_SEARCH_HINT, "plain", "Ctrl K")
        self.search.setObjectName("search")
        self.search.setIcon(icons.icon("magnify", theme.colours().secondary, size=18))
        self.search.clicked.connect(self.search_requested)
        layout.addWidget(self.search)
        self.register = button("登记事件", "danger", "F2")
        self.register.clicked.connect(self.register_requested)
        layout.addWidget(self.register)
        desk.events.changed.connect(self._changed)
        desk.events.ticked.connect(self._ticked)
        self._minute: datetime | None = None
        self._ticked(desk.clock.now())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give up words, the least needed first, before anything is cut off."""
        self.search.setText(_SEARCH_HINT)
        self.filing_word.show()
        self.leader.show_phone(True)
        for give_up in (self._short_search, self.filing_word.hide, self._without_phone):
            if self._needed() <= self.width():
                return
            give_up()

    def _needed(self) -> int:
        """The width at which nothing is cut off."""
        # A widget inside a widget tells the layout above only at the next event; ask for it now.
        self.leader.updateGeometry()
        layout = self.layout()
        layout.invalidate()
        return layout.minimumSize().width()

    def _short_search(self) -> None:
        self.search.setText("搜索")

    def _without_phone(self) -> None:
        self.leader.show_phone(False)

    def _changed(self, topic: Topic) -> None:
        if topic in (Topic.DUTY_LOG, Topic.ROSTER, Topic.CONTACTS, Topic.SETTINGS, Topic.CALENDAR):
            self._refresh(self._desk.clock.now())

    def _ticked(self, now: datetime) -> None:
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute = minute
            self._refresh(now)

    def _refresh(self, now: datetime) -> None:
        self.leader.refresh(now)
        self._show_handover(now)
        sentence = filing_clock(self._desk.calendar, now)
        self.filing.setText(sentence.removeprefix("征期").strip())
        deadline = self._desk.calendar.deadline(now.year, now.month)
        self.filing.setToolTip(
            f"截止日 {deadline.last_day:%Y-%m-%d}（{deadline.mark}）：{deadline.reason}"
            if deadline
            else "该年度的节假日和截止日还没有录入，请在收到通知后到“值班—征期”导入"
        )
        if self.isVisible():
            # Before that it has no width yet to fit into; showing it fits it.
            self._fit()

    def _show_handover(self, now: datetime) -> None:
        """Say 未交接 until the shift that ended was accepted by name (plan clause 五（一）)."""
        waiting = self._desk.store.duty_logs.unaccepted(now)
        more = f" {len(waiting)}" if len(waiting) > 1 else ""
        self.handover.setText(f"未交接{more}")
        tip = "\n".join(each.words for each in waiting)
        self.handover.setToolTip(tip)
        self.handover.setAccessibleDescription(tip)
        self.handover.setVisible(bool(waiting))

    def _to_handover(self) -> None:
        self._desk.events.page_requested.emit("roster#log#pending")


class _LeaderNote(QFrame):
    """Who leads now and on which number; loud when nobody does (plan clause 五（一）)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        layout = row(self, margins=(0, 4, 0, 4), gap=6)
        self._layout = layout
        self.word = label("今日带班", "muted")
        self.name = label("", "strong")
        self.phone = label("", "muted")
        self.phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.arrange: KeyButton = button("去排班", small=True)
        self.arrange.clicked.connect(self._arrange)
        for part in (self.word, self.name, self.phone, self.arrange):
            layout.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._wanted = True

    def refresh(self, now: datetime) -> None:
        leader = self._desk.store.roster.leader_at(now)
        self.arrange.setVisible(leader is None)
        self.name.setVisible(leader is not None)
        self.word.setText("今日带班" if leader else "今日未排带班领导")
        set_property(self.word, "role", "muted" if leader else "danger")
        set_property(self, "tone", "" if leader else "danger")
        set_property(self, "banner", leader is None)
        side = 0 if leader else theme.px(10)
        self._layout.setContentsMargins(side, theme.px(3), theme.px(4) if side else 0, theme.px(3))
        self.name.setText(leader.name if leader else "")
        self.phone.setText(leader.phone or "未填电话" if leader else "")
        self.show_phone(self._wanted)

    def show_phone(self, wanted: bool) -> None:
        """Show the number, or leave it to the tooltip where there is no room."""
        self._wanted = wanted
        self.phone.setVisible(wanted and bool(self.phone.text()))
        self.name.setToolTip(self.phone.text())

    def _arrange(self) -> None:
        # To today's cell, whichever tab of 值班 was looked at last.
        today = self._desk.clock.now().date()
        self._desk.events.page_requested.emit(f"roster#{today.isoformat()}")
