"""The preview of a paper: the very PDF that is printed or saved, made off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QStackedWidget, QWidget

from hallduty.domain.errors import UserError
from hallduty.patience import PATIENCE, reachable
from hallduty.ui import icons, keys, printing, theme
from hallduty.ui.widgets import ElidedLabel, button, column, label, row, secondary

if TYPE_CHECKING:
    from hallduty.documents.paper import Paper
    from hallduty.ui.desk import Desk

_ZOOM_STEP = 1.2
_ZOOMS = (0.2, 5.0)
_FORBIDDEN = '\\/:*?"<>|'


class PreviewDialog(QDialog):
    """Makes the paper, shows it, and prints or saves what it shows.

    `make` runs on another thread and must touch neither widgets nor the database. `delivered`
    tells whether the paper was printed or saved; `noted` is then called with its pages each
    time, to log the printing (see ui/printed.py).
    """

    def __init__(
        self,
        desk: Desk,
        title: str,
        make: Callable[[], Paper],
        suggested_name: str,
        parent: QWidget | None = None,
        noted: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._noted = noted
        self._name = file_name(suggested_name)
        self._paper: Paper | None = None
        self.delivered = False
        self._saved_to: Path | None = None
        self._buffer = QBuffer(self)
        self.document = QPdfDocument(self)
        self.setWindowTitle(title)
        self.setProperty("help", "preview")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._lay_out(title)
        self._keys()
        self._size_to(parent)
        self._show_state(self._waiting)
        desk.tasks.run(make, self._made, self._failed)

    @property
    def paper(self) -> Paper | None:
        """The paper that is shown; None until it is made."""
        return self._paper

    def print_paper(self) -> None:
        """Ask for the printer (Ctrl+P) and send the shown pages to it."""
        if self._paper is None:
            return
        try:
            printer = printing.ask_for_printer(self._desk, self.document, self._name, self)
        except printing.NoPrinter as problem:
            if self._desk.ask.confirm(self, "没有打印机", f"{problem}。", "另存为 PDF"):
                self.save_paper()
            return
        if printer is None:
            return
        try:
            printed = printing.print_pages(self.document, printer, self._name, self)
        except UserError as problem:
            self._desk.ask.problem(self, str(problem))
            return
        if printed:
            said = f"已送打印机 {printing.in_words(printed, printer)}"
            self._desk.events.told.emit(f"{said}：{self._name}")
            self._say(said)
            self._deliver(printed)

    def save_paper(self) -> None:
        """Ask where to (Ctrl+S) and write the PDF; a failure leaves no half file."""
        if self._paper is None:
            return
        path = self._desk.ask.save_path(self, f"{self._name}.pdf", "PDF 文件 (*.pdf)")
        if path is None:
            return
        try:
            write_whole(path, self._paper.pdf)
        except OSError as error:
            self._desk.ask.problem(self, f"未能写入 {path}：{error.strerror or error}")
            return
        self._desk.store.settings.remember("folder", str(path.parent))
        self._desk.events.told.emit(f"已保存 {path}")
        self._say(f"已保存 {path}")
        self._saved_to = path.parent
        self.open_folder.show()
        self._deliver(self._paper.pages)

    def _show_folder(self) -> None:
        """Open the folder of the file that was saved last."""
        if self._saved_to is not None and not self._desk.outside.show_folder(self._saved_to):
            self._say(f"文件夹打不开，请按路径查找：{self._saved_to}")

    def _deliver(self, pages: int) -> None:
        """The paper is out: say so, and let it be noted; a full disk stops nobody from printing."""
        self.delivered = True
        if self._noted is not None:
            try:
                self._noted(pages)
            except UserError as problem:
                self._desk.events.told.emit(f"打印记录未能写入：{problem}")

    # -- what is on it -------------------------------------------------------------------

    def _lay_out(self, title: str) -> None:
        layout = column(self, margins=(16, 12, 16, 12), gap=10)
        layout.addLayout(self._bar(title))
        layout.addWidget(self._outcome())
        self.warning = label("", wrap=True)
        self.warning.setProperty("warning", True)
        self.warning.hide()
        layout.addWidget(self.warning)
        self.typefaces = secondary(wrap=True)
        self.typefaces.hide()
        layout.addWidget(self.typefaces)
        self._stack = QStackedWidget()
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setPageSpacing(theme.px(12))
        self._waiting = self._waiting_page()
        self._stack.addWidget(self._waiting)
        self._stack.addWidget(self.view)
        layout.addWidget(self._stack, 1)
        self.view.pageNavigator().currentPageChanged.connect(self._page_changed)

    def _bar(self, title: str) -> QHBoxLayout:
        bar = row(gap=8)
        bar.addWidget(label(title, "heading"))
        self.pages = secondary()
        bar.addWidget(self.pages)
        bar.addStretch(1)
        self.smaller = button("", "flat")
        self.wide = button("适合宽度", "flat")
        self.larger = button("", "flat")
        for each, name, tip, slot in (
            (self.smaller, "magnify-minus-outline", "缩小（Ctrl+-）", self._zoom_out),
            (self.larger, "magnify-plus-outline", "放大（Ctrl++）", self._zoom_in),
            (self.wide, "", "整页宽度（Ctrl+0）", self._fit_width),
        ):
            if name:
                each.setIcon(icons.icon(name))
            each.setToolTip(tip)
            each.setAccessibleName(tip)
            each.clicked.connect(slot)
            bar.addWidget(each)
        self.save = button("另存为 PDF", "plain", "Ctrl S")
        self.save.clicked.connect(self.save_paper)
        self.print = button("打印", "primary", "Ctrl P")
        self.print.clicked.connect(self.print_paper)
        bar.addWidget(self.save)
        bar.addWidget(self.print)
        return bar

    def _outcome(self) -> QWidget:
        """Return the line that says what became of it, with the whole way to the saved file."""
        self._told = QWidget()
        line = row(self._told, gap=8)
        self.note = ElidedLabel("", "secondary", cut=Qt.TextElideMode.ElideMiddle)
        self.open_folder = button("打开所在文件夹", "flat", small=True)
        self.open_folder.clicked.connect(self._show_folder)
        self.open_folder.hide()
        line.addWidget(self.note, 1)
        line.addWidget(self.open_folder)
        self._told.hide()
        return self._told

    def _say(self, words: str) -> None:
        self.note.setText(words)
        self._told.show()

    def _waiting_page(self) -> QWidget:
        page = QWidget()
        layout = column(page, gap=12)
        self.state = label("正在排版……", "muted", wrap=True)
        self.state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(theme.px(240))
        self.cancel = button("取消")
        self.cancel.clicked.connect(self.reject)
        layout.addStretch()
        for widget in (self.state, self.progress, self.cancel):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        return page

    def _keys(self) -> None:
        for key, slot in (
            (keys.SEND_PAPER, self.print_paper),
            (keys.SAVE_PAPER, self.save_paper),
            (keys.LARGER, self._zoom_in),
            (keys.SMALLER, self._zoom_out),
            (keys.WIDE, self._fit_width),
        ):
            keys.bind(self, key, slot)

    def _size_to(self, parent: QWidget | None) -> None:
        room = parent.window().size() if parent is not None else self.screen().availableSize()
        self.resize(min(theme.px(920), room.width()), max(theme.px(420), room.height() - 48))

    # -- the paper -----------------------------------------------------------------------

    def _made(self, paper: Paper) -> None:
        self._buffer.setData(QByteArray(paper.pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        if self.document.status() != QPdfDocument.Status.Ready:
            self._failed(UserError("排好的文件无法显示"))
            return
        self._paper = paper
        self._page_changed(0)
        for line, words in (
            (self.warning, missing_words(paper.missing)),
            (self.typefaces, "；".join(paper.substituted)),
        ):
            line.setText(words)
            line.setVisible(bool(words))
        self._show_state(self.view)
        self.view.setFocus()

    def _failed(self, problem: Exception) -> None:
        if not isinstance(problem, UserError):
            # Not the user's fault and not the printer's: the log must have it.
            self.state.setText("未能排版，程序出错；详情已记入日志")
            self.progress.hide()
            self.cancel.setText("关闭")
            raise problem
        self.state.setText(f"未能排版：{problem}")
        self.progress.hide()
        self.cancel.setText("关闭")

    def _show_state(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        ready = page is self.view
        for each in (self.save, self.print, self.smaller, self.larger, self.wide):
            each.setEnabled(ready)

    def _page_changed(self, page: int) -> None:
        if self._paper is not None:
            self.pages.setText(f"第 {page + 1} 页，共 {self._paper.pages} 页")

    # -- zoom ----------------------------------------------------------------------------

    def _zoom_in(self) -> None:
        self._zoom(_ZOOM_STEP)

    def _zoom_out(self) -> None:
        self._zoom(1 / _ZOOM_STEP)

    def _zoom(self, factor: float) -> None:
        if self.view.zoomMode() != QPdfView.ZoomMode.Custom:
            self.view.setZoomFactor(self._fitted_factor())
            self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        least, most = _ZOOMS
        self.view.setZoomFactor(max(least, min(most, self.view.zoomFactor() * factor)))

    def _fitted_factor(self) -> float:
        """The factor at which the first page is as wide as the view shows it now."""
        points = self.document.pagePointSize(0).width() or 1.0
        shown = self.view.viewport().width() - 2 * theme.px(12)
        return shown / (points * self.logicalDpiX() / 72)

    def _fit_width(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.document.close()
        super().closeEvent(event)


def missing_words(missing: tuple[str, ...]) -> str:
    """Name the characters that no font has, so that somebody can write them in by hand."""
    if not missing:
        return ""
    named = "、".join(f"{character}（U+{ord(character):04X}）" for character in missing[:6])
    more = f"等 {len(missing)} 个" if len(missing) > 6 else ""
    return f"字体缺字，打印时以〓代替：{named}{more}，请手写补上或改用其他字。"


def file_name(suggested: str) -> str:
    """Return a name that every system takes: no path characters, not too long."""
    kept = "".join("_" if c in _FORBIDDEN or ord(c) < 32 else c for c in suggested)
    return kept.strip(" .")[:100].removesuffix(".pdf") or "打印"


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` so that `path` is either the old file or the whole new one."""
    aside = reachable(path.with_name(f".{uuid4().hex}.tmp"))
    try:
        aside.write_bytes(data)
        PATIENCE.replace(aside, reachable(path))
    except OSError:
        with suppress(OSError):
            PATIENCE.unlink(aside)
        raise
