"""The power-failure pack (断电包) on the screen, and entering its sheets afterwards (纸单补录)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hallduty.domain.roster import Hall
    from hallduty.ui.desk import Desk


def print_pack(desk: Desk, parent: QWidget | None, hall: Hall | None = None) -> bool:
    """Make a pack, show it, and tell whether it was printed or saved; see output.print_pack."""
    from hallduty.ui.pack import output

    return output.print_pack(desk, parent, hall)
