"""The command line: reads the arguments, runs the command, says failures in one line."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from hallduty import __version__
from hallduty.clock import Clock, SystemClock
from hallduty.errors import UserError

Command = Callable[[argparse.Namespace, Path, Clock], int]
_PROGRAM = "hallduty"


def main(argv: Sequence[str] | None = None, clock: Clock | None = None) -> int:
    """Run the program; return 0 when done, 1 after a clear message, 2 on wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        # Old Windows consoles speak GBK; a character they lack must not end the program.
        with suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    parser = build_parser()
    try:
        args = parser.parse_args(argv)
    except SystemExit as leave:
        return int(leave.code or 0)
    from hallduty.paths import data_folder

    folder = data_folder(Path(args.data) if args.data else None)
    try:
        if args.command is None:
            from hallduty.app import run

            return run(folder)
        command: Command = args.run
        return command(args, folder, clock or SystemClock())
    except UserError as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("已取消，没有写入任何内容", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader (head, less) had enough; nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of every command of the program."""
    parser = argparse.ArgumentParser(
        prog=_PROGRAM, description="值班长：办税服务场所突发事件应急处置。不带命令时打开窗口。"
    )
    parser.add_argument("--version", action="version", version=f"{_PROGRAM} {__version__}")
    parser.add_argument("--data", metavar="文件夹", help="数据文件夹（默认：用户数据文件夹）")
    commands = parser.add_subparsers(dest="command", metavar="命令")
    _demo(commands)
    _incident(commands)
    _print(commands)
    _export(commands)
    _import(commands)
    _calendar(commands)
    _backup(commands)
    _simple(commands, "verify", "核对数据库、留痕链和附件是否完好", _run_verify)
    _simple(commands, "selftest", "自检：数据库、各种打印件、窗口", _run_selftest)
    return parser


_Sub = argparse._SubParsersAction  # argparse names no public type for what add_subparsers gives


def _simple(
    commands: _Sub[argparse.ArgumentParser], name: str, help_text: str, run: Command
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=help_text, description=help_text
    )
    # Also after the command, where most people type it.
    parser.add_argument("--data", metavar="文件夹", default=argparse.SUPPRESS, help="数据文件夹")
    parser.set_defaults(run=run)
    return parser


def _demo(commands: _Sub[argparse.ArgumentParser]) -> None:
    parser = _simple(commands, "demo", "在空的数据文件夹里填入虚构的人员和事件", _run_demo)
    parser.add_argument("--incidents", type=int, default=120, metavar="N", help="事件数")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="随机种子")


def _incident(commands: _Sub[argparse.ArgumentParser]) -> None:
    group = commands.add_parser("incident", help="登记、查看事件").add_subparsers(
        dest="action", metavar="动作", required=True
    )
    new = _simple(group, "new", "登记事件，打印编号", _run_new)
    new.add_argument("--type", required=True, metavar="T", help="事件类型：名称、代码或数字 1—7")
    new.add_argument("--scenario", default="", metavar="S", help="情形：名称或代码")
    new.add_argument("--at", default="", metavar='"YYYY-MM-DD HH:MM"', help="发生时间（默认现在）")
    new.add_argument("--place", default="", metavar="P", help="发生地点")
    new.add_argument("--text", default="", metavar="X", help="一句话描述")
    new.add_argument("--drill", action="store_true", help="演练")
    new.add_argument("--paper", default="", metavar="纸单编号", help="按编号纸单补录，须写 --at")
    new.add_argument("--reason", default="", metavar="R", help="纸单不是本机打印或已作废时的理由")
    show = _simple(group, "show", "查看一个事件", _run_show)
    show.add_argument("number", metavar="编号")
    show.add_argument("--json", action="store_true", help="JSON 格式")
    listing = _simple(group, "list", "列出事件", _run_list)
    _add_period(listing)
    listing.add_argument("--json", action="store_true", help="JSON 格式")


# What can be printed, exported, imported: the kind, what it is, and the module that does it by
# print_paper, export_file, import_file(folder, clock, args).
PRINTS = {
    "sheet": ("登记表", "commands_paper"),
    "ledger": ("台帐", "commands_paper"),
    "report": ("总结报告", "commands_paper"),
    "roster": ("值班表", "commands_roster"),
    "log": ("值班日志", "commands_duty_logs"),
    "contacts": ("通讯录挂图", "commands_contacts"),
    "card": ("通讯录口袋卡", "commands_contacts"),
    "notice": ("公告", "commands_notices"),
    "pack": ("断电包", "commands_pack"),
    "briefing": ("首报、续报或终报", "commands_reports"),
    "trail": ("报告留痕单", "commands_reports"),
    "site": ("现场情况", "commands_site"),
    "appointments": ("预约延时登记簿", "commands_site"),
    "followups": ("善后清单", "commands_followups"),
    "cards": ("未用的二次优先卡", "commands_followups"),
    "policy": ("政策问题台账", "commands_voices"),
    "policy-daily": ("政策问题日报", "commands_voices"),
    "question": ("政策问题登记单", "commands_voices"),
    "needs": ("需求月度分析", "commands_voices"),
}
EXPORTS = {
    "ledger": ("台帐 .xlsx .csv", "commands_paper"),
    "roster": ("值班表 .xlsx .ics", "commands_roster"),
    "contacts": ("通讯录 .xlsx .csv .vcf", "commands_contacts"),
    "followups": ("短信名单 .txt .csv .xlsx", "commands_followups"),
    "policy": ("政策问题台账 .xlsx .csv", "commands_voices"),
    "needs": ("需求台账 .xlsx .csv", "commands_voices"),
}
IMPORTS = {
    "calendar": ("节假日和征期截止日 .toml", "commands_calendar"),
    "roster": ("值班表 .xlsx .csv", "commands_roster"),
    "contacts": ("通讯录 .xlsx .csv .vcf", "commands_contacts"),
}
_Kinds = dict[str, tuple[str, str]]


# Endings by which somebody expects another file than a paper.
_NOT_PAPER = (".xlsx", ".xls", ".csv", ".ics", ".vcf", ".doc", ".docx", ".txt")


def _told(kinds: _Kinds) -> str:
    return "、".join(f"{kind} {what}" for kind, (what, _) in kinds.items())


def _print(commands: _Sub[argparse.ArgumentParser]) -> None:
    parser = _simple(commands, "print", "打印成 PDF 文件", _run_print)
    parser.add_argument("kind", choices=tuple(PRINTS), metavar="种类", help=_told(PRINTS))
    parser.add_argument(
        "number",
        nargs="?",
        default="",
        metavar="编号",
        help="事件或政策问题编号；log、appointments、policy-daily 时为日期 YYYY-MM-DD",
    )
    _add_period(parser)
    parser.add_argument("--hall", default="", metavar="H", help="办税服务场所（默认第一个）")
    parser.add_argument(
        "--paper", choices=("a4", "a3"), default="a4", help="挂图、公告纸张：a4 或 a3（默认 a4）"
    )
    parser.add_argument(
        "--kind",
        dest="report",
        choices=("first", "follow_up", "final"),
        default="",
        help="briefing：首报、续报或终报（默认为下一份该报的）",
    )
    parser.add_argument(
        "--unmasked", action="store_true", help="善后清单印完整姓名电话，记入导出记录"
    )
    parser.add_argument("-o", "--output", required=True, metavar="文件.pdf")


def _export(commands: _Sub[argparse.ArgumentParser]) -> None:
    parser = _simple(commands, "export", "导出文件，格式由文件名的结尾决定", _run_export)
    parser.add_argument("kind", choices=tuple(EXPORTS), metavar="种类", help=_told(EXPORTS))
    parser.add_argument("number", nargs="?", default="", metavar="编号", help="事件编号（善后）")
    parser.add_argument("--round", type=int, metavar="N", help="短信第几轮（默认最早一轮）")
    _add_period(parser)
    parser.add_argument("--hall", default="", metavar="H", help="办税服务场所（默认第一个）")
    parser.add_argument("-o", "--output", required=True, metavar="文件")


def _import(commands: _Sub[argparse.ArgumentParser]) -> None:
    from hallduty.domain.calendar_sample import FORMAT_HELP

    parser = _simple(commands, "import", "从文件导入；有一行读不懂也不会只导入一半", _run_import)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = "import calendar 的文件格式\n\n" + FORMAT_HELP
    parser.add_argument("kind", choices=tuple(IMPORTS), metavar="种类", help=_told(IMPORTS))
    parser.add_argument("file", metavar="文件")
    parser.add_argument("--hall", default="", metavar="H", help="办税服务场所（默认第一个）")
    parser.add_argument("--dry-run", action="store_true", help="只检查并逐行说明，不写入")
    parser.add_argument(
        "--skip-faulty", action="store_true", help="跳过读不懂的行，导入其余（默认有错就都不导入）"
    )


def _calendar(commands: _Sub[argparse.ArgumentParser]) -> None:
    parser = _simple(commands, "calendar", "列出一年的 12 个征期截止日", _run_calendar)
    parser.epilog = (
        "没有节假日数据的年份会直说，不作推测；收到通知后用 import calendar 导入，"
        "文件格式见 import --help。"
    )
    parser.add_argument("year", metavar="年份")
    parser.add_argument("--computed", action="store_true", help="只按规则推算，不用官方通知")
    parser.add_argument("--json", action="store_true", help="JSON 格式")


def _backup(commands: _Sub[argparse.ArgumentParser]) -> None:
    parser = _simple(commands, "backup", "备份数据库、附件和本单位表样", _run_backup)
    parser.add_argument(
        "folder", nargs="?", default="", metavar="文件夹", help="备份到哪里（默认：设置中的文件夹）"
    )
    restore = _simple(commands, "restore", "核对一份备份，用它换下现有数据", _run_restore)
    restore.add_argument("file", metavar="备份.db")
    diagnose = _simple(commands, "diagnose", "导出诊断信息（不含记录）", _run_diagnose)
    diagnose.add_argument("-o", "--output", required=True, metavar="文件.zip")


def _add_period(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from", dest="from_day", default="", metavar="D", help="起始日 YYYY-MM-DD"
    )
    parser.add_argument("--to", dest="to_day", default="", metavar="D", help="截止日 YYYY-MM-DD")
    parser.add_argument("--month", default="", metavar="M", help="月份 YYYY-MM")


# The bodies are imported when run: a usage error or --help should not wait for a database.
def _run_demo(args: argparse.Namespace, folder: Path, clock: Clock) -> int:
    from hallduty.commands import demo

    return demo(folder, clock, args.incidents, args.seed)


def _run_new(args: argparse.Namespace, folder: Path, clock: Clock) -> int:
    from hallduty.commands import incident_new

    return incident_new(
        folder,
        clock,
        args.type,
        args.scenario,
        args.at,
        args.place,
        args.text,
        args.drill,
        args.paper,
        args.reason,
    )


def _run_show(args: argparse.Namespace, folder: Path, clock: Clock) -> int:
    from hallduty.commands import incident_show

    return incident_show(folder, clock, args.number, args.json)


def _run_list(args: argparse.Namespace, folder: Path, clock: Clock) -> int:
    from hallduty.commands import incident_list

    return incident_list(folder, clock, args.from_day, args.to_day, args.month, args.json)


def _run_print(args: argparse.Namespace, folder: Path, clock: Clock) -> int:
    if Path(args.output).suffix.lower() in _NOT_PAPER:
        raise UserError("打印件是 PDF，文件名应以 .pdf 结尾；要表格请用 export")
    return _by_kind(PRINTS, "print_paper", args, folder, clock)


def _run_export(args: argparse.Namespace, folder: Path, clock: Clock) -> int:
    return _by_kind(EXPORTS, "export_file", args, folder, clock)


def _run_import(args: argparse.Namespace, folder: Path, clock: Clock) -> int:
    return _by_kind(IMPORTS, "import_file", args, folder, clock)


def _by_kind(kinds: _Kinds, deed: str, args: argparse.Namespace, folder: Path, clock: Clock) -> int:
    command: Command = getattr(import_module(f"hallduty.{kinds[args.kind][1]}"), deed)
    return command(args, folder, clock)


def _run_calendar(args: argparse.Namespace, folder: Path, clock: Clock) -> int:
    from hallduty.commands_calendar import calendar

    return calendar(args, folder, clock)


def _run_backup(args: argparse.Namespace, folder: Path, clock: Clock) -> int:
    from hallduty.commands_backup import backup

    return backup(folder, clock, args.folder)


def _run_restore(args: argparse.Namespace, folder: Path, clock: Clock) -> int:
    from hallduty.commands_backup import restore

    return restore(folder, clock, Path(args.file))


def _run_diagnose(args: argparse.Namespace, folder: Path, clock: Clock) -> int:
    from hallduty.commands_backup import diagnose

    return diagnose(folder, clock, Path(args.output))


def _run_verify(args: argparse.Namespace, folder: Path, clock: Clock) -> int:
    from hallduty.commands import verify

    return verify(folder, clock)


def _run_selftest(args: argparse.Namespace, folder: Path, clock: Clock) -> int:
    from hallduty.selftest import run

    return run(folder, clock)
