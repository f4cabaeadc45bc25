"""附件: pictures and files picked, dropped or pasted; kept in the data folder."""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QIcon,
    QImage,
    QImageReader,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPixmap,
)
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from hallduty.domain import times
from hallduty.domain.attachments import MOST_BYTES, Attachment
from hallduty.domain.errors import UserError
from hallduty.ui import icons, theme
from hallduty.ui.events import Topic
from hallduty.ui.incidents.case import Case
from hallduty.ui.scrolled import vertical_scroll
from hallduty.ui.widgets import (
    ElidedLabel,
    FlowLayout,
    button,
    column,
    field_error,
    label,
    row,
    secondary,
)

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff")
_THUMB = 44


class AttachmentRow(QFrame):
    """One file: a thumbnail, its name and size; opened(Attachment)."""

    opened = Signal(object)
    moved = Signal(object, int)

    def __init__(self, attachment: Attachment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.attachment = attachment
        self.setProperty("step", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{attachment.name} {size_text(attachment.size)}")
        line = row(self, margins=(9, 7, 12, 7), gap=10)
        self.thumb = QLabel()
        self.thumb.setFixedSize(theme.px(_THUMB), theme.px(_THUMB))
        self.thumb.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.thumb.setObjectName("thumb")
        line.addWidget(self.thumb)
        words = column(gap=2)
        words.addWidget(ElidedLabel(attachment.name))
        about = f"{size_text(attachment.size)} · {times.stamp(attachment.at)} {attachment.actor}"
        words.addWidget(ElidedLabel(about, "secondary"))
        line.addLayout(words, 1)
        press = button("打开", small=True)
        press.clicked.connect(self._open)
        line.addWidget(press)

    def show_icon(self, icon: QIcon) -> None:
        """Show an icon for a file that is no picture."""
        size = theme.px(28)
        self.thumb.setPixmap(icon.pixmap(size, size))

    def show_picture(self, picture: QImage) -> None:
        """Show the thumbnail of a picture."""
        if not picture.isNull():
            self.thumb.setPixmap(QPixmap.fromImage(picture))

    def _open(self) -> None:
        self.opened.emit(self.attachment)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(self, -1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._open()


class AttachmentsTab(QWidget):
    """Files can be dropped anywhere on the tab; Ctrl+V pastes a screenshot."""

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._rows: dict[int, AttachmentRow] = {}
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        body = column(self, margins=(0, 12, 0, 0), gap=6)
        top = FlowLayout(gap=theme.px(8))
        top.setContentsMargins(theme.px(14), 0, theme.px(14), 0)
        self.pick = button("选择文件…", small=True)
        self.pick.clicked.connect(self._pick)
        self.paste = button("粘贴截图", small=True, key="Ctrl V")
        self.paste.clicked.connect(self._paste)
        top.addWidget(self.pick)
        top.addWidget(self.paste)
        body.addLayout(top)
        self.hint = secondary(
            f"也可以把文件拖到这里；每个不超过 {MOST_BYTES // 1024 // 1024} MB。", wrap=True
        )
        self.hint.setContentsMargins(14, 0, 14, 0)
        body.addWidget(self.hint)
        self.error = field_error(self)
        self.error.setContentsMargins(14, 0, 14, 0)
        body.addWidget(self.error)
        self.empty = label(
            "还没有附件。现场照片、系统报错截图、公告照片可以放在这里。", "muted", wrap=True
        )
        self.empty.setContentsMargins(14, 8, 14, 8)
        scroll = vertical_scroll()
        self._scroll = scroll
        inside = QWidget()
        self._list = column(inside)
        # Where the files will be: beside an empty list, a small window would lack the room.
        self._list.addWidget(self.empty)
        self._list.addStretch(1)
        scroll.setWidget(inside)
        body.addWidget(scroll, 1)
        case.follow(self._opened, self.refresh)

    def focus_first(self) -> None:
        """Put the focus where Ctrl+V and the buttons work."""
        self.pick.setFocus(Qt.FocusReason.OtherFocusReason)

    def rows(self) -> list[AttachmentRow]:
        """Return the rows, in the order in which the files were added."""
        return list(self._rows.values())

    def refresh(self) -> None:
        """Show the files that were added since."""
        for attachment in self._case.dossier.attachments:
            if attachment.id not in self._rows:
                self._add_row(attachment)
        self.empty.setVisible(not self._rows)
        for part in (self.pick, self.paste):
            part.setEnabled(not self._case.void)

    def add_files(self, paths: list[Path]) -> None:
        """Keep files; each that cannot be kept is named with its reason, the others stay."""
        problems = []
        for path in paths:
            try:
                self._keep(path.name, _read(path))
            except UserError as problem:
                problems.append(str(problem))
        self.error.say("\n".join(problems))
        if len(problems) < len(paths):
            self._case.desk.changed(Topic.INCIDENTS)
            self._case.desk.events.told.emit(f"已加入 {len(paths) - len(problems)} 个附件")

    def add_picture(self, picture: QImage) -> None:
        """Keep a screenshot as PNG, named by the time it was pasted."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        # PySide's stub asks for bytes here, of which 6.9.3 crashes.
        if picture.isNull() or not picture.save(buffer, "PNG"):  # type: ignore[call-overload]
            self.error.say("剪贴板里的图片读不出来，请重新截图")
            return
        try:
            self._keep(f"截图 {self._case.now():%Y%m%d-%H%M%S}.png", bytes(buffer.data().data()))
        except UserError as problem:
            self.error.say(str(problem))
            return
        self.error.say("")
        self._case.desk.changed(Topic.INCIDENTS)

    def _keep(self, name: str, data: bytes) -> None:
        desk = self._case.desk
        desk.store.attachments.add(self._case.incident.id, name, data, desk.stamp())

    def _opened(self) -> None:
        for old in self._rows.values():
            old.hide()
            old.deleteLater()
        self._rows = {}
        self.error.say("")

    def _add_row(self, attachment: Attachment) -> None:
        line = AttachmentRow(attachment)
        line.opened.connect(self._open)
        line.moved.connect(self._move)
        self._list.insertWidget(self._list.count() - 1, line)
        line.show()
        self._rows[attachment.id] = line
        name = Path(attachment.name)
        line.show_icon(icons.icon(_glyph(name.suffix.lower()), theme.colours().secondary))
        if name.suffix.lower() in _PICTURES:
            path = self._case.desk.store.attachments.path(attachment)
            side = round(theme.px(_THUMB) * self.devicePixelRatioF())
            ratio = self.devicePixelRatioF()
            self._case.desk.tasks.run(
                lambda: _thumbnail(path, side, ratio), line.show_picture, self._no_picture
            )

    def _no_picture(self, _problem: Exception) -> None:
        """Keep the icon: a picture that cannot be read is still a file that can be opened."""

    def _open(self, attachment: Attachment) -> None:
        path = self._case.desk.store.attachments.path(attachment)
        if not path.is_file():
            self.error.say(f"“{attachment.name}”的文件不在数据文件夹里，可能被移走了")
            return
        try:
            shown = _copy_to_show(path, attachment)
        except OSError:
            self.error.say(f"“{attachment.name}”打不开：写不进临时文件夹")
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(shown))):
            self.error.say(f"没有能打开“{attachment.name}”的程序")

    def _move(self, line: AttachmentRow, by: int) -> None:
        rows = self.rows()
        position = rows.index(line) + by
        if 0 <= position < len(rows):
            rows[position].setFocus(Qt.FocusReason.OtherFocusReason)

    # Picking, pasting, dropping ----------------------------------------------------------

    def _pick(self) -> None:
        paths = self._case.desk.ask.open_files(self)
        if paths:
            self.add_files(paths)

    def _paste(self) -> None:
        held = QGuiApplication.clipboard().mimeData()
        if held is not None and held.hasUrls():
            self.add_files([Path(u.toLocalFile()) for u in held.urls() if u.isLocalFile()])
        elif held is not None and held.hasImage():
            self.add_picture(QImage(held.imageData()))
        else:
            self.error.say("剪贴板里没有图片，请先截图或复制文件")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and not self._case.void:
            self._paste()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        held = event.mimeData()
        if not self._case.void and (held.hasUrls() or held.hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        held = event.mimeData()
        event.acceptProposedAction()
        if held.hasUrls():
            self.add_files([Path(u.toLocalFile()) for u in held.urls() if u.isLocalFile()])
        elif held.hasImage():
            self.add_picture(QImage(held.imageData()))


def size_text(size: int) -> str:
    """1536 → 1.5 KB."""
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:.1f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def _read(path: Path) -> bytes:
    """Read a file, or say in one sentence why it cannot be kept."""
    if path.is_dir():
        raise UserError(f"“{path.name}”是文件夹，请选择文件")
    try:
        size = path.stat().st_size
        if size == 0:
            raise UserError(f"“{path.name}”是空文件，没有加入")
        if size > MOST_BYTES:
            raise UserError(f"“{path.name}”超过 {MOST_BYTES // 1024 // 1024} MB，没有加入")
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"“{path.name}”读不出来，没有加入（文件被移走或没有权限）") from error


def _thumbnail(path: Path, side: int, ratio: float) -> QImage:
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    picture = reader.read()
    picture.setDevicePixelRatio(ratio)
    return picture


def _copy_to_show(path: Path, attachment: Attachment) -> Path:
    """Return a read-only copy under the file's own name, by which a program is chosen.

    The kept file itself is never handed out: an edit would break its hash.
    """
    folder = Path(gettempdir()) / "hallduty-opened" / attachment.sha256[:16]
    folder.mkdir(parents=True, exist_ok=True)
    shown = folder / attachment.name
    if not shown.is_file() or shown.stat().st_size != attachment.size:
        shown.write_bytes(path.read_bytes())
        shown.chmod(0o444)
    return shown


def _glyph(suffix: str) -> str:
    if suffix in _PICTURES:
        return "file-image-outline"
    known = {
        ".pdf": "file-pdf-box",
        ".doc": "file-word-outline",
        ".docx": "file-word-outline",
        ".xls": "file-excel-outline",
        ".xlsx": "file-excel-outline",
        ".mp4": "file-video-outline",
        ".mp3": "file-music-outline",
    }
    return known.get(suffix, "file-outline")
