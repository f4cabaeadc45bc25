"""The command that prints duty logs: print log 2026-11-13 [--hall H] -o FILE.pdf."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from hallduty.clock import Clock
from hallduty.commands import existing_office, tell_of_forms
from hallduty.commands_paper import finish, print_mark
from hallduty.commands_shared import named_hall
from hallduty.documents.paper import Paper
from hallduty.domain import times
from hallduty.errors import UserError


def print_paper(args: Namespace, folder: Path, clock: Clock) -> int:
    """Print the duty logs of a day as PDF: one, or one for each half of the day."""
    at = times.parse_moment(args.number)
    if at is None:
        example = "print log 2026-11-13 -o 文件.pdf"
        told = f"“{args.number}”不是日期" if args.number else "请写明日期"
        raise UserError(f"{told}，例如：{example}")
    with existing_office(folder, clock) as office:
        tell_of_forms(office)
        hall = named_hall(office, args.hall, active_only=False)
        logs = office.store.duty_logs.logs(at.date(), at.date(), hall.id)
        if not logs:
            raise UserError(
                f"{hall.name}{times.day_cn(at.date())}没有值班日志，请先在“值班—日志与交接”中填写"
            )
        paper: Paper = office.press(office.store.settings.load()).duty_logs(
            [(log, hall.name) for log in logs], print_mark(office)
        )
    return finish(paper, args.output)
