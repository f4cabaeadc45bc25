"""The commands backup, restore and diagnose: what they say, and that nobody's data leaks."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from hallduty import log
from hallduty.cli import main
from hallduty.clock import FixedClock
from hallduty.diagnostics import _SETTINGS, collected
from hallduty.domain.followups import FollowupKind, NewFollowup
from hallduty.domain.incidents import NewIncident
from hallduty.domain.settings import Settings
from hallduty.folder_lock import LOCK_NAME
from hallduty.office import Office

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, clock: FixedClock) -> Path:
    """A data folder with an incident, a taxpayer, an operator and a bureau of its own."""
    made = tmp_path / "数据"
    with Office.open(made, clock) as office:
        store = office.store
        new = NewIncident("application", "tax_system", "normal", clock.now(), place="秘密地点")
        incident = store.incidents.register(new, office.plan, office.stamp())
        call = NewFollowup(FollowupKind.CALL_BACK, "欧阳某某", "13912345678", "退税未到账")
        store.followups.add(incident.id, call, office.stamp())
        store.settings.save(
            Settings(
                bureau="绝密税务局",
                operator="司马操作员",
                duty_phone="0570-7654321",
                roster_demands="只有本单位知道的要求",
            ),
            office.stamp(),
        )
    return made


@pytest.fixture
def run(folder: Path, clock: FixedClock, capsys: pytest.CaptureFixture[str]) -> Run:
    def ran(*words: str) -> tuple[int, str, str]:
        code = main(["--data", str(folder), *words], clock)
        said = capsys.readouterr()
        return code, said.out, said.err

    return ran


def test_there_and_back(run: Run, folder: Path, tmp_path: Path, clock: FixedClock) -> None:
    target = tmp_path / "移动硬盘" / "备份"
    code, out, _ = run("backup", str(target))
    assert code == 0
    (file,) = target.glob("*.db")
    assert str(file) in out
    with Office.open(folder, clock) as office:
        office.store.incidents.revise(1, {"place": "改过"}, office.stamp())
    code, out, err = run("restore", str(file))
    assert (code, err) == (0, "")
    assert "已恢复：事件 1 件" in out
    assert "before-restore-" in out
    assert "秘密地点" in run("incident", "show", "2026-001")[1]
    assert run("verify")[0] == 0


def test_a_backup_goes_where_the_settings_say(run: Run, folder: Path) -> None:
    assert run("backup")[0] == 0
    assert len(list((folder / "backups").glob("hallduty-backup-*.db"))) == 1


def test_nothing_is_restored_while_the_program_runs(run: Run, folder: Path) -> None:
    run("backup")
    (file,) = (folder / "backups").glob("hallduty-backup-*.db")
    lock = QLockFile(str(folder / LOCK_NAME))
    assert lock.tryLock(0)
    code, _, err = run("restore", str(file))
    lock.unlock()
    assert code == 1
    assert "请先退出值班长" in err


def test_a_lock_left_by_a_power_cut_keeps_no_restore_out(run: Run, folder: Path) -> None:
    """Its process number may be anybody's by now, ours among them."""
    run("backup")
    (file,) = (folder / "backups").glob("hallduty-backup-*.db")
    lock = QLockFile(str(folder / LOCK_NAME))
    assert lock.tryLock(0)
    left = (folder / LOCK_NAME).read_bytes()
    lock.unlock()
    (folder / LOCK_NAME).write_bytes(left)
    assert run("restore", str(file))[0] == 0


@pytest.mark.parametrize("words", [("restore", "没有.db"), ("diagnose", "-o", "a.txt")])
def test_what_is_wrong_is_one_line(run: Run, words: tuple[str, ...]) -> None:
    code, out, err = run(*words)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1


def _texts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_diagnostics_hold_versions_checks_and_the_log(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    log.start(folder)
    log.note("started")
    log.stop()
    target = tmp_path / "诊断.zip"
    assert run("diagnose", "-o", str(target))[0] == 0
    found = _texts(target.read_bytes())
    assert set(found) == {"说明.txt", "程序.json", "设置.json", "检查.json", "logs/hallduty.log"}
    program, checked = json.loads(found["程序.json"]), json.loads(found["检查.json"])
    assert program["libraries"]["peewee"]
    assert (checked["database"], checked["incidents"]) == ("ok", 1)
    assert json.loads(found["设置.json"])["font_size"] == 14
    assert "started" in found["logs/hallduty.log"]


def test_diagnostics_hold_nobodys_data(folder: Path, clock: FixedClock, tmp_path: Path) -> None:
    log.start(folder)
    log.note(f"not read: {folder}/forms and {Path.home()}/x and " + str(Path.home()))
    log.stop()
    whole = "\n".join(_texts(collected(folder, clock)).values())
    for secret in (
        *("欧阳", "13912345678", "退税", "秘密地点", "绝密税务局", "司马", "7654321", "余昊"),
        *("只有本单位", str(folder), str(tmp_path), str(Path.home()) + "/x"),
    ):
        assert secret not in whole
    assert "<data>/forms and <home>/x" in whole


def test_only_choices_and_numbers_of_the_settings_go_out() -> None:
    first = Settings()
    free = {each.name for each in fields(first) if isinstance(getattr(first, each.name), str)}
    assert free & set(_SETTINGS) == {"theme", "backup_when"}


def test_a_broken_database_can_still_be_diagnosed(folder: Path, clock: FixedClock) -> None:
    (folder / "hallduty.db").write_bytes(b"broken" * 100)
    found = _texts(collected(folder, clock))
    assert "cannot be opened" in found["检查.json"]
    assert _texts(collected(folder / "neu", clock))["检查.json"]
