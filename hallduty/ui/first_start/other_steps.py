"""First start, steps 3 to 5: contacts from a file, where backups go, demo data and the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from hallduty.domain.backups import WHEN
from hallduty.domain.errors import UserError
from hallduty.ui import theme
from hallduty.ui.contacts.output import ContactOutput
from hallduty.ui.elsewhere_note import elsewhere_note
from hallduty.ui.events import Topic
from hallduty.ui.first_start.demo import DemoStarter
from hallduty.ui.first_start.step import Step
from hallduty.ui.widgets import button, hairline, label, row, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class ContactsStep(Step):
    """Takes in a directory that exists already; nothing is written before the check is shown."""

    title = "导入通讯录"
    why = "已有通讯录的表格（.xlsx、.csv）或手机导出的名片（.vcf）可以直接导入；没有就跳过这一步。"

    def build(self) -> None:
        self.output = ContactOutput(self._desk, self)
        self.count = label("", wrap=True)
        self.choose = button("从文件导入…")
        self.choose.clicked.connect(self.output.import_file)
        self.body.addWidget(self.count)
        self.body.addSpacing(theme.px(4))
        self.body.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.output.strip)
        words = "导入前先列出会新增、更新和读不懂的内容，确认后才写入。"
        self.body.addWidget(secondary(words, wrap=True))
        self._desk.events.changed.connect(self._changed)

    def refresh(self) -> None:
        contacts = self._desk.store.contacts
        people, departments = len(contacts.people()), len(contacts.departments())
        self.count.setText(f"通讯录现有 {people} 人、{departments} 个部门和公共电话。")

    def save(self) -> bool:
        return True

    def first_field(self) -> QWidget:
        return self.choose

    def _changed(self, topic: Topic) -> None:
        if topic is Topic.CONTACTS:
            self.refresh()


class BackupStep(Step):
    """Where backups go and when they are made."""

    title = "备份到哪里"
    why = "电脑坏了、丢了，只有备份能找回记录。请选移动硬盘、U 盘或另一块磁盘上的文件夹。"

    def build(self) -> None:
        self.choose = button("选择…")
        self.choose.clicked.connect(self._choose)
        self.folder = self.line(
            *("backup_folder", "备份文件夹", "留空：与数据在同一磁盘（磁盘坏了就都没有了）"),
            beside=self.choose,
        )
        self.elsewhere = elsewhere_note(self.folder)
        self.body.addWidget(self.elsewhere)
        self.body.addSpacing(theme.px(4))
        self.body.addWidget(secondary("自动备份"))
        self.when = QComboBox()
        self.when.setAccessibleName("自动备份")
        for value, words in WHEN.items():
            self.when.addItem(words, value)
        self.body.addWidget(self.when, 0, Qt.AlignmentFlag.AlignLeft)
        self.error("backup_when", self.when)

    def refresh(self) -> None:
        settings = self._desk.settings
        self._drafts.watch(self.folder, "first_start:backup", settings.backup_folder)
        self.when.setCurrentIndex(max(0, self.when.findData(settings.backup_when)))

    def save(self) -> bool:
        if not self.save_settings(
            "backup_folder",
            self.folder,
            backup_folder=self.folder.text().strip(),
            backup_when=self.when.currentData(),
        ):
            return False
        self._drafts.committed(self.folder)
        return True

    def first_field(self) -> QWidget:
        return self.folder

    def _choose(self) -> None:
        chosen = self._desk.ask.open_folder(self, "备份到哪个文件夹", self.folder.text())
        if chosen is not None:
            self.folder.setText(str(chosen))


class LastStep(Step):
    """Start at login, made-up data to try, and where everything can be changed."""

    title = "完成"
    why = "以上各项以后都可以在“设置”和“通讯录”里修改。"

    def build(self) -> None:
        self.autostart = QCheckBox("登录 Windows 后自动打开值班长")
        self.autostart.clicked.connect(self._switch)
        self.body.addWidget(self.autostart)
        self.error("autostart", self.autostart)
        self.body.addSpacing(theme.px(4))
        self.body.addWidget(hairline())
        self.body.addSpacing(theme.px(4))
        words = "想先熟悉一下？演示数据全是虚构的，放在另一个文件夹，另开一个窗口，不影响正式数据。"
        self.body.addWidget(label(words, wrap=True))
        line = row(gap=12)
        self.demo = button("打开演示数据")
        self.demo.clicked.connect(self._open_demo)
        self.said = secondary(wrap=True)
        line.addWidget(self.demo)
        line.addWidget(self.said, 1)
        self.body.addLayout(line)
        self._starter = DemoStarter(self._desk, self)
        self._starter.told.connect(self._told)

    def refresh(self) -> None:
        on = self._desk.outside.autostart.is_on(self._desk.store.folder)
        with QSignalBlocker(self.autostart):
            self.autostart.setChecked(on)

    def save(self) -> bool:
        return True

    def first_field(self) -> QWidget:
        return self.autostart

    def _switch(self, on: bool) -> None:
        self.errors["autostart"].say("")
        try:
            self._desk.outside.autostart.switch(on, self._desk.store.folder)
        except UserError as problem:
            self.errors["autostart"].say(str(problem))
        self.refresh()

    def _open_demo(self) -> None:
        self.demo.setEnabled(False)
        self._starter.start()

    def _told(self, words: str, over: bool) -> None:
        self.said.setText(words)
        self.demo.setEnabled(over)


def all_steps(desk: Desk) -> list[Step]:
    """Return the five steps in their order."""
    from hallduty.ui.first_start.group_step import GroupStep
    from hallduty.ui.first_start.hall_step import HallStep

    return [HallStep(desk), GroupStep(desk), ContactsStep(desk), BackupStep(desk), LastStep(desk)]
