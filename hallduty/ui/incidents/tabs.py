"""The right column of the workspace: tabs for form, reports, notices, follow-ups, files, review."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from hallduty.domain.incidents import Status
from hallduty.domain.notices import hanging, troubles
from hallduty.ui import icons, theme
from hallduty.ui.incidents.attachments_tab import AttachmentsTab
from hallduty.ui.incidents.case import Case
from hallduty.ui.incidents.followups_tab import FollowupsTab
from hallduty.ui.incidents.papers import OFFERS
from hallduty.ui.incidents.reports_tab import ReportsTab
from hallduty.ui.incidents.review_tab import ReviewTab
from hallduty.ui.incidents.sheet_tab import SheetTab
from hallduty.ui.notices.tab import NoticesTab
from hallduty.ui.site.tab import SiteTab
from hallduty.ui.widgets import card, column, hairline, pill, set_property

NAMES = {
    "sheet": "登记表",
    "reports": "上报",
    "notices": "公告",
    "followups": "善后",
    "site": "现场",
    "attachments": "附件",
    "review": "复盘",
}
# How the keys of the drafts begin that are typed in a tab.
_DRAFTS: Mapping[str, tuple[str, ...]] = {
    "reports": ("report", "level", "reply"),
    "notices": ("notice",),
    "followups": ("followup",),
    "site": ("crowd", "appointment", "extension", "outage"),
    "attachments": (),
    "review": ("review", "action", "verify"),
}
# A tab whose matter may not wait is marked so.
_ALARM = "alert-circle"
_PAGES: Mapping[str, Callable[[Case], QWidget]] = {
    "sheet": SheetTab,
    "reports": ReportsTab,
    "notices": NoticesTab,
    "followups": FollowupsTab,
    "site": SiteTab,
    "attachments": AttachmentsTab,
    "review": ReviewTab,
}


class Tabs(QWidget):
    """The tabs; Alt and a digit show them."""

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._badge = (0, False)
        self._alarm = ""
        frame = card()
        column(self).addWidget(frame)
        body = column(frame, margins=1)
        self.bar = QTabBar()
        self.bar.setProperty("tight", True)
        self.bar.setIconSize(QSize(theme.px(14), theme.px(14)))
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
        case.desk.events.ticked.connect(self._ticked)

    @property
    def case(self) -> Case:
        """The incident they show."""
        return self._case

    # Tabs are built when they are first wanted: the first incident must be there at once.
    @property
    def sheet(self) -> SheetTab:
        return cast("SheetTab", self._page("sheet"))

    @property
    def reports(self) -> ReportsTab:
        return cast("ReportsTab", self._page("reports"))

    @property
    def notices(self) -> NoticesTab:
        return cast("NoticesTab", self._page("notices"))

    @property
    def followups(self) -> FollowupsTab:
        return cast("FollowupsTab", self._page("followups"))

    @property
    def site(self) -> SiteTab:
        return cast("SiteTab", self._page("site"))

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
        if list(NAMES)[number] != "notices" or not self._alarm:
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
        """Show how many follow-ups are open, red once the fault is over; alarm for a notice."""
        self._mark_notices(self._case.now())
        due = sum(1 for followup in self._case.dossier.followups if followup.is_open)
        over = self._case.incident.status is not Status.HANDLING and not self._case.void
        look = (due, over)
        if look == self._badge:
            return
        self._badge = look
        side = QTabBar.ButtonPosition.RightSide
        # The bar measures a tab's badge only when it is set, and hides one that is taken off.
        place = list(NAMES).index("followups")
        self.bar.setTabButton(place, side, None)
        self.badge.setText(str(due))
        set_property(self.badge, "pill", "alert" if over else "grey")
        self.badge.adjustSize()
        if due:
            self.bar.setTabButton(place, side, self.badge)
            self.badge.show()

    def _mark_notices(self, now: datetime) -> None:
        """Mark the tab of the notices while one hangs that may not: 公告已过期."""
        dossier = self._case.dossier
        found = hanging(dossier.notices, dossier.postings)
        why = next((w for _, w in troubles(dossier.incident, found, now)), "")
        if why == self._alarm:
            return
        self._alarm = why
        place = list(NAMES).index("notices")
        alarm = icons.icon(_ALARM, theme.colours().red) if why else QIcon()
        self.bar.setTabIcon(place, alarm)
        tip = f"{NAMES['notices']}（Alt+{place + 1}）"
        self.bar.setTabToolTip(place, f"{tip}：{why}" if why else tip)

    def _ticked(self, now: datetime) -> None:
        if self._case.is_open and self.isVisible():
            self._mark_notices(now)

    def _opened(self) -> None:
        self.bar.setCurrentIndex(0)
        self._alarm = ""
        self._mark_drafts()

    def print(self, name: str) -> None:
        """Preview a paper of the incident, by its name in papers.OFFERS."""
        focused = self.focusWidget()
        if focused is not None:
            # A field half typed belongs onto the paper.
            focused.clearFocus()
        OFFERS[name].show(self, name)
