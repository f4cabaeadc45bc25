"""今日值班: who leads today, the other posts of the day, and the leaders of the next days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget

from hallduty.domain import times
from hallduty.domain.roster import Part
from hallduty.ui import theme
from hallduty.ui.today.titled_card import TitledCard
from hallduty.ui.widgets import button, label, pill, row, secondary

if TYPE_CHECKING:
    from hallduty.domain.roster import Shift
    from hallduty.ui.desk import Desk

_DAYS_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the post (or the day), who, the number, and a pill if there is one."""

    post: str
    name: str
    phone: str = ""
    mark: str = ""
    colour: str = ""


def lines(desk: Desk) -> list[Line]:
    """Return the rows of the card."""
    now = desk.clock.now()
    today = now.date()
    ahead = [today + timedelta(days=n) for n in range(_DAYS_AHEAD + 1)]
    shifts: dict[date, list[Shift]] = {}
    for shift in desk.store.roster.shifts(ahead[0], ahead[-1]):
        shifts.setdefault(shift.day, []).append(shift)
    found = list(_today(desk, shifts.get(today, [])))
    for day in ahead[1:]:
        found.append(_day(desk, day, shifts.get(day, [])))
    return found


def _today(desk: Desk, shifts: list[Shift]) -> Iterator[Line]:
    led = [shift for shift in shifts if shift.leader_id is not None]
    halls = {hall.id: hall.name for hall in desk.store.roster.halls()}
    for shift in led:
        person = desk.store.contacts.person(shift.leader_id or 0)
        if person is None:
            continue
        half = "" if shift.part is Part.DAY else f"（{shift.part.label}）"
        hall = f"{halls.get(shift.hall_id, '')} " if len(halls) > 1 else ""
        yield Line(f"{hall}值班领导{half}", person.name, person.phone, "带班", "green")
    if not led:
        yield Line("值班领导", "今日未排带班领导", "", "缺", "red")
    posts = [post.name for post in desk.settings.posts]
    for shift in shifts:
        # In the order of the settings; a post that they name no longer comes last.
        for post in dict.fromkeys((*posts, *shift.posts)):
            yield from _post(desk, post, shift)


def _post(desk: Desk, post: str, shift: Shift) -> Iterator[Line]:
    ids = shift.holders(post)
    people = [person for each in ids if (person := desk.store.contacts.person(each)) is not None]
    if people:
        half = "" if shift.part is Part.DAY else f"（{shift.part.label}）"
        names = "、".join(person.name for person in people)
        yield Line(f"{post}{half}", names, people[0].phone if len(people) == 1 else "")


def _day(desk: Desk, day: date, shifts: list[Shift]) -> Line:
    word = f"{day.month}月{day.day}日 {times.weekday_cn(day)}"
    ids = [shift.leader_id for shift in shifts if shift.leader_id is not None]
    people = [person for each in ids if (person := desk.store.contacts.person(each)) is not None]
    if people:
        names = "、".join(person.name for person in people)
        return Line(word, names, people[0].phone if len(people) == 1 else "")
    if desk.calendar.holidays.is_working(day):
        return Line(word, "未排", "", "缺", "amber")
    return Line(word, "休息日")


class DutyCard(TitledCard):
    """Shows the rows as they stand in the store."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.paper_button = button("纸单补录", small=True)
        self.paper_button.setToolTip("停电时写在编号纸单上的事件，来电后逐张补录")
        self.pack_button = button("打印断电包", small=True)
        self.pack_button.setToolTip("今日值班、电话、各情形步骤、空白公告和编号登记表，一次打印")
        arrange = button("排班", small=True)
        aside = QWidget()
        line = row(aside, gap=8)
        for each in (self.paper_button, self.pack_button, arrange):
            line.addWidget(each)
        super().__init__(desk, "今日值班", aside, parent)
        self.paper_button.clicked.connect(self._enter_paper)
        self.pack_button.clicked.connect(self._print_pack)
        arrange.clicked.connect(self._arrange)
        self.shown: list[Line] = []

    def refresh(self) -> None:
        """Ask the store again."""
        found = lines(self._desk)
        if found == self.shown:
            return
        self.shown = found
        self.clear()
        for index, line in enumerate(found):
            self.body.addWidget(_row(line, last=index == len(found) - 1))

    def _print_pack(self) -> None:
        if len(self._desk.store.roster.halls()) > 1:
            self._enter_paper()  # where the hall is chosen
            return
        from hallduty.ui.pack import print_pack

        print_pack(self._desk, self)

    def _enter_paper(self) -> None:
        self._desk.events.page_requested.emit("paper")

    def _arrange(self) -> None:
        today = self._desk.clock.now().date()
        self._desk.events.page_requested.emit(f"roster#{today.isoformat()}")


def _row(line: Line, *, last: bool) -> QFrame:
    frame = QFrame()
    frame.setProperty("row", True)
    frame.setProperty("last", last)
    if line.colour == "red":
        frame.setProperty("tone", "danger")
    grid = QGridLayout(frame)
    grid.setContentsMargins(theme.px(8), theme.px(6), theme.px(8), theme.px(6))
    grid.setHorizontalSpacing(theme.px(8))
    for place, stretch in enumerate((4, 4, 5)):
        grid.setColumnStretch(place, stretch)
    grid.setColumnMinimumWidth(3, theme.px(56))
    # Joined, so that a line breaks before the day of the week and not inside it.
    day = line.post.replace("星期", "星\u2060期\u2060")
    post, name = label(day, "muted"), label(line.name, "strong" if line.mark else "body")
    missing = "未填电话" if line.mark == "带班" and not line.phone else ""
    phone = secondary(missing) if missing else label(line.phone)
    phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    # Several people have no number beside them: their names take that room. All words may take
    # more lines, also since a row that may and one that may not would not line up.
    several = not line.phone and not missing
    post.setWordWrap(True)
    name.setWordWrap(True)
    # The empty number stays in its column, which would otherwise close up.
    for place, word in enumerate((post, name, phone)):
        # The columns of all rows line up: the stretches decide, not the words.
        word.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        grid.addWidget(word, 0, place, 1, 2 if several and word is name else 1)
    # Every row has a pill, seen or not: its width moves the columns beside it.
    mark = pill(line.mark or "缺", line.colour or "grey")
    kept = mark.sizePolicy()
    kept.setRetainSizeWhenHidden(True)
    mark.setSizePolicy(kept)
    grid.addWidget(mark, 0, 3, Qt.AlignmentFlag.AlignRight)
    mark.setVisible(bool(line.mark))
    return frame
