"""The tools beside the picture while it is arranged: add, rename and retire devices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from hallduty.domain.errors import UserError
from hallduty.domain.hall import Device, DeviceKind, Part
from hallduty.ui.events import Topic
from hallduty.ui.incidents.still_combo import StillCombo
from hallduty.ui.inputs import line_edit
from hallduty.ui.widgets import FieldError, button, column, field_error, label, row, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_HELP = "拖动，或选中后用方向键移动；移到别的上面即互换。窗口数在“设置”中改。"


class ArrangeTools(QWidget):
    """Works on the chosen tile. changed(): the devices of the hall are others now."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._hall_id = 0
        self.device: Device | None = None
        body = column(self, gap=6)
        body.addWidget(secondary(_HELP, wrap=True))
        first = row(gap=8)
        self.kind = StillCombo()
        self.kind.setAccessibleName("设备种类")
        for kind in DeviceKind:
            self.kind.addItem(kind.label, kind)
        self.new_name = line_edit("新设备名称", "名称，如：自助机2")
        self.new_name.returnPressed.connect(self.add)
        self.add_button = button("增加设备", key="Enter")
        self.add_button.clicked.connect(self.add)
        first.addWidget(self.kind)
        first.addWidget(self.new_name, 1)
        first.addWidget(self.add_button)
        body.addLayout(first)
        self.add_error = field_error(self.new_name)
        body.addWidget(self.add_error)
        second = row(gap=8)
        self.chosen = label("", "muted")
        self.name = line_edit("设备名称", "改名")
        self.name.returnPressed.connect(self.rename)
        self.rename_button = button("改名")
        self.rename_button.clicked.connect(self.rename)
        self.retire_button = button("撤下")
        self.retire_button.setToolTip("不再显示；以前的停用记录保留")
        self.retire_button.clicked.connect(self.retire)
        second.addWidget(self.chosen)
        second.addWidget(self.name, 1)
        second.addWidget(self.rename_button)
        second.addWidget(self.retire_button)
        body.addLayout(second)
        self.error = field_error(self.name)
        body.addWidget(self.error)
        self.choose(None)

    def show_hall(self, hall_id: int) -> None:
        """Work on another hall."""
        self._hall_id = hall_id
        self.choose(None)

    def choose(self, part: Part | None) -> None:
        """Take the tile that has the keyboard; a window has neither name nor end here."""
        self.device = part if isinstance(part, Device) else None
        self.chosen.setText("选中的设备" if self.device else "选中一台设备可改名、撤下")
        if self.device is not None:
            self.name.setText(self.device.name)
        self.error.say("")
        for each in (self.name, self.rename_button, self.retire_button):
            each.setVisible(self.device is not None)

    def add(self) -> None:
        """Add a device; without a name it gets that of its kind and the next number."""
        kind = DeviceKind(self.kind.currentData())
        name = self.new_name.text().strip() or self._free_name(kind)
        if self._save(Device(0, "", self._hall_id, kind, name), self.add_error, f"已增加{name}"):
            self.new_name.clear()

    def rename(self) -> None:
        """Give the chosen device the name that is typed."""
        if self.device is not None:
            wanted = replace(self.device, name=self.name.text())
            self._save(wanted, self.error, f"已改名为{wanted.name}")

    def retire(self) -> None:
        """Take the chosen device off the picture, after a question."""
        device = self.device
        if device is None:
            return
        text = f"撤下“{device.name}”？以前的停用记录保留。"
        if self._desk.ask.confirm(self, "撤下设备", text, "撤下"):
            wanted = replace(device, active=False)
            if self._save(wanted, self.error, f"已撤下{device.name}"):
                self.choose(None)

    def _free_name(self, kind: DeviceKind) -> str:
        taken = {d.name for d in self._desk.store.hall.picture(self._hall_id).devices if d.active}
        names = [kind.label, *(f"{kind.label}{number}" for number in range(2, 100))]
        return next(name for name in names if name not in taken)

    def _save(self, device: Device, error: FieldError, told: str) -> bool:
        error.say("")
        try:
            self._desk.store.hall.save_device(device, self._desk.stamp())
        except UserError as problem:
            error.say(str(problem))
            return False
        self._desk.events.told.emit(told)
        self._desk.changed(Topic.HALL)
        self.changed.emit()
        return True
