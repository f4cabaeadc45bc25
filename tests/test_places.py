"""Where the data folder must not lie: network drives and folders that are copied elsewhere."""

from __future__ import annotations

import os
from pathlib import Path, PureWindowsPath

import pytest

from hallduty import places
from hallduty.clock import FixedClock
from hallduty.errors import EnvironmentProblem
from hallduty.office import Office
from hallduty.places import Machine, require_local

MOUNTS = r"""sysfs /sys sysfs rw 0 0
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/local ext4 rw 0 0
//server/share /mnt/tax\040hall cifs rw 0 0
user@host:/srv /mnt/remote fuse.sshfs rw 0 0
"""


def windows(environment: dict[str, str] | None = None, remote: str = "Z:\\") -> Machine:
    """A Windows whose drive Z: is a network drive."""
    return Machine(
        windows=True,
        environment=environment or {},
        drive_type=lambda root: 4 if root.upper() == remote else 3,
        mounts=lambda: "",
    )


def linux() -> Machine:
    return Machine(windows=False, environment={}, drive_type=lambda root: 0, mounts=lambda: MOUNTS)


def refused(folder: str, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return why a folder is refused; empty when it is not. Nothing on this disk is looked at."""
    kind = PureWindowsPath if machine.windows else Path
    monkeypatch.setattr(places, "_spellings", lambda path: [path])
    monkeypatch.setattr(places, "_exists", lambda path: False)
    said = ""
    try:
        require_local(kind(folder), machine)  # type: ignore[arg-type]
    except EnvironmentProblem as problem:
        said = str(problem)
    assert not said or (folder in said and "本机磁盘" in said)
    return said


@pytest.mark.parametrize(
    "folder",
    [
        "C:\\Users\\张某某\\AppData\\Local\\HallDuty",
        "D:\\值班 数据\\HallDuty",
        "\\\\?\\D:\\值班",
        "E:\\OneDriver\\data",
        "C:\\我的坚果\\数据",
    ],
)
def test_a_folder_on_a_drive_of_this_pc_is_fine(
    folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refused(folder, windows(), monkeypatch) == ""


@pytest.mark.parametrize(
    "folder",
    ["\\\\server\\share\\值班", "\\\\?\\UNC\\server\\share\\值班", "Z:\\值班", "z:\\"],
)
def test_a_share_and_a_mapped_drive_are_refused(
    folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "网络位置" in refused(folder, windows(), monkeypatch)


@pytest.mark.parametrize(
    ("folder", "program"),
    [
        ("C:\\Users\\张某某\\OneDrive\\值班", "OneDrive"),
        ("C:\\Users\\张某某\\OneDrive - 某某县税务局\\值班", "OneDrive"),
        ("D:\\我的坚果云\\值班", "坚果云"),
        ("D:\\Nutstore\\1\\值班", "坚果云"),
        ("D:\\BaiduSyncdisk\\值班", "百度网盘同步"),
        ("C:\\Users\\a\\iCloudDrive\\值班", "iCloud"),
        ("C:\\Users\\a\\Dropbox (Personal)\\x", "Dropbox"),
        ("C:\\Users\\a\\WPS云盘\\x", "WPS 云盘"),
    ],
)
def test_a_synchronised_folder_is_refused_by_its_name(
    folder: str, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert f"{program} 的同步文件夹" in refused(folder, windows(), monkeypatch)


def test_onedrive_under_another_name_is_known_by_its_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine = windows({"OneDriveCommercial": "D:\\工作 资料"})
    assert "OneDrive" in refused("d:\\工作 资料\\值班", machine, monkeypatch)
    assert refused("D:\\工作 资料2\\值班", machine, monkeypatch) == ""


def test_a_path_that_windows_would_cut_off_is_refused_with_its_length(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    long = "D:" + "\\很长的文件夹名" * 30
    assert "路径过长（242 个字符" in refused(long, windows(), monkeypatch)


@pytest.mark.parametrize(
    ("folder", "reason"),
    [
        ("/home/zhang/.local/share/HallDuty", "网络位置"),
        ("/mnt/tax hall/值班", "网络位置"),
        ("/mnt/remote", "网络位置"),
        ("/home/local/zhang", ""),
        ("/mnt/tax", ""),
        ("/var/lib/值班", ""),
        ("/var/lib/Dropbox/值班", "Dropbox"),
    ],
)
def test_on_linux_the_mounts_say_what_is_a_network_drive(
    folder: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = refused(folder, linux(), monkeypatch)
    assert reason in said
    assert bool(said) is bool(reason)


def test_a_folder_with_a_synchroniser_s_mark_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    with pytest.raises(EnvironmentProblem, match="Syncthing"):
        require_local(tmp_path / "深" / "数据")


@pytest.mark.skipif(os.name == "nt", reason="a link needs rights there")
def test_a_link_into_a_synchronised_folder_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "Nutstore").mkdir()
    (tmp_path / "数据").symlink_to(tmp_path / "Nutstore")
    with pytest.raises(EnvironmentProblem, match="坚果云"):
        require_local(tmp_path / "数据")


def test_window_and_commands_open_no_office_there(tmp_path: Path, clock: FixedClock) -> None:
    folder = tmp_path / "OneDrive" / "HallDuty"
    with pytest.raises(EnvironmentProblem, match="OneDrive"):
        Office.open(folder, clock)
    assert not folder.exists(), "nothing is written before the refusal"


def said(folder: str, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what is said of a backup folder. Nothing on this disk is looked at."""
    kind = PureWindowsPath if machine.windows else Path
    monkeypatch.setattr(places, "Path", kind)
    monkeypatch.setattr(places, "_spellings", lambda path: [path])
    monkeypatch.setattr(places, "_exists", lambda path: False)
    return places.said_of_backups(folder, machine)


@pytest.mark.parametrize("folder", ["\\\\server\\share\\备份", "Z:\\备份"])
def test_a_backup_on_the_network_is_allowed_and_said(
    folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = said(folder, windows(), monkeypatch)
    assert "网络位置" in words
    assert "只有本单位" in words
    assert "断网时" in words


def test_a_backup_that_is_synchronised_is_allowed_and_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = said("D:\\OneDrive - 某某税务局\\备份", windows(), monkeypatch)
    assert "由 OneDrive 同步" in words
    assert "改用移动硬盘" in words


@pytest.mark.parametrize("folder", ["", " ", "E:\\备份", "备份", "\x00", "D:\\" + "长" * 9000])
def test_of_a_folder_of_this_pc_nothing_is_said(
    folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(folder, windows(), monkeypatch) == ""


def test_a_share_is_known_without_being_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is off would keep the window waiting."""
    asked: list[Path] = []
    monkeypatch.setattr(Path, "resolve", lambda path, strict=False: asked.append(path) or path)
    assert "网络位置" in places.said_of_backups("/mnt/remote/备份", linux())
    assert asked == []
