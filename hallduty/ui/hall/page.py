"""大厅: the picture of a hall in large, the crowd desk, extended service and today's register."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QWidget

from hallduty.ui import theme
from hallduty.ui.events import Topic
from hallduty.ui.hall.arranging import ArrangedPicture
from hallduty.ui.live_view import LiveView
from hallduty.ui.scrolled import vertical_scroll
from hallduty.ui.site.crowd_desk import CrowdDesk
from hallduty.ui.site.extension_box import ExtensionBox
from hallduty.ui.site.place import DayPlace
from hallduty.ui.site.register import RegisterBox
from hallduty.ui.site.register_paper import print_register
from hallduty.ui.wheel_guard import WheelGuard
from hallduty.ui.widgets import EmptyState, button, card, column, label, row

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

# Narrower than this (at 14 px text) the two columns stand one below the other.
_TWO_COLUMNS = 820


class HallPage(LiveView):
    """One hall at a time; “hall#picture”, “#crowd”, “#register” and “#arrange” lead inside."""

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.HALL, Topic.ROSTER, Topic.INCIDENTS, Topic.SETTINGS}
    )
    daily: ClassVar[bool] = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.place = DayPlace(desk, self)
        self.picture: ArrangedPicture | None = None
        layout = column(self, margins=(0, 0, 0, 4), gap=8)
        layout.addLayout(self._head())
        self._scroller = vertical_scroll()
        inside = QWidget()
        self._across = row(inside, margins=(0, 0, 4, 8), gap=12)
        self.crowd = CrowdDesk(self.place)
        self.extension = ExtensionBox(self.place)
        self.register = RegisterBox(self.place)
        picture = card()
        self._left = column(picture, margins=16, gap=10)
        for stretch, boxes in ((5, (picture, self.register)), (4, (self.crowd, self.extension))):
            side = column(gap=12)
            for box in boxes:
                side.addWidget(box if box is picture else _in_card(box))
            side.addStretch(1)
            self._across.addLayout(side, stretch)
        self._scroller.setWidget(inside)
        layout.addWidget(self._scroller, 1)
        self.empty = EmptyState("还没有窗口。在设置里填写办税服务场所和窗口数。", "去设置")
        self.empty.acted.connect(self._to_settings)
        self._left.addWidget(self.empty)
        self.register.print_requested.connect(self._print_register)
        self._minute: datetime | None = None
        desk.events.ticked.connect(self._tick)
        self.setFocusProxy(self.crowd.edits["waiting"])
        self.refresh()
        self.place.opened.emit()

    def _head(self) -> QBoxLayout:
        top = row(gap=10)
        top.addWidget(label("大厅", "title"))
        self.hall = QComboBox()
        self.hall.setAccessibleName("办税服务场所")
        self.hall.installEventFilter(WheelGuard(self))
        self.hall.currentIndexChanged.connect(self._chosen)
        top.addWidget(self.hall)
        top.addStretch()
        self.arrange = button("布置大厅图")
        self.arrange.setCheckable(True)
        self.arrange.setToolTip("摆放窗口和设备，增加、改名、撤下设备；布置一次即可")
        self.arrange.toggled.connect(self._arrange)
        self.back = button("返回今日", key="Esc")
        self.back.clicked.connect(self._to_today)
        top.addWidget(self.arrange)
        top.addWidget(self.back)
        return top

    # --- showing --------------------------------------------------------------------------------

    def refresh(self) -> None:
        super().refresh()
        halls = self._desk.store.roster.halls()
        chosen = self.place.hall_id
        with QSignalBlocker(self.hall):
            self.hall.clear()
            for hall in halls:
                self.hall.addItem(hall.name, hall.id)
            at = self.hall.findData(chosen)
            self.hall.setCurrentIndex(max(0, at) if halls else -1)
        self.hall.setVisible(len(halls) > 1)
        self.place.show_hall(self.hall.currentData())
        self._show_picture()
        self.place.refreshed.emit()

    def _show_picture(self) -> None:
        hall_id = self.place.hall_id
        there = hall_id is not None and bool(self._desk.store.roster.windows(hall_id))
        if self.picture is not None and (not there or self.picture.view.hall_id != hall_id):
            self.arrange.setChecked(False)
            self._left.removeWidget(self.picture)
            self.picture.hide()
            self.picture.deleteLater()
            self.picture = None
        if there and self.picture is None:
            self.picture = ArrangedPicture(self._desk, hall_id or 0, self)
            self._left.addWidget(self.picture)
            self.picture.show()
        self.empty.setVisible(not there)
        self.arrange.setVisible(there)
        if self.picture is not None:
            self.picture.refresh()

    def _tick(self, now: datetime) -> None:
        """Each minute the hall closes sooner, and who waits for a time may be late."""
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute and self.isVisible():
            self._minute = minute
            self.place.refreshed.emit()

    def show_record(self, record: str) -> None:
        """Lead to a part of the page: picture, crowd, register or arrange."""
        if record.startswith("picture"):
            self._focus_picture()
        elif record.startswith("register"):
            self.register.focus_first()
            self._scroller.ensureWidgetVisible(self.register)
        elif record.startswith("arrange"):
            self.arrange.setChecked(True)
        else:
            self.crowd.focus_first()
            self._scroller.ensureWidgetVisible(self.crowd)

    def _focus_picture(self) -> None:
        """Put the keyboard on the picture, so that arrow keys and Enter work at once."""
        tile = None if self.picture is None else self.picture.view.focus_first()
        if tile is None:
            self.crowd.focus_first()
        else:
            self._scroller.ensureWidgetVisible(tile)

    def _chosen(self) -> None:
        self.place.show_hall(self.hall.currentData())
        self._show_picture()

    def _arrange(self, on: bool) -> None:
        self.arrange.setText("布置完成" if on else "布置大厅图")
        if self.picture is not None:
            self.picture.arrange(on)

    def _print_register(self) -> None:
        print_register(self._desk, self.place.day, self.place.hall_id, self.window())

    def _to_settings(self) -> None:
        self._desk.events.page_requested.emit("settings")

    def _to_today(self) -> None:
        self._desk.events.page_requested.emit("today")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room, else one below the other."""
        super().resizeEvent(event)
        narrow = event.size().width() < theme.px(_TWO_COLUMNS)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._across.setDirection(down if narrow else across)


def _in_card(box: QWidget) -> QWidget:
    frame = card()
    column(frame, margins=16).addWidget(box)
    return frame
