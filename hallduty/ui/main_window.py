"""The main window: rail, strip, cards of open incidents, the pages, and the status line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from hallduty.ui import keys, pages, window_size
from hallduty.ui.cards import CardRow
from hallduty.ui.events import Topic
from hallduty.ui.help_key import HelpKey
from hallduty.ui.leaving import Leaving
from hallduty.ui.rail import Rail
from hallduty.ui.status_line import StatusLine
from hallduty.ui.strip import Strip
from hallduty.ui.widgets import column, row

if TYPE_CHECKING:
    from hallduty.ui.conflict.screen import ConflictScreen
    from hallduty.ui.desk import Desk
    from hallduty.ui.drafts_offer import DraftsOffer
    from hallduty.ui.first_start.wizard import FirstStart
    from hallduty.ui.intake import Intake
    from hallduty.ui.prefill import Prefill
    from hallduty.ui.search_box import SearchBox


def _never() -> bool:
    return False


class MainWindow(QWidget):
    """Builds each page when it is first shown; leads from page to page by the desk's events.

    hidden: it was closed and is in the tray now.
    """

    hidden = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._pages = {page.key: page for page in pages.RAIL}
        self._built: dict[str, QWidget] = {}
        self._current = ""
        self._came_from = self._before_help = pages.TODAY
        self._incident_id = 0
        self._intake: Intake | None = None
        self._search: SearchBox | None = None
        self._conflict: ConflictScreen | None = None
        self._first_start: FirstStart | None = None
        self._offer: DraftsOffer | None = None
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lay_out()
        # Set by the program: whether closing only hides the window, in the tray.
        self.goes_to_tray: Callable[[], bool] = _never
        self._leaving = Leaving(desk, self)
        self._leaving.settled.connect(self.close)
        self._connect()
        self._title()
        self._count_owed()
        window_size.restore(self, desk)
        self.show_page(pages.TODAY)

    @property
    def current(self) -> str:
        """The key of the page that is shown (“workspace” for an incident's workspace)."""
        return self._current

    @property
    def incident_id(self) -> int:
        """The incident that the workspace shows; 0 while another page is shown."""
        return self._incident_id if self._current == pages.WORKSPACE.key else 0

    def page(self, key: str) -> QWidget | None:
        """Return a page that was built already, else None."""
        return self._built.get(key)

    @property
    def intake(self) -> Intake:
        """The sheet 登记事件, made when first asked for."""
        if self._intake is None:
            from hallduty.ui.intake import Intake

            self._intake = Intake(self._desk, self)
        return self._intake

    @property
    def search(self) -> SearchBox:
        """The search sheet, made when first asked for."""
        if self._search is None:
            from hallduty.ui.search_box import SearchBox

            self._search = SearchBox(self._desk, self)
        return self._search

    @property
    def conflict(self) -> ConflictScreen:
        """The full screen for conflicts, made when first asked for."""
        if self._conflict is None:
            from hallduty.ui.conflict.screen import ConflictScreen

            self._conflict = ConflictScreen(self._desk, self)
            self._conflict.left.connect(self.show_incident)
        return self._conflict

    @property
    def first_start(self) -> FirstStart:
        """The wizard of the first start, made when first asked for."""
        if self._first_start is None:
            from hallduty.ui.first_start.wizard import FirstStart

            self._first_start = FirstStart(self._desk, self)
        return self._first_start

    def show_page(self, request: str) -> None:
        """Show a page of the rail; “key#record” also asks the page to show that record."""
        key, _, record = request.partition("#")
        if key == pages.CONFLICT and record.isdecimal():
            self.show_conflict(int(record))
            return
        self._leave_conflict()
        page = pages.BESIDE.get(key) or self._pages.get(key)
        if page is None:
            return
        if page is pages.HELP and self._current not in ("", page.key):
            self._before_help = self._current
        elif key in pages.BESIDE and self._current in self._pages:
            self._came_from = self._current
        shown = self._show(page)
        self.cards.mark(None)
        if record and hasattr(shown, "show_record"):
            shown.show_record(record)

    def show_incident(self, incident_id: int) -> None:
        """Show an incident's workspace; Esc leads back to where it was opened from."""
        self._leave_conflict()
        self._leave_first_start()
        if self._current not in (pages.WORKSPACE.key, pages.HELP.key):
            self._came_from = self._current
        workspace = self._show(pages.WORKSPACE)
        workspace.show_incident(incident_id)  # type: ignore[attr-defined]
        self._incident_id = incident_id
        self.cards.mark(incident_id)

    def show_incident_tab(self, incident_id: int, tab: str) -> None:
        """Show an incident's workspace at one of its tabs; “promise” opens that line."""
        self.show_incident(incident_id)
        self._built[pages.WORKSPACE.key].show_tab(tab)  # type: ignore[attr-defined]

    def register(self, *, drill: bool = False, late: bool = False) -> None:
        """Open 登记事件 (F2), as a drill or for an event that is over (补录)."""
        if self._search is not None and self._search.isVisible():
            self._search.shut()
        self._leave_first_start()
        self.intake.begin(drill=drill, late=late)

    def register_conflict(self) -> None:
        """Register a conflict at once, timed to the second, and go full screen (Shift+F2)."""
        if self._conflict_open():
            return
        for sheet in (self._intake, self._search, self._first_start):
            if sheet is not None and sheet.isVisible():
                # What was typed on it stays as a draft.
                sheet.go_back()
        self.conflict.register()

    def show_conflict(self, incident_id: int) -> None:
        """Show an incident on the full screen for conflicts; Esc leads to its workspace."""
        self.conflict.begin(incident_id)

    def help(self) -> None:
        """Show 帮助 (F1): as a page, or in front of the sheet or dialog that is open."""
        dialog = QApplication.activeModalWidget()
        if dialog is None and not self._sheet():
            self.show_page(f"{pages.HELP.key}#{self._current}")
            return
        from hallduty.ui.help.dialog import HelpDialog

        HelpDialog.begin(self._desk, dialog or self, self._sheet())

    def find(self) -> None:
        """Open the search (Ctrl+K)."""
        if self._intake is None or not self._intake.isVisible():
            self._leave_first_start()
            self.search.begin()

    def offer_drafts(self) -> None:
        """Offer what was being typed when the program last ended."""
        from hallduty.ui.drafts_offer import DraftsOffer, offered

        if self._offer is None and (drafts := offered(self._desk)):
            self._offer = DraftsOffer(self._desk, drafts, self)
            self._offer.intake_requested.connect(self.register)
            self._offer.done.connect(self._offer_done)
            self._middle.insertWidget(1, self._offer)

    def leave_intact(self) -> None:
        """Keep what must survive: window size, and every text being typed (on hide)."""
        self._leave_conflict()
        if self._first_start is not None:
            # Not put off: who closes the window in the middle goes on there at the next start.
            self._first_start.shut()
        window_size.remember(self, self._desk)

    def retire(self) -> None:
        """Go for good, after another window has taken over."""
        self._timer.stop()
        self.deleteLater()

    def _lay_out(self) -> None:
        across = row(self)
        self.rail = Rail(pages.RAIL, self)
        self.strip = Strip(self._desk, self)
        self.cards = CardRow(self._desk, self)
        self.stack = QStackedWidget(self)
        # A page that asks for much room must not keep the window from being made smaller.
        self.stack.setMinimumSize(1, 1)
        self.status = StatusLine(self._desk, self)
        right = column()
        self._middle = column(margins=(16, 12, 16, 0), gap=12)
        self._middle.addWidget(self.cards)
        self._middle.addWidget(self.stack, 1)
        right.addWidget(self.strip)
        right.addLayout(self._middle, 1)
        right.addWidget(self.status)
        across.addWidget(self.rail)
        across.addLayout(right, 1)

    def _connect(self) -> None:
        events = self._desk.events
        self.rail.chosen.connect(self.show_page)
        self.strip.register_requested.connect(self.register)
        self.strip.search_requested.connect(self.find)
        events.page_requested.connect(self.show_page)
        events.incident_requested.connect(self.show_incident)
        events.incident_tab_requested.connect(self.show_incident_tab)
        events.register_requested.connect(self._register_requested)
        events.late_requested.connect(self._register_late)
        events.conflict_requested.connect(self.show_conflict)
        events.prefilled.connect(self._register_prefilled)
        events.first_start_requested.connect(self._begin_first_start)
        events.changed.connect(self._changed)
        keys.bind(self, keys.HELP, self.help)
        self._help_key = HelpKey(self)
        self._help_key.pressed.connect(self.help)
        keys.bind(self, keys.REGISTER, self.register)
        keys.bind(self, keys.CONFLICT, self.register_conflict)
        keys.bind(self, keys.SEARCH, self.find)
        shown = keys.bind(self, keys.PAGES, self._page_key)
        for shortcut, key in zip(shown, self._pages, strict=True):
            shortcut.setObjectName(key)
        # The one timer of the screen: every clock on it listens to the same second.
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)

    def _show(self, page: pages.Page) -> QWidget:
        shown = self._built.get(page.key)
        if shown is None:
            shown = page.build(self._desk, self.stack)
            self._built[page.key] = shown
            self.stack.addWidget(shown)
        self.stack.setCurrentWidget(shown)
        if not shown.isAncestorOf(QApplication.focusWidget() or self):
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
        self._current = page.key
        beside = pages.TODAY if page is pages.HALL else pages.INCIDENTS
        on_rail = page.key in self._pages or page is pages.HELP
        self.rail.mark(page.key if on_rail else beside)
        return shown

    def _leave_help(self) -> None:
        """Go back to where it was asked for, an incident as it stands."""
        if self._before_help == pages.WORKSPACE.key:
            self._show(pages.WORKSPACE)
            self.cards.mark(self._incident_id)
        else:
            self.show_page(self._before_help)

    def _register_requested(self, drill: bool) -> None:
        self.register(drill=drill)

    def _register_late(self) -> None:
        self.register(late=True)

    def _register_prefilled(self, prefill: Prefill) -> None:
        if self._search is not None and self._search.isVisible():
            self._search.shut()
        self.intake.begin(prefill=prefill)

    def _page_key(self) -> None:
        if not self._sheet():
            self.show_page(self.sender().objectName())

    def _sheet(self) -> str:
        """Return which sheet covers the page; empty when none does."""
        sheets = {
            "intake": self._intake,
            "search": self._search,
            "conflict": self._conflict,
            "first_start": self._first_start,
        }
        return next((name for name, each in sheets.items() if each and each.isVisible()), "")

    def _conflict_open(self) -> bool:
        return self._conflict is not None and self._conflict.isVisible()

    def _leave_conflict(self) -> None:
        if self._conflict is not None and self._conflict.isVisible():
            self._conflict.shut()

    def _leave_first_start(self) -> None:
        """An emergency comes first; the wizard is resumed from 今日."""
        if self._first_start is not None and self._first_start.isVisible():
            self._first_start.go_back()

    def _begin_first_start(self) -> None:
        self.first_start.begin()

    def _offer_done(self) -> None:
        if self._offer is not None:
            self._offer.hide()
            self._offer.deleteLater()
            self._offer = None

    def _changed(self, topic: Topic) -> None:
        if topic is Topic.SETTINGS:
            self._title()
        if topic is Topic.INCIDENTS:
            self._count_owed()

    def _count_owed(self) -> None:
        """Show on the rail what is still owed to taxpayers, until it is nothing."""
        self.rail.show_count("followups", self._desk.store.followups.owed())

    def _title(self) -> None:
        from hallduty.ui.first_start.demo import MARK, is_demo

        mark = f"（{MARK}数据）" if is_demo(self._desk.store.folder) else ""
        self.setWindowTitle(f"值班长{mark}　{self._desk.settings.bureau}")

    def _tick(self) -> None:
        self._desk.events.ticked.emit(self._desk.clock.now())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if keys.BACK.hears(event) and self._current == pages.HELP.key:
            self._leave_help()
        elif keys.BACK.hears(event) and self._current not in self._pages:
            # From an incident to the sheets it was opened from, and from there to a page.
            back = self._came_from if self._came_from != self._current else pages.TODAY
            self.show_page(back)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self._help_key.listen(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._help_key.listen(False)

    def leave(self) -> None:
        """Close without a question: the program itself ends."""
        self._leaving.release()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.isVisible() and not self._leaving.free and self.goes_to_tray():
            event.ignore()
            self.leave_intact()
            self.hide()
            self.hidden.emit()
            return
        if not self._leaving.may_go():
            event.ignore()
            return
        self._timer.stop()
        self.leave_intact()
        super().closeEvent(event)
