"""`print notice` as a script calls it: the newest notice on A4 or A3, or what is missing."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from pypdf import PdfReader

from hallduty import cli
from hallduty.clock import FixedClock
from hallduty.domain.notices import NewNotice, NoticeKind
from hallduty.domain.promises import NewPromise
from hallduty.domain.stamps import Stamp
from hallduty.store import Store
from tests.documents.pdf_reading import joined, page_texts

NOW = datetime(2026, 11, 13, 9, 50)
UNTIL = datetime(2026, 11, 13, 10, 30)


def run(folder: Path, *words: str) -> int:
    return cli.main(["--data", str(folder), *words], FixedClock(NOW))


def stamp() -> Stamp:
    return Stamp(uuid4(), NOW, "刘某某")


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    made = tmp_path / "数据"
    words = ("--type", "应用系统问题", "--at", "2026-11-13 09:42", "--place", "3—8号窗口")
    assert run(made, "incident", "new", *words) == 0
    capsys.readouterr()
    return made


def test_without_a_notice_the_template_is_filled_or_what_is_missing_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "公告.pdf"
    assert run(folder, "print", "notice", "2026-001", "-o", str(out)) == 1
    assert capsys.readouterr().err == (
        "2026-001 还没有制作公告，按模板也填不全：待填写：【预计恢复时间】\n"
    )
    assert not out.exists()
    with Store.open(folder, NOW) as store:
        store.promises.add(1, NewPromise("信息中心", "", UNTIL), stamp())
    assert run(folder, "print", "notice", "2026-001", "-o", str(out)) == 0
    assert "预计11月13日10时30分恢复" in joined(page_texts(out.read_bytes())[0])


def test_the_newest_notice_is_printed_on_a3(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "公告.pdf"
    with Store.open(folder, NOW) as store:
        for text in ("旧的。\n特此公告。", "新的。\n特此公告。"):
            store.notices.make(1, NewNotice(NoticeKind.FAULT, text), (), stamp())
    assert run(folder, "print", "notice", "2026-001", "-o", str(out), "--paper", "a3") == 0
    page = PdfReader(BytesIO(out.read_bytes())).pages[0]
    assert float(page.mediabox.width) == pytest.approx(842, abs=1)
    text = joined(page_texts(out.read_bytes())[0])
    assert "新的。" in text
    assert "旧的" not in text


def test_no_number_or_a_wrong_one_is_said(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "print", "notice", "-o", str(tmp_path / "x.pdf")) == 1
    assert "请写明编号" in capsys.readouterr().err
    assert run(folder, "print", "notice", "2026-999", "-o", str(tmp_path / "x.pdf")) == 1
    assert "没有编号为“2026-999”的事件" in capsys.readouterr().err
