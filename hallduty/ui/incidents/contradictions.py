"""What contradicts (前后不一致) a text about to go out: said beside it before it goes."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from hallduty.domain.consistency import Issued, taken_down, warnings
from hallduty.ui.incidents.case import Case
from hallduty.ui.widgets import column, label, secondary

# Not at every key: what contradicts is told when the fingers rest.
_CHECK_AFTER_MS = 250


class Contradictions(QFrame):
    """A banner under an editor; `about_to_go` returns its text as it would be issued, or None.

    `replaces` returns the ids of the postings that come down when the text goes out.
    """

    def __init__(
        self,
        case: Case,
        edit: QPlainTextEdit,
        about_to_go: Callable[[], Issued | None],
        replaces: Callable[[], Collection[int]] = tuple,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._case = case
        self._about_to_go = about_to_go
        self._replaces = replaces
        self.setProperty("banner", True)
        self.setProperty("tone", "warn")
        body = column(self, margins=(10, 7, 10, 8), gap=3)
        body.addWidget(label("发出前请核对，前后不一致：", "strong", wrap=True))
        self.warned = label("", wrap=True)
        body.addWidget(self.warned)
        body.addWidget(secondary("确有变化的，写明“由……增至……”或“更正”。", wrap=True))
        self.hide()
        self._checker = QTimer(self, singleShot=True, interval=_CHECK_AFTER_MS)
        self._checker.timeout.connect(self.check)
        edit.textChanged.connect(self._typed)

    def check(self) -> None:
        """Say what contradicts among what was issued, the record and the text."""
        if not self._case.is_open:
            return
        self._checker.stop()
        case, found = self._case, list[str]()
        if not case.void:
            dossier = taken_down(case.dossier, self._replaces(), case.now())
            found = warnings(dossier, case.desk.plan, self._about_to_go())
        self.warned.setText("\n".join(f"· {line}" for line in found))
        self.setVisible(bool(found))

    def _typed(self) -> None:
        self._checker.start()
