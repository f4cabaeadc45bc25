"""The roster's commands as a script meets them: print, export, import with a dry run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from hallduty import cli
from hallduty.clock import FixedClock
from hallduty.domain.contacts import Person
from hallduty.domain.roster import LEADER, Hall, Part
from hallduty.domain.stamps import Stamp
from hallduty.store import Store
from tests.documents.pdf_reading import joined, page_texts

NOW = datetime(2026, 11, 13, 12, 0)
Run = Callable[..., tuple[int, str, str]]
FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)


@pytest.fixture
def folder(tmp_path: Path, stamp: Callable[[], Stamp]) -> Path:
    with Store.open(tmp_path / "data", NOW) as store:
        one = store.roster.save_hall(Hall(0, "", "第一厅"), stamp())
        store.roster.save_hall(Hall(0, "", "第二厅"), stamp())
        ids = [
            store.contacts.save_person(Person(0, "", name, mobile=f"1380000000{n}"), stamp()).id
            for n, name in enumerate(("甲某", "乙某", "丙𬭎"))
        ]
        for n in range(2, 7):
            day = date(2026, 11, n)
            store.roster.set_leader(day, Part.DAY, one.id, ids[n % 3], stamp())
            store.roster.set_post(day, Part.DAY, one.id, "导税", [ids[(n + 1) % 3]], stamp())
        store.roster.set_post(date(2026, 11, 9), Part.MORNING, one.id, LEADER, [ids[0]], stamp())
        store.roster.set_remark(date(2026, 11, 9), Part.MORNING, one.id, "=备注", stamp())
    return tmp_path / "data"


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def runs(*words: str) -> tuple[int, str, str]:
        code = cli.main(["--data", str(folder), *words], FixedClock(NOW))
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return runs


def shifts_of(folder: Path, hall: str) -> list[tuple[object, ...]]:
    with Store.open(folder, NOW) as store:
        wanted = next(each.id for each in store.roster.halls() if each.name == hall)
        return [
            (s.day, s.part, s.leader_id, dict(s.posts), s.remark)
            for s in store.roster.shifts(FIRST, LAST)
            if s.hall_id == wanted
        ]


def test_the_month_is_printed(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "值班表.pdf"
    code, out, _ = run("print", "roster", "--month", "2026-11", "-o", str(target))
    assert (code, out) == (0, f"{target}：共 1 页\n")
    text = joined(page_texts(target.read_bytes())[0])
    assert "第一厅2026年11月值班表" in text
    assert "丙𬭎13800000002" in text
    assert "缺人" in text
    run("print", "roster", "--hall", "第二厅", "-o", str(target))
    assert "第二厅2026年11月值班表" in joined(page_texts(target.read_bytes())[0])


def test_what_is_exported_can_be_imported_into_another_hall(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    target = tmp_path / "值班.xlsx"
    words = ("--from", "2026-11-01", "--to", "2026-12-31", "-o", str(target))
    code, out, err = run("export", "roster", *words)
    assert (code, err) == (0, "")
    assert "已排 6 班" in out
    assert load_workbook(target).sheetnames == ["2026年11月", "2026年12月"]
    code, out, err = run("import", "roster", str(target), "--hall", "第二厅", "--dry-run")
    assert (code, err) == (0, "")
    assert "只检查，没有写入" in out
    assert shifts_of(folder, "第二厅") == []
    code, out, err = run("import", "roster", str(target), "--hall", "第二厅")
    assert (code, err) == (0, "")
    assert shifts_of(folder, "第二厅") == shifts_of(folder, "第一厅")
    run("import", "roster", str(target), "--hall", "第二厅")
    assert shifts_of(folder, "第二厅") == shifts_of(folder, "第一厅")


def test_a_faulty_file_is_taken_only_when_told_to_skip(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    book = Workbook()
    book.active.append(["日期", "值班领导"])
    book.active.append(["2026-12-01", "甲某"])
    book.active.append(["2026-12-02", "谁某"])
    book.active.append(["2026-11-31", "乙某"])
    path = tmp_path / "12月.xlsx"
    book.save(path)
    before = shifts_of(folder, "第一厅")
    code, out, err = run("import", "roster", str(path))
    assert code == 1
    assert err.count("\n") == 1
    assert "有 2 处读不懂，没有导入任何内容" in err
    assert "读不懂　工作表“Sheet”第3行 B3：通讯录中没有“谁某”" in out
    assert "第4行 A4：日期“2026-11-31”不对：2026年11月没有31日" in out
    code, _, err = run("import", "roster", str(path), "--dry-run")
    assert code == 1
    assert err == "只检查，没有写入：第一厅2026年12月1日值班表 1 天、1 格；读不懂 2 处\n"
    assert shifts_of(folder, "第一厅") == before
    code, out, err = run("import", "roster", str(path), "--skip-faulty")
    assert (code, err) == (0, "")
    assert "跳过 2 处" in out
    assert len(shifts_of(folder, "第一厅")) == len(before) + 1


def test_the_calendar_keeps_its_ids_and_says_who(run: Run, tmp_path: Path) -> None:
    import vobject

    target = tmp_path / "值班.ics"
    assert run("export", "roster", "--month", "2026-11", "-o", str(target))[0] == 0
    data = target.read_bytes()
    assert b"\r\n" in data
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    events = list(vobject.readOne(data.decode("utf-8")).vevent_list)
    assert len(events) == 6
    first, half = events[0], events[-1]
    assert first.dtstart.value == date(2026, 11, 2)
    assert first.dtend.value == date(2026, 11, 3)
    assert first.summary.value == "值班：丙𬭎"
    assert "值班领导：丙𬭎 13800000002\n导税：甲某" in first.description.value
    assert half.dtstart.value == datetime(2026, 11, 9, 8, 30)
    assert half.summary.value == "值班（上午）：甲某"
    assert "备注：=备注" in half.description.value
    run("export", "roster", "--month", "2026-11", "-o", str(target))
    again = vobject.readOne(target.read_text(encoding="utf-8")).vevent_list
    assert [e.uid.value for e in again] == [e.uid.value for e in events]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("export", "roster", "-o", "值班.pdf"), "应以 .xlsx 或 .ics 结尾"),
        (("print", "roster", "--hall", "第九厅", "-o", "x.pdf"), "没有办税服务场所“第九厅”"),
        (("print", "roster", "--month", "2026-13", "-o", "x.pdf"), "应写作 2026-11"),
        (("print", "roster", "--month", "9999-12", "-o", "x.pdf"), "请核对年份"),
        (("print", "roster", "--month", "1999-12", "-o", "x.pdf"), "请核对年份"),
        (
            ("export", "roster", "--from", "2020-01-01", "--to", "2026-01-01", "-o", "x.xlsx"),
            "一次最多 366 天",
        ),
        (("import", "roster", "没有.xlsx"), "没有这个文件"),
        (("import", "roster", "."), "不能读取"),
    ],
)
def test_wrong_words_are_answered_in_one_line(
    run: Run, words: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*words)
    assert (code, out) == (1, "")
    assert told in err
    assert err.count("\n") == 1
    assert not list(tmp_path.glob("x.*"))


def test_a_folder_without_halls_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Store.open(tmp_path / "leer", NOW).close()
    words = ["--data", str(tmp_path / "leer"), "print", "roster", "-o", str(tmp_path / "x.pdf")]
    assert cli.main(words, FixedClock(NOW)) == 1
    assert "请先在设置中增加" in capsys.readouterr().err
