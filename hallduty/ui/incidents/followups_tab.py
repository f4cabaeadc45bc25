"""善后: what is owed to taxpayers, taken down in one line and settled in one more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from hallduty.domain.contact_lists import read_contact
from hallduty.domain.followup_board import PHONE, last_attempts
from hallduty.domain.followups import AttemptOutcome, Followup, FollowupKind, NewFollowup
from hallduty.domain.incidents import Status
from hallduty.domain.priority_cards import typed_count
from hallduty.ui import keys, theme
from hallduty.ui.followups.paste_dialog import NOTICE
from hallduty.ui.incidents.case import Case
from hallduty.ui.incidents.followup_row import FollowupRow
from hallduty.ui.incidents.followup_tools import FollowupTools
from hallduty.ui.incidents.still_combo import StillCombo
from hallduty.ui.inputs import line_edit
from hallduty.ui.pair_layout import pair
from hallduty.ui.scrolled import vertical_scroll
from hallduty.ui.widgets import (
    button,
    column,
    field_error,
    hairline,
    heading,
    label,
    row,
    secondary,
)

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp

# A row is a card of ten parts: more at once would be felt, and nobody reads further at a glance.
_SHOWN = 40


class FollowupsTab(QWidget):
    """The quick line on top, open ones first below it."""

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._rows: dict[int, FollowupRow] = {}
        self._shown = _SHOWN
        self.tools = FollowupTools(case)
        scroll = vertical_scroll()
        column(self).addWidget(scroll)
        self._scroll = scroll
        inside = QWidget()
        body = column(inside, margins=(0, 12, 0, 0), gap=8)
        body.addLayout(self._build_line())
        body.addWidget(hairline())
        self.tools.layout().setContentsMargins(theme.px(14), 0, theme.px(14), 0)
        body.addWidget(self.tools)
        self.empty = label(
            "还没有要办的善后事项。办税人来不及办的，记下联系方式，恢复后逐一通知。",
            "muted",
            wrap=True,
        )
        self.empty.setContentsMargins(14, 4, 14, 4)
        body.addWidget(self.empty)
        self._list = column()
        body.addLayout(self._list)
        self.more = button("", "link", small=True)
        self.more.clicked.connect(self._show_more)
        body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addStretch(1)
        scroll.setWidget(inside)
        # Only while the keys are in this tab: elsewhere they may mean something else.
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        keys.bind(self, keys.CONTACT_LIST, self.tools.open_list, inside)
        keys.bind(self, keys.MESSAGE, self.tools.open_message, inside)
        case.follow(self._opened, self.refresh)

    def _build_line(self) -> QVBoxLayout:
        body = column(margins=(14, 0, 14, 0), gap=6)
        self.kind = StillCombo()
        self.kind.setProperty("small", True)
        self.kind.setAccessibleName("善后种类")
        for kind in FollowupKind:
            self.kind.addItem(kind.label, kind)
        first, second = row(gap=6), row(gap=6)
        head = QWidget()
        line = row(head, gap=8)
        line.addWidget(heading("记一件"))
        line.addWidget(self.tools.owed)
        line.addStretch()
        body.addWidget(pair(head, self.kind))
        self.who = self._field("姓名", "姓名，可粘贴名单")
        self.who.installEventFilter(self)
        self.phone = self._field("电话", "电话")
        self.matter = self._field("事项", "事项，如：企业所得税申报")
        self.add = button("记下", key="Enter")
        self.add.clicked.connect(self.submit)
        first.addWidget(self.who, 3)
        first.addWidget(self.phone, 4)
        second.addWidget(self.matter, 1)
        second.addWidget(self.add)
        body.addLayout(first)
        body.addLayout(second)
        self.errors = {
            "who": field_error(self.who),
            "phone": field_error(self.phone),
            "matter": field_error(self.matter),
        }
        for error in self.errors.values():
            body.addWidget(error)
        body.addWidget(secondary(NOTICE, wrap=True))
        return body

    def _field(self, name: str, hint: str) -> QLineEdit:
        field = line_edit(name, hint)
        field.returnPressed.connect(self._entered)
        return field

    def focus_first(self) -> None:
        """Put the focus into the quick line, or on the first open one once these are due."""
        due = [line for line in self.rows() if line.followup.is_open]
        if due and self._case.incident.status is not Status.HANDLING:
            due[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.who.setFocus(Qt.FocusReason.OtherFocusReason)

    def rows(self) -> list[FollowupRow]:
        """Return the rows as they stand on the screen."""
        order = {f.id: n for n, f in enumerate(self._ordered())}
        shown = (line for line in self._rows.values() if line.followup.id in order)
        return sorted(shown, key=lambda line: order[line.followup.id])

    def refresh(self) -> None:
        """Show the follow-ups as they stand: open ones first."""
        recovered = self._case.incident.status is not Status.HANDLING
        void = self._case.void
        tried = last_attempts(self._case.dossier.attempts)
        ordered = self._ordered()
        for gone in self._rows.keys() - {followup.id for followup in ordered[: self._shown]}:
            self._drop(self._rows.pop(gone))
        for position, followup in enumerate(ordered[: self._shown]):
            line = self._rows.get(followup.id) or self._add_row(followup)
            if self._list.indexOf(line) != position:
                self._list.insertWidget(position, line)
                line.show()
            last = tried.get(followup.id)
            said = f"第{last.round}轮{last.channel}：{last.outcome.label}" if last else ""
            overdue = followup.is_open and recovered and not void
            line.show_followup(followup, overdue, void, said)
        left = len(ordered) - len(self._rows)
        self.more.setText(f"再显示 {min(left, _SHOWN)} 件（还有 {left} 件）")
        self.more.setVisible(left > 0)
        self.tools.refresh()
        self.empty.setVisible(not self._rows)
        for field in (self.who, self.phone, self.matter, self.kind, self.add):
            field.setEnabled(not void)

    def submit(self) -> None:
        """Take down what is typed; a line pasted into the first field is told apart first."""
        self._tell_apart()
        new = NewFollowup(
            FollowupKind(self.kind.currentData()),
            self.who.text(),
            self.phone.text(),
            self.matter.text(),
        )
        followups, number = self._case.desk.store.followups, self._case.incident.id
        card = new.kind is FollowupKind.PRIORITY_CARD
        blank = self._blank_cards() if card else None

        def work(stamp: Stamp) -> None:
            if blank is None:
                followups.add(number, new, stamp, self._case.moment())
            else:
                # “发 12 张”: blank cards under the next twelve numbers.
                followups.issue_cards(number, blank, stamp, at=self._case.moment())
            for field in (self.who, self.phone, self.matter):
                field.clear()
                self._case.drafts.committed(field)

        errors = {**self.errors, "count": self.errors["matter"]}
        if self._case.attempt(work, errors, "已记入善后" if blank is None else f"已发 {blank} 张"):
            self.who.setFocus(Qt.FocusReason.OtherFocusReason)

    def _blank_cards(self) -> int | None:
        """Return how many blank cards “发 12 张” asks for, typed as the name or the matter."""
        said = [t for f in (self.who, self.phone, self.matter) if (t := f.text().strip())]
        return typed_count(said[0]) if len(said) == 1 else None

    def _ordered(self) -> list[Followup]:
        return sorted(self._case.dossier.followups, key=lambda f: (not f.is_open, f.id))

    def _opened(self) -> None:
        for old in self._rows.values():
            self._drop(old)
        self._rows = {}
        self._shown = _SHOWN
        self.tools.forget()
        self.kind.setCurrentIndex(0)
        for error in self.errors.values():
            error.say("")
        for name in ("who", "phone", "matter"):
            self._case.drafts.watch(getattr(self, name), self._case.key(f"followup_{name}"))
        self._scroll.verticalScrollBar().setValue(0)

    def _add_row(self, followup: Followup) -> FollowupRow:
        line = FollowupRow(followup)
        line.settled.connect(self._settle)
        line.called.connect(self._call)
        line.reopened.connect(self._reopen)
        line.moved.connect(self._move)
        self._rows[followup.id] = line
        return line

    def _drop(self, line: FollowupRow) -> None:
        line.hide()
        self._list.removeWidget(line)
        line.deleteLater()

    def _show_more(self) -> None:
        self._shown += _SHOWN
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the list editor when several lines are pasted into the name."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            pasted = QGuiApplication.clipboard().text()
            several = sum(bool(each.strip()) for each in pasted.splitlines()) > 1
            if several and event.matches(QKeySequence.StandardKey.Paste):
                self.tools.open_list(pasted)
                return True
        return super().eventFilter(watched, event)

    def _tell_apart(self) -> None:
        if self.phone.text().strip():
            return
        found = read_contact(self.who.text())
        if found is None:
            return
        who, phone, matter = found
        self.who.setText(who)
        self.phone.setText(phone)
        if matter and not self.matter.text().strip():
            self.matter.setText(matter)

    def _entered(self) -> None:
        """Enter: on to the next empty field, and from the last one into the record."""
        self._tell_apart()
        fields = [self.who, self.phone, self.matter]
        card = self.kind.currentData() == FollowupKind.PRIORITY_CARD
        if card and self._blank_cards() is not None:
            self.submit()
            return
        here = next(n for n, field in enumerate(fields) if field is self.sender())
        following = next((f for f in fields[here + 1 :] if not f.text().strip()), None)
        if following is not None and following is not self.matter:
            following.setFocus(Qt.FocusReason.OtherFocusReason)
        elif following is self.matter and here < 2 and not self.matter.text().strip():
            self.matter.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.submit()

    def _settle(self, line: FollowupRow, how: str) -> None:
        followups, number = self._case.desk.store.followups, line.followup.id
        rows = [other for other in self.rows() if other.followup.is_open and other is not line]

        def work(stamp: Stamp) -> None:
            followups.settle(number, how, stamp, self._case.moment())

        if self._case.attempt(work, {"how": line.error}, "善后已办"):
            line.how.clear()
            (rows[0] if rows else line).setFocus(Qt.FocusReason.OtherFocusReason)

    def _call(self, line: FollowupRow, outcome: AttemptOutcome) -> None:
        calls, number = self._case.desk.store.followup_calls, line.followup.id
        rows = self.rows()
        following = rows[rows.index(line) + 1 :]

        def work(stamp: Stamp) -> None:
            calls.attempt([number], PHONE, outcome, stamp, self._case.moment())

        if self._case.attempt(work, {"at": line.error}, f"电话{outcome.label}"):
            following = [other for other in following if other.followup.is_open]
            (following[0] if following else line).setFocus(Qt.FocusReason.OtherFocusReason)

    def _reopen(self, line: FollowupRow) -> None:
        followups, number = self._case.desk.store.followups, line.followup.id
        self._case.attempt(
            lambda stamp: followups.reopen(number, stamp), {"how": line.error}, "已改为未办"
        )

    def _move(self, line: FollowupRow, by: int) -> None:
        rows = self.rows()
        position = rows.index(line) + by
        if 0 <= position < len(rows):
            rows[position].setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(rows[position], 0, 8)
