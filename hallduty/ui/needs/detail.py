"""One need beside the list: its text and sorting, to whom it was reported, what was fed back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget

from hallduty.domain import times
from hallduty.domain.needs import Need, NeedState
from hallduty.ui.attempts import write
from hallduty.ui.drafts import DraftKeeper
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.inputs import choice_box, line_edit
from hallduty.ui.needs.columns import STATE_PILLS
from hallduty.ui.voice_circumstance import incident_words
from hallduty.ui.voice_detail import VoiceDetail
from hallduty.ui.widgets import (
    FieldError,
    button,
    clear_problems,
    column,
    field_error,
    hairline,
    heading,
    label,
    pill,
    row,
    secondary,
    set_property,
)

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_NOTHING = "在左边选一条需求，这里更正、上报、反馈。"


class NeedDetail(VoiceDetail):
    """Shows one need, with what was typed over it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, _NOTHING, parent)
        self._keeper = DraftKeeper(desk, self)
        self.need: Need | None = None
        self.errors: dict[str, FieldError] = {}
        self.head.addWidget(self.back)
        self.body.addLayout(self._content())
        self.body.addWidget(hairline())
        self.body.addLayout(self._report())
        self.body.addWidget(hairline())
        self.body.addLayout(self._feedback())
        self.body.addStretch(1)
        self.show_need(None)

    def _content(self) -> QLayout:
        body = column(gap=4)
        self.content = GrowingEdit(least=2, most=8)
        self.content.setAccessibleName("需求内容")
        body.addWidget(self.content)
        self._error(body, "content", self.content)
        line = row(gap=6)
        self.channel, self.category = choice_box("渠道", 4), choice_box("类别", 4)
        for box in (self.channel, self.category):
            box.activated.connect(self._say_changed)
            line.addWidget(box, 1)
        body.addLayout(line)
        self.who = line_edit("联系人", "联系人")
        self.phone = line_edit("联系电话", "联系电话")
        second = row(gap=6)
        for edit in (self.who, self.phone):
            edit.returnPressed.connect(self.save)
            second.addWidget(edit, 1)
        body.addLayout(second)
        self._error(body, "who", self.who)
        self._error(body, "phone", self.phone)
        self.analysis = GrowingEdit(most=6)
        self.analysis.setAccessibleName("分析和措施")
        self.analysis.setPlaceholderText("分析和措施：写进当月分析的改进措施")
        body.addWidget(self.analysis)
        self._error(body, "analysis", self.analysis)
        foot = row(gap=6)
        self.changed = pill("未保存", "amber")
        self.save_button = button("保存更正", small=True)
        self.save_button.clicked.connect(self.save)
        foot.addWidget(self.changed)
        foot.addStretch()
        foot.addWidget(self.save_button)
        body.addLayout(foot)
        for widget in (self.content, self.analysis, self.who, self.phone):
            widget.textChanged.connect(self._say_changed)
        return body

    def _report(self) -> QLayout:
        body = column(gap=4)
        body.addWidget(heading("上报"))
        self.reported = secondary(wrap=True)
        body.addWidget(self.reported)
        line = row(gap=6)
        self.to = line_edit("报送对象", "报给谁；月度分析报出时自动记为上报")
        self.to.returnPressed.connect(self._report_now)
        self.report_button = button("已上报")
        self.report_button.clicked.connect(self._report_now)
        line.addWidget(self.to, 1)
        line.addWidget(self.report_button)
        self.report_line = QWidget()
        self.report_line.setLayout(line)
        body.addWidget(self.report_line)
        self._error(body, "reported_to", self.to)
        return body

    def _feedback(self) -> QLayout:
        body = column(gap=4)
        body.addWidget(heading("反馈"))
        self.whom = label("", "strong", wrap=True)
        self.fed_back = secondary(wrap=True)
        self.feedback = GrowingEdit(least=2, most=6)
        self.feedback.setAccessibleName("反馈情况")
        self.feedback.setPlaceholderText("反馈了什么、怎样反馈的")
        for widget in (self.whom, self.fed_back, self.feedback):
            body.addWidget(widget)
        self._error(body, "feedback", self.feedback)
        line = row(gap=6)
        self.reopen = button("撤销反馈", "flat", small=True)
        self.reopen.clicked.connect(self._reopen)
        self.feed_button = button("已反馈", "primary")
        self.feed_button.clicked.connect(self._feed_back)
        line.addStretch()
        line.addWidget(self.reopen)
        line.addWidget(self.feed_button)
        body.addLayout(line)
        return body

    def _error(self, body: object, name: str, field: QWidget) -> None:
        self.errors[name] = field_error(field)
        body.addWidget(self.errors[name])  # type: ignore[attr-defined]

    # --- showing --------------------------------------------------------------------------

    def show_need(self, need: Need | None) -> None:
        """Show a need, or what to do while there is none."""
        self.need = need
        self.show_card(need is not None)
        if need is None:
            return
        self.number.setText(need.number)
        self.state.setText(need.state.label)
        set_property(self.state, "pill", STATE_PILLS[need.state])
        during = incident_words(self._desk, need.incident_id)
        self.meta.setText(f"{times.stamp(need.at)} {need.taken_by}收集{during}")
        settings = self._desk.settings
        for box, words, value in (
            (self.channel, settings.need_channels, need.channel),
            (self.category, settings.need_categories, need.category),
        ):
            # A word that the settings no longer have is shown, never dropped silently.
            box.clear()
            box.addItems(list(dict.fromkeys((*words, value))))
            box.setCurrentText(value)
        for widget, name in (
            (self.content, "content"),
            (self.analysis, "analysis"),
            (self.who, "who"),
            (self.phone, "phone"),
        ):
            self._keeper.watch(widget, f"need:{need.id}:{name}", getattr(need, name))
        self._keeper.watch(self.feedback, f"need:{need.id}:feedback", need.feedback)
        self._show_course(need)
        clear_problems(self.errors.values())
        self._say_changed()

    def _show_course(self, need: Need) -> None:
        when = times.stamp(need.reported_at) if need.reported_at else ""
        self.reported.setText(f"{when} 已报{need.reported_to}")
        self.reported.setVisible(need.reported_at is not None)
        self.report_line.setVisible(need.reported_at is None)
        done = need.fed_back_at is not None
        self.whom.setText(f"要反馈：{need.who}　{need.phone}")
        self.whom.setVisible(need.wants_feedback and not done)
        self.fed_back.setText(f"{times.stamp(need.fed_back_at)} 已反馈" if need.fed_back_at else "")
        self.fed_back.setVisible(done)
        self.feedback.setReadOnly(done)
        self.feed_button.setVisible(not done)
        self.reopen.setVisible(done)

    def _say_changed(self) -> None:
        changed = bool(self.need is not None and self.changes())
        self.changed.setVisible(changed)
        self.save_button.setVisible(changed)

    def changes(self) -> dict[str, str]:
        """Return what differs from the record."""
        typed = {
            "content": self.content.toPlainText(),
            "analysis": self.analysis.toPlainText(),
            "who": self.who.text(),
            "phone": self.phone.text(),
            "channel": self.channel.currentText(),
            "category": self.category.currentText(),
        }
        return {name: value for name, value in typed.items() if value != getattr(self.need, name)}

    def begin(self) -> None:
        """Put the keyboard on the next thing to do."""
        if self.need is None:
            return
        new = self.need.state is NeedState.NEW
        (self.to if new else self.feedback).setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Write the drafts now."""
        self._keeper.flush()

    # --- doing ----------------------------------------------------------------------------

    def save(self) -> None:
        """Write what was corrected."""
        need, changes = self.need, self.changes()
        if need is None or not changes:
            return
        store, stamp = self._desk.store.needs, self._desk.stamp()
        if self._write(lambda: store.revise(need.id, changes, stamp)):
            for widget in (self.content, self.analysis, self.who, self.phone):
                self._keeper.committed(widget)

    def _report_now(self) -> None:
        need = self.need
        if need is None:
            return
        store, stamp, to = self._desk.store.needs, self._desk.stamp(), self.to.text()
        self._write(lambda: store.report([need.id], to, stamp)[0])

    def _feed_back(self) -> None:
        need = self.need
        if need is None:
            return
        store, stamp = self._desk.store.needs, self._desk.stamp()
        text = self.feedback.toPlainText()
        if self._write(lambda: store.feed_back(need.id, text, stamp)):
            self._keeper.committed(self.feedback)

    def _reopen(self) -> None:
        need = self.need
        if need is not None:
            store, stamp = self._desk.store.needs, self._desk.stamp()
            self._write(lambda: store.reopen(need.id, stamp))

    def _write(self, deed: Callable[[], Need]) -> bool:
        need = write(self._desk, self, self.errors, deed)
        if need is not None:
            self.written.emit(need)
        return need is not None
