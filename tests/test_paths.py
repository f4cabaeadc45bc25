"""Where the program keeps its data: asked for, by variable, beside a portable program, its own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hallduty import paths


@pytest.fixture
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A frozen program in a folder of its own; returns the folder."""
    folder = tmp_path / "值班 长"
    folder.mkdir()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "HallDuty.exe"))
    monkeypatch.delenv(paths.DATA_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "user"))
    return folder


def test_an_installed_program_keeps_its_data_in_the_user_s_folder(
    frozen: Path, tmp_path: Path
) -> None:
    assert frozen not in paths.data_folder().parents
    assert frozen not in paths.cache_folder().parents


def test_a_portable_program_keeps_all_it_writes_beside_itself(frozen: Path) -> None:
    (frozen / "portable.txt").touch()
    assert paths.data_folder() == frozen / "数据"
    assert paths.cache_folder() == frozen / "缓存"


def test_a_portable_program_obeys_who_names_another_folder(
    frozen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (frozen / "portable.txt").touch()
    monkeypatch.setenv(paths.DATA_VARIABLE, str(tmp_path / "b"))
    assert paths.data_folder() == tmp_path / "b"
    assert paths.data_folder(tmp_path / "a") == tmp_path / "a"


def test_a_mark_beside_python_makes_no_portable_program(
    frozen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (frozen / "portable.txt").touch()
    monkeypatch.delattr(sys, "frozen")
    assert paths.portable_folder() is None
