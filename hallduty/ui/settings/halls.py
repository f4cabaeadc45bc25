"""设置 · 办税服务场所: halls, how many windows each has, and of which kind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QSpinBox

from hallduty.domain.errors import UserError
from hallduty.domain.roster import MOST_WINDOWS, Hall, Window
from hallduty.ui import theme
from hallduty.ui.events import Topic
from hallduty.ui.settings.section import Section
from hallduty.ui.table_models import Column, RowsModel
from hallduty.ui.tables import Table
from hallduty.ui.wheel_guard import WheelGuard
from hallduty.ui.widgets import EmptyState, button, label, row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hallduty.domain.hall import Part
    from hallduty.domain.stamps import Stamp
    from hallduty.ui.desk import Desk

_KINDS = ("综合", "发票", "社保", "房产交易", "代开", "注销", "咨询", "导税", "自助", "应急专窗")
_NEW = "新场所"


class HallsSection(Section):
    """One hall at a time: its name, its windows, the kind and state of each."""

    title = "办税服务场所和窗口"

    def __init__(self, desk: Desk) -> None:
        self._hall: Hall | None = None
        super().__init__(desk)

    def build(self) -> None:
        self._guard = WheelGuard(self)
        top = row(gap=8)
        self.hall = QComboBox()
        self.hall.setAccessibleName("场所")
        self.hall.installEventFilter(self._guard)
        self.hall.currentIndexChanged.connect(self._show_hall)
        self.add_button = button("新增场所", small=True)
        self.add_button.clicked.connect(self.add)
        top.addWidget(self.hall, 1)
        top.addStretch()
        top.addWidget(self.add_button)
        self.body.addLayout(top)
        self.name = self.line("name", "场所名称", "如：衢江区税务局办税服务厅")
        self.name.editingFinished.connect(self.save_name)
        count = row(gap=8)
        self.count = QSpinBox()
        self.count.setRange(0, MOST_WINDOWS)
        self.count.setSuffix(" 个")
        self.count.setFixedWidth(theme.px(100))
        self.count.setAccessibleName("窗口数")
        self.count.installEventFilter(self._guard)
        self.count.editingFinished.connect(self.save_count)
        count.addWidget(label("窗口数"), 1)
        count.addWidget(self.count)
        self.body.addLayout(count)
        self.error("windows", self.count)
        self._build_windows()

    def _build_windows(self) -> None:
        self.model: RowsModel[Window] = RowsModel(_columns(), key=lambda w: w.id)
        self.table = Table(self._desk.store.settings, "windows", self.model.columns, self.model)
        self.table.setAccessibleName("窗口")
        self.table.setProperty("framed", True)
        self.table.setFixedHeight(theme.px(208))
        self.table.set_empty(EmptyState("还没有窗口。填上面的窗口数即可生成。"))
        self.table.chosen.connect(self._window_chosen)
        self.body.addWidget(self.table)
        tools = row(gap=8)
        self.kind = QComboBox()
        self.kind.setEditable(True)
        self.kind.addItems(_KINDS)
        self.kind.setAccessibleName("窗口类型")
        self.kind.installEventFilter(self._guard)
        self.kind.lineEdit().returnPressed.connect(self.set_kind)
        self.kind_button = button("设为此类型", small=True)
        self.kind_button.clicked.connect(self.set_kind)
        self.up_button, self.down_button = button("启用", small=True), button("停用", small=True)
        self.up_button.clicked.connect(self._put_up)
        self.down_button.clicked.connect(self._put_down)
        tools.addWidget(self.kind, 1)
        for each in (self.kind_button, self.up_button, self.down_button):
            tools.addWidget(each)
        self.body.addLayout(tools)
        self.error("kind", self.kind)
        self.note("可按住 Shift 或 Ctrl 选中多个窗口，一起设置。")

    # --- showing ----------------------------------------------------------------------------

    def refresh(self) -> None:
        halls = self._desk.store.roster.halls()
        chosen = self._hall.id if self._hall else None
        with QSignalBlocker(self.hall):
            self.hall.clear()
            for hall in halls:
                self.hall.addItem(hall.name, hall)
            place = next((i for i, hall in enumerate(halls) if hall.id == chosen), 0)
            self.hall.setCurrentIndex(place if halls else -1)
        self.hall.setVisible(len(halls) > 1)
        self.add_button.setVisible(bool(halls))
        self._show_hall()

    def _show_hall(self) -> None:
        self._hall = self.hall.currentData()
        hall = self._hall
        self.show_text(self.name, f"hall:{hall.id if hall else 0}", hall.name if hall else "")
        windows = self._desk.store.roster.windows(hall.id) if hall else []
        self.model.set_rows(windows)
        if not self.count.hasFocus():
            with QSignalBlocker(self.count):
                self.count.setValue(len(windows))
        # Not the count: Tab leads from the name to it before the new name is saved.
        for each in (self.kind, self.kind_button, self.up_button, self.down_button):
            each.setEnabled(hall is not None)

    def _window_chosen(self, window: Window | None) -> None:
        if window is not None and not self.kind.lineEdit().hasFocus():
            self.kind.setCurrentText(window.kind)

    # --- saving -----------------------------------------------------------------------------

    def add(self) -> None:
        """Enter another hall, to be named at once."""
        taken = {hall.name for hall in self._desk.store.roster.halls(active_only=False)}
        name = next(f"{_NEW}{n}" for n in range(1, len(taken) + 2) if f"{_NEW}{n}" not in taken)
        try:
            self._hall = self._desk.store.roster.save_hall(Hall(0, "", name), self._desk.stamp())
        except UserError as problem:
            self.say_problem("name", problem)
            return
        self._desk.changed(Topic.ROSTER)
        self.name.setFocus()
        self.name.selectAll()

    def save_name(self) -> None:
        """Save the hall's name; the first name enters the hall."""
        hall, name = self._hall or Hall(0, "", ""), self.name.text()
        self.errors["name"].say("")
        if name == hall.name:
            return
        try:
            saved = self._desk.store.roster.save_hall(replace(hall, name=name), self._desk.stamp())
        except UserError as problem:
            self.say_problem("name", problem)
            return
        self.text_saved(self.name)
        self._hall = saved
        wanted = self.count.value()
        self._told(f"已保存 {saved.name}")
        if not hall.id and wanted:
            self.count.setValue(wanted)
            self.save_count()

    def save_count(self) -> None:
        """Give the hall that many windows; fewer than there are is refused."""
        hall = self._hall
        self.errors["windows"].say("")
        if self.count.value() == self.model.rowCount():
            return
        if hall is None:
            self.errors["windows"].say("请先填写场所名称，窗口数随后保存")
            return
        try:
            roster = self._desk.store.roster
            windows = roster.set_window_count(hall.id, self.count.value(), self._desk.stamp())
        except UserError as problem:
            self.say_problem("windows", problem)
            return
        self._told(f"{hall.name}现有 {len(windows)} 个窗口")

    def set_kind(self) -> None:
        """Give the chosen windows the kind in the field."""
        kind = self.kind.currentText()
        self._change([replace(window, kind=kind) for window in self.table.selected_records()])

    def _put_up(self) -> None:
        self._switch(self._desk.store.hall.mark_up)

    def _put_down(self) -> None:
        self._switch(self._desk.store.hall.mark_down)

    def _switch(self, mark: Callable[[Sequence[Part], Stamp], object]) -> None:
        """Mark the chosen windows down or up as the picture of the hall does."""
        windows = self.table.selected_records()
        self.errors["kind"].say("" if windows else "请先在表中选中窗口")
        if not windows:
            return
        try:
            mark(windows, self._desk.stamp())
        except UserError as problem:
            self.say_problem("kind", problem)
            return
        self._told(f"已保存 {len(windows)} 个窗口")
        self._desk.changed(Topic.HALL)

    def _change(self, windows: list[Window]) -> None:
        self.errors["kind"].say("" if windows else "请先在表中选中窗口")
        try:
            for window in windows:
                self._desk.store.roster.save_window(window, self._desk.stamp())
        except UserError as problem:
            self.say_problem("kind", problem)
            return
        if windows:
            self._told(f"已保存 {len(windows)} 个窗口")

    def _changed(self, topic: Topic) -> None:
        if topic is Topic.HALL:
            self.refresh()
        else:
            super()._changed(topic)

    def _told(self, text: str) -> None:
        self._desk.events.told.emit(text)
        self._desk.changed(Topic.ROSTER)


def _columns() -> tuple[Column[Window], ...]:
    return (
        Column("number", "窗口", lambda w: f"{w.number} 号", 5),
        Column("kind", "类型", lambda w: w.kind, 8, stretch=True),
        Column(
            "up",
            "状态",
            lambda w: "启用" if w.up else "停用",
            5,
            pill=lambda w: "green" if w.up else "grey",
        ),
    )
