"""设置 · 开机和托盘: start at login, an icon in the tray, and whether closing goes there."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox

from hallduty.domain.errors import UserError
from hallduty.ui.settings.section import Section
from hallduty.ui.widgets import button, row


class MannersSection(Section):
    """How the program comes and goes on this PC."""

    title = "开机和托盘"

    def build(self) -> None:
        self.autostart = self._box("autostart", "登录 Windows 后自动打开值班长")
        self.tray = self._box("tray", "在屏幕右下角显示图标，可登记事件、打开未办结事件")
        self.close_to_tray = self._box("close_to_tray", "关闭窗口时不退出，留在右下角")
        self.autostart.clicked.connect(self._switch_autostart)
        self.tray.clicked.connect(self._switch_tray)
        self.close_to_tray.clicked.connect(self._switch_closing)
        self.note("自动打开只对本机当前用户有效；关机、注销时程序自动保存草稿并退出。")
        line = row(gap=8)
        self.wizard = button("重新打开首次设置向导", small=True)
        self.wizard.clicked.connect(self._open_wizard)
        line.addWidget(self.wizard)
        line.addStretch()
        self.body.addLayout(line)

    def _box(self, name: str, words: str) -> QCheckBox:
        box = QCheckBox(words)
        self.body.addWidget(box)
        self.error(name, box)
        return box

    def refresh(self) -> None:
        on = self._desk.outside.autostart.is_on(self._desk.store.folder)
        for box, wanted in (
            (self.autostart, on),
            (self.tray, self.settings.tray),
            (self.close_to_tray, self.settings.close_to_tray),
        ):
            with QSignalBlocker(box):
                box.setChecked(wanted)
        self.close_to_tray.setEnabled(self.settings.tray)

    def _switch_autostart(self, on: bool) -> None:
        self.errors["autostart"].say("")
        try:
            self._desk.outside.autostart.switch(on, self._desk.store.folder)
        except UserError as problem:
            self.errors["autostart"].say(str(problem))
        else:
            self._desk.events.told.emit("已设为自动打开" if on else "不再自动打开")
        self.refresh()

    def _switch_tray(self, on: bool) -> None:
        self.save("tray", tray=on)
        self.refresh()

    def _switch_closing(self, on: bool) -> None:
        self.save("close_to_tray", close_to_tray=on)
        self.refresh()

    def _open_wizard(self) -> None:
        self._desk.events.first_start_requested.emit()
