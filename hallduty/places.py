"""Where the data may lie: on this PC's own disk, in no folder that a program copies elsewhere.

A backup may lie there, a copy elsewhere being its purpose; what that means is said beside it.

SQLite loses records on a network drive whose connection breaks, and a synchronising program
replaces the file under it or uploads taxpayers' data.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath

from hallduty.errors import EnvironmentProblem

# What lies in the data folder has names of its own, up to 60 characters; the longest, those of
# attachments, are reached by another way (patience.reachable).
LONGEST = 190

# Names by which the folders of synchronising programs are known, in small letters.
_SYNCED = {
    "onedrive": "OneDrive",
    "skydrive": "OneDrive",
    "dropbox": "Dropbox",
    "我的坚果云": "坚果云",
    "坚果云": "坚果云",
    "nutstore": "坚果云",
    "nutstore files": "坚果云",
    "百度网盘": "百度网盘同步",
    "百度网盘同步空间": "百度网盘同步",
    "百度云同步盘": "百度网盘同步",
    "baidusyncdisk": "百度网盘同步",
    "baidunetdiskworkspace": "百度网盘同步",
    "iclouddrive": "iCloud",
    "icloud drive": "iCloud",
    "icloud云盘": "iCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "wps云盘": "WPS 云盘",
    "wpsdrive": "WPS 云盘",
    "wps cloud files": "WPS 云盘",
    "微云同步助手": "腾讯微云",
    "微云同步盘": "腾讯微云",
    "阿里云盘": "阿里云盘",
    "360云盘同步版": "360 云盘",
}
# The same with an account or bureau behind: “OneDrive - 某某税务局”, “Dropbox (Personal)”.
_BEGINNINGS = ("onedrive - ", "onedrive-", "dropbox (", "iclouddrive~")
_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
# What some programs leave in the folder that they synchronise.
_MARKS = {".dropbox.cache": "Dropbox", ".stfolder": "Syncthing"}
_NETWORK_TYPES = {
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "sshfs", "ncpfs", "afs", "ceph", "davfs"),
    *("fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.glusterfs", "fuse.smbnetfs"),
    "fuse.gvfsd-fuse",
}
_BACKUP_ON_NETWORK = (
    "这个文件夹在网络位置上：备份含办税人姓名电话，请确认只有本单位该看的人能打开；"
    "断网时备份会推迟。"
)
_BACKUP_SYNCED = (
    "这个文件夹由 {} 同步：备份含办税人姓名电话，会传到外部服务器，"
    "请改用移动硬盘，或者先经本单位同意。"
)
# Longer than any path that a system takes.
_NO_PATH = 4096
_REMOTE = 4  # DRIVE_REMOTE of GetDriveTypeW


def _drive_type(root: str) -> int:
    """Ask Windows what kind of drive it is."""
    import ctypes

    return int(ctypes.windll.kernel32.GetDriveTypeW(root))  # type: ignore[attr-defined]


def _mounts() -> str:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


@dataclass(frozen=True, slots=True)
class Machine:
    """What is asked of the PC; a test hands in its own answers."""

    windows: bool = sys.platform == "win32"
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    drive_type: Callable[[str], int] = _drive_type
    mounts: Callable[[], str] = _mounts


def require_local(folder: Path, machine: Machine | None = None) -> None:
    """Raise EnvironmentProblem, with the reason, where the data folder must not lie."""
    machine = machine or Machine()
    for path in _spellings(folder):
        reason = _network(path, machine) or _synced(path, machine)
        if reason:
            raise EnvironmentProblem(f"数据文件夹 {folder} {reason}。请改用本机磁盘上的文件夹")
    if machine.windows and len(str(folder)) > LONGEST:
        raise EnvironmentProblem(
            f"数据文件夹的路径过长（{len(str(folder))} 个字符，最多 {LONGEST} 个），"
            f"Windows 会拒绝其中的文件。请改用本机磁盘上路径较短的文件夹：{folder}"
        )


def said_of_backups(folder: str, machine: Machine | None = None) -> str:
    """Say what it means that backups go to a network or synced folder; empty for a local one.

    A share is known by its name alone, so that one which does not answer keeps nobody waiting.
    """
    machine = machine or Machine()
    if not folder.strip() or len(folder) > _NO_PATH or "\x00" in folder:
        return ""
    for path in _spellings(Path(folder.strip())):
        if _network(path, machine):
            return _BACKUP_ON_NETWORK
        if program := _synced_by(path, machine):
            return _BACKUP_SYNCED.format(program)
    return ""


def _spellings(folder: Path) -> Iterator[Path]:
    """Yield the folder as it was named, and where its links really lead."""
    yield folder
    try:
        really = folder.resolve()
    except (OSError, RuntimeError):
        return
    if really != folder:
        yield really


def _network(path: Path, machine: Machine) -> str:
    said = "在网络位置上：网络一断，正在登记的内容就会丢失或损坏"
    if not machine.windows:
        return said if _file_system(path, machine.mounts()) in _NETWORK_TYPES else ""
    drive = PureWindowsPath(path).drive
    if drive.startswith("\\\\?\\") and drive[4:8].upper() != "UNC\\":
        drive = drive[4:]
    if drive.startswith("\\\\"):
        return said
    return said if drive and machine.drive_type(drive + "\\") == _REMOTE else ""


def _file_system(path: Path, mounts: str) -> str:
    """Return the type of the file system that `path` lies on, from the text of /proc/mounts."""
    best, found = -1, ""
    for line in mounts.splitlines():
        words = line.split(" ")
        if len(words) < 3:
            continue
        # Blanks and the like stand there as \040 in UTF-8 bytes; only blanks matter here.
        point = Path(words[1].replace("\\040", " "))
        # The later of two mounts on one point is the one on top.
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, found = len(point.parts), words[2]
    return found


def _synced(path: Path, machine: Machine) -> str:
    program = _synced_by(path, machine)
    if not program:
        return ""
    return f"在 {program} 的同步文件夹里：同步会覆盖正在使用的数据库，还会把办税人信息传出本机"


def _synced_by(path: Path, machine: Machine) -> str:
    """Return the name of the program that copies this folder elsewhere; empty when none does."""
    parts = PureWindowsPath(path).parts if machine.windows else path.parts
    for name in (part.casefold().strip() for part in parts):
        if name in _SYNCED:
            return _SYNCED[name]
        for beginning in _BEGINNINGS:
            if name.startswith(beginning):
                return _SYNCED[beginning.split("~")[0].rstrip(" -(")]
    for variable in _VARIABLES:
        root = machine.environment.get(variable, "").strip()
        if root and _below(path, root, machine.windows):
            return "OneDrive"
    for place in (path, *path.parents):
        for mark, program in _MARKS.items():
            if _exists(place / mark):
                return program
    return ""


def _below(path: Path, root: str, windows: bool) -> bool:
    if windows:
        return PureWindowsPath(path).is_relative_to(PureWindowsPath(root))
    return path.is_relative_to(Path(root))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
