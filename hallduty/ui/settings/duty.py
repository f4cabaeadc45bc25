"""设置 · 值班: posts with their seats, the duty phone, the demands, how many blank sheets."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSpinBox, QWidget

from hallduty.domain.roster import MOST_SEATS, PostNeed
from hallduty.domain.settings import MOST_BLANKS, MOST_POSTS
from hallduty.ui import theme
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.icon_button import icon_button
from hallduty.ui.settings.section import Section
from hallduty.ui.wheel_guard import WheelGuard
from hallduty.ui.widgets import button, label, row, secondary

_ROOM = 1_000_000


class DutySection(Section):
    """Each post is a line: name, people a day, people on a peak day, order, removal."""

    title = "值班岗位和值班表"

    def build(self) -> None:
        self.note(
            "值班领导每天必排一人，不在此列。高峰日指季度申报月和征期最后三个工作日。"
            "岗位改名后，以前排的班仍记在原名下。"
        )
        self._guard = WheelGuard(self)
        self._shown: tuple[PostNeed, ...] = ()
        self.lines: list[_PostLine] = []
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setColumnStretch(0, 1)
        self.body.addWidget(self._table)
        self.error("posts", self._table)
        foot = row(gap=8)
        self.add_button = button("新增岗位", small=True)
        self.add_button.clicked.connect(self.add)
        foot.addWidget(self.add_button)
        foot.addStretch()
        self.body.addLayout(foot)
        self.phone = self.line("duty_phone", "值班电话（印在值班表下方）", "如 0570-8765432")
        self.phone.editingFinished.connect(self._save_phone)
        words = secondary("值班要求（印在值班表下方）")
        self.demands = GrowingEdit()
        self.demands.setAccessibleName("值班要求")
        words.setBuddy(self.demands)
        self.body.addWidget(words)
        self.body.addWidget(self.demands)
        self.error("roster_demands", self.demands)
        self.demands.left.connect(self._save_demands)
        self.sheets = self._count("pack_sheets", "断电包：空白登记表")
        self.notices = self._count("pack_notices", "断电包：空白公告")

    def _count(self, name: str, text: str) -> QSpinBox:
        box = _spin(MOST_BLANKS, text, self._guard)
        box.setSuffix(" 张")
        box.setFixedWidth(theme.px(104))
        box.setProperty("setting", name)
        box.editingFinished.connect(self._save_count)
        line = row(gap=8)
        line.addWidget(label(text), 1)
        line.addWidget(box)
        self.body.addLayout(line)
        self.error(name, box)
        return box

    # --- showing ----------------------------------------------------------------------------

    def refresh(self) -> None:
        settings = self.settings
        if settings.posts != self._shown or not self.lines:
            self._show_posts(settings.posts)
        self.show_text(self.phone, "duty_phone", settings.duty_phone)
        self._drafts.watch(self.demands, "settings:roster_demands", settings.roster_demands)
        for box, value in (
            (self.sheets, settings.pack_sheets),
            (self.notices, settings.pack_notices),
        ):
            if not box.hasFocus():
                with QSignalBlocker(box):
                    box.setValue(value)

    def _show_posts(self, posts: tuple[PostNeed, ...]) -> None:
        focused = next((n for n, line in enumerate(self.lines) if line.has_focus()), None)
        self._clear()
        self._shown = posts
        for column, text in enumerate(("岗位", "每天", "高峰日")):
            self._grid.addWidget(secondary(text), 0, column)
        for number, need in enumerate(posts):
            self._add_line(need, number, len(posts))
        self.add_button.setEnabled(len(posts) < MOST_POSTS)
        if focused is not None and focused < len(self.lines):
            self.lines[focused].name.setFocus()

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.lines = []

    def _add_line(self, need: PostNeed, number: int, count: int) -> None:
        line = _PostLine(need, self._guard)
        self.lines.append(line)
        line.name.editingFinished.connect(self._save_posts)
        line.seats.editingFinished.connect(self._save_posts)
        line.peak.editingFinished.connect(self._save_posts)
        line.up.clicked.connect(self._up)
        line.remove.clicked.connect(self._remove)
        line.up.setEnabled(number > 0)
        for column, part in enumerate(line.parts()):
            part.setProperty("place", number)
            self._grid.addWidget(part, number + 1, column)

    # --- saving -----------------------------------------------------------------------------

    def add(self) -> None:
        """Add a post, to be named at once; it is saved once it has a name."""
        if any(not line.name.text().strip() for line in self.lines):
            return
        self._add_line(PostNeed("", 1, 1), len(self.lines), 0)
        self.add_button.setEnabled(len(self.lines) < MOST_POSTS)
        for part in self.lines[-1].parts():
            # At once, not at the next turn: what is hidden still takes no keys.
            part.show()
        self.lines[-1].name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> tuple[PostNeed, ...]:
        return tuple(line.need() for line in self.lines)

    def _save_posts(self) -> None:
        wanted = self._typed()
        last_is_new = len(wanted) > len(self._shown)
        if last_is_new and not wanted[-1].name:
            # Begun and not named yet: nothing to save, nothing to complain about.
            wanted = wanted[:-1]
            if wanted == self._shown:
                return
        self._save(wanted)

    def _save(self, posts: tuple[PostNeed, ...]) -> None:
        before = self._shown
        self._shown = posts
        if not self.save("posts", posts=posts):
            self._shown = before

    def _up(self) -> None:
        place = int(self.sender().property("place"))
        posts = [post for post in self._typed() if post.name]
        if 0 < place < len(posts):
            posts.insert(place - 1, posts.pop(place))
            self.save("posts", posts=tuple(posts))

    def _remove(self) -> None:
        place = int(self.sender().property("place"))
        posts = list(self._typed())
        gone = posts.pop(place)
        text = f"不再设岗位“{gone.name}”？已排的班保留，值班表中仍显示，以后自动排班不再排。"
        if place >= len(self._shown):
            self._show_posts(self._shown)
        elif self._desk.ask.confirm(self, "岗位", text, "不再设"):
            self.save("posts", posts=tuple(post for post in posts if post.name))

    def _save_phone(self) -> None:
        if self.save("duty_phone", duty_phone=self.phone.text()):
            self.text_saved(self.phone)

    def _save_demands(self) -> None:
        if self.save("roster_demands", roster_demands=self.demands.toPlainText()):
            self._drafts.committed(self.demands)

    def _save_count(self) -> None:
        box = self.sender()
        if isinstance(box, QSpinBox):
            name = str(box.property("setting"))
            self.save(name, **{name: box.value()})


class _PostLine:
    """The editors of one post."""

    def __init__(self, need: PostNeed, guard: WheelGuard) -> None:
        self.name = QLineEdit(need.name)
        self.name.setMaxLength(_ROOM)
        self.name.setPlaceholderText("岗位名称")
        self.name.setAccessibleName("岗位名称")
        self.seats = _spin(MOST_SEATS, f"{need.name} 每天人数", guard)
        self.peak = _spin(MOST_SEATS, f"{need.name} 高峰日人数", guard)
        self.seats.setValue(need.seats)
        self.peak.setValue(need.peak_seats)
        for box in (self.seats, self.peak):
            box.setSuffix(" 人")
            box.setFixedWidth(theme.px(88))
        self.up = icon_button("arrow-up", f"{need.name or '岗位'}上移")
        self.remove = icon_button("close", f"不再设{need.name or '这个岗位'}")

    def parts(self) -> tuple[QWidget, ...]:
        return (self.name, self.seats, self.peak, self.up, self.remove)

    def need(self) -> PostNeed:
        name = " ".join(self.name.text().split())
        return PostNeed(name, self.seats.value(), self.peak.value())

    def has_focus(self) -> bool:
        return any(part.hasFocus() for part in self.parts())


def _spin(most: int, name: str, guard: WheelGuard) -> QSpinBox:
    box = QSpinBox()
    box.setRange(0, most)
    box.setAccessibleName(name)
    box.installEventFilter(guard)
    return box
