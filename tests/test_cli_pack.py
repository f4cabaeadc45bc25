"""`print pack` as a script or the task scheduler calls it: numbers first, then the file."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest

from hallduty import cli
from hallduty.clock import FixedClock
from hallduty.domain.contacts import Person
from hallduty.domain.roster import Hall, Part
from hallduty.domain.stamps import Stamp
from hallduty.store import Store
from tests.documents.pdf_reading import joined, page_texts

NOW = datetime(2026, 11, 13, 16, 50)


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    made = tmp_path / "数据"
    assert run(made, "incident", "new", "--type", "1") == 0
    with Store.open(made, NOW) as store:
        for name in ("第一办税服务厅", "第二办税服务厅"):
            hall = store.roster.save_hall(Hall(0, "", name), stamp())
        person = Person(0, "", "单某某", mobile="13800000024")
        leader = store.contacts.save_person(person, stamp())
        store.roster.set_leader(NOW.date(), Part.DAY, hall.id, leader.id, stamp())
    capsys.readouterr()
    return made


def stamp() -> Stamp:
    return Stamp(uuid4(), NOW, "刘某某")


def run(folder: Path, *words: str) -> int:
    return cli.main(["--data", str(folder), *words], FixedClock(NOW))


def test_a_pack_is_printed_and_its_numbers_said(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "断电包.pdf"
    assert run(folder, "print", "pack", "--hall", "第二办税服务厅", "-o", str(out)) == 0
    said = capsys.readouterr().out
    assert "纸单编号 纸2026-001 至 纸2026-010" in said
    pages = [joined(text) for text in page_texts(out.read_bytes())]
    assert "今日值班领导单某某13800000024" in pages[0]
    assert sum("编号：纸2026-" in page for page in pages) == 10
    assert run(folder, "print", "pack", "-o", str(out)) == 0
    assert "纸2026-011 至 纸2026-020" in capsys.readouterr().out
    assert "第一办税服务厅" in joined(page_texts(out.read_bytes())[0])
    assert run(folder, "verify") == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--hall", "没有的厅", "-o", "x.pdf"), "没有办税服务场所“没有的厅”，现有：第一办税服务厅"),
        (("-o", "没有/这个/x.pdf"), "文件夹不存在"),
        (("-o", "."), "请写明文件名"),
        (("-o", ""), "请写明文件名"),
        (("-o", "长" * 300 + ".pdf"), "文件名过长"),
    ],
)
def test_what_cannot_be_printed_takes_no_numbers(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    assert run(folder, "print", "pack", *words) == 1
    said = capsys.readouterr()
    assert told in said.err
    assert said.err.count("\n") == 1
    with Store.open(folder, NOW) as store:
        assert store.paper_sheets.sheets() == []


def test_no_pack_of_a_folder_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "nichts", "print", "pack", "-o", str(tmp_path / "x.pdf")) == 1
    assert "没有数据库" in capsys.readouterr().err
    assert not (tmp_path / "nichts").exists()


def test_a_sheet_is_entered_from_a_script(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(folder, "print", "pack", "-o", str(tmp_path / "x.pdf"))
    capsys.readouterr()
    words = ("incident", "new", "--type", "1", "--text", "全楼停电", "--paper", "3")
    assert run(folder, *words) == 1
    assert "--at" in capsys.readouterr().err
    assert run(folder, *words, "--at", "2026-11-13 08:05") == 0
    number = capsys.readouterr().out.strip()
    assert run(folder, "incident", "show", number, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["paper_number"], shown["late"]) == ("纸2026-003", True)
    assert shown["description"] == "全楼停电"
    assert run(folder, *words, "--at", "2026-11-13 08:05") == 1
    assert f"已补录为事件 {number}" in capsys.readouterr().err
    unknown = (*words[:-1], "77", "--at", "2026-11-13 08:05")
    assert run(folder, *unknown) == 1
    assert "没有打印过" in capsys.readouterr().err
    assert run(folder, *unknown, "--reason", "复印的纸单") == 0
    assert run(folder, "verify") == 0
