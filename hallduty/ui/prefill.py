"""What 登记事件 is opened with when another view knows already what happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hallduty.domain.incidents import Incident


@dataclass(frozen=True, slots=True)
class Prefill:
    """Type, scenario, place and sentence of an incident to be registered.

    `then` is called with the incident once it is registered; what it refuses (UserError) is said.
    """

    event_type: str
    scenario: str
    place: str = ""
    text: str = ""
    hall_id: int | None = None
    then: Callable[[Incident], None] | None = None
