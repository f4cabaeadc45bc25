"""The command that prints duty logs: print log 2026-11-13 [--hall H] -o FILE.pdf."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from hallduty.clock import Clock
from hallduty.commands import existing_office, tell_of_forms
from hallduty.commands_paper import finish, print_mark
from hallduty.documents.paper import Paper
from hallduty.domain import times
from hallduty.domain.roster import Hall
from hallduty.errors import UserError
from hallduty.office import Office


def print_paper(args: Namespace, folder: Path, clock: Clock) -> int:
    """Print the duty logs of a day as PDF: one, or one for each half of the day."""
    at = times.parse_moment(args.number)
    if at is None:
        example = "print log 2026-11-13 -o 文件.pdf"
        told = f"“{args.number}”不是日期" if args.number else "请写明日期"
        raise UserError(f"{told}，例如：{example}")
    with existing_office(folder, clock) as office:
        tell_of_forms(office)
        hall = _hall(office, args.hall)
        logs = office.store.duty_logs.logs(at.date(), at.date(), hall.id)
        if not logs:
            raise UserError(
                f"{hall.name}{times.day_cn(at.date())}没有值班日志，请先在“值班—日志与交接”中填写"
            )
        paper: Paper = office.press(office.store.settings.load()).duty_logs(
            [(log, hall.name) for log in logs], print_mark(office)
        )
    return finish(paper, args.output)


def _hall(office: Office, name: str) -> Hall:
    """Return the hall of that name (the first for an empty one); raises UserError."""
    halls = office.store.roster.halls(active_only=False)
    if not halls:
        raise UserError("还没有办税服务场所，请先在设置中登记")
    wanted = name.strip()
    if not wanted:
        return next((hall for hall in halls if hall.active), halls[0])
    found = [hall for hall in halls if hall.name == wanted] or [
        hall for hall in halls if wanted in hall.name
    ]
    if len(found) != 1:
        known = "、".join(hall.name for hall in found or halls)
        problem = "不止一个" if found else "没有"
        raise UserError(f"{problem}办税服务场所“{wanted}”，现有：{known}")
    return found[0]
