"""Where the file dialogs open: where the last file was, never in the program's own folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from hallduty.ui.asker import Asker


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where each dialog opened; the user goes back from all of them."""
    starts: list[str] = []

    def names(_parent: object, _title: str, start: str, *_rest: object) -> tuple[list[str], str]:
        starts.append(start)
        return [], ""

    def name(_parent: object, _title: str, start: str, *_rest: object) -> tuple[str, str]:
        starts.append(start)
        return "", ""

    def folder(_parent: object, _title: str, start: str) -> str:
        starts.append(start)
        return ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", names)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", name)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", folder)
    return starts


def _ask_all(ask: Asker) -> None:
    assert ask.open_files(None) == []
    assert ask.save_path(None, "台帐.xlsx", "*.xlsx") is None
    assert ask.open_folder(None, "备份到") is None


@pytest.mark.parametrize("last", ["", "/gone/with/the/stick"])
def test_without_a_last_folder_dialogs_open_among_the_documents(
    opened: list[str], last: str
) -> None:
    ask = Asker()
    ask.folder = last
    _ask_all(ask)
    where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    assert opened == [where, str(Path(where) / "台帐.xlsx"), where]


def test_dialogs_open_where_the_last_file_was(opened: list[str], tmp_path: Path) -> None:
    ask = Asker()
    ask.folder = str(tmp_path)
    _ask_all(ask)
    assert opened == [str(tmp_path), str(tmp_path / "台帐.xlsx"), str(tmp_path)]
