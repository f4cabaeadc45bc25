"""print log on the command line: the logs of a day as PDF, every failure in one line."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from hallduty import cli
from hallduty.clock import FixedClock
from hallduty.domain.duty_logs import Duty
from hallduty.domain.roster import Hall, Part
from hallduty.domain.stamps import Stamp
from hallduty.store import Store
from tests.documents.pdf_reading import joined, page_texts

NOW = datetime(2026, 11, 13, 17, 40)
DAY = date(2026, 11, 13)


def stamp() -> Stamp:
    return Stamp(uuid4(), NOW, "刘某某")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "数据", NOW) as store:
        first = store.roster.save_hall(Hall(0, "", "一楼办税服务厅"), stamp())
        second = store.roster.save_hall(Hall(0, "", "二楼办税服务厅"), stamp())
        for part, said in ((Part.MORNING, "上午平稳"), (Part.AFTERNOON, "下午停电")):
            store.duty_logs.save(Duty(DAY, part, first.id), {"events": said}, stamp())
        store.duty_logs.hand_over(Duty(DAY, Part.DAY, second.id), "张某", [], stamp())
    return tmp_path / "数据"


def run(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(["--data", str(folder), "print", "log", *words], FixedClock(NOW))
    return (code, *capsys.readouterr())


def test_the_logs_of_a_day_are_printed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "日志.pdf"
    code, out, _ = run(folder, capsys, "2026-11-13", "-o", str(target))
    assert (code, "共 2 页" in out) == (0, True)
    pages = [joined(text) for text in page_texts(target.read_bytes())]
    assert "上午平稳" in pages[0]
    assert "下午停电" in pages[1]
    code, out, _ = run(folder, capsys, "2026年11月13日", "--hall", "二楼", "-o", str(target))
    assert (code, "共 1 页" in out) == (0, True)
    assert "无未结事项" in joined(page_texts(target.read_bytes())[0])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("2026-11-12",), "2026年11月12日没有值班日志"),
        (("2026-11-31",), "“2026-11-31”不是日期"),
        ((), "请写明日期，例如：print log 2026-11-13"),
        (("2026-11-13", "--hall", "三楼"), "没有办税服务场所“三楼”，现有：一楼"),
        (("2026-11-13", "--hall", "办税"), "不止一个办税服务场所“办税”"),
    ],
)
def test_a_failure_is_one_clear_line_and_leaves_no_file(
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    said: str,
) -> None:
    target = tmp_path / "x.pdf"
    code, out, err = run(folder, capsys, *words, "-o", str(target))
    assert (code, out) == (1, "")
    assert said in err
    assert err.count("\n") == 1
    assert not target.exists()
