"""设置 · 政策和需求: the words by which questions and needs are sorted, parted by 、."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtWidgets import QLineEdit

from hallduty.ui.settings.section import Section

_PARTS = re.compile(r"[、，,;；\s]+")
_FIELDS = (
    ("policy_topics", "政策问题的税种（业务）"),
    ("need_channels", "需求收集渠道"),
    ("need_categories", "需求类别"),
)


class VoicesSection(Section):
    """Three lists of words, each saved when its field is left."""

    title = "政策和需求"

    def build(self) -> None:
        self.note("词与词之间用顿号分开，按写的顺序列出；已登记的内容不受影响。")
        self.edits: dict[str, QLineEdit] = {}
        for name, text in _FIELDS:
            edit = self.line(name, text)
            edit.setProperty("words", name)
            edit.editingFinished.connect(self._entered)
            self.edits[name] = edit

    def refresh(self) -> None:
        for name, edit in self.edits.items():
            if not edit.hasFocus():
                saved = "、".join(getattr(self.settings, name))
                self.show_text(edit, name, saved)
                edit.setToolTip(saved)
                edit.setCursorPosition(0)

    def _entered(self) -> None:
        edit = self.sender()
        if isinstance(edit, QLineEdit):
            name = str(edit.property("words"))
            words: Any = tuple(filter(None, _PARTS.split(edit.text())))
            if self.save(name, **{name: words}):
                self.text_saved(edit)
