"""Backups: which are due, which may go; nobody else's file is ever among those."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty.domain import backups

NOON = datetime(2026, 11, 13, 12, 0)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
    lambda at: at.replace(microsecond=0)
)


@given(moments)
def test_a_name_tells_when_it_was_made(at: datetime) -> None:
    assert backups.made_at(backups.name_at(at)) == at


@pytest.mark.parametrize(
    "name",
    [
        "hallduty.db",
        "hallduty-backup-20261313-120000.db",
        "hallduty-backup-20261113-120000.db.part",
        "before-restore-20261113-120000.db",
        "照片.jpg",
    ],
)
def test_other_files_are_no_backups(name: str) -> None:
    assert backups.made_at(name) is None
    assert backups.surplus([name], 1) == []


@given(st.lists(moments, unique=True, max_size=40), st.integers(1, 10))
def test_the_last_of_each_of_the_newest_days_stays(made: list[datetime], keep: int) -> None:
    names = [backups.name_at(at) for at in made]
    gone = backups.surplus(names, keep)
    kept = {backups.made_at(name) for name in names if name not in gone}
    days = sorted({at.date() for at in made}, reverse=True)[:keep]
    assert kept == {max(at for at in made if at.date() == day) for day in days}


def test_daily_is_due_once_a_day_and_an_exit_only_when_it_owes_one() -> None:
    yesterday = NOON - timedelta(days=1)
    assert backups.is_due(backups.DAILY, None, False, NOON)
    assert backups.is_due(backups.DAILY, yesterday, False, NOON)
    assert not backups.is_due(backups.DAILY, NOON, False, NOON)
    assert backups.is_due(backups.AT_EXIT, yesterday, True, NOON)
    assert not backups.is_due(backups.AT_EXIT, yesterday, False, NOON)
    assert not backups.is_due(backups.OFF, None, True, NOON)


@pytest.mark.parametrize(
    ("folder", "said"),
    [("", ""), ("D:\\值班长备份", ""), ("/mnt/u盘", ""), ("备份", "完整路径"), ("\x00", "不可见")],
)
def test_the_folder_is_checked(folder: str, said: str) -> None:
    found = [p for p in backups.problems(backups.DAILY, folder, 7) if p is not None]
    assert bool(found) == bool(said)
    assert not said or any(said in problem.message for problem in found)


@pytest.mark.parametrize("keep", [0, 91])
def test_how_many_are_kept_has_bounds(keep: int) -> None:
    assert any(backups.problems(backups.OFF, "", keep))
