"""登记表: the ledger form of the incident; a field is written to the record when it is left."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from hallduty.domain.errors import FieldProblem, InvalidInput, UserError, refuse
from hallduty.domain.form_values import choices_of, raw_value
from hallduty.domain.incidents import Incident, Status
from hallduty.domain.narrative import draft_measures
from hallduty.domain.sheets import Kind, Sheet
from hallduty.ui.drafts import put_text, text_of
from hallduty.ui.events import Topic
from hallduty.ui.form_view import FormView
from hallduty.ui.incidents.case import Case
from hallduty.ui.widgets import button, column, label, row, secondary

if TYPE_CHECKING:
    from hallduty.ui.form_editors import PartEditor

LEDGER = "ledger_sheet"
IMPACT = "impact_sheet"


class SheetTab(QWidget):
    """The ledger form, what the report needs besides, and the unlocking of a closed incident."""

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._unlocked = False
        body = column(self)
        self._scroll = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._inside = column(inside, margins=(10, 12, 10, 8), gap=8)
        self._inside.addLayout(self._build_lock())
        sheets = self._case.desk.forms
        self.form = self._build_form(sheets.sheet(LEDGER))
        # What a bureau has taken into its own ledger form is not asked a second time.
        asked = {part.field for part in self.form.sheet.parts()}
        self.impact = self._build_form(sheets.sheet(IMPACT).without(asked))
        self._inside.addWidget(self.form)
        self._inside.addSpacing(8)
        self._inside.addWidget(self.impact)
        self.impact.setVisible(bool(self.impact.editors()))
        self._inside.addStretch(1)
        scroll.setWidget(inside)
        body.addWidget(scroll, 1)
        foot = row(margins=(12, 2, 12, 6))
        self.state = secondary("", wrap=True)
        foot.addWidget(self.state, 1)
        body.addLayout(foot)
        case.drafts.saved.connect(self._draft_saved)
        case.drafts.failed.connect(self.state.setText)
        case.follow(self._opened, self.refresh)

    def _build_lock(self) -> QHBoxLayout:
        line = row(gap=8)
        self.locked = label("", "secondary", wrap=True)
        self.unlock = button("更正登记表", small=True)
        self.unlock.clicked.connect(self._unlock)
        line.addWidget(self.locked, 1)
        line.addWidget(self.unlock)
        return line

    def editor(self, field: str) -> PartEditor:
        """Return the editor of a field, on whichever of the two forms it stands."""
        return self._editors()[field]

    def _editors(self) -> dict[str, PartEditor]:
        return {**self.impact.editors(), **self.form.editors()}

    def _build_form(self, sheet: Sheet) -> FormView:
        desk = self._case.desk
        choices = {
            part.field: choices_of(part, desk.plan)
            for part in sheet.parts()
            if part.kind is Kind.CHOICE
        }
        form = FormView(sheet, choices)
        form.finished.connect(self._finish)
        if sheet.part("measures") is not None:
            self.generate = form.add_action("measures", "由时间线生成")
            self.generate.clicked.connect(self._generate)
        return form

    def refresh(self) -> None:
        """Show the record; what is being typed stays."""
        incident = self._case.incident
        names = [person.name for person in self._case.desk.store.contacts.people()]
        locked = self._case.void or (self._case.settled and not self._unlocked)
        for form in (self.form, self.impact):
            values = {p.field: raw_value(p.field, incident) for p in form.sheet.parts()}
            form.show_values(incident.number, values)
            form.set_names(names)
            form.set_locked(locked)
        for editor in self._editors().values():
            if editor.text_widget is not None and not editor.is_dirty():
                self._case.drafts.committed(editor.text_widget)
            if self._case.void:
                editor.show_problem("")
        if hasattr(self, "generate"):
            self.generate.setVisible(not locked)
        self.locked.setText(f"{self._case.void_words if self._case.void else '已办结'}，登记表只读")
        self.locked.setVisible(locked)
        self.unlock.setVisible(locked and not self._case.void)

    def _opened(self) -> None:
        """Show another incident: first its record, then the drafts that were left for it."""
        self._unlocked = False
        incident = self._case.incident
        restored: list[datetime] = []
        for field, editor in self._editors().items():
            if editor.part.kind is Kind.SIGNATURE:
                continue
            widget = editor.text_widget
            if widget is None:
                editor.accept(raw_value(field, incident))
                continue
            self._case.drafts.flush()
            self._case.drafts.release(widget)
            editor.accept(raw_value(field, incident))
            saved = self._case.drafts.watch(widget, self._key(field), text_of(widget))
            if saved is not None:
                restored.append(saved)
        words = f"已找回 {max(restored):%H:%M:%S} 未登记的草稿，离开该格即登记" if restored else ""
        self.state.setText(words)

    def _key(self, field: str) -> str:
        return self._case.key("sheet", field)

    def _finish(self, field: str) -> None:
        """Write a field that was left; what is wrong is said in its cell, the text stays."""
        if not self._case.is_open:
            return
        editor = self.editor(field)
        try:
            value = editor.value(self._case.incident.occurred_at.date())
            self._write(editor, value)
        except InvalidInput as problem:
            self._refused(editor, problem.message_for(field) or str(problem))
            return
        except UserError as problem:
            self._refused(editor, str(problem))
            return
        self._accept(editor)
        self._case.desk.changed(Topic.INCIDENTS)
        self.state.setText(f"已登记 {self._case.now():%H:%M:%S}")

    def _refused(self, editor: PartEditor, message: str) -> None:
        editor.show_problem(message)
        self.state.setText(f"“{editor.label}”没有登记，文字仍在，请看红字")
        # The line takes its place in the layout that follows.
        QTimer.singleShot(0, self, partial(self._scroll.ensureWidgetVisible, editor.error))

    def _write(self, editor: PartEditor, value: Any) -> None:
        case, field = self._case, editor.part.field
        incidents, incident = case.desk.store.incidents, case.incident
        if field == "recovered_at" and value and incident.status is Status.HANDLING:
            # The paper's field and the button mean the same thing.
            incidents.recover(incident.id, value, case.desk.stamp())
            return
        refuse([_state_problem(incident, field, value)])
        changes = {field: value} if editor.part.in_record else {"extra": {field: value}}
        incidents.revise(incident.id, changes, case.desk.stamp())

    def _accept(self, editor: PartEditor) -> None:
        incident = self._case.desk.store.incidents.get(self._case.incident.id)
        if editor.text_widget is not None:
            # Cleared before the tidied text is shown, which is no typing.
            self._case.drafts.committed(editor.text_widget)
        editor.accept(raw_value(editor.part.field, incident))
        if editor.text_widget is not None:
            self._case.drafts.committed(editor.text_widget)

    def _generate(self) -> None:
        """Draft the measures from the timeline into the field; it is written when left."""
        case = self._case
        text = draft_measures(case.dossier, case.desk.plan)
        editor = self.form.editor("measures")
        widget = editor.text_widget
        if widget is None:
            return
        if not text:
            editor.show_problem("时间线里还没有可写的处置措施")
            return
        typed = text_of(widget).strip()
        replacing = typed and typed != text
        if replacing and not case.desk.ask.confirm(
            self, "由时间线生成", "这一格已有文字，生成的内容将取而代之。", "取代"
        ):
            return
        put_text(widget, text)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.state.setText("已由时间线生成，可修改；离开该格即登记")

    def _draft_saved(self, at: datetime) -> None:
        self.state.setText(f"草稿已保存 {at:%H:%M:%S}")

    def _unlock(self) -> None:
        self._unlocked = True
        self.refresh()
        first = next(iter(self.form.editors().values()))
        first.setFocus(Qt.FocusReason.OtherFocusReason)


def _state_problem(incident: Incident, field: str, value: Any) -> FieldProblem | None:
    """Return why a time of the form may not be set or cleared: it would belie the status."""
    if field == "closed_at" and value and incident.is_open:
        return FieldProblem(field, "事件还没有办结：请按 F9 办结，届时可写办结时间")
    if field == "closed_at" and not value and incident.status is Status.CLOSED:
        return FieldProblem(field, "已办结的事件要有办结时间；要撤回请用“更多—恢复处置”")
    if field == "recovered_at" and not value and incident.status is Status.RECOVERED:
        return FieldProblem(field, "已恢复的事件要有恢复时间；要撤回请用“更多—恢复处置”")
    return None
