"""The log: says where a bug struck, keeps what users typed to itself, and never grows for ever."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hallduty import log


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    started = log.start(tmp_path)
    assert started is not None
    yield started
    log.stop()


def _strikes(text: str) -> None:
    raise ValueError(text)


def test_a_bug_is_told_by_kind_and_place_without_what_was_typed(file: Path) -> None:
    try:
        _strikes("张三 13912345678 申报失败")
    except ValueError as problem:
        log.failure(problem)
    told = file.read_text(encoding="utf-8")
    assert "builtins.ValueError" in told
    assert "test_log.py" in told
    assert "_strikes" in told
    assert "张三" not in told
    assert "139" not in told


def test_the_systems_own_sentence_and_the_cause_are_kept(file: Path) -> None:
    try:
        try:
            raise OSError(28, "No space left on device", "/home/张三/库.db")
        except OSError as cause:
            raise RuntimeError("保存 张三 失败") from cause
    except RuntimeError as problem:
        log.failure(problem)
    told = file.read_text(encoding="utf-8")
    assert "No space left on device" in told
    assert "caused" in told
    assert "张三" not in told


def test_it_rotates_and_keeps_only_a_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "MOST_BYTES", 2_000)
    file = log.start(tmp_path)
    assert file is not None
    for number in range(200):
        log.note(f"line {number} " + "x" * 100)
    log.stop()
    files = sorted(path.name for path in file.parent.iterdir())
    assert len(files) <= log.KEPT + 1
    assert all(path.stat().st_size < 3_000 for path in file.parent.iterdir())
    kept = "".join(path.read_text(encoding="utf-8") for path in file.parent.iterdir())
    assert "line 199 " in kept
    assert "line 0 " not in kept


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("")
    assert log.start(tmp_path) is None
    log.note("goes nowhere")
    log.failure(ValueError("x"))
