"""One window per data folder and user: a second start asks the first one to come forward.

The two talk through a local pipe (on Linux a socket file) of the user's own, never a network.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from hallduty import log

# The first start may still be building its window, and answers only from its event loop.
_SECONDS = 4.0
_ATTEMPT_MS = 500
_ASK, _ANSWER = b"show\n", b"shown\n"


def name_for(folder: Path) -> str:
    """Return the name of the pipe: another one for each user and each data folder."""
    whose = f"{_user()}\n{os.path.normcase(folder.resolve())}"
    return f"hallduty-{hashlib.sha256(whose.encode()).hexdigest()[:24]}"


def ask(folder: Path, seconds: float = _SECONDS) -> bool:
    """Ask the program that has the folder open to show its window; tell whether it did."""
    _let_it_come_forward()
    until = time.monotonic() + seconds
    while True:
        if _asked_once(name_for(folder)):
            return True
        if time.monotonic() > until:
            return False
        time.sleep(0.1)


class FirstWindow(QObject):
    """Listens for later starts; asked() when there is one."""

    asked = Signal()

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._take)
        name = name_for(folder)
        # We hold the folder's lock: what listens under this name is left from a crash.
        QLocalServer.removeServer(name)
        if not self._server.listen(name):
            # Then a second start only says that the program is open.
            log.note(f"not listening for later starts: {self._server.errorString()}")

    def _take(self) -> None:
        while (peer := self._server.nextPendingConnection()) is not None:
            peer.disconnected.connect(peer.deleteLater)
            peer.readyRead.connect(self._read)
            if peer.bytesAvailable():
                self._answer(peer)

    def _read(self) -> None:
        peer = self.sender()
        if isinstance(peer, QLocalSocket):
            self._answer(peer)

    def _answer(self, peer: QLocalSocket) -> None:
        if bytes(peer.readAll().data()) == _ASK:
            self.asked.emit()
            peer.write(_ANSWER)
            peer.flush()
        peer.disconnectFromServer()


def _asked_once(name: str) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_ATTEMPT_MS):
        return False
    socket.write(_ASK)
    socket.flush()
    shown = socket.waitForReadyRead(_ATTEMPT_MS) and bytes(socket.readAll().data()) == _ANSWER
    socket.abort()
    return shown


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return str(os.getuid()) if sys.platform != "win32" else ""


def _let_it_come_forward() -> None:
    """Windows lets only the program in front put another one there, unless it hands that on."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
