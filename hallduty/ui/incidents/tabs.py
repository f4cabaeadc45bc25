"""The right column of the workspace: tabs for the form, reports, follow-ups, files and review."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from hallduty.domain.incidents import Status
from hallduty.ui import icons, theme
from hallduty.ui.incidents.attachments_tab import AttachmentsTab
from hallduty.ui.incidents.case import Case
from hallduty.ui.incidents.followups_tab import FollowupsTab
from hallduty.ui.incidents.reports_tab import ReportsTab
from hallduty.ui.incidents.review_tab import ReviewTab
from hallduty.ui.incidents.sheet_tab import SheetTab
from hallduty.ui.widgets import card, column, hairline, pill, set_property

if TYPE_CHECKING:
    from hallduty.documents.paper import Paper

NAMES = {
    "sheet": "登记表",
    "reports": "上报",
    "followups": "善后",
    "attachments": "附件",
    "review": "复盘",
}
# How the keys of the drafts begin that are typed in a tab.
_DRAFTS: Mapping[str, tuple[str, ...]] = {
    "reports": ("report", "level", "reply"),
    "followups": ("followup",),
    "attachments": (),
    "review": ("review", "action", "verify"),
}
PAPERS = {"sheet": "登记表", "report": "总结报告"}
_PAGES: Mapping[str, Callable[[Case], QWidget]] = {
    "sheet": SheetTab,
    "reports": ReportsTab,
    "followups": FollowupsTab,
    "attachments": AttachmentsTab,
    "review": ReviewTab,
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
        self._built: dict[str, QWidget] = {}
        self.stack = QStackedWidget()
        for number, text in enumerate(NAMES.values()):
            self.bar.addTab(text)
            self.bar.setTabToolTip(number, f"{text}（Alt+{number + 1}）")
        self.badge = pill("", "grey")
        self.bar.currentChanged.connect(self._show)
        body.addWidget(self.bar)
        body.addWidget(hairline())
        body.addWidget(self.stack, 1)
        self._show(0)
        case.follow(self._opened, self.refresh)

    # Tabs are built when they are first wanted: the first incident must be there at once.
    @property
    def sheet(self) -> SheetTab:
        return cast("SheetTab", self._page("sheet"))

    @property
    def reports(self) -> ReportsTab:
        return cast("ReportsTab", self._page("reports"))

    @property
    def followups(self) -> FollowupsTab:
        return cast("FollowupsTab", self._page("followups"))

    @property
    def attachments(self) -> AttachmentsTab:
        return cast("AttachmentsTab", self._page("attachments"))

    @property
    def review(self) -> ReviewTab:
        return cast("ReviewTab", self._page("review"))

    def _page(self, name: str) -> QWidget:
        page = self._built.get(name)
        if page is None:
            page = _PAGES[name](self._case)
            if isinstance(page, ReviewTab):
                page.print_requested.connect(self.print)
            self._built[name] = page
            self.stack.addWidget(page)
        return page

    def _mark_drafts(self) -> None:
        """Mark tabs in which words wait that were typed before and never entered."""
        number = str(self._case.incident.id)
        keys = (draft.key.split(":") for draft in self._case.desk.store.drafts.all())
        kinds = {key[0] for key in keys if key[1:2] == [number]}
        pencil = icons.icon("pencil-outline", theme.colours().secondary)
        for index, name in enumerate(NAMES):
            waiting = name != "sheet" and any(kind.startswith(_DRAFTS[name]) for kind in kinds)
            self.bar.setTabIcon(index, pencil if waiting else QIcon())
            if waiting:
                self.bar.setTabToolTip(index, f"{NAMES[name]}：有没有提交的文字")

    def _show(self, number: int) -> None:
        self.bar.setTabIcon(number, QIcon())
        self.stack.setCurrentWidget(self._page(list(NAMES)[number]))

    def show_tab(self, name: str) -> None:
        """Show a tab by its name (sheet, reports …) and put the focus into it."""
        if name in NAMES:
            self.show_number(list(NAMES).index(name))

    def show_number(self, number: int) -> None:
        """Show the tab with that number, from 0, and put the focus into it."""
        if 0 <= number < self.bar.count():
            # Asked before the switch: Qt itself then gives the keys to the page's first widget.
            last = self._page(list(NAMES)[number]).focusWidget()
            self.bar.setCurrentIndex(number)
            self._focus(last)

    def focus_inside(self) -> None:
        """Put the focus on the first thing to do in the current tab."""
        self._focus(self.stack.currentWidget().focusWidget())

    def _focus(self, last: QWidget | None) -> None:
        """Give the keys back to the widget of the page that had them last, else to its first."""
        page = self.stack.currentWidget()
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
        self._mark_drafts()

    def print(self, name: str) -> None:
        """Preview a paper of the incident: “sheet” or “report”."""
        from hallduty.documents.paper import PrintMark
        from hallduty.ui.preview import PreviewDialog
        from hallduty.ui.printed import noting

        desk = self._case.desk
        focused = self.focusWidget()
        if focused is not None:
            # A field half typed belongs onto the paper.
            focused.clearFocus()
        # Read here: the paper is made on another thread, which has no database.
        dossier = desk.store.incidents.dossier(self._case.incident.id)
        mark = PrintMark(desk.clock.now(), desk.actor(), desk.store.audit.head_code())
        make: Callable[[], Paper] = partial(desk.press.sheet, dossier, mark)
        if name == "report":
            make = partial(desk.press.report, dossier, desk.calendar, mark)
        title = f"{dossier.incident.number} {PAPERS[name]}"
        noted = noting(desk, dossier, name)
        preview = PreviewDialog(desk, title, make, f"{title}.pdf", self.window(), noted)
        preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        preview.open()
