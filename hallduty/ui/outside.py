"""The PC around the program: printers, folders, tray, start at login; tests hand in another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hallduty.autostart import Autostart, autostart

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QSystemTrayIcon, QWidget


@dataclass(frozen=True, slots=True)
class PrinterFacts:
    """What a printer can do."""

    duplex: bool = True
    a3: bool = True


@dataclass(slots=True)
class Outside:
    """What views ask of the PC itself. Printing is imported when it is asked for."""

    autostart: Autostart = field(default_factory=partial(autostart))

    def printers(self) -> list[str]:
        """Return the names of the printers, the default one first."""
        from PySide6.QtPrintSupport import QPrinterInfo

        names = [str(name) for name in QPrinterInfo.availablePrinterNames()]
        first = QPrinterInfo.defaultPrinterName()
        return sorted(names, key=lambda name: name != first)

    def printer_facts(self, name: str) -> PrinterFacts:
        """Ask a printer what it can do; one that does not say may be able to do it."""
        from PySide6.QtGui import QPageSize
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

        info = QPrinterInfo.printerInfo(name)
        single = QPrinter.DuplexMode.DuplexNone
        modes, sizes = info.supportedDuplexModes(), info.supportedPageSizes()
        ids = {size.id() for size in sizes}
        return PrinterFacts(
            duplex=not modes or any(mode != single for mode in modes),
            a3=not ids or QPageSize.PageSizeId.A3 in ids,
        )

    def system_dialog(self, printer: QPrinter, parent: QWidget) -> bool:
        """Let the user set what only the system's own dialog knows; tell whether to print."""
        from PySide6.QtPrintSupport import QPrintDialog

        dialog = QPrintDialog(printer, parent)
        dialog.setWindowTitle("打印机属性")
        return bool(dialog.exec() == QPrintDialog.DialogCode.Accepted)

    def show_folder(self, folder: Path) -> bool:
        """Open a folder in the file manager; False when nothing can."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        return bool(QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))

    def run(self, words: list[str], parent: QObject, over: Callable[[bool], None]) -> None:
        """Run another process; later call over(True), or over(False) when it failed."""
        from hallduty.ui.process import Process

        Process(parent, over).start(words[0], words[1:])

    def start(self, words: list[str]) -> bool:
        """Start a program that goes on when ours ends; tell whether it started."""
        from PySide6.QtCore import QProcess

        started = QProcess.startDetached(words[0], words[1:])
        # With a process id or without one, depending on the release of PySide6.
        return bool(started[0] if isinstance(started, tuple) else started)

    def tray_icon(self) -> QSystemTrayIcon | None:
        """Return an icon for the tray; None where there is no tray."""
        from PySide6.QtWidgets import QSystemTrayIcon

        return QSystemTrayIcon() if QSystemTrayIcon.isSystemTrayAvailable() else None
