"""设置 · 备份: where, when, how many are kept; a backup now; what became of the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QPushButton, QSpinBox

from hallduty.domain.backups import MOST_KEPT, WHEN
from hallduty.domain.errors import UserError
from hallduty.ui import backing_up, theme
from hallduty.ui.elsewhere_note import elsewhere_note
from hallduty.ui.restore_asking import RestoreAsking
from hallduty.ui.settings.section import Section
from hallduty.ui.wheel_guard import WheelGuard
from hallduty.ui.widgets import button, label, row, secondary, set_property

if TYPE_CHECKING:
    from pathlib import Path

_IN_DATA = "留空：数据文件夹里的 backups"
_HELP = (
    "备份含数据库、附件和本单位表样，也含办税人姓名电话：请放在本单位的移动硬盘或另一块磁盘上，"
    "妥善保管。恢复前先核对备份，现有数据另存一份。"
)


class BackupSection(Section):
    """The automatic backup of the whole data folder."""

    title = "备份"

    def build(self) -> None:
        self._guard = WheelGuard(self)
        self.state = label("", wrap=True)
        self.body.addWidget(self.state)
        line = row(gap=4)
        self.when = QButtonGroup(self)
        for place, words in enumerate(WHEN.values()):
            choice = QPushButton(words)
            choice.setCheckable(True)
            choice.setAccessibleName(f"自动备份 {words}")
            set_property(choice, "choice", True)
            set_property(choice, "small", True)
            self.when.addButton(choice, place)
            line.addWidget(choice)
        line.addStretch()
        self.body.addWidget(secondary("自动备份"))
        self.body.addLayout(line)
        self.error("backup_when", self.when.button(0))
        self.folder = self.line("backup_folder", "备份到", _IN_DATA)
        self.folder.editingFinished.connect(self._folder_entered)
        self.elsewhere = elsewhere_note(self.folder)
        self.body.addWidget(self.elsewhere)
        deeds = row(gap=8)
        self.choose = button("选择…", small=True)
        self.open_button = button("打开", small=True)
        self.now = button("立即备份", small=True)
        self.restore_button = button("从备份恢复…", small=True)
        for each, slot in (
            (self.choose, self._choose),
            (self.open_button, self._open),
            (self.now, self.back_up),
        ):
            each.clicked.connect(slot)
            deeds.addWidget(each)
        self._asking = RestoreAsking(self._desk, self.restore_button, self)
        self._asking.said.connect(self.errors["backup_folder"].say)
        deeds.addWidget(self.restore_button)
        deeds.addStretch()
        self.body.addLayout(deeds)
        self.keep = QSpinBox()
        self.keep.setRange(1, MOST_KEPT)
        self.keep.setSuffix(" 份")
        self.keep.setFixedWidth(theme.px(100))
        self.keep.setAccessibleName("保留份数")
        self.keep.installEventFilter(self._guard)
        self.keep.editingFinished.connect(self._keep_entered)
        line = row(gap=12)
        line.addWidget(label("每天留最后一份，保留最近", wrap=True), 1)
        line.addWidget(self.keep)
        self.body.addLayout(line)
        self.error("backup_keep", self.keep)
        self.note(_HELP)
        self.when.idClicked.connect(self._choose_when)

    def refresh(self) -> None:
        settings = self.settings
        if settings.backup_when in WHEN:
            self.when.button(list(WHEN).index(settings.backup_when)).setChecked(True)
        self.show_text(self.folder, "backup_folder", settings.backup_folder)
        if not self.keep.hasFocus():
            self.keep.setValue(settings.backup_keep)
        self._tell()

    def back_up(self) -> None:
        """Make a backup now, in the background."""
        self.now.setEnabled(False)
        self.state.setText("正在备份……")
        self._desk.tasks.run(backing_up.work(self._desk), self._made, self._failed)

    def _made(self, _made: object) -> None:
        self.now.setEnabled(True)
        backing_up.done(self._desk)
        self._desk.events.told.emit("备份已完成并核对")
        self._tell()

    def _failed(self, problem: Exception) -> None:
        self.now.setEnabled(True)
        backing_up.failed(self._desk, problem)
        self._tell()
        if not isinstance(problem, UserError):
            raise problem

    def _tell(self) -> None:
        last = backing_up.last(self._desk)
        wrong = self._desk.store.settings.recall(backing_up.TROUBLE)
        words = f"上次备份 {last:%Y-%m-%d %H:%M}" if last else "还没有备份过"
        self.state.setText(f"备份没有做成：{wrong}。{words}" if wrong else words)
        set_property(self.state, "role", "error" if wrong else "body")

    def _choose_when(self, place: int) -> None:
        self.save("backup_when", backup_when=list(WHEN)[place])
        self.refresh()

    def _folder_entered(self) -> None:
        self._take_folder(self.folder.text().strip())

    def _take_folder(self, folder: str) -> None:
        if self.save("backup_folder", backup_folder=folder):
            self.text_saved(self.folder)

    def _choose(self) -> None:
        chosen = self._desk.ask.open_folder(self, "备份到哪个文件夹", str(self._target()))
        if chosen is not None:
            self.folder.setText(str(chosen))
            self._take_folder(str(chosen))

    def _open(self) -> None:
        target = self._target()
        opened = target.is_dir() and self._desk.outside.show_folder(target)
        self.errors["backup_folder"].say("" if opened else f"{target} 打不开，或者还没有备份过")

    def _target(self) -> Path:
        return self._desk.store.backups.folder(self.settings.backup_folder)

    def _keep_entered(self) -> None:
        self.save("backup_keep", backup_keep=self.keep.value())
