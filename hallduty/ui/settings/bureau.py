"""设置 · 单位: the bureau's name on every paper, and who sits at this desk."""

from __future__ import annotations

from hallduty.ui.settings.section import Section


class BureauSection(Section):
    """Names that papers and the audit carry."""

    title = "单位与使用人"

    def build(self) -> None:
        self.bureau = self.line("bureau", "单位名称（印在公文和台帐上）")
        self.operator = self.line("operator", "使用人", "留空时，用当日值班领导的姓名")
        self.note("使用人写入每一条记录和打印件页脚，便于以后查对。")
        self.bureau.editingFinished.connect(self._save_bureau)
        self.operator.editingFinished.connect(self._save_operator)

    def refresh(self) -> None:
        self.show_text(self.bureau, "bureau", self.settings.bureau)
        self.show_text(self.operator, "operator", self.settings.operator)

    def _save_bureau(self) -> None:
        if self.save("bureau", bureau=self.bureau.text()):
            self.text_saved(self.bureau)

    def _save_operator(self) -> None:
        if self.save("operator", operator=self.operator.text()):
            self.text_saved(self.operator)
