"""Search (Ctrl+K): incidents by what they say, people and units by name, pinyin or number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from hallduty.domain import phones, times
from hallduty.ui import icons, theme
from hallduty.ui.overlay import Overlay
from hallduty.ui.search_delegate import HIT_ROLE, Hit, HitDelegate
from hallduty.ui.widgets import column, secondary

if TYPE_CHECKING:
    from hallduty.domain.incidents import Incident
    from hallduty.ui.desk import Desk

_WAIT_MS = 80
_MOST_INCIDENTS = 12
_MOST_PEOPLE = 12
_LONGEST = 100
_HINT = "↑↓ 选择　Enter 打开　Esc 返回"
# Numbers that everybody should find without a contact list (plan clause 四; facts section 3).
_PUBLIC = (
    ("报警", "110"),
    ("急救", "120"),
    ("火警", "119"),
    ("纳税缴费服务热线", "12366"),
    ("供电服务", "95598"),
)


@dataclass(frozen=True, slots=True)
class _Named:
    """Somebody or some unit that can be called."""

    name: str
    about: str
    phone: str
    words: str
    page: str


class SearchBox(Overlay):
    """One line to type into and what was found below it."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window, 640, top=64)
        self._desk = desk
        layout = column(self.panel, margins=(14, 14, 14, 10), gap=8)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText("搜索事件（编号、地点、描述、措施、时间线）、人员、电话")
        self.edit.setClearButtonEnabled(True)
        self.edit.addAction(
            icons.icon("magnify", theme.colours().secondary),
            QLineEdit.ActionPosition.LeadingPosition,
        )
        self.edit.setAccessibleName("搜索")
        self.edit.installEventFilter(self)
        self.edit.textEdited.connect(self._typed)
        layout.addWidget(self.edit)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(HitDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.itemClicked.connect(self._open)
        layout.addWidget(self.list)
        self.note = secondary(_HINT)
        layout.addWidget(self.note)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self.look)
        self._people: list[_Named] = []

    def begin(self) -> None:
        """Open with the last words selected, so that typing starts afresh."""
        self._people = list(self._named())
        self.look()
        self.open()
        self.edit.setFocus()
        self.edit.selectAll()

    def hits(self) -> list[Hit]:
        """Return what is listed, from top to bottom."""
        return [self.list.item(at).data(HIT_ROLE) for at in range(self.list.count())]

    def look(self) -> None:
        """Ask the store and list what was found; the first hit is selected."""
        self._timer.stop()
        words = self.edit.text().strip()[:_LONGEST]
        found = [*self._incidents(words), *self._matching(words)]
        self.list.clear()
        for hit in found:
            item = QListWidgetItem(hit.title)
            item.setData(HIT_ROLE, hit)
            self.list.addItem(item)
        if found:
            self.list.setCurrentRow(0)
        row_height = theme.px(46)
        self.list.setFixedHeight(min(len(found), 9) * row_height)
        self.list.setVisible(bool(found))
        self.note.setText(_HINT if found or not words else "没有找到。换个词，或只输入其中一两个字")
        self.place()

    def _typed(self) -> None:
        self._timer.start()

    def _incidents(self, words: str) -> list[Hit]:
        store = self._desk.store
        if words:
            ids = store.search.find(words, limit=_MOST_INCIDENTS)
            incidents = store.incidents.fetch(ids)
        else:
            incidents = store.incidents.open_ones()[-_MOST_INCIDENTS:]
        return [self._hit(incident) for incident in incidents]

    def _hit(self, incident: Incident) -> Hit:
        scenario = self._desk.plan.scenario(incident.scenario)
        name = scenario.name if scenario else ""
        about = " · ".join(
            part
            for part in (
                times.stamp(incident.occurred_at),
                "演练" if incident.drill else "",
                incident.place,
                " ".join(incident.description.split())[:80],
            )
            if part
        )
        title = f"{incident.number}　{name}"
        return Hit("alarm-light-outline", title, about, incident.status.label, incident.id, "")

    def _matching(self, words: str) -> list[Hit]:
        if not words:
            return []
        wanted = words.lower().split()
        digits = phones.normalised(words)
        found = [
            each
            for each in self._people
            if all(word in each.words for word in wanted)
            or (len(digits) > 2 and digits in each.phone)
        ]
        return [
            Hit("phone-outline", each.name, each.about, each.phone or "未填电话", 0, each.page)
            for each in found[:_MOST_PEOPLE]
        ]

    def _named(self) -> Iterator[_Named]:
        departments = {d.id: d for d in self._desk.store.contacts.departments()}
        for person in self._desk.store.contacts.people():
            unit = departments.get(person.department_id or 0)
            about = " · ".join(
                p for p in (unit.name if unit else "", person.post, person.duty) if p
            )
            numbers = [n for n in (person.mobile, person.office_phone) if n]
            words = f"{person.name} {person.pinyin} {about} {' '.join(numbers)}".lower()
            yield _Named(person.name, about, "　".join(numbers), words, f"contacts#{person.id}")
        for unit in departments.values():
            yield _Named(
                unit.name, "部门", unit.phone, f"{unit.name} {unit.phone}".lower(), "contacts"
            )
        for name, number in _PUBLIC:
            yield _Named(name, "公共号码", number, f"{name} {number}", "")

    def _open(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        hit: Hit = item.data(HIT_ROLE)
        self.shut()
        if hit.incident_id:
            self._desk.events.incident_requested.emit(hit.incident_id)
        elif hit.page:
            self._desk.events.page_requested.emit(hit.page)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            return self._key(event.key())
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        step = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 8,
            Qt.Key.Key_PageUp: -8,
        }
        if key in step and self.list.count():
            at = self.list.currentRow() + step[Qt.Key(key)]
            self.list.setCurrentRow(max(0, min(at, self.list.count() - 1)))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._timer.isActive():
                self.look()
            self._open()
            return True
        return False
