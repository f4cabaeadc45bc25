"""The icon in the tray: 登记事件 and the open incidents, also while the window is hidden."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from hallduty.domain.incidents import Incident
from hallduty.errors import UserError
from hallduty.ui.events import Topic

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

    from hallduty.ui.desk import Desk

_MOST = 12
_LONGEST = 40
_TOLD = "tray_told"
_STAYS = (
    "窗口已关闭，值班长仍在运行：点屏幕右下角的图标可以再打开，或登记事件。\n"
    "要真正退出，请在图标上点右键选“退出值班长”。在“设置 · 开机和托盘”里可改为关闭窗口即退出。"
)


class Tray(QObject):
    """Where the PC has no tray, nothing of it appears, and closing the window ends the program.

    shown: bring the window forward; register: open 登记事件; incident(int): open that one;
    leave: end the program.
    """

    shown = Signal()
    register = Signal()
    incident = Signal(int)
    leave = Signal()

    def __init__(self, desk: Desk, icon: QIcon, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._picture = desk, icon
        self.icon: QSystemTrayIcon | None = None
        self.menu: QMenu | None = None
        desk.events.changed.connect(self._changed)
        self._follow_settings()

    @property
    def holds_window(self) -> bool:
        """Whether a window that is closed goes to the tray, where it can be got back from."""
        return self.icon is not None and self._desk.settings.close_to_tray

    def tell_first_time(self) -> None:
        """Say once that the program goes on running, and how to end it."""
        settings = self._desk.store.settings
        if settings.recall(_TOLD):
            return
        settings.remember(_TOLD, "1")
        self._desk.ask.notice(None, "值班长仍在运行", _STAYS)

    def close(self) -> None:
        """Take the icon away."""
        if self.icon is not None:
            self.icon.hide()
            self.icon.deleteLater()
            self.icon = None
        if self.menu is not None:
            self.menu.deleteLater()
            self.menu = None

    def _follow_settings(self) -> None:
        if not self._desk.settings.tray:
            self.close()
        elif self.icon is None:
            self.icon = self._desk.outside.tray_icon()
            if self.icon is not None:
                self._dress(self.icon)

    def _dress(self, icon: QSystemTrayIcon) -> None:
        self.menu = QMenu()
        # Filled when it is opened: nobody waits for a list that nobody looks at.
        self.menu.aboutToShow.connect(self.fill)
        icon.setIcon(self._picture)
        icon.setContextMenu(self.menu)
        icon.activated.connect(self._clicked)
        self.fill()
        icon.show()

    def fill(self) -> None:
        """Put the open incidents as they are now into the menu and the icon's words."""
        if self.menu is None or self.icon is None:
            return
        try:
            found = self._desk.store.incidents.open_ones()
        except UserError:
            found = []
        self.menu.clear()
        self.menu.addAction("打开值班长", self.shown.emit)
        self.menu.addAction("登记事件", self.register.emit)
        self.menu.addSeparator()
        for incident in found[-_MOST:]:
            self.menu.addAction(self._words(incident), partial(self.incident.emit, incident.id))
        if not found:
            self.menu.addAction("没有未办结的事件").setEnabled(False)
        elif len(found) > _MOST:
            self.menu.addAction(f"另有 {len(found) - _MOST} 件，见窗口").setEnabled(False)
        self.menu.addSeparator()
        self.menu.addAction("退出值班长", self.leave.emit)
        self.icon.setToolTip(f"值班长　未办结 {len(found)} 件" if found else "值班长")

    def _words(self, incident: Incident) -> str:
        scenario = self._desk.plan.scenario(incident.scenario)
        name = scenario.name if scenario else self._desk.plan.event_type(incident.event_type).name
        drill = "（演练）" if incident.drill else ""
        words = f"{incident.number}{drill} {name} {incident.standing}"
        where = incident.place or incident.windows
        whole = f"{words}　{where}" if where else words
        whole = whole if len(whole) <= _LONGEST else whole[: _LONGEST - 1] + "…"
        # Qt would take a single & for the mark of an access key.
        return whole.replace("&", "&&")

    def _clicked(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        opening = QSystemTrayIcon.ActivationReason
        if reason in (opening.Trigger, opening.DoubleClick):
            self.shown.emit()

    def _changed(self, topic: Topic) -> None:
        if topic is Topic.SETTINGS:
            self._follow_settings()
        elif topic is Topic.INCIDENTS:
            self.fill()
