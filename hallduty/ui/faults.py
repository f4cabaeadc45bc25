"""Bugs: each goes to the log, the user is told once in plain words, and the program stays."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from hallduty import log
from hallduty.domain.errors import UserError

_state: dict[str, object] = {}


def install(file: Path | None) -> None:
    """Catch what nobody caught, on every thread, and Qt's own warnings."""
    _state["file"] = file
    sys.excepthook = caught
    threading.excepthook = _caught_in_thread
    qInstallMessageHandler(_qt_message)


def remove() -> None:
    """Let Python and Qt speak for themselves again."""
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__
    qInstallMessageHandler(None)
    _state.clear()


def caught(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
    """Log a bug and tell the user; a sentence meant for the user is shown as it is."""
    if issubclass(kind, KeyboardInterrupt):
        # Ctrl+C in the terminal: leave as if the window had been closed.
        QApplication.closeAllWindows()
        return
    if isinstance(problem, UserError):
        _show(str(problem))
        return
    log.failure(problem, trace)
    if sys.stderr is not None:
        sys.__excepthook__(kind, problem, trace)
    file = _state.get("file")
    where = f"\n\n日志：{file}" if file else ""
    _show(
        "程序出了一个错误，刚才的操作可能没有完成；已登记的内容不受影响，正在输入的文字已存为草稿。"
        f"请重试，如反复出现请联系维护人员。{where}"
    )


def _caught_in_thread(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is not None:
        log.failure(arguments.exc_value, arguments.exc_traceback)


def _qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        log.note(f"Qt: {message}")


def _show(text: str) -> None:
    """Show one box; while it is open, further ones are only logged."""
    app = QApplication.instance()
    if not isinstance(app, QApplication) or _state.get("box") is not None:
        return
    if app.platformName() in ("offscreen", "minimal"):
        return
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(QMessageBox.Icon.Warning, "值班长", text, parent=app.activeWindow())
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    box.finished.connect(_closed)
    _state["box"] = box
    box.open()


def _closed() -> None:
    _state["box"] = None
