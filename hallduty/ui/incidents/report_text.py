"""What is reported: a draft from the record to be edited, copied, printed and checked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QFrame, QWidget

from hallduty.domain.consistency import Issued
from hallduty.domain.report_drafts import briefing, draft
from hallduty.domain.report_script import script, seconds
from hallduty.domain.reports import Channel, ReportKind, next_ordinal, title
from hallduty.ui import keys, theme
from hallduty.ui.flow_layout import FlowLayout
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.incidents.case import Case
from hallduty.ui.incidents.contradictions import Contradictions
from hallduty.ui.printed import noting, show_paper
from hallduty.ui.widgets import button, column, label, row, secondary

if TYPE_CHECKING:
    from hallduty.domain.report_drafts import Briefing


class ReportText(QWidget):
    """The text of the next report, its buttons, and what contradicts it."""

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._kind = ReportKind.FIRST
        self._drafted = ""
        body = column(self, gap=6)
        self.edit = GrowingEdit(most=9)
        self.edit.setPlaceholderText("报告内容（可不填）：按 F3 由记录起草，再修改")
        self.edit.setAccessibleName("报告内容")
        body.addWidget(self.edit)
        buttons = QWidget()
        flow = FlowLayout(buttons, theme.px(6))
        self.draft = button("按记录起草", key=keys.cap(keys.DRAFT), small=True)
        self.draft.clicked.connect(self.write_draft)
        self.copy = button("复制", key=keys.cap(keys.COPY_TEXT), small=True)
        self.copy.clicked.connect(self.copy_text)
        self.print = button("打印", key=keys.cap(keys.PRINT_TEXT), small=True)
        self.print.clicked.connect(self.print_report)
        for press in (self.draft, self.copy, self.print):
            flow.addWidget(press)
        body.addWidget(buttons)
        self.banner = Contradictions(case, self.edit, self._about_to_go)
        body.addWidget(self.banner)

    def shortcuts(self, owner: QWidget) -> None:
        """Let the keys work wherever the focus is inside `owner`."""
        for key, slot in (
            (keys.DRAFT, self.write_draft),
            (keys.COPY_TEXT, self.copy_text),
            (keys.PRINT_TEXT, self.print_report),
        ):
            keys.bind(owner, key, slot, Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def set_kind(self, kind: ReportKind) -> None:
        """Say which report it is."""
        if kind is not self._kind:
            self._kind = kind
            self.banner.check()

    def refresh(self) -> None:
        """Show whether it may be written, and check it against the record as it stands."""
        void = self._case.void
        self.edit.setReadOnly(void)
        self.draft.setEnabled(not void)
        self.banner.check()

    def write_draft(self) -> None:
        """Draft it from the record; what somebody has typed is replaced only when they say so."""
        if self._case.void:
            return
        typed = self.edit.toPlainText().strip()
        new = self._from_record()
        if typed and typed not in (self._drafted, new):
            text = "已输入的内容会换成由记录起草的稿子；换掉后按 Ctrl+Z 可以找回。"
            if not self._case.desk.ask.confirm(self, "按记录重新起草", text, "换成新稿"):
                return
        self._drafted = new
        # Inserted, not set, so that Ctrl+Z brings back what stood there.
        cursor = self.edit.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(new)
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.edit.setTextCursor(cursor)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.banner.check()

    def copy_text(self) -> None:
        """Put the whole report on the clipboard, for a messenger or a mail."""
        paper = self._briefing()
        lines = (f"{paper.title}", paper.number, f"{paper.to}：", paper.text, self._unit(paper))
        QGuiApplication.clipboard().setText("\n".join(line for line in lines if line))
        self._case.desk.events.told.emit(f"{self._name()}已复制，可粘贴到微信、邮件")

    def print_report(self) -> None:
        """Preview the report as an official paper."""
        desk = self._case.desk
        dossier = desk.store.incidents.dossier(self._case.incident.id)
        make = partial(desk.press.briefing, self._briefing(), dossier, desk.print_mark())
        name = f"{self._case.incident.number} {self._name()}"
        show_paper(desk, name, make, self.window(), noting(desk, dossier, "briefing"))

    def _about_to_go(self) -> Issued | None:
        text = self.edit.toPlainText()
        now = self._case.late_at or self._case.now()
        opens = self._kind is not ReportKind.FOLLOW_UP
        return Issued(f"{self._name()}（本稿）", text, now, opens=opens) if text.strip() else None

    def _name(self) -> str:
        return title(self._kind, self._ordinal())

    def _ordinal(self) -> int:
        return next_ordinal(self._case.dossier.reports, self._kind)

    def _from_record(self) -> str:
        desk = self._case.desk
        now = self._case.late_at or desk.clock.now()
        bureau = desk.settings.bureau
        dossier = desk.reckoned(self._case.dossier)
        return draft(dossier, desk.plan, desk.calendar, bureau, self._kind, now)

    def _briefing(self) -> Briefing:
        desk = self._case.desk
        return briefing(
            self._case.dossier,
            desk.plan,
            self._kind,
            self._ordinal(),
            self.edit.toPlainText().strip() or self._from_record(),
            self._case.late_at or desk.clock.now(),
            contact=self._case.incident.handler or desk.actor(),
            phone=desk.settings.duty_phone,
        )

    def _unit(self, paper: Briefing) -> str:
        from hallduty.domain import times

        return f"{self._case.desk.settings.bureau}　{times.day_cn(paper.day)}"


class ScriptCard(QFrame):
    """What to say on the phone, beside the list of whom to call."""

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self.setProperty("banner", True)
        self.setProperty("tone", "info")
        body = column(self, margins=(10, 7, 10, 8), gap=3)
        top = row(gap=8)
        top.addWidget(label("电话里这样说", "strong"))
        top.addStretch()
        self.length = secondary()
        top.addWidget(self.length)
        body.addLayout(top)
        self.words = label("", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        body.addWidget(self.words)

    def refresh(self, channel: Channel) -> None:
        """Show it while reports go by phone."""
        shown = channel is Channel.PHONE and not self._case.void
        self.setVisible(shown)
        if not shown:
            return
        desk = self._case.desk
        said = script(self._case.dossier, desk.plan, desk.actor(), desk.clock.now())
        self.words.setText(said)
        self.length.setText(f"约 {seconds(said)} 秒")
