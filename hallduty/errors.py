"""The three kinds of failure: for the user, of the environment, and (all else) bugs."""

from __future__ import annotations

from hallduty.domain.errors import FieldProblem, InvalidInput, UserError


class EnvironmentProblem(UserError):
    """The machine, not the user or the program, is at fault: disk full, locked, too new."""


__all__ = ["EnvironmentProblem", "FieldProblem", "InvalidInput", "UserError"]
