"""The running program: one desk and its window; a new look or new settings reach every view."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QTabBar

from hallduty import log, paths
from hallduty.domain.incidents import IncidentFilter
from hallduty.errors import EnvironmentProblem
from hallduty.ui import icons, pages, theme
from hallduty.ui.asker import Asker
from hallduty.ui.backing_up import BackupKeeper, trouble
from hallduty.ui.desk import Desk
from hallduty.ui.events import Events, Topic
from hallduty.ui.main_window import MainWindow
from hallduty.ui.open_incidents import LastAsked
from hallduty.ui.outside import Outside
from hallduty.ui.session_end import SessionEnd
from hallduty.ui.tasks import TaskRunner

if TYPE_CHECKING:
    from hallduty.documents.press import Press
    from hallduty.domain.calendar import FilingCalendar
    from hallduty.domain.forms import Forms
    from hallduty.domain.settings import Settings
    from hallduty.office import Office
    from hallduty.ui.tray import Tray


# So few that nobody notices while typing.
_AT_A_TIME = 50
# What is at work when the PC is shut down gets no longer than that.
_SESSION_MS = 1_500


class OfficeDesk(Desk):
    """The desk on an office; what a first picture does not need is fetched when asked for."""

    def __init__(
        self, office: Office, settings: Settings, events: Events, tasks: TaskRunner, ask: Asker
    ) -> None:
        self._office = office
        self._press: Press | None = None
        self.store, self.clock, self.plan = office.store, office.clock, office.plan
        self.settings, self.events, self.tasks, self.ask = settings, events, tasks, ask
        self.outside, self.last_asked = Outside(), LastAsked()

    @property
    def forms(self) -> Forms:  # type: ignore[override]
        return self._office.forms

    @property
    def calendar(self) -> FilingCalendar:  # type: ignore[override]
        return self._office.calendar

    def reread_calendar(self) -> None:
        self._office.forget_calendar()

    @property
    def press(self) -> Press:  # type: ignore[override]
        if self._press is None:
            self._press = self._office.press(self.settings)
        return self._press

    def resettled(self, settings: Settings) -> None:
        """Work with new settings from now on; papers get their bureau and typefaces."""
        self.settings = settings
        self._press = None


class Program(QObject):
    """Owns the desk, the window and the office; close() keeps what must survive."""

    def __init__(self, app: QApplication, office: Office) -> None:
        super().__init__()
        self._app = app
        self._office = office
        settings = office.store.settings.load()
        self._dress(settings)
        self._tasks = TaskRunner(self)
        ask = Asker()
        ask.folder = office.store.settings.recall("folder")
        self.desk = OfficeDesk(office, settings, Events(), self._tasks, ask)
        # Connected before any view, so that they all find the new settings on the desk.
        self.desk.events.changed.connect(self._changed)
        app.setWindowIcon(icons.of_the_program())
        self.session = SessionEnd(self.desk.events, self)
        self.backups = BackupKeeper(self.desk, self)
        self.tray: Tray | None = None
        # A backup that is to take the data's place once everything is closed.
        self.restore_from: Path | None = None
        self.desk.events.restore_requested.connect(self._restore)
        self.window = self._built()
        self._forgotten = 0
        self._closing = False
        self._retention = QTimer(self, singleShot=True, interval=300)
        self._retention.timeout.connect(self._forget_told)
        self._idle = QTimer(self, singleShot=True, interval=1000)
        self._idle.timeout.connect(self._prepare)

    def show(self, ready: Callable[[], None] | None = None) -> None:
        """Show the window; what can wait is done after its first picture."""
        self._ready = ready
        self.window.show()
        QTimer.singleShot(0, self._after_first_picture)

    def bring_forward(self) -> None:
        """Show the window to whoever started the program a second time."""
        window = self.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def check(self) -> int:
        """Build and paint every page, its tabs and the newest incident; return how many pages."""
        self.window.show()
        painted = 0
        for page in (*pages.RAIL, *pages.BESIDE.values()):
            self.window.show_page(page.key)
            painted += self._paint_tabs()
        newest = self.desk.store.incidents.ids(IncidentFilter())[:1]
        for incident_id in newest:
            self.window.show_incident(incident_id)
            self.window.grab()
        self.window.register()
        self.window.grab()
        self.window.intake.go_back()
        return painted + len(newest)

    def _paint_tabs(self) -> int:
        """Paint the page that is shown, under each of its tabs; return how many pictures."""
        bars = [bar for bar in self.window.findChildren(QTabBar) if bar.isVisible()]
        for number in range(bars[0].count() if bars else 1):
            if bars:
                bars[0].setCurrentIndex(number)
            self.window.grab()
        return bars[0].count() if bars else 1

    def close(self) -> None:
        """Close window and office; drafts are kept, and running work is waited for.

        Not for long where the PC is being shut down; then the next start makes the backup.
        """
        if self._closing:
            return
        # What comes back while it closes must not begin anything on an office that is gone.
        self._closing = True
        self._stop_timers()
        if self.tray is not None:
            self.tray.close()
        self.window.leave()
        self._tasks.finish(_SESSION_MS if self.session.ending else -1)
        if self.session.ending:
            self.backups.owe()
        else:
            self.backups.at_exit()
        self._app.processEvents()
        # What had been at work may have started one again.
        self._stop_timers()
        if self.desk.ask.folder:
            self._office.store.settings.remember("folder", self.desk.ask.folder)
        self._office.close()
        icons.forget()
        # From the top down, as Qt does it: collected by Python in an order of its own, a window
        # can take the whole process with it.
        self.window.retire()
        self._app.sendPostedEvents(self.window, QEvent.Type.DeferredDelete)

    def _after_first_picture(self) -> None:
        self._app.processEvents()
        if self._closing:
            return
        if self._ready is not None:
            self._ready()
        self.window.offer_drafts()
        for problem in self.desk.forms.problems:
            self.desk.events.told.emit(problem)
        self._retention.start()
        self._idle.start()
        self._make_tray()
        from hallduty import restoring
        from hallduty.ui.first_start import progress

        if progress.wanted(self.desk) and QApplication.activeModalWidget() is None:
            self.desk.events.first_start_requested.emit()
        if said := restoring.result(self.desk.store.folder):
            self.desk.ask.notice(self.window, "从备份恢复", said)
        if said := trouble(self.desk):
            self.desk.events.told.emit(f"自动备份没有做成：{said}")
        self.backups.start()

    def _stop_timers(self) -> None:
        self._retention.stop()
        self._idle.stop()
        self.backups.stop()

    def _built(self) -> MainWindow:
        """Return a new window that knows where it goes when it is closed."""
        made = MainWindow(self.desk)
        made.goes_to_tray = self._goes_to_tray
        made.hidden.connect(self._went_to_tray)
        return made

    def _make_tray(self) -> None:
        if self.tray is not None:
            return
        from hallduty.ui.tray import Tray

        self.tray = Tray(self.desk, icons.of_the_program(), self)
        self.tray.shown.connect(self.bring_forward)
        self.tray.register.connect(self._register_from_tray)
        self.tray.incident.connect(self._incident_from_tray)
        self.tray.leave.connect(self._leave_from_tray)

    def _goes_to_tray(self) -> bool:
        return self.tray is not None and self.tray.holds_window

    def _went_to_tray(self) -> None:
        if self.tray is not None:
            self.tray.tell_first_time()

    def _restore(self, file: Path) -> None:
        self.restore_from = file
        self.window.leave()
        self._app.quit()

    def _register_from_tray(self) -> None:
        self.bring_forward()
        self.window.register()

    def _incident_from_tray(self, incident_id: int) -> None:
        self.bring_forward()
        self.window.show_incident(incident_id)

    def _leave_from_tray(self) -> None:
        """End the program; the question about what is unprinted needs the window."""
        self.bring_forward()
        self.window.goes_to_tray = _stays_nowhere
        if not self.window.close():
            self.window.goes_to_tray = self._goes_to_tray

    def _prepare(self) -> None:
        """Import the workspace before the first F2 needs it, which must not wait for that."""
        import_module(pages.WORKSPACE.module)
        if self._office.store.contacts.has_unspelled():
            self._tasks.run(partial(import_module, "pypinyin"), self._spell, self._not_spelled)

    def _spell(self, _library: object) -> None:
        """Give readings to people entered before there were any; the library is there by now."""
        if self._closing:
            return
        store = self._office.store
        try:
            spelled = store.contacts.fill_pinyin(self.desk.stamp())
        except EnvironmentProblem as problem:
            log.note(f"readings of names put off: {problem}")
            return
        if spelled:
            self.desk.changed(Topic.CONTACTS)
            self._idle.start()

    def _not_spelled(self, problem: Exception) -> None:
        log.note(f"no readings of names: {problem}")

    def _forget_told(self) -> None:
        """Delete taxpayers' data whose retention is over, a few at a time between two keys."""
        try:
            people = self._office.forget_told(_AT_A_TIME)
        except EnvironmentProblem as problem:
            # Nobody asked for it, so nobody is interrupted; the next start does it.
            log.note(f"retention put off: {problem}")
            return
        if people:
            self._forgotten += people
            self._retention.start()
        elif self._forgotten:
            self.desk.events.told.emit(f"已按期删除 {self._forgotten} 名办税人的姓名、电话")
            for topic in (Topic.INCIDENTS, Topic.POLICY, Topic.NEEDS):
                self.desk.changed(topic)
            self._forgotten = 0

    def _changed(self, topic: Topic) -> None:
        if topic is not Topic.SETTINGS:
            return
        before = self._dressed
        settings = self._office.store.settings.load()
        self.desk.resettled(settings)
        if (settings.theme, settings.font_size) != before:
            # Not while a page of the old window is still telling about the change.
            QTimer.singleShot(0, self._redress)

    def _dress(self, settings: Settings) -> None:
        theme.apply(
            self._app,
            settings.theme,
            settings.font_size,
            resources=paths.resources(),
            cache=paths.cache_folder(),
        )
        self._dressed = (settings.theme, settings.font_size)

    def _redress(self) -> None:
        """Build the window anew in the new look: lengths and icons are fixed when built."""
        old = self.window
        page, incident = old.current, old.incident_id
        old.leave_intact()
        old.hide()
        self._dress(self.desk.settings)
        self.window = self._built()
        if page == pages.WORKSPACE.key and incident:
            self.window.show_incident(incident)
        else:
            self.window.show_page(page)
        self.window.show()
        old.retire()


def _stays_nowhere() -> bool:
    return False
