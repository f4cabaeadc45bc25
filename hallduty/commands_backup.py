"""The commands backup, restore and diagnose: the whole data folder, proved whole both ways."""

from __future__ import annotations

from pathlib import Path

from hallduty.clock import Clock
from hallduty.commands import existing_office
from hallduty.errors import EnvironmentProblem, UserError


def backup(folder: Path, clock: Clock, chosen: str) -> int:
    """Back up to the folder named, else to that of the settings; print the file's name."""
    target = Path(chosen).expanduser().absolute() if chosen.strip() else None
    with existing_office(folder, clock) as office:
        if target is not None:
            _make_folder(target)
        settings = office.store.settings.load()
        # Only the automatic backup lets old ones go.
        where = str(target) if target else settings.backup_folder
        made = office.store.backups.make(where, clock.now())
        size = made.size / 1_048_576
    print(f"已备份并核对：{made.path}（{size:.1f} MB，新附件 {made.attachments} 个）")
    return 0


def restore(folder: Path, clock: Clock, file: Path) -> int:
    """Put a backup in the place of the data; the program must not be running on it."""
    from hallduty.restoring import held, put_back

    _make_folder(folder)
    with held(folder):
        print(put_back(folder, file.expanduser().absolute(), clock.now()))
    return 0


def diagnose(folder: Path, clock: Clock, target: Path) -> int:
    """Write the ZIP for a data folder; also for one whose database cannot be opened."""
    from hallduty.diagnostics import collected
    from hallduty.documents.files import write_file

    if target.suffix.lower() != ".zip":
        raise UserError("诊断信息是 ZIP 文件，文件名应以 .zip 结尾")
    write_file(target, collected(folder, clock))
    print(f"已导出诊断信息：{target}（不含事件和人员信息）")
    return 0


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(f"建不了文件夹 {folder}：请检查路径和写入权限") from error
