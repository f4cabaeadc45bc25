"""帮助 · 出了问题: what to try oneself, what to send to whoever looks after the program."""

from __future__ import annotations

from hallduty.ui.diagnosing import DiagnosticsBox
from hallduty.ui.help.cards_area import CardsArea
from hallduty.ui.help.folder_row import FolderRow
from hallduty.ui.widgets import label, secondary

_ASKED = (
    ("字太小、看不清", "“设置 · 显示”里改字号、换深色。"),
    ("打不出来", "先在预览里另存为 PDF，再换一台打印机或用 U 盘拿去打印。"),
    ("打印出来有“〓”", "字体里没有那个生僻字，预览顶上会写明是哪个字，请手写补上。"),
    ("表样改了不生效", "“设置 · 表样”写着第几行、什么原因；改好后重新启动。"),
    ("备份没有做成", "“设置 · 备份”写着原因：磁盘没插、没有写入权限或空间不够。"),
    ("提示数据文件夹在网络盘或同步盘", "搬到本机磁盘上的文件夹，再从那里打开。"),
    ("怀疑记录被改动过", "运行 hallduty verify，会指出第一处不一致。"),
)
_LOG = "日志只写程序自己的事：几时启动、哪一步出错，不写登记的内容。"


class TroubleView(CardsArea):
    """Questions and answers; the diagnostics; the log."""

    def build(self) -> None:
        self.setAccessibleName("出了问题")
        body = self.add("先看一看", 3 * len(_ASKED))
        for question, answer in _ASKED:
            body.addWidget(label(question, "strong", wrap=True))
            body.addWidget(label(answer, wrap=True))
            body.addSpacing(4)
        self.diagnostics = DiagnosticsBox(self._desk)
        self.add("导出诊断信息", 3).addWidget(self.diagnostics)
        body = self.add("程序日志", 4)
        body.addWidget(secondary(_LOG, wrap=True))
        self.log = FolderRow(self._desk, "打开日志所在文件夹", self._desk.store.folder / "logs")
        body.addWidget(self.log)
