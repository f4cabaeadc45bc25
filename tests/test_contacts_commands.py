"""The directory on the command line: import with a dry run, export, wall sheet, pocket card."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from hallduty.cli import main
from hallduty.clock import FixedClock
from hallduty.store import Store

CLOCK = FixedClock(datetime(2026, 11, 13, 9, 42))
HEAD = "部门,姓名,职务,手机\n"


def run(folder: Path, *words: str) -> int:
    return main([*words, "--data", str(folder)], CLOCK)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    assert run(data, "incident", "new", "--type", "1") == 0
    return data


def names(folder: Path) -> set[str]:
    with Store.open(folder, CLOCK.now()) as store:
        return {p.name for p in store.contacts.people(active_only=False)}


def file_of(tmp_path: Path, text: str) -> str:
    path = tmp_path / "名册.csv"
    path.write_bytes(text.encode("gb18030"))
    return str(path)


def test_one_faulty_row_keeps_all_out_and_is_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = file_of(tmp_path, HEAD + "办公室,王明,科员,13800000001\n办公室,李雷,科员,1380000000\n")
    before = names(folder)
    capsys.readouterr()
    assert run(folder, "import", "contacts", file) == 1
    said = capsys.readouterr()
    assert "第3行 D3：李雷：手机“1380000000”不是有效的电话号码" in said.out
    assert said.err.count("\n") == 1
    assert "没有导入任何内容" in said.err
    assert names(folder) == before
    assert run(folder, "import", "contacts", file, "--skip-faulty") == 0
    assert names(folder) - before == {"王明"}
    assert "已导入：新增 1 人；跳过 1 处" in capsys.readouterr().out


def test_a_dry_run_writes_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = file_of(tmp_path, HEAD + "办公室,王明,科员,13800000001\n")
    before = names(folder)
    assert run(folder, "import", "contacts", file, "--dry-run") == 0
    assert "没有写入：新增 1 人" in capsys.readouterr().out
    assert names(folder) == before


def test_importing_twice_enters_nobody_twice(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = file_of(tmp_path, HEAD + "办公室,单雄信,科员,13800000001\n")
    assert run(folder, "import", "contacts", file) == 0
    capsys.readouterr()
    assert run(folder, "import", "contacts", file) == 0
    assert capsys.readouterr().out.endswith("\n没有写入：没有可以导入的内容\n")
    with Store.open(folder, CLOCK.now()) as store:
        found = [p for p in store.contacts.people() if p.name == "单雄信"]
        assert [p.pinyin for p in found] == ["shan xiong xin"]
        unit = next(d for d in store.contacts.departments() if d.name == "办公室")
        assert found[0].department_id == unit.id
        assert store.audit.verify().problem == ""


@pytest.mark.parametrize("ending", ["xlsx", "csv", "vcf"])
def test_an_export_can_be_imported_into_another_folder(
    folder: Path, tmp_path: Path, ending: str
) -> None:
    file = file_of(tmp_path, HEAD + "办公室,赵𬭎,科员,13800000001\n")
    assert run(folder, "import", "contacts", file) == 0
    out = tmp_path / f"通讯录.{ending}"
    assert run(folder, "export", "contacts", "-o", str(out)) == 0
    other = tmp_path / "other"
    assert run(other, "incident", "new", "--type", "1") == 0
    assert run(other, "import", "contacts", str(out)) == 0
    assert "赵𬭎" in names(other)


@pytest.mark.parametrize(("kind", "more"), [("contacts", ["--paper", "a3"]), ("card", [])])
def test_papers_are_made(folder: Path, tmp_path: Path, kind: str, more: list[str]) -> None:
    out = tmp_path / "x.pdf"
    assert run(folder, "print", kind, "-o", str(out), *more) == 0
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import", "contacts", "没有.csv"], "没有这个文件"),
        (["export", "contacts", "-o", "x.doc"], "应以 .xlsx 或 .csv 或 .vcf 结尾"),
        (["print", "card", "-o", "x.pdf", "--hall", "没有"], "还没有登记办税服务场所"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    folder: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(folder, *words) == 1
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
