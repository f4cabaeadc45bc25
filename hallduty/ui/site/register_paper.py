"""The day's register on paper: read here, made off the GUI thread, shown in the preview."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from hallduty.domain.site import Register
from hallduty.ui.printed import show_paper

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


def print_register(desk: Desk, day: date, hall_id: int | None, parent: QWidget) -> None:
    """Preview the register of a hall on a day."""
    halls = {hall.id: hall.name for hall in desk.store.roster.halls(active_only=False)}
    column = desk.store.appointments
    register = Register(
        day,
        halls.get(hall_id or 0, ""),
        tuple(column.on_day(day, hall_id)),
        tuple(column.extensions(day, hall_id)),
    )
    title = f"预约延时登记簿 {day.isoformat()}"
    make = partial(desk.press.appointments, register, desk.print_mark())
    show_paper(desk, title, make, parent)
