"""现场: outages of the incident and their cost, the crowd desk, appointments, extended service."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from hallduty.ui.incidents.case import Case
from hallduty.ui.scrolled import vertical_scroll
from hallduty.ui.site.crowd_desk import CrowdDesk
from hallduty.ui.site.extension_box import ExtensionBox
from hallduty.ui.site.outage_list import OutageList
from hallduty.ui.site.place import CasePlace
from hallduty.ui.site.register import RegisterBox
from hallduty.ui.site.register_paper import print_register
from hallduty.ui.widgets import column, hairline

# The scenario that begins with counting people.
_CROWDING = "crowding"


class SiteTab(QWidget):
    """Four boxes one below the other; it scrolls."""

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self.place = CasePlace(case, self)
        self._scroll = vertical_scroll()
        column(self).addWidget(self._scroll)
        inside = QWidget()
        body = column(inside, margins=(14, 12, 14, 12), gap=10)
        self.outages = OutageList(case, self.place)
        self.crowd = CrowdDesk(self.place)
        self.extension = ExtensionBox(self.place)
        self.register = RegisterBox(self.place)
        for number, box in enumerate((self.outages, self.crowd, self.extension, self.register)):
            if number:
                body.addWidget(hairline())
            body.addWidget(box)
        body.addStretch(1)
        self._scroll.setWidget(inside)
        self.register.print_requested.connect(self._print_register)
        case.opened.connect(self._top)
        self._minute: datetime | None = None
        case.desk.events.ticked.connect(self._tick)
        self.place.begin()

    def focus_first(self) -> None:
        """Put the keyboard on people in a crowd, else on what is out of service."""
        crowd = self._case.incident.scenario == _CROWDING
        (self.crowd if crowd else self.outages).focus_first()

    def _tick(self, now: datetime) -> None:
        """Each minute more is lost, and the hall closes sooner."""
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute and self.isVisible() and self._case.is_open:
            self._minute = minute
            self.place.refreshed.emit()

    def _top(self) -> None:
        self._scroll.verticalScrollBar().setValue(0)

    def _print_register(self) -> None:
        day = self.place.now().date()
        print_register(self._case.desk, day, self.place.hall_id, self.window())
