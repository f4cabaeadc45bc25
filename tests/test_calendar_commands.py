"""hallduty calendar and hallduty import calendar, as a script or a first-time user meets them."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from hallduty import cli
from hallduty.clock import FixedClock

NOW = datetime(2026, 11, 25, 12, 0)
OFFICIAL = {
    2024: [15, 23, 15, 18, 22, 19, 15, 15, 18, 24, 15, 16],
    2026: [20, 24, 16, 20, 22, 15, 15, 17, 15, 26, 16, 15],
}
# Made up: no notice of 2027 is known here.
HOLIDAYS_2027 = """\
[[year]]
year = 2027
holiday_source = "测试通知"
[[year.holiday]]
name = "元旦"
first = 2027-01-01
last = 2027-01-03
[[year.holiday]]
name = "春节"
first = 2027-02-05
last = 2027-02-11
work = [2027-01-31, 2027-02-20]
[[year.holiday]]
name = "清明节、劳动节、端午节、中秋节"
first = 2027-05-01
last = 2027-05-05
[[year.holiday]]
name = "国庆节"
first = 2027-10-01
last = 2027-10-07
work = [2027-09-26, 2027-10-09]
"""


class Terminal:
    """Runs commands on one data folder and keeps what they said."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def run(self, *words: str) -> tuple[int, str, str]:
        code = cli.main(["--data", str(self.folder), *words], FixedClock(NOW))
        out, err = self._capsys.readouterr()
        return code, out, err


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "数据", capsys)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "日历 2027.toml"
    path.write_text(HOLIDAYS_2027, encoding="utf-8")
    return path


@pytest.mark.parametrize("year", [2024, 2026])
@pytest.mark.parametrize("computed", [True, False])
def test_the_official_tables_come_out_twelve_of_twelve(
    terminal: Terminal, year: int, computed: bool
) -> None:
    words = ("--computed",) if computed else ()
    code, out, err = terminal.run("calendar", str(year), "--json", *words)
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert [(each["year"], each["month"]) for each in found] == [(year, n) for n in range(1, 13)]
    assert [int(each["last_day"][-2:]) for each in found] == OFFICIAL[year]
    assert {each["kind"] for each in found} == {"computed" if computed else "official"}
    assert {each["mark"] for each in found} == {"推算" if computed else "官方"}
    assert not terminal.folder.exists()


def test_a_year_is_listed_for_people(terminal: Terminal) -> None:
    lines = terminal.run("calendar", "2026")[1].splitlines()
    assert len(lines) == 12
    assert lines[9] == "10月  2026-10-26  星期一  官方  国家税务总局申报纳税期限通知"
    lines = terminal.run("calendar", "2025")[1].splitlines()
    assert lines[9] == ("10月  2025-10-27  星期一  推算  10月1日至15日内连续休假8天，顺延8个工作日")


def test_a_year_without_holidays_is_said_not_guessed(terminal: Terminal) -> None:
    for words in ((), ("--computed",), ("--json",)):
        code, out, err = terminal.run("calendar", "2027", *words)
        assert (code, out) == (1, "")
        assert err.count("\n") == 1
        assert "2027年没有节假日数据" in err
        assert "import calendar" in err


@pytest.mark.parametrize(
    "year", ["", "abc", "二〇二六", "26", "20260", "1999", "-2026", "２０２６"]
)
def test_a_wrong_year_gets_one_line(terminal: Terminal, year: str) -> None:
    code, out, err = terminal.run("calendar", "--", year)
    assert (code, out) == (1, "")
    assert "四位数，如 2026" in err


def test_after_an_import_the_year_is_computed(terminal: Terminal, file: Path) -> None:
    code, out, err = terminal.run("import", "calendar", str(file))
    assert (code, err) == (0, "")
    assert "已导入 2027年：放假 22 天、调休上班 4 天" in out
    code, out, err = terminal.run("calendar", "2027", "--json")
    assert (code, err) == (0, "")
    days = [int(each["last_day"][-2:]) for each in json.loads(out)]
    assert days == [20, 23, 15, 15, 21, 15, 15, 16, 15, 26, 15, 15]
    assert "核对通过" in terminal.run("verify")[1]


def test_a_dry_run_writes_nothing(terminal: Terminal, file: Path) -> None:
    code, out, _ = terminal.run("import", "calendar", str(file), "--dry-run")
    assert code == 0
    assert "可以导入 2027年" in out
    assert "没有写入" in out
    assert not terminal.folder.exists()
    terminal.run("incident", "new", "--type", "power")
    terminal.run("import", "calendar", str(file), "--dry-run")
    assert terminal.run("calendar", "2027")[0] == 1


def test_a_faulty_file_is_told_line_by_line_and_nothing_is_taken(
    terminal: Terminal, file: Path
) -> None:
    text = HOLIDAYS_2027.replace("2027-01-31", "2027-01-29").replace("last = 2027-10-07", "")
    file.write_text(text + "[[year]]\nyear = 2028\nlast_days = [15]\n", encoding="utf-8")
    code, out, err = terminal.run("import", "calendar", str(file))
    assert code == 1
    assert [line.partition("日历 2027.toml ")[2] for line in out.splitlines()] == [
        "第 12 行：1月29日是星期五，本来就上班，“work”只写调休上班的周末",
        "第 17 行：缺少“last”",
        "第 24 行：应有12个月的截止日，现有1个",
    ]
    assert err.count("\n") == 1
    assert "3 处读不懂，什么也没有导入" in err
    assert terminal.run("calendar", "2027")[0] == 1


def test_years_that_were_understood_can_be_taken_alone(terminal: Terminal, file: Path) -> None:
    bad = HOLIDAYS_2027 + "[[year]]\nyear = 2028\nlast_days = [15]\n"
    file.write_text(bad, encoding="utf-8")
    code, out, err = terminal.run("import", "calendar", str(file), "--skip-faulty")
    assert (code, err) == (0, "")
    assert "第 24 行：应有12个月" in out
    assert terminal.run("calendar", "2027")[0] == 0
    assert terminal.run("calendar", "2028")[0] == 1


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 100, b"year = [", b"#" * 300_000, "年".encode() * 500]
)
def test_what_is_no_calendar_file_gets_one_line(
    terminal: Terminal, file: Path, content: bytes
) -> None:
    file.write_bytes(content)
    code, out, err = terminal.run("import", "calendar", str(file))
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "日历 2027.toml" in err
    assert terminal.run("import", "calendar", str(file.parent))[0] == 1


def test_months_known_alone_are_listed_and_the_rest_is_said(terminal: Terminal, file: Path) -> None:
    text = "[[year]]\nyear = 2028\n[[year.deadline]]\nmonth = 1\nlast_day = 2028-01-20\n"
    file.write_text(text + 'reason = "省局通知"\n', encoding="utf-8")
    assert terminal.run("import", "calendar", str(file))[0] == 0
    code, out, err = terminal.run("calendar", "2028")
    assert code == 1
    assert out.splitlines()[:2] == [" 1月  2028-01-20  星期四  官方  省局通知", " 2月  未公布"]
    assert "2028年2、3、4、5、6、7、8、9、10、11、12月没有节假日数据" in err


def test_the_format_is_shown_in_the_help(terminal: Terminal) -> None:
    code, out, _ = terminal.run("import", "--help")
    assert code == 0
    assert "[[year.holiday]]" in out
    assert "work = [2026-02-14, 2026-02-28]" in out
    assert "import calendar" in terminal.run("calendar", "--help")[1]
