"""What several commands share: the hall that is meant, a file's bytes, the course of an import."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TypeVar

from hallduty.documents.table_files import MOST_BYTES
from hallduty.domain.imports import ImportCheck
from hallduty.domain.roster import Hall
from hallduty.errors import EnvironmentProblem, UserError
from hallduty.office import Office

Row = TypeVar("Row")


def named_hall(office: Office, name: str, *, active_only: bool = True) -> Hall:
    """Return the hall of that name, or the only one with that in its name; the first for "".

    Raises UserError when there is none, naming those there are.
    """
    halls = office.store.roster.halls(active_only)
    if not halls:
        raise UserError("还没有登记办税服务场所，请先在设置中增加")
    wanted = name.strip()
    if not wanted:
        return next((hall for hall in halls if hall.active), halls[0])
    found = [hall for hall in halls if hall.name == wanted] or [
        hall for hall in halls if wanted in hall.name
    ]
    if len(found) != 1:
        problem = "不止一个" if found else "没有"
        known = "、".join(hall.name for hall in found or halls)
        raise UserError(f"{problem}办税服务场所“{wanted}”，现有：{known}")
    return found[0]


def file_bytes(path: Path) -> bytes:
    """Return a file's bytes, of one that is too big no more than shows that it is.

    Raises EnvironmentProblem when it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = "没有这个文件" if isinstance(error, FileNotFoundError) else "不能读取"
        raise EnvironmentProblem(f"{path}：{reason}，请核对路径和权限") from error


def may_take(check: ImportCheck[Row], args: Namespace, said: str) -> int | None:
    """Tell every finding; return None when the rows are to be taken now, else the exit code.

    `said` sums up what can be taken. A dry run takes nothing; nor does a fault, unless the
    rows without one were asked for (--skip-faulty).
    """
    for finding in check.findings:
        print(f"{finding.kind.label}　{finding}")
    faults = len(check.faults)
    if args.dry_run:
        told = f"；读不懂 {faults} 处" if faults else ""
        print(f"只检查，没有写入：{said}{told}", file=sys.stderr if faults else sys.stdout)
        return 1 if faults else 0
    if faults and not (args.skip_faulty and check.rows):
        skip = "，或加 --skip-faulty 跳过这些行" if check.rows else ""
        raise UserError(f"有 {faults} 处读不懂，没有导入任何内容；请按上面逐条改好后重试{skip}")
    return None


def taken(check: ImportCheck[Row], said: str) -> int:
    """Tell what was imported and how many places were left out; return the exit code."""
    faults = len(check.faults)
    if not check.rows:
        print(f"没有写入：{said}")
        return 0
    print(f"已导入：{said}" + (f"；跳过 {faults} 处" if faults else ""))
    return 0
