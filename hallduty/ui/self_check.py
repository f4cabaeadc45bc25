"""What the self-test asks of Qt: a paper on the screen, every kind of picture, Chinese letters.

An installation that lost one of Qt's plugins still starts; here it is noticed.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics, QIcon, QImage, QImageReader
from PySide6.QtWidgets import QApplication

from hallduty.domain.errors import UserError

_FORMATS = ("png", "jpg", "gif", "bmp", "webp", "tiff", "svg", "ico")
_LETTERS = "值班长突发事件"
_WIDTH = 600


def paper_on_screen(pdf: bytes) -> str:
    """Show a paper's first page as the preview does; raise UserError when nothing is seen."""
    from PySide6.QtPdf import QPdfDocument

    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    if document.status() != QPdfDocument.Status.Ready:
        raise UserError("预览打不开 PDF")
    points = document.pagePointSize(0)
    height = round(_WIDTH * points.height() / points.width())
    page = document.render(0, QSize(_WIDTH, height))
    pages = document.pageCount()
    document.close()
    ink = _dark(page)
    if not ink:
        raise UserError("预览是空白的")
    return f"{pages} 页，首页 {ink * 100 / (_WIDTH * height):.1f}% 有墨"


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
