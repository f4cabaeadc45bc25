"""自动排班: what is to be filled, the proposal with its reasons, and one key that adopts it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.rotation import Choice, Filling, FillOrder, fill
from hallduty.ui import keys, theme
from hallduty.ui.roster.fill_options import FillOptions
from hallduty.ui.roster.words import day_text, long_day, name_of
from hallduty.ui.table_models import Column, RowsModel
from hallduty.ui.tables import Table
from hallduty.ui.widgets import (
    EmptyState,
    button,
    column,
    field_error,
    label,
    pill,
    row,
    secondary,
)

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_PAUSE_MS = 250


class FillDialog(QDialog):
    """Shows the proposal as soon as the options stand still; nothing is written before 采用."""

    def __init__(self, desk: Desk, hall_id: int, month: date, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._desk, self._hall_id = desk, hall_id
        people = desk.store.contacts.people(active_only=False)
        self._people = {person.id: person for person in people}
        self._asked = 0
        self.filling: Filling | None = None
        self.setWindowTitle("自动排班")
        self.options = FillOptions(desk, hall_id, month)
        self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.propose)
        self.options.changed.connect(self._options_changed)
        self.adopt_button.clicked.connect(self.adopt)
        self.cancel.clicked.connect(self.reject)
        self.seed_button.clicked.connect(self._seed)
        keys.bind(self, keys.CONFIRM, self.adopt)
        self._size()
        self.propose()

    def _size(self) -> None:
        room = self.screen().availableSize()
        self.resize(min(theme.px(1040), room.width()), min(theme.px(640), room.height()))

    # --- what is on it ------------------------------------------------------------------------

    def _lay_out(self) -> None:
        layout = column(self, margins=(20, 14, 20, 14), gap=8)
        layout.addWidget(label("自动排班", "heading"))
        layout.addWidget(self.options)
        self.trouble = field_error(self)
        layout.addWidget(self.trouble)
        layout.addLayout(self._without_rota())
        self._pills = row(gap=8)
        layout.addLayout(self._pills)
        self.model: RowsModel[Choice] = RowsModel(
            self._columns(), key=lambda c: (c.day, c.part, c.post, c.seat)
        )
        memory = self._desk.store.settings
        self.table = Table(memory, "roster.fill", self.model.columns, self.model, self)
        self.table.setProperty("framed", True)
        self.table.setAccessibleName("排班建议")
        self.table.set_empty(EmptyState("没有要排的格子。\n换一个日期范围或岗位试试。"))
        self.table.chosen.connect(self._explain)
        layout.addWidget(self.table, 1)
        self.why = label("", wrap=True)
        self.why.setMinimumHeight(theme.px(42))
        self.why.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.why)
        layout.addLayout(self._foot())

    def _without_rota(self) -> QHBoxLayout:
        line = row(gap=8)
        self.no_rota = label("", "danger", wrap=True)
        self.seed_button = button("按通讯录的职责填入", small=True)
        self.seed_button.setAutoDefault(False)
        self.seed_button.setToolTip("通讯录中应急职责或职务写明这个岗位的人，填入轮值名单")
        line.addWidget(self.no_rota, 1)
        line.addWidget(self.seed_button)
        return line

    def _foot(self) -> QHBoxLayout:
        foot = row(gap=8)
        foot.addWidget(secondary("现在只是试排，没有写入；采用后仍可逐格修改。"))
        foot.addStretch()
        self.cancel = button("取消", key="Esc")
        self.adopt_button = button("采用", "primary", "Ctrl Enter")
        for each in (self.cancel, self.adopt_button):
            each.setAutoDefault(False)
            foot.addWidget(each)
        return foot

    def _columns(self) -> tuple[Column[Choice], ...]:
        return (
            Column("day", "日期", lambda c: long_day(c.day), 9),
            Column("part", "时段", lambda c: c.part.label, 3),
            Column("post", "岗位", lambda c: c.post, 5),
            Column("person", "人员", self._person, 7, pill=_pill),
            Column("why", "为什么", lambda c: c.why, 20, stretch=True),
        )

    def _person(self, choice: Choice) -> str:
        if choice.person_id is None:
            return "无人可排"
        return name_of(self._people, choice.person_id)

    # --- proposing ----------------------------------------------------------------------------

    def _options_changed(self) -> None:
        self.adopt_button.setEnabled(False)
        self._pause.start()

    def propose(self) -> None:
        """Work the proposal out, off the GUI thread."""
        self._pause.stop()
        self.trouble.say("")
        self._asked += 1
        number, order = self._asked, self.options.order()
        self._say_rota(order)
        work = self._work(order)
        self._show_pills([("正在试排……", "grey")])

        def done() -> tuple[int, Filling]:
            return number, work()

        self._desk.tasks.run(done, self._proposed, self._failed)

    def _work(self, order: FillOrder) -> Callable[[], Filling]:
        """Read what the fill needs, here; return what another thread may do with it."""
        store = self._desk.store
        first, last = min(order.first, order.last), max(order.first, order.last)
        since = min(date(first.year, 1, 1), first - timedelta(days=1))
        shifts = store.roster.shifts(since, last + timedelta(days=1))
        members = store.rota.members(self._hall_id)
        leaves = store.rota.leaves(since, last + timedelta(days=1))
        names = {key: person.name for key, person in self._people.items()}
        inactive = [key for key, person in self._people.items() if not person.active]
        calendar = self._desk.calendar
        return lambda: fill(order, members, leaves, shifts, names, inactive, calendar)

    def _proposed(self, outcome: tuple[int, Filling]) -> None:
        number, filling = outcome
        if number != self._asked:
            return
        self.filling = filling
        self.model.set_rows(filling.choices)
        self.table.go_to_row(0)
        self._explain(self.table.current_record())
        self.adopt_button.setEnabled(any(c.person_id is not None for c in filling.choices))
        self._show_pills(_summary(filling))

    def _failed(self, problem: Exception) -> None:
        if not isinstance(problem, UserError):
            raise problem
        self.filling = None
        self.model.set_rows([])
        self._show_pills([])
        text = str(problem)
        if isinstance(problem, InvalidInput):
            text = "；".join(dict.fromkeys(each.message for each in problem.problems))
        self.trouble.say(text)

    def _show_pills(self, words: list[tuple[str, str]]) -> None:
        while (item := self._pills.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for text, tone in words:
            self._pills.addWidget(pill(text, tone))
        if self.filling is not None and words:
            notes = secondary("；".join(self.filling.notes), wrap=True)
            self._pills.addWidget(notes, 1)
        self._pills.addStretch()

    def _explain(self, choice: Choice | None) -> None:
        if choice is None:
            self.why.setText("")
            return
        where = f"{day_text(choice.day, choice.part)}{choice.post}"
        over = "；".join(
            f"{name_of(self._people, person_id)}（{why}）" for person_id, why in choice.passed_over
        )
        text = f"{where}排{self._person(choice)}：{choice.why}"
        self.why.setText(text + (f"\n没有排：{over}" if over else ""))

    # --- nobody takes turns yet -----------------------------------------------------------------

    def _say_rota(self, order: FillOrder) -> None:
        have = {member.post for member in self._desk.store.rota.members(self._hall_id)}
        missing = [need.name for need in order.posts if need.name not in have]
        self.no_rota.setVisible(bool(missing))
        self.seed_button.setVisible(bool(missing))
        self.no_rota.setText(
            f"{'、'.join(missing)}还没有轮值人员，请先到“休假与轮值”添加。" if missing else ""
        )

    def _seed(self) -> None:
        posts = [need.name for need in self.options.order().posts]
        count = self._desk.store.rota.seed(self._hall_id, posts, self._desk.stamp())
        told = f"已填入 {count} 人" if count else "通讯录中没有人写明这些岗位，请到“休假与轮值”添加"
        self._desk.events.told.emit(told)
        self.propose()
        if not count:
            self.trouble.say(told)

    # --- adopting -------------------------------------------------------------------------------

    def adopt(self) -> None:
        """Write the whole proposal, in one write, and close."""
        if self.filling is None or not self.adopt_button.isEnabled():
            return
        try:
            count = self._desk.store.roster.apply(self.filling, self._desk.stamp())
        except UserError as problem:
            self.trouble.say(str(problem))
            return
        self._desk.events.told.emit(f"已采用，排好 {count} 格")
        self.accept()


def _pill(choice: Choice) -> str | None:
    return "alert" if choice.person_id is None else None


def _summary(filling: Filling) -> list[tuple[str, str]]:
    """Say how much is filled, what stays open or is kept, and how even it came out."""
    filled = len(filling.choices) - len(filling.gaps)
    words = [(f"排好 {filled} 个班次", "green" if filled else "grey")]
    if filling.gaps:
        words.append((f"无人可排 {len(filling.gaps)} 个", "red"))
    if filling.kept:
        words.append((f"保留已定的 {len(filling.kept)} 格", "blue"))
    if filled:
        words.append((f"同岗位最多最少相差 {filling.spread:g} 天", _even(filling.spread)))
        rest = f"休息日相差 {filling.rest_spread:g} 天"
        words.append((rest, _even(filling.rest_spread)))
    return words


def _even(spread: float) -> str:
    return "green" if spread <= 1 else "amber"
