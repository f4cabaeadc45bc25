"""Before Qt is touched: the one line that names the command line, or the package to install."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hallduty import display
from hallduty.errors import EnvironmentProblem


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A Linux terminal without any screen."""
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(display, "_is_linux", lambda: True)
    return monkeypatch


def test_without_a_display_the_command_line_is_named(bare: pytest.MonkeyPatch) -> None:
    with pytest.raises(EnvironmentProblem) as told:
        display.require_screen()
    assert "hallduty --help" in str(told.value)
    assert "\n" not in str(told.value)


def test_a_chosen_platform_needs_no_display(bare: pytest.MonkeyPatch) -> None:
    bare.setattr(display, "_plugin", lambda name: pytest.fail(f"looked for {name}"))
    bare.setenv("QT_QPA_PLATFORM", "offscreen")
    assert display.require_screen() is None  # type: ignore[func-returns-value]


def test_a_missing_library_of_the_x11_plugin_is_named_before_qt_aborts(
    bare: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bare.setenv("DISPLAY", ":0")
    broken = tmp_path / "libqxcb.so"
    broken.write_text("no library")
    bare.setattr(display, "_plugin", lambda _: broken)
    absent = ("libxcb-icccm.so.4", "libxcb-keysyms.so.1")
    bare.setattr(display, "_loads", lambda library: library not in absent)
    with pytest.raises(EnvironmentProblem, match=r"同时缺少：libxcb-icccm4 libxcb-keysyms1$"):
        display.require_screen()


@pytest.mark.parametrize(
    ("message", "package"),
    [
        ("libEGL.so.1: cannot open shared object file: No such file or directory", "libegl1"),
        ("libGL.so.1: cannot open shared object file: No such file", "libgl1"),
        (
            "libxcb-cursor.so.0: cannot open shared object file: No such file or directory",
            "libxcb-cursor0",
        ),
        ("libxkbcommon-x11.so.0: cannot open shared object file", "libxkbcommon-x11-0"),
    ],
)
def test_the_package_to_install_is_named(message: str, package: str) -> None:
    told = display.missing_library(message)
    assert f"sudo apt install {package}" in told
    assert message.split(":")[0] in told


def test_an_unknown_library_is_named_all_the_same() -> None:
    told = display.missing_library("libodd-9.so.3: cannot open shared object file")
    assert "libodd-9.so.3" in told
    assert "apt" not in told


def test_the_window_command_without_a_display_is_one_line_and_exit_1(tmp_path: Path) -> None:
    hidden = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    command = [sys.executable, "-m", "hallduty", "--data", str(tmp_path / "data")]
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux has terminals without a screen")
    done = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
    assert done.returncode == 1
    lines = done.stderr.decode().strip().splitlines()
    assert len(lines) == 1
    assert "没有图形界面" in lines[0]
    assert "command line" in lines[0]
    assert not (tmp_path / "data").exists()
