"""帮助 · 断电、断网时: what to have ready, what to do, and how the records come back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from hallduty.ui.help.cards_area import CardsArea
from hallduty.ui.help.folder_row import FolderRow
from hallduty.ui.widgets import KeyButton, button, label, row

_READY = (
    "打印断电包，放在值班台抽屉里：当日值班、电话、各情形步骤、空白公告和编号登记表。"
    "换了人、改了电话，重新打印一份。",
    "在“设置 · 备份”里选一个不在本机磁盘上的文件夹，如移动硬盘，以后自动备份。",
)
_NO_NETWORK = (
    "值班长不联网，断网照常使用；登记、打印、备份都不受影响。",
    "按 F2 登记“网络故障”，照步骤打电话、张贴公告，登记办税人联系方式。",
    "备份放在网络文件夹里的，断网时备份做不成，会在“今日”提示；恢复后自动补做。",
)
_NO_POWER = (
    "已登记的一条也不丢；正在输入的文字最多丢两秒，下次打开时列出来，可接着写。",
    "拿出断电包，翻到对应情形照做，做一项勾一项，写下时间。",
    "每件事件用一张编号登记表；写坏的写上“作废”，不要撕掉。",
)
_BACK_AGAIN = (
    "打开程序，先看顶上有没有未提交的文字。",
    "在“纸单补录”里按编号逐张补录，填真实时间，台帐上标“补录”；没用的、作废的也标明。",
    "核对窗口和设备是否都已恢复，通知登记过联系方式的办税人。",
    "再打印一份断电包备用。",
)
_RESTORE = (
    "记录不对、电脑换了：在“设置 · 备份”按“从备份恢复…”，选 hallduty-backup 开头的文件。",
    "程序先核对备份是否完好，再替换；现有数据另存一份，附件和本单位表样一并恢复。",
    "数据文件打不开时，程序的提示里也有“从备份恢复…”。",
)
_LIES = "记录、附件、表样和日志都在这个文件夹里，只在这台电脑上。请不要移动或改名其中的文件。"


class CutView(CardsArea):
    """Five cards in the order in which one needs them, and where the data lie."""

    def build(self) -> None:
        self.setAccessibleName("断电、断网时")
        self.pack, self.paper = button("打印断电包", small=True), button("纸单补录", small=True)
        self.backup = button("到“设置 · 备份”", small=True)
        self._card("平时备好", _READY, (self.pack, self._print_pack), (self.backup, self._backup))
        self._card("断网了", _NO_NETWORK)
        self._card("停电了", _NO_POWER)
        self._card("来电以后", _BACK_AGAIN, (self.paper, self._paper))
        self._card("恢复备份", _RESTORE)
        body = self.add("数据在哪里", 4)
        body.addWidget(label(_LIES, wrap=True))
        self.folder = FolderRow(self._desk, "打开数据文件夹", self._desk.store.folder)
        body.addWidget(self.folder)

    def _card(
        self, title: str, lines: tuple[str, ...], *deeds: tuple[KeyButton, Callable[[], None]]
    ) -> None:
        # A line of a card takes some 30 characters.
        body = self.add(title, sum(1 + len(line) // 30 for line in lines) + bool(deeds))
        for number, line in enumerate(lines, start=1):
            body.addWidget(label(f"{number}. {line}", wrap=True))
        if not self.in_front:
            self._add_deeds(body, deeds)

    def _add_deeds(
        self, body: QVBoxLayout, deeds: tuple[tuple[KeyButton, Callable[[], None]], ...]
    ) -> None:
        line = row(gap=8)
        for press, slot in deeds:
            press.clicked.connect(slot)
            line.addWidget(press)
        line.addStretch()
        if deeds:
            body.addLayout(line)

    def _print_pack(self) -> None:
        if len(self._desk.store.roster.halls()) > 1:
            self._paper()  # where the hall is chosen
            return
        from hallduty.ui.pack import print_pack

        print_pack(self._desk, self)

    def _paper(self) -> None:
        self._desk.events.page_requested.emit("paper")

    def _backup(self) -> None:
        self._desk.events.page_requested.emit("settings#backup")
