"""值班 · 公平: who did how many days, weekends, holidays and peak days of a post in a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from hallduty.domain.fairness import Tally, tallies
from hallduty.domain.rota import Peak, RotaMember
from hallduty.ui import theme
from hallduty.ui.events import Topic
from hallduty.ui.icon_button import icon_button
from hallduty.ui.live_view import LiveView
from hallduty.ui.roster.choices import refill
from hallduty.ui.roster.grid import posts_of
from hallduty.ui.roster.month_head import EARLIEST, LATEST
from hallduty.ui.roster.words import day_text, name_of
from hallduty.ui.table_models import Column, RowsModel
from hallduty.ui.tables import Table
from hallduty.ui.widgets import EmptyState, card, column, label, pill, row, secondary, set_property

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_HELP = (
    "已登记实际值班的，按实际算，其余按排班算；半天算 0.5。周末不含调休上班日，节假日另计。"
    "“与平均”按轮值人员中不限日子的人计算。"
)
_NOTHING = (
    "这一年这个岗位还没有人值班，也没有轮值人员。\n先在“休假与轮值”添加轮值人员，再自动排班。"
)


@dataclass(frozen=True, slots=True)
class Share:
    """One person's line: what they did, and how far from the mean of those who share evenly."""

    name: str
    tally: Tally
    from_mean: float | None
    limits: str = ""
    member: bool = True


class FairnessView(LiveView):
    """One post of one hall in one year, the most days first."""

    topics = frozenset({Topic.ROSTER, Topic.CONTACTS, Topic.SETTINGS, Topic.CALENDAR})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._year = desk.clock.now().year
        layout = column(self, gap=8)
        layout.addLayout(self._head())
        frame = card()
        inside = column(frame, margins=1)
        self.model: RowsModel[Share] = RowsModel(_columns(), key=lambda s: s.tally.person_id)
        self.table = Table(desk.store.settings, "roster.fairness", self.model.columns, self.model)
        self.table.setAccessibleName("公平")
        self.table.set_empty(EmptyState(_NOTHING))
        inside.addWidget(self.table, 1)
        layout.addWidget(frame, 1)
        layout.addWidget(secondary(_HELP, wrap=True))
        self.setFocusProxy(self.table)
        self.refresh()

    def _head(self) -> QHBoxLayout:
        line = row(gap=8)
        self.before = icon_button("chevron-left", "上一年")
        self.after = icon_button("chevron-right", "下一年")
        self.title = label("", "heading")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setMinimumWidth(theme.px(72))
        self.post, self.hall = QComboBox(), QComboBox()
        self.post.setAccessibleName("岗位")
        self.hall.setAccessibleName("办税服务场所")
        self.hall.setMaximumWidth(theme.px(220))
        self.spread, self.rest_spread = pill("", "green"), pill("", "green")
        for each in (self.before, self.title, self.after, self.post, self.hall):
            line.addWidget(each)
        line.addSpacing(theme.px(8))
        line.addWidget(self.spread)
        line.addWidget(self.rest_spread)
        line.addStretch()
        self.before.clicked.connect(self._last_year)
        self.after.clicked.connect(self._next_year)
        self.post.currentIndexChanged.connect(self._show)
        self.hall.currentIndexChanged.connect(self.refresh)
        return line

    # --- showing ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask the store again; hall, post and year stay."""
        super().refresh()
        roster = self._desk.store.roster
        refill(self.hall, [(hall.name, hall.id) for hall in roster.halls()])
        self.hall.setVisible(self.hall.count() > 1)
        hall_id = self.hall.currentData()
        first, last = date(self._year, 1, 1), date(self._year, 12, 31)
        self._shifts = [s for s in roster.shifts(first, last) if s.hall_id == hall_id]
        changes = self._desk.store.shift_changes.changes(first, last)
        self._changes = [change for change in changes if change.hall_id == hall_id]
        posts = posts_of(self._desk.settings.posts, self._shifts)
        refill(self.post, [(post, post) for post in posts])
        self._show()

    def _show(self) -> None:
        self.title.setText(f"{self._year} 年")
        hall_id, post = self.hall.currentData(), self.post.currentText()
        shares = self._shares(hall_id, post) if hall_id is not None else []
        self.model.set_rows(shares)
        even = [s.tally for s in shares if s.from_mean is not None]
        _say_spread(self.spread, "值班天数", [t.days for t in even])
        _say_spread(self.rest_spread, "休息日", [t.rest_days for t in even])

    def _shares(self, hall_id: int, post: str) -> list[Share]:
        people = {p.id: p for p in self._desk.store.contacts.people(active_only=False)}
        members = {m.person_id: m for m in self._desk.store.rota.members(hall_id, post)}
        done = [
            person_id
            for shift in self._shifts
            for person_id in (*shift.holders(post), *shift.stood.get(post, ()))
        ]
        ids = list(dict.fromkeys([*members, *done]))
        found = tallies(self._shifts, post, self._year, self._desk.calendar, ids, self._changes)
        equal = [t for t in found if t.person_id in members and _unlimited(members[t.person_id])]
        mean = sum(t.days for t in equal) / len(equal) if equal else 0.0
        shares = [
            Share(
                name_of(people, tally.person_id),
                tally,
                tally.days - mean if tally in equal else None,
                _limits(members.get(tally.person_id)),
                tally.person_id in members,
            )
            for tally in found
        ]
        return sorted(shares, key=lambda share: -share.tally.days)

    def _last_year(self) -> None:
        self._go(-1)

    def _next_year(self) -> None:
        self._go(1)

    def _go(self, by: int) -> None:
        if EARLIEST <= self._year + by <= LATEST:
            self._year += by
            self.refresh()


def _unlimited(member: RotaMember) -> bool:
    return member.peak is Peak.ANY


def _limits(member: RotaMember | None) -> str:
    if member is None:
        return "不在轮值名单"
    return "" if member.peak is Peak.ANY else member.peak.label


def _say_spread(said: QLabel, what: str, values: list[float]) -> None:
    said.setVisible(len(values) > 1)
    if len(values) > 1:
        spread = max(values) - min(values)
        said.setText(f"{what} {min(values):g}—{max(values):g}，相差 {spread:g} 天")
        set_property(said, "pill", "green" if spread <= 1 else "amber")


def _count(value: float) -> str:
    return f"{value:g}" if value else "—"


def _from_mean(share: Share) -> str:
    if share.from_mean is None:
        return ""
    return f"{share.from_mean:+.1f}" if abs(share.from_mean) >= 0.05 else "持平"


def _tone(share: Share) -> str | None:
    if share.from_mean is None:
        return None
    return "amber" if abs(share.from_mean) > 1 else "green"


def _columns() -> tuple[Column[Share], ...]:
    def number(key: str, title: str, width: float = 4) -> Column[Share]:
        return Column(
            key,
            title,
            lambda s: _count(getattr(s.tally, key)),
            width,
            sort=lambda s: getattr(s.tally, key),
            right=True,
            sortable=True,
        )

    return (
        Column("name", "姓名", lambda s: s.name, 8, sortable=True, stretch=True),
        number("days", "值班天数", 5),
        Column("mean", "与平均", _from_mean, 5, sort=lambda s: s.from_mean or 0.0, pill=_tone),
        number("weekend_days", "周末"),
        number("holiday_days", "节假日"),
        number("peak_days", "高峰日"),
        number("stood_days", "已登记实际", 6),
        number("swaps", "换班"),
        number("given", "请人替"),
        number("taken", "替别人"),
        Column("last", "最近一次", _last, 6),
        Column("limits", "说明", lambda s: s.limits, 7, faint=True),
    )


def _last(share: Share) -> str:
    return day_text(share.tally.last_day) if share.tally.last_day else ""
