"""设置 · 公告: where notices usually hang, offered as boxes to tick in the tab 公告."""

from __future__ import annotations

from hallduty.domain.errors import FieldProblem, InvalidInput
from hallduty.domain.notices import read_places
from hallduty.ui.settings.section import Section


class NoticesSection(Section):
    """The places of notices (plan clauses 四（一）, 四（二）, 四（三）)."""

    title = "公告"

    def build(self) -> None:
        hint = "如：大厅入口、电子屏、导税台"
        self.places = self.line("notice_places", "张贴处（用顿号隔开）", hint)
        self.places.editingFinished.connect(self._entered)
        self.note("张贴公告时逐处打勾；没有列出的地方，可在事件的“公告”里临时写。")

    def refresh(self) -> None:
        self.show_text(self.places, "notice_places", "、".join(self.settings.notice_places))

    def _entered(self) -> None:
        places = read_places(self.places.text())
        if not places:
            problem = FieldProblem("notice_places", "请至少写一处，如：大厅入口")
            self.say_problem("notice_places", InvalidInput([problem]))
        elif self.save("notice_places", notice_places=places):
            self.text_saved(self.places)
            self.refresh()
