"""Drafts: what is being typed is in the database within two seconds and survives a crash."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit
from shiboken6 import isValid

from hallduty.domain.errors import UserError

if TYPE_CHECKING:
    from hallduty.store.drafts import Draft
    from hallduty.ui.desk import Desk

# Design section 5 promises two seconds; the rest of them is for a slow disk.
SAVE_AFTER_MS = 1_200

# A menu has the keys for a moment only: its 粘贴 goes where the cursor is.
_MENUS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)

TextWidget = QLineEdit | QPlainTextEdit | QTextEdit


@dataclass(slots=True)
class _Watched:
    """One widget: its draft's key, the text that is safe elsewhere, and what was last saved."""

    key: str
    committed: str
    saved: str


def text_of(widget: TextWidget) -> str:
    """Return the plain text in `widget`."""
    return widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()


def put_text(widget: TextWidget, text: str) -> None:
    """Set the plain text of `widget` when it differs, so that the cursor stays otherwise."""
    if text_of(widget) == text:
        return
    if isinstance(widget, QLineEdit):
        show_text(widget, text)
    else:
        widget.setPlainText(text)


def show_text(edit: QLineEdit, text: str) -> None:
    """Set the text of a line; of one too long for it the beginning is seen, not the end."""
    edit.setText(text)
    if not edit.hasFocus():
        edit.setCursorPosition(0)


def _scroll(line: QLineEdit, event: QEvent) -> None:
    """Show the beginning of a line that is left; who comes to it by Enter types behind its text."""
    if event.type() not in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
        return
    reason = cast("QFocusEvent", event).reason()
    if reason in _MENUS:
        return
    if event.type() is QEvent.Type.FocusIn:
        if line.cursorPosition() == 0 and not line.hasSelectedText():
            line.end(False)
    elif reason is not Qt.FocusReason.ActiveWindowFocusReason:
        line.home(False)


class DraftKeeper(QObject):
    """Keeps the unfinished text of the widgets it watches.

    A text that equals the committed one is no draft. saved(datetime): something was just
    kept. failed(str): the database refused; what is typed stays and is tried again.
    """

    saved = Signal(object)
    failed = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._watched: dict[TextWidget, _Watched] = {}
        self._known: set[QObject] = set()
        self._read: dict[str, Draft] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)
        app = QApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.flush)
        desk.events.session_ending.connect(self.flush)

    def watch(self, widget: TextWidget, key: str, committed: str = "") -> datetime | None:
        """Keep `widget` under `key` from now on; put an earlier draft back into it.

        `committed` is the text that the record holds and that the widget shows when there is
        no draft. Returns when the draft was saved, or None when there was none.
        """
        if widget not in self._known:
            self._known.add(widget)
            widget.textChanged.connect(self._typed)
            widget.installEventFilter(self)
        self._save(widget)
        draft = self._get(key)
        if draft is not None and draft.text == committed:
            with suppress(UserError):
                # Left behind by a locked database; it does no harm, and the next watch sees it.
                self._desk.store.drafts.clear(key)
            draft = None
        # Known before the text is put back, so that putting it back saves nothing.
        self._watched[widget] = _Watched(key, committed, draft.text if draft else committed)
        put_text(widget, draft.text if draft else committed)
        return draft.saved_at if draft else None

    @contextmanager
    def reading_once(self) -> Iterator[None]:
        """Read all drafts with one query for the many watch() that follow inside."""
        self._read = {draft.key: draft for draft in self._desk.store.drafts.all()}
        try:
            yield
        finally:
            self._read = None

    def _get(self, key: str) -> Draft | None:
        if self._read is not None:
            return self._read.get(key)
        return self._desk.store.drafts.get(key)

    def has(self, key: str) -> bool:
        """Tell whether there is a draft under `key`."""
        return self._get(key) is not None

    def is_draft(self, widget: TextWidget) -> bool:
        """Tell whether `widget` holds text that is not committed yet."""
        watched = self._watched.get(widget)
        return watched is not None and text_of(widget) != watched.committed

    def committed(self, widget: TextWidget, text: str | None = None) -> None:
        """The text (by default the one in `widget`) has reached the record; drop its draft."""
        watched = self._watched.get(widget)
        if watched is None:
            return
        before, kept = watched.saved, watched.saved != watched.committed
        watched.committed = watched.saved = text_of(widget) if text is None else text
        if not kept:
            return
        try:
            self._desk.store.drafts.clear(watched.key)
        except UserError as problem:
            # The record is written; only its draft is still there, and is cleared again later.
            watched.saved = before
            self._refused(problem)

    def release(self, widget: TextWidget) -> None:
        """Save `widget` a last time and watch it no longer, until watch is called again."""
        self._save(widget)
        self._watched.pop(widget, None)

    def flush(self) -> None:
        """Save every text that has changed, now."""
        for widget in list(self._watched):
            if not self._save(widget):
                # The database is busy or full: for the others too. The timer tries again.
                return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Save on focus-out and when the widget goes out of sight."""
        if isinstance(watched, QLineEdit):
            _scroll(watched, event)
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide) and isinstance(
            watched, (QLineEdit, QPlainTextEdit, QTextEdit)
        ):
            self._save(watched)
        return False

    def _typed(self) -> None:
        # Not restarted at every key: steady typing must not put the saving off.
        if not self._timer.isActive():
            self._timer.start()

    def _save(self, widget: TextWidget) -> bool:
        """Save one text where it has changed; False when the database refused."""
        watched = self._watched.get(widget)
        if watched is None:
            return True
        if not isValid(widget):
            # Its view is gone; it saved its text when it went out of sight.
            self._watched.pop(widget)
            self._known.discard(widget)
            return True
        text = text_of(widget)
        if text == watched.saved:
            return True
        try:
            if text == watched.committed:
                self._desk.store.drafts.clear(watched.key)
            else:
                self._desk.store.drafts.save(watched.key, text, self._desk.clock.now())
        except UserError as problem:
            self._refused(problem)
            return False
        watched.saved = text
        if text != watched.committed:
            self.saved.emit(self._desk.clock.now())
        return True

    def _refused(self, problem: UserError) -> None:
        self._timer.start()
        told = f"草稿未能保存，稍后自动再试：{problem}"
        self._desk.events.told.emit(told)
        self.failed.emit(told)
