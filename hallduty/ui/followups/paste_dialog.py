"""粘贴名单: a list from a spreadsheet or a chat, read as it is typed, taken in one write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QLayout,
    QPlainTextEdit,
    QSplitter,
    QWidget,
)

from hallduty.domain.contact_lists import ContactLine, ContactList, LineState, read_list
from hallduty.domain.followups import FollowupKind
from hallduty.ui import keys, theme
from hallduty.ui.incidents.still_combo import StillCombo
from hallduty.ui.inputs import line_edit
from hallduty.ui.table_models import Column, RowsModel
from hallduty.ui.tables import Table
from hallduty.ui.widgets import (
    EmptyState,
    button,
    column,
    field_error,
    label,
    row,
    secondary,
)

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp
    from hallduty.ui.incidents.case import Case

# PIPL art. 6 (minimum) and 19 (shortest retention).
NOTICE = (
    "只为恢复后通知而收集，仅记姓名、电话、事项；通知后按期删除（个人信息保护法第六、十九条）。"
)
_HINT = (
    "一行一人：姓名、电话、事项，顺序和分隔随意\n"
    "可从 Excel、微信粘贴，例如\n"
    "1、张三　13812345678　企业所得税申报\n"
    "李四，138-0000-0000，发票领用"
)
_EMPTY = "左边粘贴名单后，这里逐行显示怎样记。\n确认以前不写入任何内容。"
_TONES = {
    LineState.TAKEN: "green",
    LineState.CORRECTED: "blue",
    LineState.DUPLICATE: "amber",
    LineState.FAULT: "red",
    LineState.HEADER: "grey",
}
_KINDS = (FollowupKind.CALL_BACK, FollowupKind.MANUAL, FollowupKind.PRECHECK)
# Long enough for a hand to type the next character, short enough to feel at once.
_PAUSE_MS = 120


class PasteDialog(QDialog):
    """The editor at the left, what each line means at the right; good lines go, faulty stay."""

    def __init__(self, case: Case, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._known = [f.phone for f in case.dossier.followups if f.is_open and f.phone]
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.read)
        self.found = ContactList()
        self.setWindowTitle(f"粘贴名单　{case.incident.number}")
        self._lay_out()
        self._size_to(parent)
        case.drafts.watch(self.edit, case.key("followup_list"))
        if text.strip():
            # What was left of an earlier list stays above what is pasted now.
            kept = self.edit.toPlainText().rstrip()
            self.edit.setPlainText(f"{kept}\n{text}" if kept else text)
        # A list just pasted is read from its first line; its end would hide how lines begin.
        end = QTextCursor.MoveOperation.End
        self.edit.moveCursor(QTextCursor.MoveOperation.Start if text.strip() else end)
        self.read()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what is on it -------------------------------------------------------------------------

    def _lay_out(self) -> None:
        layout = column(self, margins=(16, 14, 16, 14), gap=8)
        layout.addLayout(self._head())
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        self.edit = QPlainTextEdit()
        self.edit.setPlaceholderText(_HINT)
        self.edit.setAccessibleName("名单")
        self.edit.setTabChangesFocus(True)
        self.edit.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.edit.textChanged.connect(self._pause.start)
        split.addWidget(self.edit)
        split.addWidget(self._table())
        split.setSizes([theme.px(300), theme.px(680)])
        layout.addWidget(split, 1)
        self.whole = secondary("", wrap=True)
        layout.addWidget(self.whole)
        self.error = field_error(self.edit)
        layout.addWidget(self.error)
        layout.addWidget(secondary(NOTICE, wrap=True))
        layout.addLayout(self._foot())

    def _head(self) -> QLayout:
        line = row(gap=8)
        self.kind = StillCombo()
        self.kind.setAccessibleName("善后种类")
        for kind in _KINDS:
            self.kind.addItem(kind.label, kind)
        self.kind.currentIndexChanged.connect(self.read)
        self.matter = line_edit("统一的事项", "没写事项的行统一记为，如：纳税申报")
        self.matter.textChanged.connect(self._pause.start)
        self.twice = QCheckBox("电话重复的也记")
        self.twice.toggled.connect(self.read)
        line.addWidget(self.kind)
        line.addWidget(self.matter, 1)
        line.addWidget(self.twice)
        return line

    def _table(self) -> Table:
        self._model: RowsModel[ContactLine] = RowsModel(_columns(), key=lambda each: each.number)
        self.table = Table(
            self._case.desk.store.settings, "followup_list", self._model.columns, self._model, self
        )
        self.table.setProperty("framed", True)
        self.table.setAccessibleName("逐行检查结果")
        self.table.set_empty(EmptyState(_EMPTY))
        self.table.chosen.connect(self._show_line)
        self.table.opened.connect(self._go_to_line)
        return self.table

    def _foot(self) -> QLayout:
        foot = row(gap=8)
        self.summary = label("")
        self.cancel = button("关闭", key="Esc")
        self.cancel.clicked.connect(self.reject)
        self.take = button("记下", "primary", "Ctrl Enter")
        self.take.clicked.connect(self.take_good)
        for each in (self.cancel, self.take):
            each.setAutoDefault(False)
        keys.bind(self, keys.CONFIRM, self.take_good)
        foot.addWidget(self.summary, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.take)
        return foot

    def _size_to(self, parent: QWidget | None) -> None:
        room = parent.window().size() if parent is not None else self.screen().availableSize()
        wide, high = theme.px(1080), theme.px(580)
        self.resize(min(wide, room.width() - 24), min(high, room.height() - 24))

    # --- what it does --------------------------------------------------------------------------

    def read(self) -> None:
        """Show what each line means now; nothing is written."""
        self._pause.stop()
        self.found = read_list(
            self.edit.toPlainText(),
            self._known,
            matter=self.matter.text(),
            kind=FollowupKind(self.kind.currentData()),
            keep_duplicates=self.twice.isChecked(),
        )
        order = (LineState.FAULT, LineState.DUPLICATE)
        self._model.set_rows(
            # What has to be corrected stands on top, else as in the list.
            sorted(
                self.found.lines,
                key=lambda n: order.index(n.state) if n.state in order else len(order),
            )
        )
        number = len(self.found.good)
        self.summary.setText(self.found.summary() if self.found.lines else "")
        self.take.setText(f"记下 {number} 件" if number else "记下")
        self.take.setEnabled(number > 0)
        self.take.updateGeometry()
        self.error.say("")

    def take_good(self) -> None:
        """Take the good lines in one write (Ctrl+Enter); the others stay in the editor."""
        self.read()
        if not self.found.good:
            self.error.say("没有可以记下的行，请按右边的说明改正")
            return
        found, case = self.found, self._case
        news = found.new_followups(FollowupKind(self.kind.currentData()))

        def work(stamp: Stamp) -> None:
            case.desk.store.followups.add_many(case.incident.id, news, stamp, case.moment())

        if not case.attempt(work, {"list": self.error}, f"已记下 {len(news)} 件"):
            return
        self._known += [new.phone for new in news if new.phone]
        self.edit.setPlainText(found.rest)
        if not found.rest:
            case.drafts.committed(self.edit)
            self.accept()
            return
        case.drafts.flush()
        self.read()
        self.whole.setText(
            f"已记下 {len(news)} 件；余下 {len(found.faulty)} 行留在左边，改正后再记，也可以关闭"
        )
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self, result: int) -> None:
        """Close; what is still in the editor is a draft and comes back."""
        self._pause.stop()
        self._case.drafts.release(self.edit)
        super().done(result)

    def _show_line(self, line: ContactLine | None) -> None:
        told = f"第 {line.number} 行：{line.why}" if line and line.why else ""
        self.whole.setText(told)

    def _go_to_line(self, line: ContactLine) -> None:
        """Put the cursor on a line of the list (Enter or a double click)."""
        block = self.edit.document().findBlockByNumber(line.number - 1)
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self.edit.setTextCursor(cursor)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)


def _columns() -> tuple[Column[ContactLine], ...]:
    return (
        Column("line", "行", lambda e: str(e.number), 2, right=True),
        Column("state", "结果", lambda e: e.state.label, 5.2, pill=lambda e: _TONES[e.state]),
        Column("who", "姓名", lambda e: e.who, 4.5),
        Column("phone", "电话", lambda e: e.phone, 7),
        Column("matter", "事项", lambda e: e.matter, 6),
        Column("why", "说明", lambda e: e.why, 9, stretch=True),
    )
