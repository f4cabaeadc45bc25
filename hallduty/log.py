"""The log: what the program did wrong and where, in a file that rotates, without personal data.

Written by hand in a few lines: the standard library's rotating handler brings sockets and
pickles along, which the start of a window need not wait for.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

FILE_NAME = "hallduty.log"
MOST_BYTES = 1_000_000
KEPT = 3

_state: dict[str, Path] = {}


def start(data: Path) -> Path | None:
    """Write into the data folder's logs/ from now on; None when that cannot be written."""
    file = data / "logs" / FILE_NAME
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _rotate(file)
        with file.open("a", encoding="utf-8"):
            pass
    except OSError:
        # A log that cannot be written is no reason to keep the duty leader from the program.
        return None
    _state["file"] = file
    return file


def stop() -> None:
    """Write no more."""
    _state.clear()


def note(message: str) -> None:
    """Write one line about the program itself; never what a user typed."""
    _write("INFO", message)


def failure(problem: BaseException, trace: TracebackType | None = None) -> None:
    """Write where a bug struck: kinds and places only.

    The text of an exception may quote what a user typed, so it is left out, except for the
    operating system's own sentence (disk full, access denied).
    """
    _write("ERROR", "\n".join(_told(problem, trace)))


def _told(problem: BaseException, trace: TracebackType | None) -> list[str]:
    from traceback import extract_tb

    lines = []
    if problem.__cause__ is not None:
        lines += [*_told(problem.__cause__, None), "caused"]
    said = f": {problem.strerror}" if isinstance(problem, OSError) and problem.strerror else ""
    lines.append(f"{type(problem).__module__}.{type(problem).__qualname__}{said}")
    frames = extract_tb(trace or problem.__traceback__)
    lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-25:]]
    return lines


def _write(level: str, text: str) -> None:
    file = _state.get("file")
    if file is None:
        return
    line = f"{datetime.now():%Y-%m-%d %H:%M:%S} {level} {text}\n"
    with suppress(OSError), file.open("a", encoding="utf-8", errors="replace") as log:
        log.write(line)
    with suppress(OSError):
        _rotate(file)


def _rotate(file: Path) -> None:
    """Keep a full file as .1, the one before it as .2, and so on; the oldest goes."""
    if not file.exists() or file.stat().st_size < MOST_BYTES:
        return
    for number in range(KEPT - 1, 0, -1):
        older = file.with_name(f"{FILE_NAME}.{number}")
        if older.exists():
            older.replace(file.with_name(f"{FILE_NAME}.{number + 1}"))
    file.replace(file.with_name(f"{FILE_NAME}.1"))
