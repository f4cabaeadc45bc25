"""Self-test: the database, every paper in memory and the window offscreen, a line per check."""

from __future__ import annotations

import io
import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import timedelta
from functools import partial
from pathlib import Path

from hallduty import __version__, paths
from hallduty.clock import Clock
from hallduty.commands import existing_office
from hallduty.domain.incidents import IncidentFilter
from hallduty.errors import UserError
from hallduty.office import Office
from hallduty.store import FILE_NAME


def run(folder: Path, clock: Clock) -> int:
    """Run every check, print a line each; return 0 when all hold, else 1.

    The user's own database is only read; what is built is built on made-up data in a
    temporary folder.
    """
    with tempfile.TemporaryDirectory(prefix="hallduty-selftest-") as name:
        trial = Path(name)
        checks: list[tuple[str, Callable[[], str]]] = [
            ("程序", _versions),
            ("用户数据库", lambda: _own_database(folder, clock)),
            ("新建数据库、虚构数据", lambda: _made_up(trial, clock)),
            ("留痕链", lambda: _audit(trial, clock)),
            ("登记表", lambda: _paper(trial, clock, "sheet")),
            ("台帐", lambda: _paper(trial, clock, "ledger")),
            ("总结报告", lambda: _paper(trial, clock, "report")),
            ("首报", lambda: _about_newest(trial, clock, "briefing")),
            ("报告留痕单", lambda: _about_newest(trial, clock, "trail")),
            ("公告", lambda: _poster(trial, clock)),
            ("台帐表格", lambda: _tables(trial, clock)),
            *(
                (title, partial(_duty_paper, trial, clock, kind, words))
                for title, kind, words in _duty_papers(clock)
            ),
            *(
                (title, partial(_round_trip, trial, clock, kind, ending))
                for title, kind, ending in _ROUND_TRIPS
            ),
            ("窗口", lambda: _window(trial, clock)),
            ("界面字体", _letters),
            ("打印预览", lambda: _preview(trial)),
            ("打印", lambda: _printed(trial)),
            ("图片和图标", _pictures),
        ]
        failed = [title for title, check in checks if not _held(title, check)]
    print(f"自检未通过：{'、'.join(failed)}" if failed else "自检全部通过")
    return 1 if failed else 0


def _held(title: str, check: Callable[[], str]) -> bool:
    try:
        print(f"通过　{title}：{check()}", flush=True)
    except UserError as error:
        print(f"失败　{title}：{error}", flush=True)
    except Exception:
        # A self-test is where a bug must be seen whole, not hidden behind a sentence.
        print(f"失败　{title}：程序错误", flush=True)
        traceback.print_exc(file=sys.stderr)
    else:
        return True
    return False


def _versions() -> str:
    import peewee
    import PySide6
    import reportlab

    return (
        f"值班长 {__version__}，Python {platform.python_version()}，PySide6 {PySide6.__version__}，"
        f"peewee {peewee.__version__}，reportlab {reportlab.__version__}"
    )


def _own_database(folder: Path, clock: Clock) -> str:
    if not (folder / FILE_NAME).exists():
        return f"尚未建立（{folder}）"
    with existing_office(folder, clock) as office:
        return f"{office.store.incidents.count()} 件事件，核验码 {office.store.audit.head_code()}"


def _made_up(trial: Path, clock: Clock) -> str:
    from hallduty.demo import fill

    with Office.open(trial, clock) as office:
        fill(office.store, office.plan, clock.now(), incidents=40, seed=1)
        return f"{office.store.incidents.count()} 件事件"


def _audit(trial: Path, clock: Clock) -> str:
    with Office.open(trial, clock) as office:
        verdict = office.store.audit.verify()
    if not verdict.ok:
        raise UserError(verdict.problem)
    return f"{verdict.rows} 行"


def _paper(trial: Path, clock: Clock, kind: str) -> str:
    from hallduty.commands_paper import make_paper

    with Office.open(trial, clock) as office:
        newest = office.store.incidents.fetch(office.store.incidents.ids(IncidentFilter())[:1])[0]
        paper = make_paper(office, kind, newest.number, IncidentFilter())
    if not paper.pdf.startswith(b"%PDF-"):
        raise UserError("没有生成 PDF")
    return f"{paper.pages} 页，{len(paper.pdf) // 1024} KB"


def _about_newest(trial: Path, clock: Clock, kind: str) -> str:
    """Print a paper about the newest incident by the program's own command."""
    with Office.open(trial, clock) as office:
        store = office.store.incidents
        number = store.fetch(store.ids(IncidentFilter())[:1])[0].number
    return _duty_paper(trial, clock, kind, [number])


def _poster(trial: Path, clock: Clock) -> str:
    from hallduty.commands_notices import notice_paper
    from hallduty.domain.incidents import IncidentFilter, Status
    from hallduty.domain.notices import NewNotice, NoticeKind

    with Office.open(trial, clock) as office:
        ids = office.store.incidents.ids(IncidentFilter())
        found = office.store.incidents.fetch(ids)
        incident = next(each for each in found if each.status is not Status.VOID)
        new = NewNotice(NoticeKind.FAULT, "业务暂停办理，恢复后将及时通知。\n特此公告。")
        office.store.notices.make(incident.id, new, (), office.stamp())
        paper = notice_paper(office, incident.number, "a3")
    return f"{paper.pages} 页，{len(paper.pdf) // 1024} KB"


def _tables(trial: Path, clock: Clock) -> str:

    with Office.open(trial, clock) as office:
        press = office.press(office.store.settings.load())
        xlsx = press.ledger_xlsx(office.store.incidents.dossiers(IncidentFilter()))
        csv = press.ledger_csv(office.store.incidents.dossiers(IncidentFilter()))
    return f"XLSX {len(xlsx) // 1024} KB，CSV {len(csv) // 1024} KB"


def _duty_papers(clock: Clock) -> list[tuple[str, str, list[str]]]:
    """Return what the duty system prints: title, kind, and the words of the command."""
    today = clock.now().date()
    return [
        ("值班表", "roster", ["--month", f"{today:%Y-%m}"]),
        ("通讯录挂图", "contacts", ["--paper", "a3"]),
        ("口袋卡", "card", []),
        ("断电包", "pack", []),
        ("预约延时登记簿", "appointments", []),
        ("政策问题台账", "policy", ["--month", f"{today:%Y-%m}"]),
        ("政策问题日报", "policy-daily", [today.isoformat()]),
        ("需求月度分析", "needs", ["--month", f"{today:%Y-%m}"]),
    ]


_ROUND_TRIPS = (
    ("值班表导出再导入", "roster", "xlsx"),
    ("通讯录表格导出再导入", "contacts", "xlsx"),
    ("通讯录名片导出再导入", "contacts", "vcf"),
)


def _duty_paper(trial: Path, clock: Clock, kind: str, words: list[str]) -> str:
    file = trial / f"{kind}.pdf"
    _command(trial, clock, ["print", kind, *words, "-o", str(file)])
    return f"{file.stat().st_size // 1024} KB"


def _round_trip(trial: Path, clock: Clock, kind: str, ending: str) -> str:
    file = trial / f"{kind}.{ending}"
    words = ["--month", f"{clock.now():%Y-%m}"] if kind == "roster" else []
    told = _command(trial, clock, ["export", kind, *words, "-o", str(file)])
    _command(trial, clock, ["import", kind, str(file), "--dry-run"])
    return told.rpartition("：")[2]


def _command(trial: Path, clock: Clock, words: list[str]) -> str:
    """Run one of the program's own commands; return its last line, or raise what it said."""
    from hallduty.cli import main

    told, wrong = io.StringIO(), io.StringIO()
    with redirect_stdout(told), redirect_stderr(wrong):
        failed = main(["--data", str(trial), *words], clock)
    if failed:
        raise UserError(wrong.getvalue().strip())
    return (told.getvalue().strip().splitlines() or [""])[-1]


def _window(trial: Path, clock: Clock) -> str:
    # Where the program has a screen, its own platform stays; a self-test shows nothing on it.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from hallduty.app import build_for_check

    started = clock.now()
    pages = build_for_check(trial, clock)
    took = max(clock.now() - started, timedelta())
    return f"{pages} 个页面，{took.total_seconds():.0f} 秒"


def _letters() -> str:
    from hallduty.ui import self_check

    return self_check.letters()


def _preview(trial: Path) -> str:
    from hallduty.ui import self_check

    return self_check.paper_on_screen((trial / "roster.pdf").read_bytes())


def _printed(trial: Path) -> str:
    from hallduty.ui import self_check

    return self_check.paper_printed((trial / "roster.pdf").read_bytes(), trial / "printed.pdf")


def _pictures() -> str:
    from hallduty.ui import self_check

    resources = paths.resources()
    return self_check.pictures(resources / "icons", resources / "theme")
