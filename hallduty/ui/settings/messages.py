"""设置 · 善后通知: the first text of the message on recovery, and the rule on priority cards."""

from __future__ import annotations

from hallduty.domain import sms
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.settings.section import Section
from hallduty.ui.widgets import label, secondary


class MessagesSection(Section):
    """Two texts; each saves itself when it is left, a text in error stays as typed."""

    title = "善后通知"

    def build(self) -> None:
        self.template = self._text("sms_template", "恢复短信的初始文字（发出前可以再改）")
        self.template.textChanged.connect(self._count)
        self.length = secondary("")
        self.body.addWidget(self.length)
        told = "；".join(f"【{name}】{what}" for name, what in sms.PLACEHOLDERS.items())
        self.note(f"可用的占位符：{told}。不需要也不能用姓名等个人信息。")
        self.rule = self._text("card_rule", "二次优先卡上的使用说明")

    def _text(self, name: str, text: str) -> GrowingEdit:
        words = label(text, "secondary", wrap=True)
        edit = GrowingEdit()
        edit.setAccessibleName(text)
        edit.setProperty("setting", name)
        words.setBuddy(edit)
        self.body.addWidget(words)
        self.body.addWidget(edit)
        self.error(name, edit)
        edit.left.connect(self._left)
        return edit

    def refresh(self) -> None:
        settings = self.settings
        self._drafts.watch(self.template, "settings:sms_template", settings.sms_template)
        self._drafts.watch(self.rule, "settings:card_rule", settings.card_rule)
        self._count()

    def _count(self) -> None:
        found = sms.length(" ".join(self.template.toPlainText().split()))
        self.length.setText(f"占位符未替换时 {found.characters} 字；70 字以内为一条短信")

    def _left(self) -> None:
        edit = self.sender()
        if isinstance(edit, GrowingEdit):
            name = str(edit.property("setting"))
            if self.save(name, **{name: " ".join(edit.toPlainText().split())}):
                self._drafts.committed(edit)
