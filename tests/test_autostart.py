"""Starting at login: entered, seen, taken out again, and refused in a sentence."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from hallduty import autostart, paths
from hallduty.errors import EnvironmentProblem


class Registry:
    """As much of winreg as is asked of it."""

    HKEY_CURRENT_USER = "HKCU"
    REG_SZ = 1

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str] = {}
        self.keys: set[str] = set()
        self.refuses = False

    class Key:
        def __init__(self, path: str) -> None:
            self.path = path

        def __enter__(self) -> Registry.Key:
            return self

        def __exit__(
            self,
            kind: type[BaseException] | None,
            error: BaseException | None,
            trace: TracebackType | None,
        ) -> None:
            return None

    def OpenKey(self, root: str, path: str) -> Key:
        if path not in self.keys:
            raise FileNotFoundError(path)
        return self.Key(path)

    def CreateKey(self, root: str, path: str) -> Key:
        assert root == "HKCU"
        if self.refuses:
            raise PermissionError(13, "denied by policy")
        self.keys.add(path)
        return self.Key(path)

    def SetValueEx(self, key: Key, name: str, reserved: int, kind: int, value: str) -> None:
        self.values[key.path, name] = value

    def QueryValueEx(self, key: Key, name: str) -> tuple[str, int]:
        if (key.path, name) not in self.values:
            raise FileNotFoundError(name)
        return self.values[key.path, name], 1

    def DeleteValue(self, key: Key, name: str) -> None:
        if (key.path, name) not in self.values:
            raise FileNotFoundError(name)
        del self.values[key.path, name]


@pytest.fixture(params=["registry", "file"])
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    if request.param == "registry":
        return autostart.RunKey(Registry())
    return autostart.DesktopFile(tmp_path / "没有" / "autostart")


def test_on_and_off_and_again(way: Any, tmp_path: Path) -> None:
    folder = tmp_path / "数 据"
    assert not way.is_on(folder)
    way.switch(False, folder)
    way.switch(True, folder)
    assert way.is_on(folder)
    assert not way.is_on(tmp_path / "another")
    way.switch(True, folder)
    way.switch(False, folder)
    assert not way.is_on(folder)


def test_the_run_key_holds_a_quoted_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    exe = tmp_path / "张三" / "Programs" / "HallDuty.exe"
    monkeypatch.setattr(sys, "executable", str(exe))
    registry = Registry()
    autostart.RunKey(registry).switch(True, paths.data_folder())
    ((key, name),) = registry.values
    assert key.endswith(r"CurrentVersion\Run")
    assert name == "HallDuty"
    assert registry.values[key, name] == f'"{exe}"'
    autostart.RunKey(registry).switch(True, tmp_path / "另一个 文件夹")
    assert registry.values[key, name] == f'"{exe}" --data "{tmp_path / "另一个 文件夹"}"'


def test_the_consoles_twin_starts_the_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "HallDuty.exe").touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "hallduty-cli.exe"))
    assert autostart.program() == [str(tmp_path / "HallDuty.exe")]


def test_a_policy_that_forbids_it_is_one_sentence(tmp_path: Path) -> None:
    registry = Registry()
    registry.refuses = True
    with pytest.raises(EnvironmentProblem, match="系统不让写入"):
        autostart.RunKey(registry).switch(True, tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentProblem, match="系统不让写入"):
        autostart.DesktopFile(tmp_path / "file").switch(True, tmp_path)


def test_the_desktop_file_escapes_what_the_specification_says(tmp_path: Path) -> None:
    folder = tmp_path / 'a"b$c%d'
    way = autostart.DesktopFile(tmp_path / "autostart")
    way.switch(True, folder)
    line = next(
        line
        for line in (tmp_path / "autostart" / "hallduty.desktop").read_text().splitlines()
        if line.startswith("Exec=")
    )
    assert line.endswith(r'a\\"b\\$c%%d"')
