"""The sheet that asks for another incident: which one to merge into, or which had this cause."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from hallduty.domain import times
from hallduty.domain.incidents import Incident
from hallduty.ui import icons, theme
from hallduty.ui.incidents.case import Case
from hallduty.ui.overlay import Overlay
from hallduty.ui.search_delegate import HIT_ROLE, Hit, HitDelegate
from hallduty.ui.widgets import button, column, field_error, heading, label, row, secondary

_WAIT_MS = 80
_SHOWN = 6
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: `find` returns the incidents to be offered for words typed.

    `do` gets the chosen one and the reason and returns whether it was written; `name` keys the
    draft of the reason, `likely` are the ids that are marked as likely.
    """

    name: str
    title: str
    note: str
    ok: str
    find: Callable[[str], Sequence[Incident]]
    do: Callable[[Incident, str], bool]
    nothing: str
    likely: frozenset[int] = frozenset()


class Chooser(Overlay):
    """One line to search in, the incidents below it, and a word on why."""

    def __init__(self, case: Case, window: QWidget) -> None:
        super().__init__(window, 640, top=64)
        self._case = case
        self._asked: Asked | None = None
        layout = column(self.panel, margins=(18, 16, 18, 14), gap=8)
        self.title = heading("")
        self.note = secondary("", wrap=True)
        self.edit = QLineEdit()
        self.edit.setAccessibleName("查找事件")
        self.edit.setPlaceholderText("输入编号或文字查找")
        self.edit.setClearButtonEnabled(True)
        self.edit.addAction(
            icons.icon("magnify", theme.colours().secondary),
            QLineEdit.ActionPosition.LeadingPosition,
        )
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(HitDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.empty = label("", "muted", wrap=True)
        self.reason = QLineEdit()
        self.reason.setAccessibleName("说明")
        self.reason.setPlaceholderText("说明（可不填），如：同一台交换机")
        self.error = field_error(self.reason)
        for widget in (self.title, self.note, self.edit, self.list, self.empty, self.reason):
            layout.addWidget(widget)
        layout.addWidget(self.error)
        line = row(gap=8)
        line.addWidget(secondary("↑↓ 选择　Tab 写说明"))
        line.addStretch()
        self.cancel = button("取消", key="Esc")
        self.ok = button("", "primary", key="Enter")
        self.cancel.clicked.connect(self.go_back)
        self.ok.clicked.connect(self.submit)
        line.addWidget(self.cancel)
        line.addWidget(self.ok)
        layout.addLayout(line)
        for edit in (self.edit, self.reason):
            edit.installEventFilter(self)
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(self.look)
        self.edit.textEdited.connect(self._typed)
        self.list.itemDoubleClicked.connect(self.submit)
        case.opened.connect(self.shut)

    def ask(self, asked: Asked) -> None:
        """Ask; a reason typed for it before is there again."""
        self._asked = asked
        self.title.setText(asked.title)
        self.note.setText(asked.note)
        self.ok.setText(asked.ok)
        self.ok.updateGeometry()
        self.edit.clear()
        self.error.say("")
        self._case.drafts.watch(self.reason, self._case.key(asked.name))
        self.look()
        self.open()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def offered(self) -> list[Incident]:
        """Return what is listed, from top to bottom."""
        return list(self._offered)

    def chosen(self) -> Incident | None:
        """Return the incident that is selected, or None."""
        at = self.list.currentRow()
        return self._offered[at] if 0 <= at < len(self._offered) else None

    def look(self) -> None:
        """List what is offered for the words typed; the first is selected."""
        asked = self._asked
        if asked is None:
            return
        self._timer.stop()
        self._offered = tuple(asked.find(self.edit.text().strip()[:_LONGEST]))
        self.list.clear()
        for incident in self._offered:
            hit = self._hit(incident, incident.id in asked.likely)
            item = QListWidgetItem(hit.title)
            item.setData(HIT_ROLE, hit)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{hit.title} {hit.about}")
            self.list.addItem(item)
        found = bool(self._offered)
        if found:
            self.list.setCurrentRow(0)
        self.list.setFixedHeight(min(len(self._offered), _SHOWN) * theme.px(46) + theme.px(2))
        self.list.setVisible(found)
        self.empty.setText(
            asked.nothing if not self.edit.text().strip() else "没有找到，换个编号或词再试"
        )
        self.empty.setVisible(not found)
        self.ok.setEnabled(found)
        self.place()

    def submit(self) -> None:
        """Do what was asked with the incident that is selected; a refusal stays on the sheet."""
        if self._timer.isActive():
            self.look()
        chosen, asked = self.chosen(), self._asked
        if chosen is None or asked is None:
            return
        if asked.do(chosen, self.reason.text()):
            self.reason.clear()
            self._case.drafts.committed(self.reason, "")
            self.shut()

    def go_back(self) -> None:
        """Leave; what was typed as a reason is kept as a draft."""
        self._case.drafts.flush()
        self.shut()

    def _typed(self) -> None:
        self._timer.start()

    def _hit(self, incident: Incident, likely: bool) -> Hit:
        scenario = self._case.desk.plan.scenario(incident.scenario)
        about = (
            times.stamp(incident.occurred_at),
            incident.place,
            " ".join((incident.cause or incident.description).split())[:80],
        )
        title = f"{incident.number}　{scenario.name if scenario else ''}"
        icon = "link-variant" if likely else "alarm-light-outline"
        state = "可能是同一故障" if likely else incident.standing
        return Hit(icon, title, " · ".join(filter(None, about)), state, incident.id, "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched in (self.edit, self.reason) and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if self._key(event.key()):
                return True
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if key in step and self.list.count():
            at = self.list.currentRow() + step[Qt.Key(key)]
            self.list.setCurrentRow(max(0, min(at, self.list.count() - 1)))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
            return True
        return False
