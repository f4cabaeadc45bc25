"""The words of a notice on the screen: the poster's text, what it leaves open, the short text."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QWidget

from hallduty.domain.notice_text import gaps, short_of, with_fact
from hallduty.domain.notices import SHORT_WISHED, NoticeKind, short_count, short_length
from hallduty.domain.placeholders import fill
from hallduty.ui.drafts import put_text
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.incidents.case import Case
from hallduty.ui.notices.gap_mark import GapMark
from hallduty.ui.pair_layout import pair
from hallduty.ui.widgets import (
    FieldError,
    button,
    column,
    field_error,
    label,
    secondary,
    set_property,
)

# Facts that are typed in fields of their own: a change goes into a text edited by hand as well.
_TYPED = ("预计恢复时间", "预计等候时间", "延时至")


class TextsBox(QWidget):
    """Follows the template until somebody edits it; from then on only facts are put in.

    `extra` says what has to be looked at by eye: a time typed anew that the text, edited by
    hand, does not clearly hold.
    """

    changed = Signal()

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._template = self._short_first = ""
        self._facts: Mapping[str, str] = {}
        self._showing = False
        body = column(self, gap=4)
        self.again = button("重新套用模板", "link", small=True)
        self.again.setToolTip("正文换回预案的模板（Ctrl+Z 可以撤销）")
        self.again.clicked.connect(self.start_over)
        body.addWidget(pair(secondary("正文（不写标题、单位和日期）"), self.again))
        self.text = GrowingEdit(least=5, most=14)
        self.text.setAccessibleName("公告正文")
        self._mark = GapMark(self.text.document())
        body.addWidget(self.text)
        self.gaps = label("", wrap=True)
        set_property(self.gaps, "role", "warning")
        body.addWidget(self.gaps)
        self.look = secondary("", wrap=True)
        body.addWidget(self.look)
        self.errors: dict[str, FieldError] = {"text": field_error(self.text)}
        body.addWidget(self.errors["text"])
        self.count = secondary()
        self.copy = button("复制短文", small=True)
        self.copy.setToolTip("复制短文（Ctrl+Shift+C）")
        self.copy.clicked.connect(self.copy_short)
        body.addSpacing(2)
        body.addWidget(pair(self.count, self.copy))
        self.short = GrowingEdit(least=2, most=5)
        self.short.setAccessibleName("短文")
        self.short.setPlaceholderText("电子屏、短信、微信群用的短文")
        self._short_mark = GapMark(self.short.document())
        body.addWidget(self.short)
        self.errors["short"] = field_error(self.short)
        body.addWidget(self.errors["short"])
        self.text.textChanged.connect(self._text_changed)
        self.short.textChanged.connect(self._short_changed)

    def begin(self, kind: NoticeKind, template: str, facts: Mapping[str, str]) -> None:
        """Serve another notice; a text typed for it before is there again."""
        self._template, self._facts = template, facts
        filled = fill(template, facts)
        self._short_first = self._shortened(filled)
        self._showing = True
        self._case.drafts.watch(self.text, self._case.key("notice_text", kind.value), filled)
        self._case.drafts.watch(
            self.short, self._case.key("notice_short", kind.value), self._short_first
        )
        self._showing = False
        self.look.hide()
        self._say()

    def follow(self, facts: Mapping[str, str]) -> None:
        """Put facts in that have become known or have changed."""
        before, self._facts = self._facts, facts
        edited = self._case.drafts.is_draft(self.text)
        filled = fill(self._template, facts)
        self._showing = True
        if not edited:
            put_text(self.text, filled)
        self._case.drafts.committed(self.text, filled) if not edited else self._put_in(before)
        self._follow_short()
        self._showing = False
        self._say()

    def _put_in(self, before: Mapping[str, str]) -> None:
        """Put facts into a text that was edited by hand; say where that cannot be done."""
        text, unsure = self.text.toPlainText(), []
        for name in _TYPED:
            old, new = before.get(name, ""), self._facts.get(name, "")
            if old == new:
                continue
            changed = with_fact(text, name, old, new)
            if changed is None:
                unsure.append(name)
            else:
                text = changed
        self._replace(fill(text, self._facts))
        self.look.setText(f"正文改过，请核对其中的{'、'.join(unsure)}" if unsure else "")
        self.look.setVisible(bool(unsure))

    def start_over(self) -> None:
        """Take the template again; Ctrl+Z brings back what was written."""
        self._replace(fill(self._template, self._facts))
        self._case.drafts.committed(self.text)
        self.look.hide()
        self._follow_short()
        self._say()

    def take(self, text: str, short: str) -> None:
        """Take other words, as one step that can be undone."""
        self._replace(text)
        put_text(self.short, short)

    def copy_short(self) -> None:
        """Copy the short text (Ctrl+Shift+C), unless it still leaves something open."""
        words = self.short.toPlainText().strip()
        left = gaps(words)
        if not words or left:
            self.errors["short"].say(left.sentence or "短文是空的，没有可复制的")
            return
        self.errors["short"].say("")
        QGuiApplication.clipboard().setText(words)
        self._case.desk.events.told.emit(f"短文已复制（{short_length(words)} 字）")

    def forget(self) -> None:
        """The notice is made: its words are no drafts any more."""
        for edit in (self.text, self.short):
            self._case.drafts.committed(edit)

    def set_locked(self, locked: bool) -> None:
        """A void incident takes no notice."""
        for edit in (self.text, self.short):
            edit.setReadOnly(locked)
        self.again.setEnabled(not locked)

    def _replace(self, text: str) -> None:
        """Replace the text as one step that can be undone; the cursor's place is kept."""
        if text == self.text.toPlainText():
            return
        place = self.text.textCursor().position()
        cursor = QTextCursor(self.text.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.setPosition(min(place, self.text.document().characterCount() - 1))
        self.text.setTextCursor(cursor)

    def _shortened(self, text: str) -> str:
        drill = self._case.incident.drill
        return short_of(text, self._case.now().date(), drill=drill)

    def _follow_short(self) -> None:
        """Keep the short text the text's own first sentence, until somebody edits it."""
        shortened = self._shortened(self.text.toPlainText())
        if not self._case.drafts.is_draft(self.short):
            put_text(self.short, shortened)
            self._case.drafts.committed(self.short, shortened)
        self._short_first = shortened

    def _text_changed(self) -> None:
        if self._showing:
            return
        self.errors["text"].say("")
        self._follow_short()
        self._say()
        self.changed.emit()

    def _short_changed(self) -> None:
        if not self._showing:
            self.errors["short"].say("")
        self._say_count()

    def _say(self) -> None:
        left = gaps(self.text.toPlainText())
        self.gaps.setText(left.sentence)
        self.gaps.setVisible(bool(left))
        edited = self._case.drafts.is_draft(self.text)
        self.again.setVisible(edited)
        self._say_count()

    def _say_count(self) -> None:
        words = self.short.toPlainText().strip()
        self.count.setText(f"短文 {short_count(words)}")
        over = short_length(words) > SHORT_WISHED
        set_property(self.count, "role", "warning" if over else "secondary")
