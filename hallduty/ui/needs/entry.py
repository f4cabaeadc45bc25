"""The quick entry of a need: content, channel, category, contact only for feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLayout

from hallduty.domain.needs import Need, NewNeed
from hallduty.ui import theme
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.inputs import choice_box, offer_words
from hallduty.ui.voice_entry import VoiceEntry
from hallduty.ui.widgets import row

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class NeedEntry(VoiceEntry[Need]):
    """Enter in the content or in the phone registers."""

    drafts = "need:new"
    moment = "at"
    notice_text = (
        "办税人要求反馈的才留联系方式，反馈后按期删除（个人信息保护法第六、十九条）；"
        "内容里不写姓名、电话。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.content = GrowingEdit(enter="submit", most=3)
        self.content.setPlaceholderText("需求：办税人希望什么（Ctrl+N），回车登记")
        self.content.setAccessibleName("需求内容")
        self.content.entered.connect(self.register)
        self.body.addWidget(self.content)
        self.body.addLayout(self._second())
        self.lay_out(
            self.content,
            {"content": self.content, "channel": self.channel, "category": self.category},
        )

    def _second(self) -> QLayout:
        line = row(gap=8)
        self.channel, self.category = choice_box("渠道", 6), choice_box("类别", 6)
        for box in (self.channel, self.category):
            box.setToolTip(f"{box.accessibleName()}，可在设置中增减")
        for box in (self.channel, self.category, self.hall):
            line.addWidget(box)
        line.addStretch()
        self.who.setPlaceholderText("联系人（要反馈的）")
        for edit in (self.who, self.phone):
            edit.setFixedWidth(theme.px(150))
            line.addWidget(edit)
        line.addWidget(self.add)
        return line

    def refresh(self) -> None:
        """Offer the channels and categories that there are now too."""
        offer_words(self.channel, self._desk.settings.need_channels)
        offer_words(self.category, self._desk.settings.need_categories)
        super().refresh()

    def enter(self) -> Need:
        new = NewNeed(
            self.content.toPlainText(),
            self.channel.currentText(),
            self.category.currentText(),
            self.who.text(),
            self.phone.text(),
            at=self.circumstance.at(self.moment),
            hall_id=self.hall.currentData(),
            incident_id=self.circumstance.incident_id,
        )
        return self._desk.store.needs.register(new, self._desk.stamp())

    def told(self, need: Need) -> str:
        return f"已登记 {need.number}"
