"""Files that another program holds for a moment, as a virus scanner does: tried again for 5 s.

Also where a path is too long for Windows as it stands.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Done = TypeVar("Done")

SECONDS = 5.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 0.4
# What Windows says of a file that another program has open: ERROR_SHARING_VIOLATION and
# ERROR_LOCK_VIOLATION; of one to be replaced or deleted it says ERROR_ACCESS_DENIED as well.
_HELD = (32, 33)
_DENIED = 5
# From here on (MAX_PATH less a short name) Windows takes a path only with its long prefix.
_LONG = 240
_PREFIX = "\\\\?\\"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to try, by which clock, and how to wait; a test hands in its own."""

    seconds: float = SECONDS
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def with_file(self, deed: Callable[[], Done], *, denied: bool = False) -> Done:
        """Do it; while the file is held by another program, do it again.

        `denied` also takes “access denied” for such a hold: right for a file that is there
        already, wrong for a new one, whose folder then really is closed to us. Raises the last
        OSError when the time is over, and any other at once.
        """
        until = self.clock() + self.seconds
        pause = _FIRST_PAUSE
        while True:
            try:
                return deed()
            except OSError as error:
                code = getattr(error, "winerror", None)
                held = code in _HELD or (denied and code == _DENIED)
                if not held or self.clock() + pause > until:
                    raise
            self.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def replace(self, source: Path, target: Path) -> None:
        """Give `source` the name `target`, in place of what has it."""
        self.with_file(lambda: source.replace(target), denied=True)

    def unlink(self, path: Path) -> None:
        """Delete a file; harmless when it is not there."""
        self.with_file(lambda: path.unlink(missing_ok=True), denied=True)

    def read(self, path: Path, most: int = -1) -> bytes:
        """Return a file's bytes, at most so many of them."""

        def read() -> bytes:
            with path.open("rb") as file:
                return file.read(most)

        return self.with_file(read)


PATIENCE = Patience()


def reachable(path: Path) -> Path:
    """Return `path` as the system takes it: on Windows a long one needs a prefix."""
    return Path(prefixed(str(path.absolute()))) if sys.platform == "win32" else path


def prefixed(path: str) -> str:
    """Return a whole Windows path with the prefix for long ones, where it is long."""
    if len(path) < _LONG or path.startswith(_PREFIX):
        return path
    if path.startswith("\\\\"):
        return f"{_PREFIX}UNC\\{path[2:]}"
    return _PREFIX + path
