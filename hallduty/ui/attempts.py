"""One write as every view does it: what is wrong is said beside its field, else all are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from hallduty.domain.errors import FieldProblem, InvalidInput, UserError
from hallduty.ui.widgets import FieldError, clear_problems, show_problems

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hallduty.domain.stamps import Stamp
    from hallduty.ui.desk import Desk
    from hallduty.ui.events import Topic

Record = TypeVar("Record")


def attempt(
    desk: Desk,
    topic: Topic,
    work: Callable[[Stamp], Any],
    errors: Mapping[str, FieldError],
    told: str = "",
) -> bool:
    """Do one write and tell every view; what is wrong is said beside its field.

    A failure that belongs to no field here is said beside the first of `errors`.
    """
    clear_problems(errors.values())
    try:
        work(desk.stamp())
    except InvalidInput as problem:
        _say(problem, errors)
        return False
    except UserError as problem:
        next(iter(errors.values())).say(str(problem))
        return False
    desk.changed(topic)
    if told:
        desk.events.told.emit(told)
    return True


def write(
    desk: Desk, window: QWidget, errors: dict[str, FieldError], work: Callable[[], Record]
) -> Record | None:
    """Do one write and return its record, None where it was refused.

    What is wrong is said beside its field, what belongs to no field here in a dialog.
    """
    try:
        record = work()
    except InvalidInput as problem:
        rest = show_problems(errors, problem)
        if rest:
            desk.ask.problem(window, "；".join(rest))
        return None
    except UserError as problem:
        desk.ask.problem(window, str(problem))
        return None
    clear_problems(errors.values())
    return record


def _say(problem: InvalidInput, errors: Mapping[str, FieldError]) -> None:
    """Say each problem beside its field; several fields may share one place."""
    first = {error: name for name, error in reversed(list(errors.items()))}
    named = InvalidInput(
        FieldProblem(first[errors[p.field]] if p.field in errors else p.field, p.message)
        for p in problem.problems
    )
    rest = show_problems({name: error for error, name in first.items()}, named)
    if rest:
        next(iter(errors.values())).say("；".join(rest))
