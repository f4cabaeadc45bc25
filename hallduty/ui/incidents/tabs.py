"""The right column of the workspace: tabs for the form, reports, follow-ups, files and review."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from hallduty.domain.incidents import Status
from hallduty.ui.incidents.attachments_tab import AttachmentsTab
from hallduty.ui.incidents.case import Case
from hallduty.ui.incidents.followups_tab import FollowupsTab
from hallduty.ui.incidents.reports_tab import ReportsTab
from hallduty.ui.incidents.review_tab import ReviewTab
from hallduty.ui.incidents.sheet_tab import SheetTab
from hallduty.ui.widgets import card, column, hairline, pill, set_property

if TYPE_CHECKING:
    from collections.abc import Callable

    from hallduty.documents.press import Paper

NAMES = {
    "sheet": "登记表",
    "reports": "上报",
    "followups": "善后",
    "attachments": "附件",
    "review": "复盘",
}


class Tabs(QWidget):
    """The tabs; Alt+1 … Alt+5 show them."""

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._badge = (0, False)
        frame = card()
        column(self).addWidget(frame)
        body = column(frame, margins=1)
        self.bar = QTabBar()
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.sheet = SheetTab(case)
        self.reports = ReportsTab(case)
        self.followups = FollowupsTab(case)
        self.attachments = AttachmentsTab(case)
        self.review = ReviewTab(case)
        self.review.print_requested.connect(self.print)
        self.stack = QStackedWidget()
        pages = (self.sheet, self.reports, self.followups, self.attachments, self.review)
        for number, (text, page) in enumerate(zip(NAMES.values(), pages, strict=True)):
            self.bar.addTab(text)
            self.bar.setTabToolTip(number, f"{text}（Alt+{number + 1}）")
            self.stack.addWidget(page)
        self.badge = pill("", "grey")
        self.bar.currentChanged.connect(self.stack.setCurrentIndex)
        body.addWidget(self.bar)
        body.addWidget(hairline())
        body.addWidget(self.stack, 1)
        case.opened.connect(self._opened)
        case.refreshed.connect(self.refresh)

    def show_tab(self, name: str) -> None:
        """Show a tab by its name (sheet, reports …) and put the focus into it."""
        if name in NAMES:
            self.show_number(list(NAMES).index(name))

    def show_number(self, number: int) -> None:
        """Show the tab with that number, from 0, and put the focus into it."""
        if 0 <= number < self.bar.count():
            self.bar.setCurrentIndex(number)
            self.focus_inside()

    def focus_inside(self) -> None:
        """Put the focus on the first thing to do in the current tab."""
        page = self.stack.currentWidget()
        last = page.focusWidget()
        if last is not None and last.isVisible():
            last.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif hasattr(page, "focus_first"):
            page.focus_first()
        else:
            page.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_level(self) -> None:
        """Put the focus on the change of level."""
        self.reports.focus_level()

    def add_picture(self, picture: QImage) -> None:
        """Keep a pasted screenshot as an attachment and show it."""
        self.show_tab("attachments")
        self.attachments.add_picture(picture)

    def refresh(self) -> None:
        """Show how many follow-ups are open; red once the fault is over."""
        due = sum(1 for followup in self._case.dossier.followups if followup.is_open)
        over = self._case.incident.status is not Status.HANDLING and not self._case.void
        look = (due, over)
        if look == self._badge:
            return
        self._badge = look
        side = QTabBar.ButtonPosition.RightSide
        # The bar measures a tab's badge only when it is set, and hides one that is taken off.
        self.bar.setTabButton(2, side, None)
        self.badge.setText(str(due))
        set_property(self.badge, "pill", "alert" if over else "grey")
        self.badge.adjustSize()
        if due:
            self.bar.setTabButton(2, side, self.badge)
            self.badge.show()

    def _opened(self) -> None:
        self.bar.setCurrentIndex(0)

    def print(self, name: str) -> None:
        """Preview a paper of the incident: “sheet” or “report”."""
        from hallduty.ui.preview import PreviewDialog

        desk, number = self._case.desk, self._case.incident.number
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()
        title = {"sheet": "登记表", "report": "总结报告"}[name]
        make: Callable[[], Paper] = partial(_make, self._case, name)
        dialog = PreviewDialog(desk, f"{number} {title}", make, f"{number} {title}")
        dialog.exec()
        dialog.deleteLater()


def _make(case: Case, name: str) -> Paper:
    from hallduty.documents.press import PrintMark

    desk = case.desk
    dossier = desk.store.incidents.dossier(case.incident.id)
    mark = PrintMark(at=desk.clock.now(), by=desk.actor(), check=desk.store.audit.head_code())
    if name == "sheet":
        return desk.press.sheet(dossier, mark)
    return desk.press.report(dossier, desk.calendar, mark)
