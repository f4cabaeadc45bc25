"""设置 · 政策和需求: the words by which questions and needs are sorted, parted by 、."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtWidgets import QLayout

from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.settings.section import Section
from hallduty.ui.widgets import secondary

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
        # As high as its fields, also where the page is one long column.
        self.body.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        self.edits: dict[str, GrowingEdit] = {}
        for name, text in _FIELDS:
            edit, words = GrowingEdit(enter="next", most=4), secondary(text)
            edit.setAccessibleName(text)
            edit.setProperty("words", name)
            words.setBuddy(edit)
            edit.left.connect(self._entered)
            edit.entered.connect(self._entered)
            self.body.addWidget(words)
            self.body.addWidget(edit)
            self.error(name, edit)
            self.edits[name] = edit

    def refresh(self) -> None:
        for name, edit in self.edits.items():
            if not edit.hasFocus():
                saved = "、".join(getattr(self.settings, name))
                self._drafts.watch(edit, f"settings:{name}", saved)

    def _entered(self) -> None:
        edit = self.sender()
        if isinstance(edit, GrowingEdit):
            name = str(edit.property("words"))
            words: Any = tuple(filter(None, _PARTS.split(edit.toPlainText())))
            if self.save(name, **{name: words}):
                self._drafts.committed(edit)
