"""print briefing and print trail on the command line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest

from hallduty import cli
from hallduty.clock import FixedClock
from hallduty.domain.incidents import NewIncident
from hallduty.domain.plan_file import load_plan
from hallduty.domain.reports import NewReport, ReportKind
from hallduty.domain.stamps import Stamp
from hallduty.paths import resources
from hallduty.store import Store
from tests.documents.pdf_reading import joined, page_texts

AT = datetime(2026, 11, 13, 9, 42)
NOW = datetime(2026, 11, 13, 10, 5)


def stamp() -> Stamp:
    return Stamp(uuid4(), NOW, "刘某某")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    plan = load_plan(resources() / "plan")
    with Store.open(tmp_path / "数据", NOW) as store:
        new = NewIncident("application", "tax_system", "major", AT, place="3—8号窗口")
        incident = store.incidents.register(new, plan, stamp())
        told = NewReport(ReportKind.FIRST, "副组长 颜小荣", text="等候约30人，已报修。")
        store.reports.add(incident.id, told, stamp())
    return tmp_path / "数据"


def run(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(["--data", str(folder), "print", *words], FixedClock(NOW))
    return (code, *capsys.readouterr())


def printed(path: Path) -> str:
    return joined("".join(page_texts(path.read_bytes())))


def test_a_report_is_printed_as_it_went_or_else_drafted(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "报.pdf"
    code, told, _ = run(folder, capsys, "briefing", "2026-001", "--kind", "first", "-o", str(out))
    assert (code, "共 1 页" in told) == (0, True)
    text = printed(out)
    assert "副组长颜小荣：" in text
    assert "等候约30人，已报修。" in text
    run(folder, capsys, "briefing", "2026-001", "-o", str(out))
    assert "续报一" in printed(out)
    assert "自10时05分首报以来，情况变化如下。停用窗口6个。" in printed(out)
    run(folder, capsys, "briefing", "2026-001", "--kind", "final", "-o", str(out))
    assert "特此报告。" in printed(out)


def test_the_trail_is_printed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "留痕.pdf"
    assert run(folder, capsys, "trail", "2026-001", "-o", str(out))[0] == 0
    assert "突发事件报告留痕单" in printed(out)


def test_what_is_missing_is_said_in_one_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "x.pdf")
    for words, said in (
        (("trail", "-o", out), "请写明编号，例如：print trail 2026-001"),
        (("briefing", "2026-999", "-o", out), "2026-999"),
    ):
        code, _, wrong = run(folder, capsys, *words)
        assert (code, said in wrong, wrong.count("\n")) == (1, True, 1)
    assert run(folder, capsys, "briefing", "2026-001", "--kind", "x", "-o", out)[0] == 2
    assert not Path(out).exists()
