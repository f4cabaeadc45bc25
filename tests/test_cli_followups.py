"""The commands of the follow-ups: the list masked, the SMS file, the cards; exports logged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from hallduty.cli import main
from hallduty.clock import FixedClock
from hallduty.domain.exports import ExportRecord
from hallduty.domain.followups import AttemptOutcome, FollowupKind, NewFollowup
from hallduty.domain.incidents import NewIncident
from hallduty.domain.plan import Plan
from hallduty.domain.stamps import Stamp
from hallduty.store import Store
from tests.conftest import FAULT_AT
from tests.documents.pdf_reading import joined, page_texts

Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, clock: FixedClock, plan: Plan, stamp: Callable[[], Stamp]) -> Run:
    folder = tmp_path / "data"
    with Store.open(folder, clock.now()) as store:
        new = NewIncident("power", "power_cut", "normal", FAULT_AT)
        incident = store.incidents.register(new, plan, stamp())
        calls = [
            NewFollowup(FollowupKind.CALL_BACK, "张三", "13812345678", "申报"),
            NewFollowup(FollowupKind.CALL_BACK, "李四", "0570-8765432", "发票"),
        ]
        store.followups.add_many(incident.id, calls, stamp())
        store.followups.issue_cards(incident.id, 5, stamp())
        store.followups.redeem("1", stamp())
        store.incidents.recover(incident.id, FAULT_AT, stamp())
    return lambda *args: main(["--data", str(folder), *map(str, args)], clock)


def logged(tmp_path: Path, clock: FixedClock) -> list[ExportRecord]:
    with Store.open(tmp_path / "data", clock.now()) as store:
        return store.followup_calls.exports()


def test_the_list_is_masked_and_unmasked_only_by_a_logged_choice(
    run: Run, tmp_path: Path, clock: FixedClock
) -> None:
    path = tmp_path / "清单.pdf"
    assert run("print", "followups", "2026-001", "-o", path) == 0
    text = joined("".join(page_texts(path.read_bytes())))
    assert "138****5678" in text
    assert "张三" not in text
    assert logged(tmp_path, clock) == []
    assert run("print", "followups", "-o", path, "--unmasked") == 0
    text = joined("".join(page_texts(path.read_bytes())))
    assert "张三13812345678" in text
    assert "全部事件未办结" in text
    assert [(x.kind, x.people) for x in logged(tmp_path, clock)] == [("打印完整善后清单", 2)]


def test_the_list_for_sms_is_written_and_logged(
    run: Run, tmp_path: Path, clock: FixedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "名单.txt"
    assert run("export", "followups", "2026-001", "-o", path) == 0
    assert path.read_bytes() == b"13812345678\r\n"
    told = capsys.readouterr().out
    assert "第 1 轮，共 1 个号码" in told
    assert "座机 1 人收不到短信" in told
    assert run("export", "followups", "2026-001", "-o", tmp_path / "名单.csv") == 0
    assert "已恢复" in (tmp_path / "名单.csv").read_text("utf-8-sig")
    assert run("export", "followups", "2026-001", "-o", tmp_path / "名单.xlsx") == 0
    kinds = [x.kind for x in logged(tmp_path, clock)]
    assert kinds == ["短信名单 XLSX", "短信名单 CSV", "短信名单 TXT"]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("export", "followups", "-o", "名单.txt"), "请写明编号"),
        (("export", "followups", "2026-009", "-o", "名单.txt"), "没有编号为“2026-009”的事件"),
        (("export", "followups", "2026-001", "-o", "名单.pdf"), "应以 .txt 或 .xlsx 或 .csv 结尾"),
        (("export", "followups", "2026-001", "--round", "2", "-o", "a.txt"), "现有：第 1 轮"),
        (("print", "cards", "-o", "卡.pdf"), "请写明编号"),
        (("print", "followups", "2026-009", "-o", "清单.pdf"), "没有编号为“2026-009”的事件"),
        (("print", "followups", "2026-001", "--unmasked", "-o", "没有/清单.pdf"), "文件夹不存在"),
    ],
)
def test_a_mistake_is_a_sentence_and_nothing_is_logged(
    run: Run,
    tmp_path: Path,
    clock: FixedClock,
    capsys: pytest.CaptureFixture[str],
    args: tuple[str, ...],
    told: str,
) -> None:
    placed = [*args[:-1], tmp_path / args[-1]]
    assert run(*placed) == 1
    assert told in capsys.readouterr().err
    assert logged(tmp_path, clock) == []


def test_only_landlines_left_is_said(
    run: Run, tmp_path: Path, clock: FixedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store.open(tmp_path / "data", clock.now()) as store:
        stamp = Stamp(uuid4(), clock.now(), "刘某某")
        store.followup_calls.attempt([1], "短信", AttemptOutcome.SENT, stamp)
    assert run("export", "followups", "2026-001", "-o", tmp_path / "名单.txt") == 1
    assert "都是座机" in capsys.readouterr().err


def test_the_cards_not_yet_used_are_printed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "卡.pdf"
    assert run("print", "cards", "2026-001", "-o", path) == 0
    pages = page_texts(path.read_bytes())
    assert len(pages) == 1
    assert "2026-0001" not in pages[0]
    assert all(f"2026-{n:04d}" in pages[0] for n in range(2, 6))
