"""公告: what hangs now, the notice in the making, and those that hung before."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from hallduty.domain.errors import InvalidInput
from hallduty.domain.notices import Notice, hanging
from hallduty.ui import theme
from hallduty.ui.incidents.case import Case
from hallduty.ui.notices import poster
from hallduty.ui.notices.editor import NoticeEditor
from hallduty.ui.notices.hanging_row import HangingRow
from hallduty.ui.notices.past_row import PastRow
from hallduty.ui.scrolled import vertical_scroll
from hallduty.ui.widgets import column, hairline, heading, label

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp


class NoticesTab(QWidget):
    """What hangs, the editor, the record; top to bottom."""

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._rows: dict[int, HangingRow] = {}
        self._past: dict[int, PastRow] = {}
        scroll = vertical_scroll()
        column(self).addWidget(scroll)
        self._scroll = scroll
        inside = QWidget()
        body = column(inside, margins=(14, 12, 14, 12), gap=8)
        self.title = heading("正在张贴")
        body.addWidget(self.title)
        self.empty = label("现在没有公告张贴着。", "muted", wrap=True)
        body.addWidget(self.empty)
        self._list = column(gap=6)
        body.addLayout(self._list)
        body.addWidget(hairline())
        self.editor = NoticeEditor(case)
        self.editor.refused.connect(self._show_error)
        body.addWidget(self.editor)
        self.past_line = hairline()
        self.past_title = heading("以前的公告")
        body.addWidget(self.past_line)
        body.addWidget(self.past_title)
        self._record = column()
        body.addLayout(self._record)
        body.addStretch(1)
        scroll.setWidget(inside)
        case.follow(self._opened, self.refresh)
        case.desk.events.ticked.connect(self._ticked)

    def rows(self) -> list[HangingRow]:
        """Return the rows of what hangs, the latest first."""
        return sorted(self._rows.values(), key=lambda line: -line.shown.notice.id)

    def past_rows(self) -> list[PastRow]:
        """Return the rows of what hung before, the latest first."""
        return sorted(self._past.values(), key=lambda line: -line.notice.id)

    def focus_first(self) -> None:
        """Put the focus on what may not hang any longer, else into the notice in the making."""
        wrong = [line for line in self.rows() if not line.trouble.isHidden()]
        if wrong:
            wrong[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.editor.focus_first()

    def print_current(self) -> None:
        """Preview what hangs now, else the notice in the making."""
        rows = self.rows()
        if rows:
            self._preview(rows[0].shown.notice)
        else:
            self.editor.preview()

    def refresh(self) -> None:
        """Show the notices as they stand."""
        dossier, now = self._case.dossier, self._case.now()
        found = hanging(dossier.notices, dossier.postings)
        for gone in self._rows.keys() - {each.notice.id for each in found}:
            self._drop(self._rows.pop(gone))
        for place, each in enumerate(found):
            line = self._rows.get(each.notice.id) or self._add_row(each.notice.id)
            if self._list.indexOf(line) != place:
                self._list.insertWidget(place, line)
                line.show()
            line.show_hanging(each, each.trouble(self._case.incident, now))
        self.empty.setVisible(not found)
        self._show_past({each.notice.id for each in found})
        self.editor.refresh()

    def _show_past(self, up: set[int]) -> None:
        dossier = self._case.dossier
        past = [notice for notice in dossier.notices if notice.id not in up]
        for gone in self._past.keys() - {notice.id for notice in past}:
            self._drop(self._past.pop(gone))
        for notice in past:
            if notice.id not in self._past:
                hung = [each for each in dossier.postings if each.notice_id == notice.id]
                line = PastRow(notice, hung)
                line.printed.connect(self._preview)
                line.reused.connect(self._reuse)
                self._past[notice.id] = line
                self._record.insertWidget(0, line)
                line.show()
        for line in self._past.values():
            line.again.setVisible(not self._case.void)
        for part in (self.past_line, self.past_title):
            part.setVisible(bool(past))

    def _opened(self) -> None:
        for old in (*self._rows.values(), *self._past.values()):
            self._drop(old)
        self._rows, self._past = {}, {}
        self.editor.begin()
        self._scroll.verticalScrollBar().setValue(0)

    def _drop(self, line: QWidget) -> None:
        line.hide()
        line.deleteLater()

    def _add_row(self, notice_id: int) -> HangingRow:
        line = HangingRow()
        line.withdrawn.connect(self._withdraw)
        line.renewed.connect(self._renew)
        line.printed.connect(self._print_row)
        line.moved.connect(self._move)
        self._rows[notice_id] = line
        return line

    def _ticked(self, now: datetime) -> None:
        """A notice runs out while somebody looks at it."""
        if self._case.is_open and self.isVisible():
            for line in self._rows.values():
                line.show_trouble(line.shown.trouble(self._case.incident, now))

    # What the rows ask for ---------------------------------------------------------------

    def _withdraw(self, line: HangingRow, posting_ids: list[int]) -> None:
        notices, number = self._case.desk.store.notices, self._case.incident.id

        def work(stamp: Stamp) -> None:
            at = None if self._case.void else self._case.moment()
            notices.withdraw(number, posting_ids, stamp, at)

        self._case.attempt(work, {"at": line.error}, "已撤下并记入时间线")
        rows = self.rows()
        if rows and line not in rows:
            rows[0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif not rows:
            self.editor.focus_first()

    def _renew(self, line: HangingRow) -> None:
        """Make its next version: the newest promise stands in it already, if there is one."""
        self.editor.renew(line.shown.notice)
        self.editor.focus_first()
        self._scroll.ensureWidgetVisible(self.editor.texts.text, 0, 8)

    def _show_error(self, line: QWidget) -> None:
        """Bring what is wrong into sight, once it has its place in the layout."""
        QTimer.singleShot(0, line, lambda: self._scroll.ensureWidgetVisible(line, 0, theme.px(24)))

    def _print_row(self, line: HangingRow) -> None:
        self._preview(line.shown.notice)

    def _preview(self, notice: Notice) -> None:
        try:
            poster.preview(self._case, notice, self)
        except InvalidInput as problem:
            self.editor.failure.say(str(problem))

    def _reuse(self, notice: Notice) -> None:
        self.editor.reuse(notice)
        self.editor.focus_first()

    def _move(self, line: HangingRow, by: int) -> None:
        rows = self.rows()
        position = rows.index(line) + by
        if 0 <= position < len(rows):
            rows[position].setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(rows[position], 0, 8)
