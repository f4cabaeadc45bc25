"""Sends the pages of a PDF to a printer, page by page, exactly as the preview shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageRanges, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QProgressDialog, QWidget

from hallduty.domain.errors import UserError
from hallduty.domain.page_ranges import as_ranges, kind_of_paper

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk
    from hallduty.ui.print_dialog import PrintChoice

# The resolution of office printers; a finer one shows no difference in letters and lines.
_MOST_DPI = 600
# All of an A4 page at that, some 140 MB in memory; a larger page is drawn a little less sharp.
_MOST_PIXELS = 36_000_000
_POINTS = 72
_MM = 25.4 / _POINTS
_NEAR = 3.0


class NoPrinter(UserError):
    """There is no printer on this PC; its text says so and what to do."""


class Printer(QPrinter):
    """A printer that was chosen; `onto` is the paper that pages are scaled to, if any."""

    def __init__(self, onto: QPageSize | None = None) -> None:
        super().__init__(QPrinter.PrinterMode.HighResolution)
        self.onto = onto


def ask_for_printer(
    desk: Desk, document: QPdfDocument, name: str, parent: QWidget
) -> QPrinter | None:
    """Let the user choose printer, pages and copies; None means the user went back.

    What was chosen last for this kind of paper is chosen already. Raises NoPrinter.
    """
    from hallduty.ui.print_dialog import PrintDialog

    printers = desk.outside.printers()
    if not printers:
        raise NoPrinter("这台电脑上没有安装打印机，可先另存为 PDF，用有打印机的电脑打印")
    size = size_name(document, 0)
    dialog = PrintDialog(desk, printers, document.pageCount(), size, kind_of_paper(name), parent)
    dialog.exec()
    dialog.deleteLater()
    if dialog.choice is None:
        return None
    printer = printer_for(dialog.choice)
    if dialog.choice.system and not desk.outside.system_dialog(printer, parent):
        return None
    dialog.remember()
    return printer


def printer_for(choice: PrintChoice) -> Printer:
    """Return the printer set to what was chosen."""
    sizes = {"A4": QPageSize.PageSizeId.A4, "A3": QPageSize.PageSizeId.A3}
    printer = Printer(QPageSize(sizes[choice.onto]) if choice.onto else None)
    printer.setPrinterName(choice.printer)
    printer.setCopyCount(choice.copies)
    printer.setCollateCopies(choice.collate)
    printer.setDuplex(
        {
            "long": QPrinter.DuplexMode.DuplexLongSide,
            "short": QPrinter.DuplexMode.DuplexShortSide,
        }.get(choice.sides, QPrinter.DuplexMode.DuplexNone)
    )
    if choice.pages:
        ranges = QPageRanges()
        for first, last in as_ranges(list(choice.pages)):
            ranges.addRange(first, last)
        printer.setPageRanges(ranges)
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
    return printer


def size_name(document: QPdfDocument, page: int) -> str:
    """Return A4 or A3 where a page is of that size, in either direction, else “”."""
    size = document.pagePointSize(page)
    short, long = sorted((size.width() * _MM, size.height() * _MM))
    for name, (width, height) in {"A4": (210, 297), "A3": (297, 420)}.items():
        if abs(short - width) < _NEAR and abs(long - height) < _NEAR:
            return name
    return ""


def print_pages(document: QPdfDocument, printer: QPrinter, name: str, parent: QWidget) -> int:
    """Print what the printer was set to; return how many pages were sent (0: cancelled).

    Raises UserError when the printer does not start.
    """
    pages = _wanted(printer, document.pageCount())
    printer.setDocName(name)
    printer.setFullPage(True)
    _fit_paper(printer, document, pages[0])
    painter = QPainter()
    if not painter.begin(printer):
        raise UserError("打印机没有响应，请检查打印机是否开机、联机，或另存为 PDF 后再打印")
    progress = QProgressDialog("正在打印……", "取消", 0, len(pages), parent)
    progress.setWindowModality(Qt.WindowModality.WindowModal)
    progress.setMinimumDuration(600)
    try:
        for done, page in enumerate(pages):
            progress.setValue(done)
            QApplication.processEvents()
            if progress.wasCanceled():
                printer.abort()
                return 0
            if done:
                _fit_paper(printer, document, page)
                printer.newPage()
            _draw(document, page, printer, painter)
    finally:
        painter.end()
        progress.close()
        progress.deleteLater()
    return len(pages)


def in_words(sent: int, printer: QPrinter) -> str:
    """Say what was sent: “3 页”, or “3 页，2 份”, whoever made the copies."""
    copies = max(1, printer.copyCount())
    if copies == 1:
        return f"{sent} 页"
    pages = sent if printer.supportsMultipleCopies() else sent // copies
    return f"{pages} 页，{copies} 份"


def _wanted(printer: QPrinter, count: int) -> list[int]:
    """Return the pages (from 0) in the order in which they are to come out."""
    pages = list(range(count))
    ranges = printer.pageRanges()
    if printer.printRange() == QPrinter.PrintRange.PageRange and not ranges.isEmpty():
        pages = [page for page in pages if ranges.contains(page + 1)]
    pages = pages or [0]
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    if printer.supportsMultipleCopies():
        return pages
    copies = max(1, printer.copyCount())
    if printer.collateCopies():
        return pages * copies
    return [page for page in pages for _ in range(copies)]


def _fit_paper(printer: QPrinter, document: QPdfDocument, page: int) -> None:
    """Lay the paper as the page lies, so that a wide list is not printed on its side."""
    size = document.pagePointSize(page)
    wide = size.width() > size.height()
    upright = size.transposed() if wide else size
    own = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    printer.setPageSize((printer.onto if isinstance(printer, Printer) else None) or own)
    printer.setPageOrientation(
        QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    )
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)


def _draw(document: QPdfDocument, page: int, printer: QPrinter, painter: QPainter) -> None:
    """Draw a page as sharp as the printer is, in one piece: PDFium shifts the parts of a page."""
    size = document.pagePointSize(page)
    scale = _scale(printer, document, page)
    inches = QSizeF(size.width() * scale / _POINTS, size.height() * scale / _POINTS)
    most = (_MOST_PIXELS / (inches.width() * inches.height())) ** 0.5
    dpi = min(printer.resolution(), _MOST_DPI, most)
    picture = document.render(
        page, QSize(round(inches.width() * dpi), round(inches.height() * dpi))
    )
    left, top = _offset(printer, document, page, scale)
    device = printer.resolution()
    place = QRectF(left, top, inches.width() * device, inches.height() * device)
    painter.drawImage(place, picture)


def _scale(printer: QPrinter, document: QPdfDocument, page: int) -> float:
    """Return how much larger a page is to be on the paper that was chosen for it."""
    if not isinstance(printer, Printer) or printer.onto is None:
        return 1.0
    paper = printer.pageLayout().fullRectPoints()
    size = document.pagePointSize(page)
    return min(paper.width() / size.width(), paper.height() / size.height())


def _offset(
    printer: QPrinter, document: QPdfDocument, page: int, scale: float
) -> tuple[float, float]:
    """Return where a scaled page begins, so that it stands in the middle; in device pixels."""
    if not isinstance(printer, Printer) or printer.onto is None:
        return 0.0, 0.0
    paper, size = printer.pageLayout().fullRectPoints(), document.pagePointSize(page)
    device = printer.resolution() / _POINTS
    free_x, free_y = paper.width() - size.width() * scale, paper.height() - size.height() * scale
    return max(0.0, free_x) / 2 * device, max(0.0, free_y) / 2 * device
