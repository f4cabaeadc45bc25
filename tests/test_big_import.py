"""A directory of 500 people as a bureau keeps it, with 20 faulty rows: what the import says."""

from __future__ import annotations

from datetime import datetime
from itertools import product
from pathlib import Path

import pytest
from openpyxl import Workbook

from hallduty import cli
from hallduty.clock import FixedClock
from hallduty.office import Office

NOW = datetime(2026, 11, 25, 9, 0)
UNITS = ("第一税务所", "纳税服务股", "法制股", "信息中心", "办公室")
COLUMNS = {"部门": "B", "姓名": "C", "职务": "D", "办公电话": "E", "手机": "F", "备注": "G"}
# Which person (from 0) has what in which column, and what must be said of it.
FAULTS = {
    25: ("手机", "1380000", "手机“1380000”不是有效的电话号码"),
    50: ("姓名", "", "没有姓名"),
    75: ("手机", "十三八", "手机“十三八”不是有效"),
    100: ("办公电话", "abc", "办公电话“abc”不是有效"),
    125: ("手机", "=F3&1", "手机公式没有算好的结果"),
    150: ("姓名", "张" * 60, "姓名最多 50 字，现有 60 字"),
    175: ("手机", "138000000011", "手机“138000000011”不是有效"),
    200: ("姓名", "=C3", "姓名公式没有算好的结果"),
    225: ("办公电话", "0570-87", "办公电话“0570-87”不是有效"),
    250: ("手机", "138-0000-000x", "手机“138-0000-000x”不是有效"),
    275: ("手机", "2380000000", "手机“2380000000”不是有效"),
    300: ("姓名", "　", "没有姓名"),
    325: ("手机", "1380000000O", "手机“1380000000O”不是有效"),
    350: ("备注", "长" * 2500, "备注最多 200 字，现有 2500 字"),
    375: ("手机", "电话未知", "手机“电话未知”不是有效"),
    400: ("姓名", "\u200b", "姓名"),
    425: ("办公电话", "0570--1", "办公电话“0570--1”不是有效"),
    450: ("手机", "-", "手机“-”不是有效"),
    475: ("职务", "职" * 51, "职务最多 50 字"),
    499: ("姓名", "#REF!", "姓名"),
}


def _sheet(path: Path) -> Path:
    families, given = "单曾仇解区", "明芳伟静强磊洋艳勇军"
    names = ["".join(each) for each in product(families, given, given)]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["衢江区税务局通讯录"])
    sheet.merge_cells("A1:G1")
    sheet.append(["序号", *COLUMNS])
    for n in range(500):
        landline, mobile = f"0570-{8_700_000 + n}", f"138{20_000_000 + n}"
        row = [n + 1, UNITS[n % 5], names[n], "科员", landline, mobile, ""]
        if n in FAULTS:
            row[list(COLUMNS).index(FAULTS[n][0]) + 1] = FAULTS[n][1]
        sheet.append(row)
    book.save(path)
    return path


def test_each_of_twenty_faulty_rows_is_named_with_its_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = FixedClock(NOW)
    folder, file = tmp_path / "data", _sheet(tmp_path / "通讯录.xlsx")
    with Office.open(folder, clock) as office:
        before = len(office.store.contacts.people())

    def run(*words: str) -> tuple[int, str, str]:
        code = cli.main(["--data", str(folder), "import", "contacts", str(file), *words], clock)
        said = capsys.readouterr()
        return code, said.out, said.err

    code, out, err = run("--dry-run")
    faults = [line for line in out.splitlines() if line.startswith("读不懂")]
    assert (code, len(faults)) == (1, 20), out
    for n, (column, _, words) in FAULTS.items():
        (line,) = [each for each in faults if f"第{n + 3}行 {COLUMNS[column]}{n + 3}：" in each]
        assert words in line
    assert err == "只检查，没有写入：新增 480 人；读不懂 20 处\n"
    code, _, err = run()
    assert code == 1
    assert "没有导入任何内容" in err
    with Office.open(folder, clock) as office:
        assert len(office.store.contacts.people()) == before
    code, out, _ = run("--skip-faulty")
    assert (code, out.splitlines()[-1]) == (0, "已导入：新增 480 人；跳过 20 处")
    code, out, _ = run("--dry-run")
    assert out.count("重复　") == 480, "a second import adds nobody twice"
    with Office.open(folder, clock) as office:
        people = office.store.contacts.people()
        assert len(people) == before + 480
        spelled = {p.name[0]: p.pinyin.split()[0] for p in people if p.name[0] in "单曾仇解区"}
        assert spelled == {"单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "区": "ou"}
        assert office.store.audit.verify().ok
