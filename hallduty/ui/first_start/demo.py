"""Made-up data to try: filled and opened by another process in a folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hallduty import autostart, paths

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

# The end of the folder's name; the window's title says it by that, too.
MARK = "演示"
_EVENTS = "60"


def demo_folder(data: Path) -> Path:
    """Return where the made-up data lies: beside the real folder, never in it."""
    return data if is_demo(data) else data.with_name(f"{data.name}-{MARK}")


def is_demo(data: Path) -> bool:
    """Tell whether a data folder holds made-up data."""
    return data.name.endswith(f"-{MARK}")


class DemoStarter(QObject):
    """told(str, bool): what is going on, and whether it is over."""

    told = Signal(str, bool)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._folder = demo_folder(desk.store.folder)

    def start(self) -> None:
        """Open the window on the made-up data; fill the folder first where it is new."""
        if is_demo(self._desk.store.folder):
            self.told.emit("现在打开的就是演示数据", True)
        elif (self._folder / paths.DATABASE_NAME).exists():
            self._open()
        else:
            self.told.emit("正在生成演示数据，约需半分钟……", False)
            words = [*self._words(), "demo", "--incidents", _EVENTS]
            self._desk.outside.run(words, self, self._filled)

    def _filled(self, done: bool) -> None:
        if done:
            self._open()
        else:
            self.told.emit("演示数据没有生成，请检查磁盘空间和写入权限后再试", True)

    def _open(self) -> None:
        started = self._desk.outside.start(self._words())
        said = "演示窗口已打开，标题上注明“演示数据”" if started else "演示窗口没有打开，请再试一次"
        self.told.emit(said, True)

    def _words(self) -> list[str]:
        return [*autostart.program(), "--data", str(self._folder)]
