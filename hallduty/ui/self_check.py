"""What the self-test asks of Qt: a paper on screen and printer, all kinds of pictures, Chinese.

An installation that lost one of Qt's plugins still starts; here it is noticed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics, QIcon, QImage, QImageReader
from PySide6.QtWidgets import QApplication

from hallduty.domain.errors import UserError

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument

_FORMATS = ("png", "jpg", "gif", "bmp", "webp", "tiff", "svg", "ico")
_LETTERS = "值班长突发事件"
_WIDTH = 600
_DPI = 300


def paper_on_screen(pdf: bytes) -> str:
    """Show a paper's first page as the preview does; raise UserError when nothing is seen."""
    with _opened(pdf) as document:
        return f"{document.pageCount()} 页，首页 {_inked(document):.1f}% 有墨"


def paper_printed(pdf: bytes, file: Path) -> str:
    """Print a paper into a file, the way it goes to a printer; raise UserError when it is blank."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
    from PySide6.QtWidgets import QWidget

    from hallduty.ui.printing import print_pages

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    printer.setResolution(_DPI)
    with _opened(pdf) as document:
        sent = print_pages(document, printer, "自检", QWidget())
    with _opened(file.read_bytes()) as printed:
        pages = printed.pageCount()
        if pages != sent:
            raise UserError(f"送出 {sent} 页，印出 {pages} 页")
        inked = _inked(printed)
    known = len(QPrinterInfo.availablePrinterNames())
    return f"{sent} 页，首页 {inked:.1f}% 有墨；本机打印机 {known} 台"


@contextmanager
def _opened(pdf: bytes) -> Iterator[QPdfDocument]:
    from PySide6.QtPdf import QPdfDocument

    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    if document.status() != QPdfDocument.Status.Ready:
        raise UserError("预览打不开 PDF")
    try:
        yield document
    finally:
        document.close()


def _inked(document: QPdfDocument) -> float:
    """Return how much of the first page is dark, in percent; raise UserError when none is."""
    points = document.pagePointSize(0)
    height = round(_WIDTH * points.height() / points.width())
    ink = _dark(document.render(0, QSize(_WIDTH, height)))
    if not ink:
        raise UserError("页面是空白的")
    return ink * 100 / (_WIDTH * height)


def pictures(icons: Path, theme: Path) -> str:
    """Read every kind of picture that the program shows; raise UserError naming what it cannot."""
    known = {bytes(name.data()).decode("ascii") for name in QImageReader.supportedImageFormats()}
    lost = [name for name in _FORMATS if name not in known]
    if lost:
        raise UserError(f"图片格式读不了：{'、'.join(lost)}")
    for file in (theme / "dot.svg", icons / "hallduty.ico", icons / "hallduty-064.png"):
        if not _shown(QIcon(str(file))):
            raise UserError(f"图标显示不出来：{file.name}")
    return "、".join(_FORMATS)


def letters() -> str:
    """Return the interface's typeface; raise UserError when it has no Chinese."""
    font = QApplication.font()
    metrics = QFontMetrics(font)
    lost = [letter for letter in _LETTERS if not metrics.inFontUcs4(ord(letter))]
    if lost:
        raise UserError(f"界面字体 {QFontInfo(font).family()} 没有汉字")
    return QFontInfo(font).family()


def _shown(icon: QIcon) -> bool:
    picture = icon.pixmap(QSize(32, 32)).toImage()
    return any(
        picture.pixelColor(x, y).alpha() > 128
        for x in range(picture.width())
        for y in range(picture.height())
    )


def _dark(page: QImage) -> int:
    """Count the pixels that stand out from white paper."""
    white = QImage(page.size(), QImage.Format.Format_RGB32)
    white.fill(QColor(Qt.GlobalColor.white))
    for_paper = page.convertToFormat(QImage.Format.Format_ARGB32)
    grey = _laid_on(white, for_paper).convertToFormat(QImage.Format.Format_Grayscale8)
    return sum(byte < 128 for byte in bytes(grey.constBits()))


def _laid_on(ground: QImage, picture: QImage) -> QImage:
    from PySide6.QtGui import QPainter

    painter = QPainter(ground)
    painter.drawImage(0, 0, picture)
    painter.end()
    return ground
