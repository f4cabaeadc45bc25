"""日志与交接: the shifts on the left, the log in its paper's grid, the handover on the right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSignalBlocker, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QWidget

from hallduty.domain import times
from hallduty.domain.duty_logs import Duty, DutyLog, LogState
from hallduty.domain.errors import UserError
from hallduty.domain.roster import Part
from hallduty.ui import keys, theme
from hallduty.ui.duty_logs.facts import LogRow, day_facts, duties_on, duty_at, log_rows
from hallduty.ui.duty_logs.handover_panel import HandoverPanel
from hallduty.ui.duty_logs.log_form import LogForm
from hallduty.ui.events import Topic
from hallduty.ui.live_view import LiveView
from hallduty.ui.table_models import Column, RowsModel
from hallduty.ui.tables import Table
from hallduty.ui.widgets import (
    EmptyState,
    button,
    card,
    column,
    day_edit,
    label,
    pill,
    row,
    secondary,
    set_property,
)

if TYPE_CHECKING:
    from hallduty.documents.paper import Paper
    from hallduty.ui.desk import Desk

_NO_HALL = "还没有办税服务场所。\n请先在设置中登记场所名称和窗口，再写值班日志。"
_LIST, _PANEL = 284, 266
# Narrower than this (at 14 px text) the list takes turns with the handover.
_THREE_COLUMNS = 940
_PILLS = {
    LogState.NONE: "grey",
    LogState.OPEN: "blue",
    LogState.HANDED: "amber",
    LogState.ACCEPTED: "green",
}
_COLUMNS: tuple[Column[LogRow], ...] = (
    Column(
        "day",
        "班次",
        lambda each: each.name,
        7.4,
        sort=lambda each: each.duty.order,
        sortable=True,
    ),
    Column("leader", "领导", lambda each: each.leader or "未排", 3.7, stretch=True),
    Column(
        "state", "状态", lambda each: each.state.label, 4.5, pill=lambda each: _PILLS[each.state]
    ),
)


class DutyLogView(LiveView):
    """One hall's duty logs; the shift that waits for its handover is shown first."""

    topics = frozenset(Topic) - {Topic.PLAN, Topic.PAPER_SHEETS}
    daily = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._duty: Duty | None = None
        self._further: Duty | None = None
        self._log: DutyLog | None = None
        self.model = RowsModel(_COLUMNS, lambda each: each.duty)
        self._build()
        self.refresh()

    def _build(self) -> None:
        layout = column(self)
        self.stack = QStackedWidget()
        layout.addWidget(self.stack)
        self.body = QWidget()
        across = row(self.body, gap=12)
        self.side = self._list()
        across.addWidget(self.side)
        middle = card()
        inside = column(middle, margins=(0, 8, 0, 0), gap=4)
        inside.addLayout(self._head())
        self.form = LogForm(self._desk)
        inside.addWidget(self.form, 1)
        across.addWidget(middle, 1)
        self.panel = HandoverPanel(self._desk, self._may_hand_over)
        self.panel.setFixedWidth(theme.px(_PANEL))
        self.panel.handed.connect(self._handed)
        across.addWidget(self.panel)
        self.no_hall = EmptyState(_NO_HALL, "去设置", "office-building-outline")
        self.no_hall.acted.connect(self._to_settings)
        self.stack.addWidget(self.body)
        self.stack.addWidget(self.no_hall)
        self.setFocusProxy(self.table)

    def _list(self) -> QWidget:
        side = card()
        side.setFixedWidth(theme.px(_LIST))
        layout = column(side, margins=1)
        top = column(margins=(10, 8, 10, 8), gap=6)
        self.hall = QComboBox()
        self.hall.setAccessibleName("办税服务场所")
        self.hall.currentIndexChanged.connect(self._hall_chosen)
        top.addWidget(self.hall)
        line = row(gap=6)
        line.addWidget(secondary("其他日期"))
        self.day = day_edit(self._today)
        self.day.setAccessibleName("其他日期")
        self.day.setToolTip("较早的或没有排班的日期：选好后显示当天的日志")
        self.day.dateChanged.connect(self._day_chosen)
        line.addWidget(self.day, 1)
        top.addLayout(line)
        layout.addLayout(top)
        self.table = Table(self._desk.store.settings, "duty_logs", _COLUMNS, self.model)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._opened)
        layout.addWidget(self.table, 1)
        return side

    def _head(self) -> QHBoxLayout:
        line = row(margins=(12, 0, 12, 0), gap=8)
        self.shifts = button("班次", small=True)
        self.shifts.setCheckable(True)
        self.shifts.setToolTip("显示班次列表，再按一次显示交接班")
        self.shifts.toggled.connect(self._fit)
        self.shifts.hide()
        line.addWidget(self.shifts)
        self.name = label("", "strong")
        self.mark = pill("", "grey")
        line.addWidget(self.name)
        line.addWidget(self.mark)
        line.addStretch()
        self.fill = button("从当日记录填入", small=True)
        self.fill.setToolTip(
            "把当日的事件、等候人数、公告、回访等写进空格或补在已写的后面（Alt+F）"
        )
        keys.put(self.fill, keys.FILL_LOG)
        self.fill.clicked.connect(self._fill_in)
        self.add = button("补记", small=True)
        self.add.clicked.connect(self._add_remark)
        self.print = button("打印", small=True)
        self.print.setToolTip("打印这份值班日志（Ctrl+P）")
        keys.put(self.print, keys.PRINT_LOG)
        self.print.clicked.connect(self.print_log)
        for each in (self.fill, self.add, self.print):
            line.addWidget(each)
        return line

    # --- showing --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask the store again; the shift that is shown stays."""
        super().refresh()
        self._show_halls()
        hall_id = self.hall.currentData()
        self.stack.setCurrentWidget(self.no_hall if hall_id is None else self.body)
        if hall_id is None:
            return
        contacts = self._desk.store.contacts
        departments = {each.id: each.name for each in contacts.departments(active_only=False)}
        self.panel.set_people(contacts.people(), departments)
        with QSignalBlocker(self.day):
            self.day.setMaximumDate(_qt(self._today))
        if self._duty is None or self._duty.hall_id != hall_id:
            self._duty = self._wanted(hall_id)
        self._show_rows()
        self._show_log()

    def show_record(self, wanted: str) -> None:
        """Show a shift: “2026-11-13/day/1”; anything else shows what waits for its handover."""
        duty = _read(wanted)
        halls = {hall.id for hall in self._desk.store.roster.halls()}
        if duty is None or duty.hall_id not in halls:
            duty = self._first_pending()
        if duty is not None:
            self._go_to(duty)

    def _first_pending(self) -> Duty | None:
        waiting = self._desk.store.duty_logs.unaccepted(self._desk.clock.now())
        return waiting[0].duty if waiting else None

    def _go_to(self, duty: Duty) -> None:
        with QSignalBlocker(self.hall):
            self.hall.setCurrentIndex(max(0, self.hall.findData(duty.hall_id)))
        self._duty = self._further = duty
        self.refresh()

    def _wanted(self, hall_id: int) -> Duty:
        now = self._desk.clock.now()
        waiting = self._desk.store.duty_logs.unaccepted(now)
        mine = [each.duty for each in waiting if each.duty.hall_id == hall_id]
        return mine[0] if mine else duty_at(self._desk, now, hall_id)

    def _show_halls(self) -> None:
        halls = self._desk.store.roster.halls()
        chosen = self.hall.currentData()
        with QSignalBlocker(self.hall):
            self.hall.clear()
            for hall in halls:
                self.hall.addItem(hall.name, hall.id)
            self.hall.setCurrentIndex(max(0, self.hall.findData(chosen)))
        self.hall.setVisible(len(halls) > 1)

    def _show_rows(self) -> None:
        further = self._further if self._further == self._duty else self._duty
        with QSignalBlocker(self.table):
            self.model.set_rows(log_rows(self._desk, self.hall.currentData(), further))
            self.table.go_to_row(self.model.row_of(self._duty))

    def _show_log(self) -> None:
        duty = self._duty
        if duty is None:
            return
        logs = self._desk.store.duty_logs
        log = logs.log(duty.day, duty.part, duty.hall_id) or logs.blank(duty)
        if log.handed_at is None:
            # Who leads may have changed since the log was last written.
            leader = logs.blank(duty)
            log = _led_by(log, leader)
        self._log = log
        names = [person.name for person in self._desk.store.contacts.people()]
        self.form.show_log(log, self.hall.currentText(), names)
        self.panel.show_log(log)
        year = "" if duty.day.year == self._today.year else f"{duty.day.year}年"
        self.name.setText(f"{year}{duty.name} {times.weekday_cn(duty.day)}")
        self.mark.setText(log.state.label)
        set_property(self.mark, "pill", _PILLS[log.state])
        self.fill.setVisible(log.handed_at is None)
        self.add.setVisible(log.handed_at is not None)

    # --- doing ----------------------------------------------------------------------------

    def print_log(self) -> None:
        """Open the preview of the log's paper (Ctrl+P)."""
        log, hall = self._log, self.hall.currentText()
        if log is None or not self.form.settle():
            return
        log = self._log or log
        from hallduty.ui.preview import PreviewDialog

        desk, press = self._desk, self._desk.press
        mark = desk.print_mark()

        def make() -> Paper:
            return press.duty_logs([(log, hall)], mark)

        name = f"值班日志_{log.day.isoformat()}{'' if log.part is Part.DAY else log.part.label}.pdf"
        PreviewDialog(desk, "打印值班日志", make, name, self).exec()

    def _fill_in(self) -> None:
        if self._duty is not None and self.form.settle():
            said = self.form.fill_in(day_facts(self._desk, self._duty))
            if said:
                self.form.state.setText(said)

    def _may_hand_over(self) -> bool:
        """Write what is typed; ask when the log is still empty."""
        if not self.form.settle():
            return False
        log = self._log
        if log is not None and not log.fields:
            return self._desk.ask.confirm(
                self, "交班", "值班日志还是空的，可以先“从当日记录填入”。仍然交班？", "仍然交班"
            )
        return True

    def _handed(self, log: DutyLog) -> None:
        """Offer the power-failure pack, which the next leader may need on paper."""
        if self._desk.ask.confirm(
            self,
            "打印断电包",
            f"{log.duty.name}已交班。要为接班人打印一份断电包"
            "（值班表、电话、处置步骤、空白登记表和公告）吗？",
            "打印断电包",
        ):
            from hallduty.ui.pack import print_pack

            halls = {hall.id: hall for hall in self._desk.store.roster.halls()}
            print_pack(self._desk, self, halls.get(log.hall_id))

    def _add_remark(self) -> None:
        log = self._log
        text = log and self._desk.ask.reason(self, "补记", "交班后需要说明的情况：")
        if not log or text is None:
            return
        try:
            self._desk.store.duty_logs.add_remark(log.id, text, self._desk.stamp())
        except UserError as problem:
            self._desk.ask.problem(self, str(problem))
            return
        self._desk.changed(Topic.DUTY_LOG)

    # --- events ---------------------------------------------------------------------------

    def _chosen(self, record: LogRow | None) -> None:
        if record is not None and record.duty != self._duty:
            self._duty = record.duty
            self._show_log()

    def _opened(self, record: LogRow) -> None:
        self._chosen(record)
        self.form.begin()

    def _hall_chosen(self) -> None:
        self._further = None
        self.refresh()

    def _day_chosen(self, chosen: QDate) -> None:
        day = date(chosen.year(), chosen.month(), chosen.day())
        hall_id = self.hall.currentData()
        if hall_id is not None and day <= self._today:
            self._go_to(duties_on(self._desk, day, hall_id)[0])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show list and handover beside the log, or one of them where there is no room."""
        narrow = self.width() < theme.px(_THREE_COLUMNS)
        self.shifts.setVisible(narrow)
        self.side.setVisible(not narrow or self.shifts.isChecked())
        self.panel.setVisible(not narrow or not self.shifts.isChecked())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.form.flush()

    def _to_settings(self) -> None:
        self._desk.events.page_requested.emit("settings")


def _led_by(log: DutyLog, now: DutyLog) -> DutyLog:
    return replace(log, leader_id=now.leader_id, leader=now.leader)


def _read(wanted: str) -> Duty | None:
    """Read “2026-11-13/day/1”; None when it is something else."""
    try:
        day, part, hall = wanted.split("/")
        return Duty(date.fromisoformat(day), Part(part), int(hall))
    except ValueError:
        return None


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
