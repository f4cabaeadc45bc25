"""What changed, told to every view; views then ask the store again themselves."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Signal


class Topic(StrEnum):
    """What kind of records a write has touched."""

    INCIDENTS = "incidents"
    CONTACTS = "contacts"
    ROSTER = "roster"
    PLAN = "plan"
    SETTINGS = "settings"
    CALENDAR = "calendar"
    DUTY_LOG = "duty_log"
    PAPER_SHEETS = "paper_sheets"
    HALL = "hall"
    POLICY = "policy"
    NEEDS = "needs"


class Events(QObject):
    """The one place through which views hear of each other.

    changed(Topic): records were written. incident_requested(int): show that incident's
    workspace; incident_tab_requested(int, str): at that tab. page_requested(str): show a page
    of the rail (“contacts”, or “contacts#7” to show record 7 there). register_requested(bool):
    open 登记事件, as a drill if True. told(str): a short sentence for the status line.
    ticked(datetime): a second has passed, for clocks. late_requested: enter an incident that
    happened earlier (补录). conflict_requested(int): show that incident on the full screen for
    conflicts (五分钟处置). prefilled(Prefill): open 登记事件 with what is known already.
    session_ending: the PC is being shut down; keep what is being typed, ask nothing.
    first_start_requested: open the wizard of the first start.
    restore_requested(Path): end, put that backup in the data's place, and start again.
    """

    changed = Signal(object)
    incident_requested = Signal(int)
    incident_tab_requested = Signal(int, str)
    page_requested = Signal(str)
    register_requested = Signal(bool)
    told = Signal(str)
    ticked = Signal(object)
    late_requested = Signal()
    conflict_requested = Signal(int)
    prefilled = Signal(object)
    session_ending = Signal()
    first_start_requested = Signal()
    restore_requested = Signal(object)
