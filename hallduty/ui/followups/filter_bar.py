"""The filters above the board: incident, kind, how far, and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit

from hallduty.domain.followup_board import FollowupFilter, Progress
from hallduty.domain.followups import FollowupKind
from hallduty.domain.texts import problem_in
from hallduty.ui import theme
from hallduty.ui.widgets import button, column, field_error, row

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

# Long enough for a hand to type the next character, short enough to feel at once.
_PAUSE_MS = 160
_OPEN, _ALL = "open", "all"


class FollowupFilterBar(QFrame):
    """Chooses follow-ups. changed(): `filter()` says something else now.

    search_left(): Down or Enter in the search field, so the list takes the keys.
    """

    changed = Signal()
    search_left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._desk = desk
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.apply)
        outer = column(self, margins=(12, 10, 12, 10), gap=6)
        line = row(gap=8)
        self.incident = self._box("事件")
        self.kind = self._box("种类")
        self.state = self._box("情况")
        for box in (self.incident, self.kind, self.state):
            line.addWidget(box)
        self.search = QLineEdit()
        self.search.setPlaceholderText("搜索姓名、电话、事项、卡号、窗口、事件编号")
        self.search.setToolTip("搜索姓名、电话、事项、卡号、窗口、事件编号（Ctrl+F）")
        self.search.setAccessibleName("搜索善后事项")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.px(160))
        self.search.textChanged.connect(self._pause.start)
        self.search.returnPressed.connect(self._search_now)
        line.addWidget(self.search, 1)
        self.reset = button("清除筛选", "flat")
        self.reset.clicked.connect(self.clear)
        line.addWidget(self.reset)
        outer.addLayout(line)
        self.error = field_error(self.search)
        outer.addWidget(self.error)
        self._fill()

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.currentIndexChanged.connect(self.apply)
        return box

    def _fill(self) -> None:
        with QSignalBlocker(self.kind), QSignalBlocker(self.state):
            self.kind.addItem("全部种类", None)
            for kind in FollowupKind:
                self.kind.addItem(kind.label, kind)
            self.state.addItem("未办结", _OPEN)
            for progress in Progress:
                self.state.addItem(progress.label, progress)
            self.state.addItem("全部情况", _ALL)
        self.show_incidents()

    def show_incidents(self) -> None:
        """Offer the incidents that owe something and the newest others; the choice stays."""
        chosen = self.incident.currentData()
        with QSignalBlocker(self.incident):
            self.incident.clear()
            self.incident.addItem("全部事件", None)
            for row_id, number, owed in self._desk.store.followup_board.incidents():
                self.incident.addItem(f"{number}（欠 {owed} 件）" if owed else number, row_id)
            place = self.incident.findData(chosen) if chosen is not None else 0
            if place < 0:
                self._add_incident(chosen)
                place = self.incident.count() - 1
            self.incident.setCurrentIndex(place)

    def choose_incident(self, incident_id: int) -> None:
        """Show one incident's follow-ups, whatever was searched before."""
        with QSignalBlocker(self.search), QSignalBlocker(self.kind), QSignalBlocker(self.state):
            self.search.clear()
            self.kind.setCurrentIndex(0)
            self.state.setCurrentIndex(self.state.findData(_ALL))
        with QSignalBlocker(self.incident):
            place = self.incident.findData(incident_id)
            if place < 0:
                self._add_incident(incident_id)
                place = self.incident.count() - 1
            self.incident.setCurrentIndex(place)
        self.apply()

    def _add_incident(self, incident_id: int) -> None:
        """Offer one more: an older one, or one that is void."""
        self.incident.addItem(self._desk.store.incidents.get(incident_id).number, incident_id)

    def filter(self) -> FollowupFilter | None:
        """Return what is chosen, or None while the words searched for are in error."""
        problem = problem_in("text", "搜索的字词", self.search.text())
        self.error.say(problem.message if problem else "")
        if problem:
            return None
        state = self.state.currentData()
        return FollowupFilter(
            kind=self.kind.currentData(),
            incident_id=self.incident.currentData(),
            progress=Progress(state) if state not in (_OPEN, _ALL) else None,
            open_only=state == _OPEN,
            text=self.search.text(),
        )

    def clear(self) -> None:
        """Choose everything that is owed again."""
        for box in (self.incident, self.kind, self.state):
            with QSignalBlocker(box):
                box.setCurrentIndex(0)
        with QSignalBlocker(self.search):
            self.search.clear()
        self.apply()

    def is_first(self) -> bool:
        """Tell whether nothing was chosen or typed."""
        return self.filter() == FollowupFilter(open_only=True)

    def apply(self) -> None:
        """Tell the list now, without waiting for a pause in the typing."""
        self._pause.stop()
        self.changed.emit()

    def _search_now(self) -> None:
        self.apply()
        self.search_left.emit()
