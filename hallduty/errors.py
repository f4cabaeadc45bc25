"""The three kinds of failure: for the user, of the environment, and (all else) bugs."""

from __future__ import annotations

from hallduty.domain.errors import FieldProblem, InvalidInput, UserError


class EnvironmentProblem(UserError):
    """The machine, not the user or the program, is at fault: disk full, locked, too new."""


class TookTooLong(EnvironmentProblem):
    """It was given up after its time; there is nothing wrong but the hurry."""


__all__ = ["EnvironmentProblem", "FieldProblem", "InvalidInput", "TookTooLong", "UserError"]
