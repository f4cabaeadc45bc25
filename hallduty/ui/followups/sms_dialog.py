"""恢复短信: the message, who gets it in which round, the file for the platform, what was sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QDialog, QLayout, QPlainTextEdit, QWidget

from hallduty.domain import sms
from hallduty.domain.errors import InvalidInput, UserError, refuse
from hallduty.domain.followup_board import (
    BoardLine,
    FollowupFilter,
    by_number,
    can_be_texted,
    rounds_due,
)
from hallduty.domain.followups import AttemptOutcome, FollowupKind
from hallduty.ui import keys, theme
from hallduty.ui.drafts import DraftKeeper
from hallduty.ui.events import Topic
from hallduty.ui.followups.deeds import FollowupDeeds
from hallduty.ui.followups.output import scenario_name
from hallduty.ui.followups.sms_columns import SmsColumns
from hallduty.ui.incidents.still_combo import StillCombo
from hallduty.ui.inputs import line_edit
from hallduty.ui.widgets import (
    button,
    card,
    column,
    field_error,
    heading,
    label,
    row,
    secondary,
    set_property,
    show_problems,
)

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_FORMATS = {
    ".txt": ("TXT，一行一个号码", "文本文件 (*.txt)"),
    ".xlsx": ("Excel 工作簿", "Excel 工作簿 (*.xlsx)"),
    ".csv": ("CSV（UTF-8）", "CSV 文件 (*.csv)"),
}
_REMEMBERED = "sms.ending"
PURPOSE = "恢复后短信通知"


class SmsDialog(QDialog):
    """One incident's message on recovery: exported, sent by the bureau's platform, marked."""

    def __init__(
        self,
        desk: Desk,
        incident_id: int,
        parent: QWidget | None = None,
        moment: Callable[[], datetime | None] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._dossier = desk.store.incidents.dossier(incident_id)
        self._drafts = DraftKeeper(desk, self)
        self._busy = False
        self._sent: list[int] = []
        self._path = Path()
        self._deeds = FollowupDeeds(desk, self._say, moment)
        self.setWindowTitle(f"恢复短信　{self._dossier.incident.number}")
        self._lay_out()
        self._size_to(parent)
        key = f"followup_sms:{incident_id}"
        self._drafts.watch(self.template, key, desk.settings.sms_template)
        self._fill_rounds()
        self.show_message()
        self.template.textChanged.connect(self.show_message)
        self.export.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what is on it -------------------------------------------------------------------------

    def _lay_out(self) -> None:
        layout = column(self, margins=(16, 14, 16, 14), gap=8)
        top = row(gap=8)
        self.round = StillCombo()
        self.round.setAccessibleName("轮次")
        self.round.currentIndexChanged.connect(self._show_people)
        self.people = label("", wrap=True)
        top.addWidget(heading("发给"))
        top.addWidget(self.round)
        top.addWidget(self.people, 1)
        layout.addLayout(top)
        across = row(gap=14)
        across.addLayout(self._message(), 3)
        across.addLayout(self._file(), 2)
        layout.addLayout(across, 1)
        foot = self._foot()
        self.error = field_error(self.export)
        layout.addWidget(self.error)
        self.told = label("", wrap=True)
        layout.addWidget(self.told)
        layout.addLayout(foot)

    def _message(self) -> QLayout:
        body = column(gap=6)
        body.addWidget(secondary("短信内容（可改；初始文字在设置—善后通知）"))
        self.template = QPlainTextEdit()
        self.template.setAccessibleName("短信内容")
        self.template.setTabChangesFocus(True)
        self.template.setMinimumHeight(theme.px(90))
        body.addWidget(self.template, 1)
        self.template_error = field_error(self.template)
        body.addWidget(self.template_error)
        names = "".join(f"【{name}】" for name in sms.PLACEHOLDERS)
        body.addWidget(secondary(f"可用：{names}", wrap=True))
        frame = card()
        inside = column(frame, margins=(12, 8, 12, 10), gap=4)
        line = row(gap=8)
        line.addWidget(secondary("实际发出的文字"))
        line.addStretch()
        self.length = label("", "strong")
        line.addWidget(self.length)
        inside.addLayout(line)
        self.preview = label("", wrap=True)
        self.preview.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.preview.setMinimumHeight(theme.px(64))
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        inside.addWidget(self.preview)
        body.addWidget(frame)
        return body

    def _file(self) -> QLayout:
        body = column(gap=6)
        body.addWidget(secondary("文件格式"))
        self.format = StillCombo()
        self.format.setAccessibleName("文件格式")
        for ending, (text, _) in _FORMATS.items():
            self.format.addItem(text, ending)
        kept = self.format.findData(self._desk.store.settings.recall(_REMEMBERED, ".txt"))
        self.format.setCurrentIndex(max(0, kept))
        self.format.currentIndexChanged.connect(self._show_columns)
        body.addWidget(self.format)
        self.columns = SmsColumns(self._desk.settings.sms_columns)
        body.addWidget(self.columns)
        body.addWidget(secondary("用途（记入导出记录）"))
        self.purpose = line_edit("用途")
        self.purpose.setText(PURPOSE)
        body.addWidget(self.purpose)
        self.purpose_error = field_error(self.purpose)
        body.addWidget(self.purpose_error)
        body.addStretch()
        self._show_columns()
        return body

    def _foot(self) -> QLayout:
        foot = row(gap=8)
        self.copy = button("复制短信文字")
        self.copy.clicked.connect(self._copy)
        self.close_ = button("关闭", key="Esc")
        self.close_.clicked.connect(self.reject)
        self.export = button("导出名单", "primary", "Ctrl Enter")
        self.export.clicked.connect(self.export_file)
        self.mark = button("已发出，标记", key="Ctrl M")
        self.mark.clicked.connect(self.mark_sent)
        self.mark.hide()
        for each in (self.copy, self.close_, self.export, self.mark):
            each.setAutoDefault(False)
        keys.bind(self, keys.CONFIRM, self.export_file)
        keys.bind(self, keys.MARK_SENT, self.mark_sent)
        foot.addWidget(self.copy)
        foot.addStretch()
        foot.addWidget(self.close_)
        foot.addWidget(self.export)
        foot.addWidget(self.mark)
        return foot

    def _size_to(self, parent: QWidget | None) -> None:
        room = parent.window().size() if parent is not None else self.screen().availableSize()
        self.resize(min(theme.px(880), room.width() - 24), min(theme.px(560), room.height() - 24))

    # --- who and what --------------------------------------------------------------------------

    def _fill_rounds(self) -> None:
        wanted = FollowupFilter(FollowupKind.CALL_BACK, self._dossier.incident.id, open_only=True)
        board = self._desk.store.followup_board
        self._due = rounds_due(board.lines(board.ids(wanted)))
        self.round.clear()
        for number, lines in self._due.items():
            self.round.addItem(f"第 {number} 轮 · {len(lines)} 人", number)
        if not self._due:
            self.round.addItem("没有要通知的", 0)
        self._show_people()

    def chosen(self) -> list[BoardLine]:
        """Return the lines of the round that an SMS reaches, one for each number."""
        lines = self._due.get(int(self.round.currentData() or 0), [])
        return by_number([line for line in lines if can_be_texted(line.followup)])

    def covered(self) -> list[int]:
        """Return the follow-ups that those messages are for: several may share a number."""
        phones = {line.followup.phone for line in self.chosen()}
        lines = self._due.get(int(self.round.currentData() or 0), [])
        return [line.followup.id for line in lines if line.followup.phone in phones]

    def _show_people(self) -> None:
        lines = self._due.get(int(self.round.currentData() or 0), [])
        numbers = len(self.chosen())
        landlines = sum(not can_be_texted(line.followup) for line in lines)
        told = [f"{numbers} 个手机号码"]
        if same := len(lines) - landlines - numbers:
            told.append(f"号码相同的 {same} 人只发一条")
        if landlines:
            told.append(f"座机 {landlines} 人收不到短信，请电话通知")
        self.people.setText("；".join(told) if lines else "")
        self.export.setText(f"导出 {numbers} 个号码" if numbers else "导出名单")
        self.export.setEnabled(numbers > 0)

    def message(self) -> str:
        """Return the message as it is sent; raise InvalidInput when none can be made."""
        template, facts = self.template.toPlainText(), self._facts()
        refuse([sms.message_problem("template", template, facts)])
        return sms.filled(template, facts)

    def _facts(self) -> dict[str, str]:
        found, settings = self._dossier, self._desk.settings
        scenario = scenario_name(self._desk, found)
        return sms.facts(found.incident, scenario, found.hall, settings.bureau, settings.duty_phone)

    def show_message(self) -> None:
        """Show the message with its length, or what is wrong with its template."""
        try:
            text = self.message()
        except InvalidInput as problem:
            self.template_error.say(problem.message_for("template"))
            self.preview.setText("")
            self.length.setText("")
            return
        self.template_error.say("")
        self.preview.setText(text)
        self.length.setText(str(sms.length(text)))

    def _show_columns(self) -> None:
        self.columns.setVisible(self.format.currentData() != ".txt")

    def _copy(self) -> None:
        try:
            text = self.message()
        except InvalidInput as problem:
            show_problems({"template": self.template_error}, problem)
            return
        QGuiApplication.clipboard().setText(text)
        self._desk.events.told.emit("短信文字已复制")

    # --- export --------------------------------------------------------------------------------

    def export_file(self) -> None:
        """Ask for a file and make it off the GUI thread (Ctrl+Enter)."""
        if self._busy:
            return
        self._say("")
        lines, ending = self.chosen(), str(self.format.currentData())
        try:
            text = self.message()
            refuse(sms.column_problems("columns", self.columns.value()))
        except InvalidInput as problem:
            errors = {"template": self.template_error, "columns": self.columns.error}
            show_problems(errors, problem)
            return
        if not lines:
            self._say("这一轮没有手机号码可以导出")
            return
        number = self._dossier.incident.number
        name = f"短信名单{number}第{self.round.currentData()}轮{ending}"
        path = self._desk.ask.save_path(self, name, _FORMATS[ending][1])
        if path is None:
            return
        self._path, self._sent = path, self.covered()
        people, columns, press = [n.followup for n in lines], self.columns.value(), self._desk.press
        self._busy = True
        self._desk.tasks.run(
            lambda: press.sms_file(ending, people, columns, text), self._made, self._failed
        )

    def _made(self, data: bytes) -> None:
        from hallduty.documents.files import require_place, write_file

        self._busy = False
        ending = str(self.format.currentData())
        kind = f"短信名单 {ending[1:].upper()}"
        incident = self._dossier.incident.id
        try:
            require_place(self._path)
            # Logged before the file is there: no list leaves the program without a trace.
            self._desk.store.followup_calls.log_export(
                kind, self._sent, self.purpose.text(), self._desk.stamp(), incident
            )
            write_file(self._path, data)
        except InvalidInput as problem:
            show_problems({"purpose": self.purpose_error}, problem)
            return
        except UserError as problem:
            self._say(str(problem))
            return
        self.purpose_error.say("")
        self._remember(ending)
        self._desk.changed(Topic.INCIDENTS)
        self._exported()

    def _exported(self) -> None:
        count = len(self._sent)
        self.told.setText(f"已导出到 {self._path}。在短信平台发出后，按“已发出，标记”。")
        self.mark.setText(f"已发出，标记 {count} 件")
        set_property(self.mark, "kind", "primary")
        set_property(self.export, "kind", "plain")
        self.mark.show()
        self.mark.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, problem: Exception) -> None:
        self._busy = False
        if not isinstance(problem, UserError):
            raise problem
        self._say(str(problem))

    def _remember(self, ending: str) -> None:
        """Keep format and columns: a bureau's platform wants the same every time."""
        desk = self._desk
        desk.store.settings.remember(_REMEMBERED, ending)
        wanted = replace(desk.settings, sms_columns=self.columns.value())
        if wanted != desk.settings:
            desk.settings = desk.store.settings.save(wanted, desk.stamp())

    def mark_sent(self) -> None:
        """Note the SMS of those exported as sent, in one write (Ctrl+M)."""
        if not self._sent or not self.mark.isVisible():
            return
        if self._deeds.text(self._sent, AttemptOutcome.SENT):
            self._drafts.committed(self.template)
            self.accept()

    def _say(self, text: str) -> None:
        self.error.say(text)

    def reject(self) -> None:
        """Close, unless a file is being made that must be logged first."""
        if not self._busy:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._busy:
            event.ignore()
            return
        super().closeEvent(event)
