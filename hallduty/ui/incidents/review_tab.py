"""复盘: what only a person can write of the after-action report, and the measures it leads to."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.reviews import WRITTEN_SECTIONS
from hallduty.ui.events import Topic
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.incidents.actions_list import ActionsList
from hallduty.ui.incidents.case import Case
from hallduty.ui.scrolled import vertical_scroll
from hallduty.ui.widgets import FieldError, button, column, field_error, label, row, secondary


class ReviewTab(QWidget):
    """print_requested("report"): the after-action report is wanted."""

    print_requested = Signal(str)

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._shown: dict[str, str] = {}
        self.edits: dict[str, GrowingEdit] = {}
        self.errors: dict[str, FieldError] = {}
        scroll = vertical_scroll()
        self._scroll = scroll
        column(self).addWidget(scroll)
        inside = QWidget()
        body = column(inside, margins=(14, 12, 14, 14), gap=4)
        top = row(gap=8)
        self.state = secondary("其余各节由记录自动生成", wrap=True)
        top.addWidget(self.state, 1)
        self.print = button("打印总结报告", small=True)
        self.print.clicked.connect(self._print)
        top.addWidget(self.print)
        body.addLayout(top)
        for section in WRITTEN_SECTIONS:
            body.addSpacing(6)
            body.addWidget(label(section.title, "strong"))
            edit = GrowingEdit(least=2, most=12)
            edit.setPlaceholderText(section.hint)
            edit.setAccessibleName(section.title)
            edit.setProperty("section", section.key)
            edit.left.connect(self._left)
            self.edits[section.key] = edit
            self.errors[section.key] = field_error(edit)
            body.addWidget(edit)
            body.addWidget(self.errors[section.key])
        body.addSpacing(10)
        self.measures = ActionsList(case)
        body.addWidget(self.measures)
        body.addStretch(1)
        scroll.setWidget(inside)
        case.drafts.saved.connect(self._draft_saved)
        case.follow(self._opened, self.refresh)

    def focus_first(self) -> None:
        """Put the focus on the first empty section."""
        empty = (edit for edit in self.edits.values() if not edit.toPlainText().strip())
        target = next(empty, self.edits[WRITTEN_SECTIONS[0].key])
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show what was written; a section being typed keeps what is typed."""
        for key, edit in self.edits.items():
            written = self._written(key)
            clean = edit.toPlainText() == self._shown.get(key, "")
            if clean and edit.toPlainText() != written:
                edit.setPlainText(written)
            if clean:
                self._shown[key] = written
                self._case.drafts.committed(edit)
            edit.setReadOnly(self._case.void)

    def _written(self, key: str) -> str:
        review = self._case.dossier.review
        return review.sections.get(key, "") if review else ""

    def _opened(self) -> None:
        self.state.setText("其余各节由记录自动生成")
        for key, edit in self.edits.items():
            self._shown[key] = self._written(key)
            self.errors[key].say("")
            self._case.drafts.watch(edit, self._case.key("review", key), self._shown[key])
        self._scroll.verticalScrollBar().setValue(0)

    def _left(self) -> None:
        """Write the section that was left."""
        if not self._case.is_open:
            return
        edit = self.sender()
        key = str(edit.property("section"))
        text = self.edits[key].toPlainText()
        if text == self._shown.get(key, ""):
            return
        desk = self._case.desk
        try:
            review = desk.store.reviews.write(self._case.incident.id, key, text, desk.stamp())
        except InvalidInput as problem:
            self.errors[key].say(problem.message_for(key) or str(problem))
            return
        except UserError as problem:
            self.errors[key].say(str(problem))
            return
        self.errors[key].say("")
        self._case.drafts.committed(self.edits[key], text)
        self._shown[key] = text
        if review.sections.get(key, "") == text.strip():
            self.state.setText(f"已登记 {self._case.now():%H:%M:%S}")
        desk.changed(Topic.INCIDENTS)

    def _draft_saved(self, at: datetime) -> None:
        self.state.setText(f"草稿已保存 {at:%H:%M:%S}")

    def _print(self) -> None:
        self.print_requested.emit("report")
