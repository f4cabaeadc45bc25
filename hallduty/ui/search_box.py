"""Search (Ctrl+K): incidents, policy questions and needs by what they say; people and units by
name, pinyin or number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from hallduty.domain import times
from hallduty.domain.contact_search import department_matches, find_people
from hallduty.domain.contacts import PUBLIC_NUMBERS, Department, Person
from hallduty.domain.needs import NeedFilter
from hallduty.domain.policy import PolicyFilter
from hallduty.ui import icons, theme
from hallduty.ui.overlay import Overlay
from hallduty.ui.search_delegate import HIT_ROLE, Hit, HitDelegate
from hallduty.ui.widgets import column, secondary

if TYPE_CHECKING:
    from hallduty.domain.incidents import Incident
    from hallduty.domain.needs import Need
    from hallduty.domain.policy import PolicyCase
    from hallduty.ui.desk import Desk

_WAIT_MS = 80
_MOST_INCIDENTS = 12
_MOST_PEOPLE = 12
_MOST_VOICES = 6
_LONGEST = 100
_HINT = "↑↓ 选择　Enter 打开　Esc 返回"


class SearchBox(Overlay):
    """One line to type into and what was found below it."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window, 640, top=64)
        self._desk = desk
        layout = column(self.panel, margins=(14, 14, 14, 10), gap=8)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(
            "搜索事件（编号、地点、描述、措施、时间线）、政策问题、需求、人员、电话"
        )
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
        self._people: list[Person] = []
        self._departments: list[Department] = []
        self._readings: dict[str, str] = {}

    def begin(self) -> None:
        """Open with the last words selected, so that typing starts afresh."""
        self._people = self._desk.store.contacts.people()
        self._departments = self._desk.store.contacts.departments()
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
        found = [*self._incidents(words), *self._voices(words), *self._matching(words)]
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
                _line(incident.description),
            )
            if part
        )
        title = f"{incident.number}　{name}"
        icon = "alarm-light-outline"
        return Hit(icon, title, about, incident.standing, incident.id, "", quiet=True)

    def _voices(self, words: str) -> list[Hit]:
        """Return the policy questions and the needs that hold the words, the latest first."""
        if not words:
            return []
        store = self._desk.store
        asked = store.policy.ids(PolicyFilter(text=words))[:_MOST_VOICES]
        wanted = store.needs.ids(NeedFilter(text=words))[:_MOST_VOICES]
        return [
            *(_question_hit(case) for case in store.policy.fetch(asked)),
            *(_need_hit(need) for need in store.needs.fetch(wanted)),
        ]

    def _matching(self, words: str) -> list[Hit]:
        """Return who and what can be called: people best first, then units, then public numbers."""
        if not words:
            return []
        names = {unit.id: unit.name for unit in self._departments}
        people = find_people(words, self._people, names)[:_MOST_PEOPLE]
        hits = [self._person_hit(person, names) for person in people]
        known = {unit.phone for unit in self._departments}
        missing = [unit for unit in PUBLIC_NUMBERS if unit.phone not in known]
        for unit in (*self._departments, *missing):
            if department_matches(unit, words, self._reading(unit, words)):
                page = f"contacts#department:{unit.id}" if unit.id else ""
                hits.append(_hit_of(unit.name, unit.kind.value, unit.phone, page))
        return hits[:_MOST_PEOPLE]

    def _person_hit(self, person: Person, names: Mapping[int, str]) -> Hit:
        unit = names.get(person.department_id or 0, "")
        about = " · ".join(part for part in (unit, person.post, person.duty) if part)
        numbers = "　".join(n for n in (person.mobile, person.office_phone) if n)
        return _hit_of(person.name, about, numbers, f"contacts#{person.id}")

    def _reading(self, unit: Department, words: str) -> str:
        """Return how a unit's name is read; asked only when Latin letters were typed."""
        if not any(c.isascii() and c.isalpha() for c in words):
            return ""
        if unit.name not in self._readings:
            from hallduty import pinyin

            self._readings[unit.name] = pinyin.full(unit.name)
        return self._readings[unit.name]

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


def _question_hit(case: PolicyCase) -> Hit:
    asked = case.question
    about = " · ".join((times.stamp(asked.asked_at), asked.topic, _line(asked.question)))
    title = f"{asked.number}　{asked.kind.label}"
    icon, page = "comment-question-outline", f"policy#{asked.id}"
    return Hit(icon, title, about, case.state.label, 0, page, quiet=True)


def _need_hit(need: Need) -> Hit:
    about = " · ".join((times.stamp(need.at), need.channel, _line(need.content)))
    title = f"{need.number}　{need.category}"
    return Hit(
        "lightbulb-on-outline", title, about, need.state.label, 0, f"needs#{need.id}", quiet=True
    )


def _line(text: str) -> str:
    return " ".join(text.split())[:80]


def _hit_of(name: str, about: str, number: str, page: str) -> Hit:
    return Hit("phone-outline", name, about, number or "未填电话", 0, page)
