"""The first steps on an empty database: five things to enter, ticked off as they are done."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from hallduty.ui import icons, theme
from hallduty.ui.first_start import progress
from hallduty.ui.widgets import button, card, column, heading, label, row, secondary, set_property

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_DISMISSED = "first_steps_dismissed"


@dataclass(frozen=True, slots=True)
class Step:
    """One of the first things to enter: what, why, whether it is done, and where."""

    title: str
    why: str
    done: bool
    action: str
    page: str = ""


def wanted(desk: Desk) -> list[Step]:
    """Return the steps while they are to be shown: until all is done, or the user had enough."""
    if desk.store.settings.recall(_DISMISSED):
        return []
    found = steps(desk)
    return [] if all(step.done for step in found) else found


def dismiss(desk: Desk) -> None:
    """Show the guide no more."""
    desk.store.settings.remember(_DISMISSED, "1")


def steps(desk: Desk) -> list[Step]:
    """Return the five steps as they stand."""
    store, today = desk.store, desk.clock.now().date()
    halls = store.roster.halls()
    windows = sum(len(store.roster.windows(hall.id)) for hall in halls)
    group = store.contacts.group()
    with_phone = sum(1 for seat in group if seat.person.phone)
    first = today.replace(day=1)
    last = today.replace(day=monthrange(today.year, today.month)[1])
    led = {s.day for s in store.roster.shifts(first, last) if s.leader_id is not None}
    return [
        Step("单位与办税服务场所", "打印在每张表的抬头", bool(halls), "去设置", "settings"),
        Step(
            "窗口",
            f"已有 {windows} 个窗口" if windows else "有几个窗口，停用时在今日页标出",
            windows > 0,
            "去设置",
            "settings",
        ),
        Step(
            "应急处理小组电话",
            f"{len(group)} 人中 {with_phone} 人已填，重大事件按此顺序拨打",
            bool(group) and with_phone == len(group),
            "去填写",
            "contacts",
        ),
        Step(
            "本月带班领导",
            f"本月已排 {len(led)} 天" if led else "每天由谁带班，带班人的电话显示在页面上方",
            bool(led),
            "去排班",
            "roster",
        ),
        Step(
            "试一次登记（演练）",
            "按 F2 登记一个演练事件，走一遍流程，不计入统计",
            store.incidents.count() > 0,
            "开始演练",
        ),
    ]


class FirstSteps(QFrame):
    """The guide. chosen(page): go there; an empty page means: register a drill."""

    chosen = Signal(str)
    dismissed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        layout = column(self)
        frame = card(tone="info")
        layout.addWidget(frame)
        inside = column(frame, margins=(16, 12, 12, 8), gap=4)
        top = row(gap=8)
        title = heading("第一次使用，按顺序填好这几项")
        title.setWordWrap(True)
        top.addWidget(title, 2)
        self.count = secondary()
        top.addWidget(self.count, 1)
        self.wizard = button("首次设置向导", "flat", small=True)
        self.wizard.clicked.connect(desk.events.first_start_requested)
        top.addWidget(self.wizard)
        enough = button("不再显示", "flat", small=True)
        enough.clicked.connect(self._dismiss)
        top.addWidget(enough)
        inside.addLayout(top)
        self.lines = [_Line(number) for number in range(1, 6)]
        for line in self.lines:
            line.chosen.connect(self.chosen)
            inside.addWidget(line)
        set_property(self.lines[-1], "last", True)

    def show_steps(self, found: Sequence[Step]) -> None:
        """Show what is done; the first step left gets the filled button."""
        done = sum(step.done for step in found)
        self.count.setText(f"已完成 {done}／{len(found)}")
        self.wizard.setVisible(not progress.is_done(self._desk))
        self.wizard.setText("继续首次设置" if progress.step(self._desk) else "首次设置向导")
        first_left = next((step for step in found if not step.done), None)
        for line, step in zip(self.lines, found, strict=True):
            line.show_step(step, step is first_left)

    def _dismiss(self) -> None:
        dismiss(self._desk)
        self.dismissed.emit()


class _Line(QFrame):
    chosen = Signal(str)

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._page = ""
        self.setProperty("row", True)
        layout = row(self, margins=(0, 5, 4, 5), gap=12)
        self.mark = QLabel()
        self.mark.setFixedWidth(theme.px(24))
        words = column(gap=0)
        self.title = label("", "strong")
        self.why = secondary(wrap=True)
        words.addWidget(self.title)
        words.addWidget(self.why)
        self.go = button("", small=True)
        self.go.clicked.connect(self._go)
        layout.addWidget(self.mark)
        layout.addLayout(words, 1)
        layout.addWidget(self.go)

    def show_step(self, step: Step, next_one: bool) -> None:
        self._page = step.page
        self.title.setText(f"{self._number}　{step.title}")
        set_property(self.title, "role", "muted" if step.done else "strong")
        self.why.setText(step.why)
        self.go.setText("查看" if step.done and step.page else step.action)
        set_property(self.go, "kind", "primary" if next_one else "plain")
        colours = theme.colours()
        name, colour = (
            ("check-circle", colours.green) if step.done else ("circle-outline", colours.field_line)
        )
        size = theme.px(22)
        self.mark.setPixmap(icons.icon(name, colour, size=22).pixmap(size, size))
        self.mark.setAccessibleName("已完成" if step.done else "未完成")
        self.setAccessibleName(f"{step.title} {'已完成' if step.done else '未完成'}")

    def _go(self) -> None:
        self.chosen.emit(self._page)
