"""设置 · 数据和表样: where the data lies, and which paper forms are in force."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hallduty.ui.diagnosing import DiagnosticsBox
from hallduty.ui.settings.section import Section
from hallduty.ui.widgets import ElidedLabel, button, column, label, pill, row, secondary

_NO_FOLDER = "文件夹打不开，请在资源管理器中按上面的路径查找"


class DataSection(Section):
    """The data folder, and how much is in it."""

    title = "数据"

    def build(self) -> None:
        line = row(gap=8)
        self.folder = ElidedLabel(str(self._desk.store.folder))
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open_button = button("打开", small=True)
        self.open_button.clicked.connect(self._open)
        line.addWidget(self.folder, 1)
        line.addWidget(self.open_button)
        self.body.addWidget(secondary("数据文件夹"))
        self.body.addLayout(line)
        self.error("folder", self.open_button)
        self.facts = secondary(wrap=True)
        self.body.addWidget(self.facts)
        self.note("数据只在这台电脑上，不联网。")
        self.diagnostics = DiagnosticsBox(self._desk)
        self.diagnose_button = self.diagnostics.button
        self.errors["diagnostics"] = self.diagnostics.error
        self.body.addWidget(self.diagnostics)

    def refresh(self) -> None:
        store = self._desk.store
        size = sum(f.stat().st_size for f in store.folder.glob("*.db*") if f.is_file())
        code = store.audit.head_code()
        self.facts.setText(
            f"事件 {store.incidents.count()} 件　数据库 {_size_text(size)}　核验码 {code}"
        )

    def _open(self) -> None:
        opened = self._desk.outside.show_folder(self._desk.store.folder)
        self.errors["folder"].say("" if opened else _NO_FOLDER)


class FormsSection(Section):
    """Each paper form: shipped or the bureau's own, and what is wrong with an own copy."""

    title = "表样"

    def build(self) -> None:
        self.note(
            "表样是文本文件。要改时，把程序 forms 文件夹里的文件复制到数据文件夹的 forms 里再改，"
            "重新启动后生效；登记表、打印和导出会一起改变。"
        )
        self._list = QWidget()
        self._lines = column(self._list, gap=4)
        self.body.addWidget(self._list)
        self.open_button = button("打开本单位表样文件夹", small=True)
        self.open_button.clicked.connect(self._open)
        self.body.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.error("folder", self.open_button)

    def refresh(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        forms = self._desk.forms
        own = self._desk.store.folder / "forms"
        for form in (*forms.sheets, *forms.summaries, *forms.others):
            problem = next((p for p in forms.problems if f"{form.name}.toml" in p), "")
            mine = (own / f"{form.name}.toml").is_file()
            self._lines.addWidget(_form_line(form.title, mine, problem))
        for problem in forms.problems:
            said = label(problem, "error", wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._lines.addWidget(said)

    def _open(self) -> None:
        folder = self._desk.store.folder / "forms"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            self.errors["folder"].say(f"建不了文件夹 {folder}，请检查写入权限")
            return
        opened = self._desk.outside.show_folder(folder)
        self.errors["folder"].say("" if opened else f"{folder}：{_NO_FOLDER}")


def _form_line(title: str, own: bool, problem: str) -> QWidget:
    holder = QWidget()
    line = row(holder, gap=8)
    line.addWidget(ElidedLabel(title), 1)
    if problem:
        line.addWidget(pill("本单位的有误，用随附的", "red"))
    else:
        line.addWidget(pill("本单位的", "blue") if own else pill("随附", "grey"))
    return holder


def _size_text(size: int) -> str:
    return f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{max(1, size // 1024)} KB"
