"""Offers back what was being typed when the program last ended: 恢复, 放弃, or later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from hallduty.domain import times
from hallduty.domain.errors import UserError
from hallduty.ui import theme
from hallduty.ui.widgets import ElidedLabel, button, column, heading, label, row, secondary

if TYPE_CHECKING:
    from hallduty.store.drafts import Draft
    from hallduty.ui.desk import Desk

# Where a draft was typed, by the first word of its key; any other kind belongs to an incident.
_PAGES = {
    "person": ("contacts", "通讯录：人员"),
    "department": ("contacts", "通讯录：部门"),
    "hall": ("settings", "办税服务场所"),
    "settings": ("settings", "设置"),
    "shift": ("roster", "值班表"),
    "paper": ("paper", "纸单补录"),
    "desk": ("hall", "大厅"),
    "policy": ("policy", "政策问题"),
    "policy_day": ("policy", "政策问题日报"),
    "need": ("needs", "需求"),
    "need_month": ("needs", "需求月度分析"),
}
# Reports over a period lead to that day or month.
_PERIODS = {"policy_day": "day", "need_month": "month"}
_INTAKE = "intake"
_LOG = "log"
_SHOWN = 4


@dataclass(slots=True)
class Offered:
    """Drafts typed in one place. `incident_id` or `page` says where; neither means intake."""

    what: str
    at: datetime
    text: str
    keys: list[str] = field(default_factory=list)
    incident_id: int = 0
    page: str = ""


def offered(desk: Desk) -> list[Offered]:
    """Return what can be given back, the latest first, drafts of one place together."""
    return _grouped(desk, desk.store.drafts.all())


def _grouped(desk: Desk, drafts: Iterable[Draft]) -> list[Offered]:
    found: dict[tuple[str, int, str], Offered] = {}
    for draft in drafts:
        place = _place(desk, draft)
        known = found.setdefault((place.page, place.incident_id, place.what), place)
        known.keys.append(draft.key)
    return list(found.values())


def _place(desk: Desk, draft: Draft) -> Offered:
    kind, _, rest = draft.key.partition(":")
    text = " ".join(draft.text.removeprefix("=").split())
    if kind == _INTAKE:
        return Offered("登记事件（尚未登记）", draft.saved_at, text)
    if kind == _LOG:
        # 2026-11-13/day/1: the tab leads to that shift.
        shift = rest.partition(":")[0]
        what = f"值班日志 {shift.partition('/')[0]}"
        return Offered(what, draft.saved_at, text, page=f"roster#log#{shift}")
    if kind in _PAGES:
        page, what = _PAGES[kind]
        record = rest.partition(":")[0]
        if kind in _PERIODS:
            where = f"{page}#{_PERIODS[kind]}#{rest}"
            return Offered(f"{what} {rest}", draft.saved_at, text, page=where)
        # The kind goes along: one page may keep records of several, 0 is one not yet saved.
        where = f"{page}#{kind}:{record}" if record.isdecimal() else page
        return Offered(what, draft.saved_at, text, page=where)
    return _incident_place(desk, draft, rest.partition(":")[0], text)


def _incident_place(desk: Desk, draft: Draft, number: str, text: str) -> Offered:
    try:
        incident = desk.store.incidents.get(int(number))
    except (ValueError, UserError):
        # The place is gone; the text itself can still be copied.
        return Offered("未提交的文字", draft.saved_at, text, page="copy")
    scenario = desk.plan.scenario(incident.scenario)
    name = f"{incident.number} {scenario.name if scenario else ''}".strip()
    return Offered(name, draft.saved_at, text, incident_id=incident.id)


class DraftsOffer(QFrame):
    """The panel. intake_requested: 登记事件 is to be opened. done: nothing is left to offer."""

    intake_requested = Signal()
    done = Signal()

    def __init__(self, desk: Desk, found: list[Offered], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("card", True)
        self.setProperty("tone", "info")
        layout = column(self, margins=(16, 10, 12, 10), gap=4)
        top = row(gap=8)
        top.addWidget(heading("上次没有提交的内容"))
        top.addWidget(secondary("程序关闭前正在输入的文字都在，请选择恢复或放弃"), 1)
        later = button("以后再说", "flat", small=True)
        later.clicked.connect(self.done)
        top.addWidget(later)
        layout.addLayout(top)
        inside = QWidget()
        self._rows = column(inside)
        self.lines: list[_Line] = []
        for each in found:
            line = _Line(each)
            line.restored.connect(self._restore)
            line.dropped.connect(self._drop)
            self._rows.addWidget(line)
            self.lines.append(line)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll = scroll
        layout.addWidget(scroll)
        self._fit()

    def _fit(self) -> None:
        height = theme.px(42) * min(len(self.lines), _SHOWN)
        self._scroll.setFixedHeight(height)

    def _restore(self, line: _Line) -> None:
        """Lead to where it was typed; the fields there put their drafts back themselves."""
        place = line.offered
        self._remove(line)
        if place.incident_id:
            self._desk.events.incident_requested.emit(place.incident_id)
        elif place.page == "copy":
            self._copy(place)
        elif place.page:
            self._desk.events.page_requested.emit(place.page)
        else:
            self.intake_requested.emit()

    def _copy(self, place: Offered) -> None:
        from PySide6.QtGui import QGuiApplication

        texts = [draft.text for key in place.keys if (draft := self._desk.store.drafts.get(key))]
        QGuiApplication.clipboard().setText("\n".join(texts))
        self._desk.events.told.emit("原来的位置已不存在，文字已复制到剪贴板")

    def _drop(self, line: _Line) -> None:
        """Forget the drafts after asking: typed text is not thrown away by a slip."""
        place = line.offered
        text = f"将删除“{place.what}”中没有提交的 {len(place.keys)} 处文字，不能找回。"
        if not self._desk.ask.confirm(self, "放弃草稿", text, "放弃"):
            return
        for key in place.keys:
            self._desk.store.drafts.clear(key)
        self._remove(line)
        self._desk.events.told.emit("草稿已放弃")

    def _remove(self, line: _Line) -> None:
        self.lines.remove(line)
        self._rows.removeWidget(line)
        line.hide()
        line.deleteLater()
        if self.lines:
            self._fit()
        else:
            self.done.emit()


class _Line(QFrame):
    """One place with its drafts. restored(self), dropped(self): its buttons."""

    restored = Signal(object)
    dropped = Signal(object)

    def __init__(self, offered: Offered) -> None:
        super().__init__()
        self.offered = offered
        self.setProperty("row", True)
        self.setFixedHeight(theme.px(42))
        layout = row(self, margins=(0, 4, 0, 4), gap=10)
        more = f"等 {len(offered.keys)} 处" if len(offered.keys) > 1 else ""
        layout.addWidget(label(offered.what, "strong"))
        layout.addWidget(secondary(times.stamp(offered.at)))
        layout.addWidget(ElidedLabel(f"“{offered.text[:200]}”{more}"), 1)
        self.restore = button("恢复", small=True)
        self.restore.clicked.connect(self._restore)
        self.drop = button("放弃", "flat", small=True)
        self.drop.clicked.connect(self._drop)
        layout.addWidget(self.restore)
        layout.addWidget(self.drop)

    def _restore(self) -> None:
        self.restored.emit(self)

    def _drop(self) -> None:
        self.dropped.emit(self)
