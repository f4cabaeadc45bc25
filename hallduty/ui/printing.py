"""Sends the pages of a PDF to a printer, page by page, exactly as the preview shows them."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QRectF, QSize, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QProgressDialog, QWidget

from hallduty.domain.errors import UserError

# Sharper than the eye on paper, yet one A4 page stays below 35 MB in memory.
_MOST_DPI = 300
_POINTS = 72


def ask_for_printer(parent: QWidget, pages: int) -> QPrinter | None:
    """Let the user choose printer, pages and copies; None means the user went back."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    dialog.setMinMax(1, pages)
    dialog.setFromTo(1, pages)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, pages > 1)
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


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


def _wanted(printer: QPrinter, count: int) -> list[int]:
    """Return the pages (from 0) in the order in which they are to come out."""
    first, last = 0, count - 1
    if printer.printRange() == QPrinter.PrintRange.PageRange:
        first = max(0, printer.fromPage() - 1)
        last = min(last, (printer.toPage() or count) - 1)
    pages = list(range(first, last + 1)) or [0]
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
    printer.setPageSize(
        QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    )
    printer.setPageOrientation(
        QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    )
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)


def _draw(document: QPdfDocument, page: int, printer: QPrinter, painter: QPainter) -> None:
    size = document.pagePointSize(page)
    dpi = min(printer.resolution(), _MOST_DPI)
    pixels = QSize(round(size.width() * dpi / _POINTS), round(size.height() * dpi / _POINTS))
    picture = document.render(page, pixels)
    device = printer.resolution() / _POINTS
    painter.drawImage(QRectF(0, 0, size.width() * device, size.height() * device), picture)
