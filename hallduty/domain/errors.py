"""What a user may be told: one class for sentences, one for a field in error."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class UserError(Exception):
    """A failure whose text, plain official Chinese, may be shown to the user as it is."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field, said so that it can stand beside that field."""

    field: str
    message: str


class InvalidInput(UserError):
    """One or more fields cannot be accepted; nothing was written."""

    def __init__(self, problems: Iterable[FieldProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("；".join(problem.message for problem in self.problems))

    def message_for(self, field: str) -> str:
        """Return what is wrong with `field`, or an empty text."""
        return next((p.message for p in self.problems if p.field == field), "")


def refuse(problems: Iterable[FieldProblem | None]) -> None:
    """Raise InvalidInput when any problem is left among `problems`."""
    found = [problem for problem in problems if problem is not None]
    if found:
        raise InvalidInput(found)
