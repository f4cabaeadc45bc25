"""When the database cannot be opened: the way back to a backup, before there is any window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox

from hallduty import paths, restoring
from hallduty.errors import UserError

if TYPE_CHECKING:
    from hallduty.ui.asker import Asker

BUTTON = "从备份恢复…"


def add_to(box: QMessageBox, folder: Path) -> None:
    """Add the button to the box that says what is wrong, where restoring is possible at all."""
    if (folder / paths.DATABASE_NAME).exists() and restoring.is_free(folder):
        box.addButton(BUTTON, QMessageBox.ButtonRole.ActionRole)


def was_chosen(box: QMessageBox) -> bool:
    """Tell whether that button closed the box."""
    pressed = box.clickedButton()
    return pressed is not None and pressed.text() == BUTTON


def restore(folder: Path, ask: Asker, now: datetime, again: Callable[[], object]) -> None:
    """Let the user pick a backup, put it back, say what came of it, and start again."""
    backups = folder / "backups"
    ask.folder = str(backups if backups.is_dir() else folder)
    chosen = ask.open_files(None)
    if not chosen:
        return
    try:
        with restoring.held(folder):
            said = restoring.put_back(folder, chosen[0], now)
    except UserError as problem:
        ask.problem(None, f"没有恢复，原来的数据没有改动：{problem}")
        return
    ask.notice(None, "从备份恢复", f"{said}\n值班长将重新打开。")
    again()
