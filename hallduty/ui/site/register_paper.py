"""The day's register on paper: read here, made off the GUI thread, shown in the preview."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hallduty.domain.site import Register

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


def print_register(desk: Desk, day: date, hall_id: int | None, parent: QWidget) -> None:
    """Preview the register of a hall on a day."""
    from hallduty.documents.paper import PrintMark
    from hallduty.ui.preview import PreviewDialog

    halls = {hall.id: hall.name for hall in desk.store.roster.halls(active_only=False)}
    column = desk.store.appointments
    register = Register(
        day,
        halls.get(hall_id or 0, ""),
        tuple(column.on_day(day, hall_id)),
        tuple(column.extensions(day, hall_id)),
    )
    mark = PrintMark(desk.clock.now(), desk.actor(), desk.store.audit.head_code())
    title = f"预约延时登记簿 {day.isoformat()}"
    make = partial(desk.press.appointments, register, mark)
    preview = PreviewDialog(desk, title, make, f"{title}.pdf", parent)
    preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    preview.open()
