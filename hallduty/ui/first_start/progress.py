"""How far the wizard of the first start has come, kept in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_KEY = "first_start"
_DONE, _LATER = "done", "later:"


def wanted(desk: Desk) -> bool:
    """Tell whether it opens by itself: on new data, or where a crash cut it off.

    Who has said 以后再说 is not asked again; the guide on 今日 and 设置 lead back to it.
    """
    kept = desk.store.settings.recall(_KEY)
    if kept == _DONE or kept.startswith(_LATER):
        return False
    return bool(kept) or not (desk.store.roster.halls(False) or desk.store.incidents.count())


def is_done(desk: Desk) -> bool:
    """Tell whether it was gone through to its end."""
    return desk.store.settings.recall(_KEY) == _DONE


def step(desk: Desk) -> int:
    """Return the step it was left at; 0 when it was never begun or is done."""
    kept = desk.store.settings.recall(_KEY).removeprefix(_LATER)
    return int(kept) if kept.isdecimal() else 0


def came_to(desk: Desk, number: int) -> None:
    """It shows this step now."""
    desk.store.settings.remember(_KEY, str(number))


def put_off(desk: Desk, number: int) -> None:
    """It was left at this step; it does not open by itself any more."""
    if not is_done(desk):
        desk.store.settings.remember(_KEY, f"{_LATER}{number}")


def finish(desk: Desk) -> None:
    """It was gone through."""
    desk.store.settings.remember(_KEY, _DONE)
