"""The window's composition root: screen, log, lock, database, look, window, and the way out."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hallduty import display, folder_lock, log, paths, places
from hallduty.clock import Clock, SystemClock
from hallduty.errors import EnvironmentProblem, UserError

if TYPE_CHECKING:
    from PySide6.QtCore import QLockFile
    from PySide6.QtWidgets import QApplication, QMessageBox

    from hallduty.ui.program import Program


def run(folder: Path, ready: Callable[[], None] | None = None) -> int:
    """Show the window on a data folder until it is closed; return the exit code.

    Where a window is open on it already, that one is brought to the front instead.
    `ready` is called once when the window is on the screen. Raises UserError, in one line,
    where the window cannot be opened: no screen, a library missing, the folder in use.
    """
    display.require_screen()
    # What a start makes stays; looking through it for garbage again and again finds none.
    gc.disable()
    display.require_qt()
    app = application()
    try:
        return _run(app, folder, ready)
    except UserError as problem:
        log.note(f"not started: {type(problem).__name__}")
        _tell(app, str(problem), folder)
        raise
    finally:
        gc.enable()
        log.stop()


def build_for_check(folder: Path, clock: Clock) -> int:
    """Build the window with every page and the newest incident, show none of it to anybody.

    Returns how many pages were built; for the self-test, with the platform set by the caller.
    """
    display.require_qt()
    app = application()
    program = _opened(app, folder, clock)
    try:
        return program.check()
    finally:
        program.close()


def _run(app: QApplication, folder: Path, ready: Callable[[], None] | None) -> int:
    from hallduty.ui import faults

    places.require_local(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(f"建不了数据文件夹 {folder}：请检查路径和写入权限") from error
    lock = _locked(folder)
    if lock is None:
        return 0
    try:
        faults.install(log.start(folder))
        code, program = _lived(app, folder, ready)
    finally:
        lock.unlock()
        faults.remove()
    log.note("ended")
    program.session.finished()
    if program.restore_from is not None:
        from hallduty import autostart

        program.desk.outside.start(autostart.command(folder))
    return code


def _lived(
    app: QApplication, folder: Path, ready: Callable[[], None] | None
) -> tuple[int, Program]:
    """Show the window until it is closed; return the exit code and the closed program."""
    program = _opened(app, folder, SystemClock())
    try:
        log.note("started")
        program.show(partial(_started, folder, program, ready))
        code = int(app.exec())
    finally:
        program.close()
        if program.restore_from is not None:
            from hallduty import restoring

            restoring.at_exit(folder, program.restore_from, SystemClock().now())
    return code, program


def _started(folder: Path, program: Program, ready: Callable[[], None] | None) -> None:
    """The window is on the screen: collect garbage from now on, except among what stays."""
    log.note("window ready")
    gc.freeze()
    gc.enable()
    if ready is not None:
        ready()
    from hallduty.ui.first_window import FirstWindow

    FirstWindow(folder, program).asked.connect(program.bring_forward)


def application() -> QApplication:
    """Return the one QApplication, speaking Chinese."""
    from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QApplication

    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    _name_for_taskbar()
    app = QApplication(sys.argv[:1])
    app.setApplicationName(paths.APP)
    app.setDesktopFileName("hallduty")
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
    return app


def _opened(app: QApplication, folder: Path, clock: Clock) -> Program:
    """Open the data folder and build the window on it."""
    from hallduty.office import Office
    from hallduty.ui.program import Program

    office = Office.open(folder, clock)
    try:
        return Program(app, office)
    except BaseException:
        office.close()
        raise


def _name_for_taskbar() -> None:
    """Let Windows group our windows under our own icon, also those of a Python that runs us."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(paths.APP_ID)


def _locked(folder: Path) -> QLockFile | None:
    """Take the folder's lock; one that a crashed program left behind is taken over.

    None when a window of this user is open on the folder and has come to the front.
    """
    lock = folder_lock.take(folder)
    if lock is not None:
        return lock
    from hallduty.ui import first_window

    if first_window.ask(folder):
        return None
    raise EnvironmentProblem(f"值班长已经打开了这个数据文件夹（{folder}），请切换到已打开的窗口")


def _tell(app: QApplication, text: str, folder: Path) -> None:
    """Say it in a box where nobody reads the terminal; it closes by itself in the end."""
    unseen = sys.stderr is None or not sys.stderr.isatty()
    if not unseen or app.platformName() in ("offscreen", "minimal"):
        return
    from PySide6.QtCore import QTimer

    from hallduty import autostart
    from hallduty.ui import restore_offer
    from hallduty.ui.asker import Asker
    from hallduty.ui.outside import Outside

    box = notice(app, text)
    restore_offer.add_to(box, folder)
    QTimer.singleShot(60_000, box.reject)
    box.exec()
    if restore_offer.was_chosen(box):
        again = partial(Outside().start, autostart.command(folder))
        restore_offer.restore(folder, Asker(), SystemClock().now(), again)


def notice(app: QApplication, text: str) -> QMessageBox:
    """Return a box for what happens before any window: dressed, or a system without Chinese
    fonts would show little squares."""
    from PySide6.QtWidgets import QMessageBox

    from hallduty.domain.settings import Settings
    from hallduty.ui import icons, theme

    plain = Settings()
    theme.apply(
        app,
        plain.theme,
        plain.font_size,
        resources=paths.resources(),
        cache=paths.cache_folder(),
    )
    app.setWindowIcon(icons.of_the_program())
    box = QMessageBox(QMessageBox.Icon.Warning, "值班长", text)
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    return box
