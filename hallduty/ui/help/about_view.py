"""帮助 · 关于: versions, where the data lie, and under which licences the parts are used."""

from __future__ import annotations

import platform
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from hallduty import __version__, diagnostics, paths
from hallduty.ui import theme
from hallduty.ui.help.cards_area import CardsArea
from hallduty.ui.help.folder_row import FolderRow
from hallduty.ui.help.licence_dialog import LicenceDialog
from hallduty.ui.widgets import ElidedLabel, button, label, row, secondary

# What is shipped with the program: the library, its licence, and what it is here for.
LIBRARIES = (
    ("Qt、PySide6", "LGPL-3.0", "界面、打印预览"),
    ("Python", "PSF", "程序语言"),
    ("SQLite", "公有领域", "数据库"),
    ("peewee", "MIT", "数据库读写"),
    ("reportlab", "BSD", "排版 PDF"),
    ("openpyxl", "MIT", "Excel 表格"),
    ("vobject", "Apache-2.0", "手机名片"),
    ("qt-material", "BSD-2-Clause", "界面样式"),
    ("QtAwesome", "MIT", "图标（Material Design Icons，Apache-2.0）"),
    ("chinesecalendar", "MIT", "法定节假日"),
    ("pypinyin", "MIT", "姓名拼音"),
    ("platformdirs", "MIT", "用户文件夹"),
    ("pillow", "MIT-CMU", "图片"),
    ("Jinja2、MarkupSafe", "BSD-3-Clause", "界面样式"),
    ("QtPy、six、et_xmlfile、charset-normalizer", "MIT", "上述各库所用"),
    ("python-dateutil", "BSD-3-Clause", "手机名片"),
    ("packaging", "Apache-2.0", "图标"),
)
FONTS = (
    ("思源黑体 Noto Sans SC", "OFL-NotoSansSC.txt"),
    ("思源宋体 Noto Serif SC", "OFL-NotoSerifSC.txt"),
)
_LGPL = "Qt 和 PySide6 是动态加载的，可以换成您自己编译的同版本；源代码见 qt.io。"
_OFL = "按 SIL 开放字体许可（OFL 1.1）随程序分发，可以自由使用和嵌入文件。"


class AboutView(CardsArea):
    """Three cards: the program, its data, its parts."""

    def build(self) -> None:
        self.setAccessibleName("关于")
        self._program()
        self._data()
        self._fonts()
        self._libraries()

    def facts(self) -> list[tuple[str, str]]:
        """Return what a person who helps asks for first."""
        return [
            ("值班长（HallDuty）", __version__),
            ("Python", platform.python_version()),
            ("Qt", str(qVersion())),
            ("SQLite", diagnostics.sqlite_version()),
            ("系统", f"{platform.system()} {platform.release()} {platform.machine()}"),
        ]

    def _program(self) -> None:
        facts = self.facts()
        body = self.add("程序", len(facts) + 2)
        _table(body, [(name, words) for name, words in facts])
        line = row(gap=10)
        self.copy = button("复制", small=True)
        self.copy.clicked.connect(self._copy)
        self.copied = secondary()
        line.addWidget(self.copy)
        line.addWidget(self.copied, 1)
        body.addLayout(line)
        body.addWidget(secondary("程序代码按 MIT 许可使用。", wrap=True))

    def _data(self) -> None:
        body = self.add("数据", 5)
        folder = self._desk.store.folder
        body.addWidget(secondary("数据库"))
        self.database = ElidedLabel(
            str(folder / paths.DATABASE_NAME), cut=Qt.TextElideMode.ElideMiddle
        )
        body.addWidget(self.database)
        body.addWidget(secondary("数据文件夹"))
        self.folder = FolderRow(self._desk, "打开数据文件夹", folder)
        body.addWidget(self.folder)

    def _fonts(self) -> None:
        body = self.add("字体", 6)
        body.addWidget(secondary(_OFL, wrap=True))
        self.licences = []
        for name, file in FONTS:
            line = row(gap=8)
            line.addWidget(label(name), 1)
            read = button("许可全文", "link", small=True)
            read.setAccessibleName(f"{name} 许可全文")
            read.clicked.connect(partial(self._read, name, paths.resources() / "fonts" / file))
            self.licences.append(read)
            line.addWidget(read)
            body.addLayout(line)

    def _libraries(self) -> None:
        body = self.add("所用的库", len(LIBRARIES) + 3)
        grid = _table(body, [(name, licence) for name, licence, _use in LIBRARIES])
        for number, (_name, _licence, use) in enumerate(LIBRARIES):
            grid.addWidget(label(use, "muted", wrap=True), number, 2)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 3)
        body.addWidget(secondary(_LGPL, wrap=True))

    def _copy(self) -> None:
        lines = [f"{name} {words}" for name, words in self.facts()]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.copied.setText("已复制，可粘贴给维护人员")

    def _read(self, name: str, file: Path) -> None:
        LicenceDialog(f"{name}：许可全文", file, self).open()


def _table(body: QVBoxLayout, lines: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(14))
    grid.setVerticalSpacing(theme.px(5))
    grid.setColumnStretch(1, 1)
    for number, (name, words) in enumerate(lines):
        said = label(words, wrap=True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(label(name, "muted"), number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(said, number, 1, Qt.AlignmentFlag.AlignTop)
    body.addLayout(grid)
    return grid
