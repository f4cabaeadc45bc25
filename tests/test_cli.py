"""The command line as a script or a first-time user meets it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from hallduty import cli
from hallduty.clock import FixedClock

NOW = datetime(2026, 11, 13, 12, 0)


class Terminal:
    """Runs commands on one data folder and keeps what they said."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def run(self, *words: str) -> tuple[int, str, str]:
        code = cli.main(["--data", str(self.folder), *words], FixedClock(NOW))
        out, err = self._capsys.readouterr()
        return code, out, err

    def fails(self, *words: str) -> str:
        """Run, expect exit 1 and one line on stderr without a traceback; return the line."""
        code, out, err = self.run(*words)
        assert (code, out) == (1, "")
        assert err.count("\n") == 1
        assert "Traceback" not in err
        return err


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "数据 文件夹", capsys)


def test_an_incident_is_registered_shown_and_listed(terminal: Terminal) -> None:
    words = ("--at", "2026-11-13 09:42", "--place", "3—8号窗口", "--text", "无法登录")
    assert terminal.run("incident", "new", "--type", "应用系统问题", *words) == (
        0,
        "2026-001\n",
        "",
    )
    assert terminal.run("incident", "new", "--type", "1", "--drill")[1] == "2026-002\n"
    data = json.loads(terminal.run("incident", "show", "2026-001", "--json")[1])
    assert data["event_type"] == "application"
    assert data["occurred_at"] == "2026-11-13 09:42:00"
    assert data["late"] is True
    assert data["scenario_name"] == "税务端系统故障"
    assert data["entries"][0]["text"] == "发生：3—8号窗口，无法登录"
    listed = json.loads(terminal.run("incident", "list", "--json")[1])
    assert [row["number"] for row in listed] == ["2026-002", "2026-001"]
    shown = terminal.run("incident", "show", "2026-001")[1]
    assert "税务端系统故障" in shown
    assert "2026-11-13 09:42 发生：3—8号窗口，无法登录" in shown
    assert terminal.run("incident", "list", "--month", "2026-10") == (0, "", "")
    assert terminal.run("incident", "list", "--month", "9999-12") == (0, "", "")
    assert "供电中断（演练）" in terminal.run("incident", "list", "--from", "2026-11-01")[1]


def test_a_field_added_to_the_users_form_appears_in_the_json(terminal: Terminal) -> None:
    terminal.run("incident", "new", "--type", "power")
    shipped = Path(__file__).parents[1] / "forms" / "ledger_sheet.toml"
    own = terminal.folder / "forms" / "ledger_sheet.toml"
    own.parent.mkdir()
    text = shipped.read_text(encoding="utf-8")
    own.write_text(
        text + '\n[[rows]]\n[[rows.cells]]\nlabel = "天气"\nkind = "text"\nspan = 3\n',
        encoding="utf-8",
    )
    data = json.loads(terminal.run("incident", "show", "2026-001", "--json")[1])
    assert data["extra"] == {"天气": ""}


def test_a_broken_form_of_the_users_own_is_named_and_the_shipped_one_used(
    terminal: Terminal,
) -> None:
    terminal.run("incident", "new", "--type", "power", "--place", "配电间")
    own = terminal.folder / "forms" / "ledger_sheet.toml"
    own.parent.mkdir()
    own.write_text('title = "台帐"\n[[rows]\n', encoding="utf-8")
    target = terminal.folder.parent / "a.pdf"
    code, _, err = terminal.run("print", "sheet", "2026-001", "-o", str(target))
    assert code == 0
    assert "ledger_sheet.toml" in err
    assert "第 2 行" in err
    assert target.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("incident", "new", "--type", "火山爆发"), "没有事件类型“火山爆发”"),
        (("incident", "new", "--type", "1", "--at", "明天"), "应写作 2026-11-13 09:42"),
        (("incident", "new", "--type", "1", "--at", "2027-01-01 00:00"), "晚于现在"),
        (("incident", "new", "--type", "1", "--at", "2000-01-01 00:00"), "早于 2015 年"),
        (("incident", "new", "--type", "1", "--place", "x" * 100_000), "最多 200 字"),
        (("incident", "new", "--type", "1", "--text", "\u202e"), "U+202E"),
        (("incident", "new", "--type", "1", "--text", "\udcff"), "U+DCFF"),
        (("incident", "new", "--type", "1", "--scenario", "税务端系统故障"), "没有情形"),
        (("incident", "show", "2026-999"), "没有编号为“2026-999”的事件"),
        (("incident", "show", "'; DROP TABLE incident; --"), "没有编号"),
        (("incident", "list", "--month", "十一月"), "应写作 2026-11"),
        (("incident", "list", "--from", "2026-11-31"), "应写作 2026-11-01"),
        (("incident", "list", "--to", "2026-04-31"), "2026年4月没有31日"),
        (("incident", "list", "--from", "2026-11-02", "--to", "2026-11-01"), "早于 --from"),
        (("incident", "list", "--month", "2026-11", "--to", "2026-11-01"), "只能用一种"),
        (("demo",), "空的数据"),
        (("demo", "--incidents", "-1"), "应在 0 到"),
    ],
)
def test_wrong_words_get_one_line_and_change_nothing(
    terminal: Terminal, words: tuple[str, ...], said: str
) -> None:
    terminal.run("incident", "new", "--type", "power", "--place", "配电间")
    before = terminal.run("incident", "list", "--json")[1]
    assert said in terminal.fails(*words)
    assert terminal.run("incident", "list", "--json")[1] == before


def test_wrong_usage_exits_2(terminal: Terminal) -> None:
    for words in (("incident",), ("incident", "new"), ("fly",), ("print", "poster", "-o", "x")):
        assert terminal.run(*words)[0] == 2


@pytest.mark.parametrize(
    "content", [b"", b"not a database at all", b"SQLite format 3\x00" + b"\x00" * 200]
)
@pytest.mark.parametrize(
    "words",
    [("incident", "list"), ("incident", "new", "--type", "1"), ("verify",), ("demo",)],
)
def test_an_unusable_database_is_refused_unchanged(
    terminal: Terminal, content: bytes, words: tuple[str, ...]
) -> None:
    terminal.folder.mkdir()
    path = terminal.folder / "hallduty.db"
    path.write_bytes(content)
    assert "hallduty.db" in terminal.fails(*words)
    assert path.read_bytes() == content


def test_a_newer_database_is_refused_unchanged(terminal: Terminal) -> None:
    terminal.run("incident", "new", "--type", "power")
    path = terminal.folder / "hallduty.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA user_version = 99")
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    assert "升级程序" in terminal.fails("incident", "list")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_reading_commands_create_no_database(terminal: Terminal) -> None:
    for words in (("incident", "list"), ("incident", "show", "2026-001"), ("verify",)):
        assert "没有数据库" in terminal.fails(*words)
    assert not terminal.folder.exists()


def test_verify_passes_and_names_a_forged_row(terminal: Terminal) -> None:
    terminal.run("incident", "new", "--type", "power")
    code, out, _ = terminal.run("verify")
    assert code == 0
    assert "核对通过" in out
    with closing(sqlite3.connect(terminal.folder / "hallduty.db")) as raw:
        raw.execute("UPDATE incident SET level = 'critical'")
        raw.commit()
    assert "incident 第 1 行的 level" in terminal.fails("verify")


def test_an_unreadable_plan_in_the_data_is_no_traceback(terminal: Terminal) -> None:
    terminal.run("incident", "new", "--type", "power")
    with closing(sqlite3.connect(terminal.folder / "hallduty.db")) as raw:
        raw.execute("UPDATE plan_version SET text = '{'")
        raw.commit()
    assert terminal.fails("incident", "list")


def test_papers_and_tables_are_written_whole_or_not_at_all(terminal: Terminal) -> None:
    terminal.run("incident", "new", "--type", "power", "--place", "配电间𬭎𰻝😀")
    out = terminal.folder.parent
    for words, name in (
        (("print", "sheet", "2026-001"), "登记表.pdf"),
        (("print", "report", "2026-001"), "报告.pdf"),
        (("print", "ledger", "--month", "2026-11"), "台帐.pdf"),
        (("export", "ledger"), "台帐.xlsx"),
        (("export", "ledger", "--from", "2026-11-01"), "台帐.csv"),
    ):
        code, said, _ = terminal.run(*words, "-o", str(out / name))
        assert (code, name in said) == (0, True)
        assert (out / name).stat().st_size > 200
    before = sorted(path.name for path in out.iterdir())
    for words, target, said in (
        (("print", "sheet", "2026-999"), out / "a.pdf", "没有编号"),
        (("print", "sheet"), out / "a.pdf", "请写明编号"),
        (("print", "sheet", "2026-001"), out / "无此文件夹" / "a.pdf", "文件夹不存在"),
        (("print", "sheet", "2026-001"), out, "请写明文件名"),
        (("print", "ledger", "--month", "2026-13"), out / "a.pdf", "应写作 2026-11"),
        (("print", "ledger"), out / "a.xlsx", "打印件是 PDF"),
        (("export", "ledger"), out / "a.doc", "应以 .xlsx 或 .csv 结尾"),
        (("export", "ledger"), out / "登记表.pdf" / "a.csv", "文件夹不存在"),
    ):
        assert said in terminal.fails(*words, "-o", str(target))
    assert sorted(path.name for path in out.iterdir()) == before
