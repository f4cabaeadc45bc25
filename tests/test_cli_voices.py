"""Policy questions and needs on the command line: papers and files, every failure in one line."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from hallduty import cli
from hallduty.clock import FixedClock
from hallduty.domain.needs import NewNeed
from hallduty.domain.period_reports import NewPeriodReport, PeriodKind
from hallduty.domain.policy import NewQuestion, QuestionKind
from hallduty.domain.stamps import Stamp
from hallduty.office import Office
from hallduty.store import Store
from tests.documents.pdf_reading import joined, page_texts

NOW = datetime(2026, 11, 13, 17, 40)


def stamp(at: datetime = NOW) -> Stamp:
    return Stamp(uuid4(), at, "刘某某")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "数据", NOW) as store:
        gap = NewQuestion(
            QuestionKind.GAP, "增值税", "数据资产入股", who="示例甲", phone="13800000001"
        )
        store.policy.register(gap, stamp())
        store.needs.register(NewNeed("多放椅子", "窗口", "环境", "示例乙", "13800000002"), stamp())
    return tmp_path / "数据"


def run(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(["--data", str(folder), *words], FixedClock(NOW))
    return (code, *capsys.readouterr())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("policy", "--month", "2026-11"), "数据资产入股"),
        (("policy-daily", "2026-11-13"), "新增1件、未答复1件"),
        (("question", "政2026-001"), "政策问题登记单"),
        (("needs", "--month", "2026-11"), "共收集办税人需求1件"),
    ],
)
def test_papers(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    target = tmp_path / "文.pdf"
    code, out, _ = run(folder, capsys, "print", *words, "-o", str(target))
    text = joined("".join(page_texts(target.read_bytes())))
    assert (code, "页" in out, said in text) == (0, True, True)
    assert "13800000001" not in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("question", "2026-001"), "编号形如 政2026-001"),
        (("question",), "请写明编号"),
        (("policy-daily", "昨天"), "不是日期"),
        (("policy-daily",), "请写明日期"),
        (("policy-daily", "2026-11-14"), "还没有到"),
        (("needs",), "请写明月份"),
        (("needs", "--month", "2026-13"), "应写作 2026-11"),
        (("needs", "--month", "十一月"), "应写作 2026-11"),
    ],
)
def test_failures_say_what_to_do(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    target = tmp_path / "文.pdf"
    code, _, told = run(folder, capsys, "print", *words, "-o", str(target))
    assert (code, said in told, target.exists()) == (1, True, False)
    assert told.count("\n") == 1


@pytest.mark.parametrize("kind", ["policy", "needs"])
def test_files(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    target = tmp_path / "台账.csv"
    code, out, _ = run(folder, capsys, "export", kind, "-o", str(target))
    assert (code, "共 1 件" in out) == (0, True)
    text = target.read_text(encoding="utf-8-sig")
    assert "138****000" in text
    assert "示例" not in text
    code, _, told = run(folder, capsys, "export", kind, "-o", str(tmp_path / "台账.txt"))
    assert (code, "应以 .xlsx 或 .csv 结尾" in told) == (1, True)


def test_what_went_out_is_what_is_printed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "文.pdf"
    with Store.open(folder, NOW) as store:
        store.drafts.save("policy_day:2026-11-13", "草稿一段。", NOW)
    run(folder, capsys, "print", "policy-daily", "2026-11-13", "-o", str(target))
    assert "草稿一段" in joined(page_texts(target.read_bytes())[0])
    with Store.open(folder, NOW) as store:
        new = NewPeriodReport(PeriodKind.POLICY_DAY, "2026-11-13", "报出一段。", "分管局领导")
        store.period_reports.issue(new, stamp())
    run(folder, capsys, "print", "policy-daily", "2026-11-13", "-o", str(target))
    text = joined(page_texts(target.read_bytes())[0])
    assert "报出一段" in text
    assert "报送：分管局领导" in text


def test_names_are_deleted_after_their_days_in_every_column(folder: Path) -> None:
    with Store.open(folder, NOW) as store:
        store.policy.answer(1, "缴", "", stamp())
        store.policy.tell(1, "电话", stamp())
        store.needs.feed_back(1, "已添置", stamp())
    later = FixedClock(NOW + timedelta(days=31))
    with Office.open(folder, later) as office:
        assert office.forget_told(1) == 1
        assert office.forget_told(5) == 1
        assert office.forget_told(5) == 0
        assert office.store.policy.get(1).question.who == ""
        assert office.store.needs.get(1).phone == ""
        assert office.store.audit.verify().ok
