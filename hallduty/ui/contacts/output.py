"""The directory's files and papers: import with a dry run, export, wall sheet, pocket card."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from hallduty.domain.contact_import import ContactRow, summary
from hallduty.domain.errors import UserError
from hallduty.ui.events import Topic
from hallduty.ui.progress_strip import Progress, ProgressStrip

if TYPE_CHECKING:
    from hallduty.documents.paper import Paper
    from hallduty.documents.press import Press
    from hallduty.domain.contacts import Department, Person
    from hallduty.domain.directory import Directory
    from hallduty.domain.imports import ImportCheck
    from hallduty.ui.desk import Desk

_KINDS = {
    ".xlsx": "Excel 工作簿 (*.xlsx)",
    ".csv": "CSV 文件 (*.csv)",
    ".vcf": "名片 vCard (*.vcf)",
}
_TITLE = "导入通讯录"


class ContactOutput(QObject):
    """Does the work of the page's buttons; `strip` shows what is at work."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._file = ""
        self.strip = ProgressStrip()

    # --- papers ---------------------------------------------------------------------------

    def print_wall_a4(self) -> None:
        """Open the preview of the wall sheet on A4."""
        self._print_wall("a4")

    def print_wall_a3(self) -> None:
        """Open the preview of the wall sheet on A3."""
        self._print_wall("a3")

    def _print_wall(self, paper: str) -> None:
        press, found, mark = self._desk.press, self._directory(), self._desk.print_mark()
        self._preview(
            "打印通讯录挂图",
            lambda: press.contacts(found, mark, paper),
            f"应急联系通讯录{paper.upper()}",
        )

    def print_card(self) -> None:
        """Open the preview of the pocket card."""
        press, found, mark = self._desk.press, self._directory(), self._desk.print_mark()
        self._preview("打印口袋卡", lambda: press.card(found, mark), "应急联络口袋卡")

    def _directory(self) -> Directory:
        desk = self._desk
        halls = desk.store.roster.halls()
        hall = halls[0].name if len(halls) == 1 else ""
        day = desk.clock.now().date()
        return desk.store.contacts.directory(desk.plan, day, hall, desk.settings.duty_phone)

    def _preview(self, title: str, make: Callable[[], Paper], name: str) -> None:
        from hallduty.ui.preview import PreviewDialog

        PreviewDialog(self._desk, title, make, name, self._window).exec()

    # --- export ---------------------------------------------------------------------------

    def export(self, ending: str) -> None:
        """Write everybody in use to a file of that ending."""
        if self._busy():
            return
        contacts, press = self._desk.store.contacts, self._desk.press
        day = self._desk.clock.now().date()
        path = self._desk.ask.save_path(self._window, f"通讯录{day}{ending}", _KINDS[ending])
        if path is None:
            return
        people, departments = contacts.people(), contacts.departments()

        def work() -> Path:
            from hallduty.documents.files import write_file

            write_file(path, press.contacts_file(ending, people, departments))
            return path

        self.strip.start(f"正在导出 {path.name}", Progress(1))
        self._desk.tasks.run(work, self._exported, self._failed)

    def _exported(self, path: Path) -> None:
        self.strip.stop()
        self._desk.events.told.emit(f"已导出到 {path}")

    # --- import ---------------------------------------------------------------------------

    def import_file(self) -> None:
        """Ask for a file, check it off the GUI thread, and show what it would do."""
        if self._busy():
            return
        chosen = self._desk.ask.open_files(self._window)
        if not chosen:
            return
        if len(chosen) > 1:
            self._desk.ask.problem(self._window, "一次只能导入一个文件，请逐个选择")
            return
        path = chosen[0]
        self._file = path.name
        contacts, press = self._desk.store.contacts, self._desk.press
        people = contacts.people(active_only=False)
        departments = contacts.departments(active_only=False)
        self.strip.start(f"正在检查 {path.name}", Progress(1))
        work = partial(_checked, path, press, people, departments)
        self._desk.tasks.run(work, self._ask, self._failed)

    def _ask(self, check: ImportCheck[ContactRow]) -> None:
        self.strip.stop()
        text = f"文件“{self._file}”：{summary(check)}。文件里的空格不会清掉通讯录里已有的内容。"
        answer = self._desk.ask.import_check(
            self._window, _TITLE, text, check.findings, len(check.rows)
        )
        if answer is None:
            return
        try:
            count = self._desk.store.contact_import.take(check.rows, self._desk.stamp())
        except UserError as problem:
            self._desk.ask.problem(self._window, f"没有导入任何内容：{problem}")
            return
        skipped = f"，跳过 {len(check.faults)} 处" if check.faults else ""
        self._desk.events.told.emit(f"已导入 {count} 条：{summary(check)}{skipped}")
        self._desk.changed(Topic.CONTACTS)

    def _failed(self, problem: Exception) -> None:
        self.strip.stop()
        if not isinstance(problem, UserError):
            raise problem
        self._desk.ask.problem(self._window, str(problem))

    def _busy(self) -> bool:
        busy = self.strip.is_busy()
        if busy:
            self._desk.events.told.emit("上一次导入或导出还没有完成")
        return busy


def _checked(
    path: Path, press: Press, people: list[Person], departments: list[Department]
) -> ImportCheck[ContactRow]:
    """Read and check a file; runs off the GUI thread."""
    from hallduty.documents.table_files import MOST_BYTES

    try:
        with path.open("rb") as file:
            # One byte more than may be: enough to see that it is too much.
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UserError(f"不能读取 {path}：{error.strerror or error}") from error
    return press.read_contacts(path.name, data, people, departments)
