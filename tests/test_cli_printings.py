"""What the command line prints of an incident is logged as the window logs it (留痕)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest

from hallduty import cli
from hallduty.clock import FixedClock
from hallduty.domain.followups import FollowupKind, NewFollowup
from hallduty.domain.incidents import NewIncident
from hallduty.domain.printings import Printing, paper_digest
from hallduty.domain.stamps import Stamp
from hallduty.office import Office
from hallduty.store import FILE_NAME, Store

NOW = datetime(2026, 11, 13, 17, 40)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Office.open(tmp_path / "数据", FixedClock(NOW)) as office:
        new = NewIncident("power", "power_cut", "全厅", NOW)
        incident = office.store.incidents.register(new, office.plan, Stamp(uuid4(), NOW, "刘某某"))
        owed = NewFollowup(FollowupKind.CALL_BACK, "示例甲", "13800000001", "申报")
        office.store.followups.add(incident.id, owed, Stamp(uuid4(), NOW, "刘某某"))
    return tmp_path / "数据"


def run(folder: Path, *words: str) -> int:
    return cli.main(["--data", str(folder), "print", *words], FixedClock(NOW))


def printings(folder: Path) -> list[Printing]:
    with Store.open(folder, NOW) as store:
        return store.printings.of(1)


def test_every_paper_of_an_incident_is_logged(folder: Path, tmp_path: Path) -> None:
    kinds = ("sheet", "report", "trail", "site", "briefing", "followups")
    for kind in kinds:
        assert run(folder, kind, "2026-001", "-o", str(tmp_path / "文.pdf")) == 0
    found = printings(folder)
    assert tuple(each.kind for each in found) == kinds
    assert {(each.at, each.pages > 0) for each in found} == {(NOW, True)}
    with Office.open(folder, FixedClock(NOW)) as office:
        dossier = office.store.incidents.dossier(1)
        sheet = office.forms.sheet("ledger_sheet")
        assert found[0].digest == paper_digest("sheet", dossier, sheet, office.plan)
        assert found[1].digest == paper_digest("report", dossier, sheet, office.plan)
        assert office.store.audit.verify().ok


def test_a_paper_of_no_incident_and_one_that_failed_are_not(folder: Path, tmp_path: Path) -> None:
    assert run(folder, "ledger", "-o", str(tmp_path / "台帐.pdf")) == 0
    assert run(folder, "followups", "-o", str(tmp_path / "善后.pdf")) == 0
    assert run(folder, "appointments", "2026-11-13", "-o", str(tmp_path / "登记簿.pdf")) == 1
    assert run(folder, "sheet", "2026-001", "-o", str(tmp_path / "无此文件夹" / "文.pdf")) == 1
    assert printings(folder) == []


def test_a_log_that_cannot_be_written_fails_no_print(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "登记表.pdf"
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert run(folder, "sheet", "2026-001", "-o", str(target)) == 0
        other.execute("ROLLBACK")
    assert target.read_bytes().startswith(b"%PDF")
    assert "已输出，但没有记入打印留痕" in capsys.readouterr().err
    assert printings(folder) == []
