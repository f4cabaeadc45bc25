"""A file is there whole or not at all, and the reason is said in Chinese."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from hallduty.documents.files import require_place, write_file
from hallduty.errors import EnvironmentProblem


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "登记表 2026-017.pdf"
    write_file(path, b"one")
    write_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert names(tmp_path) == [path.name]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("没有/a.pdf", "文件夹不存在"),
        ("file/a.pdf", "文件夹不存在"),
        ("folder", "这是一个文件夹"),
        ("长" * 300 + ".pdf", "文件名过长"),
        ("a\0b.pdf", "文件名里有不允许的字符"),
    ],
)
def test_what_cannot_be_written_is_said(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "file").write_bytes(b"kept")
    (tmp_path / "folder").mkdir()
    with pytest.raises(EnvironmentProblem, match=reason) as caught:
        write_file(tmp_path / name, b"x" * 100_000)
    assert str(caught.value).startswith("无法写入 ")
    assert names(tmp_path) == ["file", "folder"]
    assert (tmp_path / "file").read_bytes() == b"kept"
    assert names(tmp_path / "folder") == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder nobody can write to")
def test_a_folder_that_takes_no_files(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="无法写入"):
        write_file(Path("/proc/self/登记表.pdf"), b"x")


@pytest.mark.parametrize("name", ["", ".", "..", "/"])
def test_a_name_that_is_none_is_said_without_touching_anything(name: str) -> None:
    for deed in (require_place, lambda path: write_file(path, b"x")):
        with pytest.raises(EnvironmentProblem, match="写明文件名"):
            deed(Path(name))


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes among the files there")
def test_a_device_or_pipe_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    for deed in (require_place, lambda path: write_file(path, b"x")):
        with pytest.raises(EnvironmentProblem, match="不是普通文件"):
            deed(pipe)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert names(tmp_path) == ["pipe.pdf"]


def test_a_place_that_is_good_is_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"kept")
    require_place(tmp_path / "a.pdf")
    require_place(tmp_path / "b.pdf")
    assert names(tmp_path) == ["a.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == b"kept"
