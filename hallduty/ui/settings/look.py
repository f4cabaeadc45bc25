"""设置 · 显示: light or dark, and how large; both take effect at once."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QPushButton

from hallduty.domain.settings import FONT_SIZES, THEMES
from hallduty.ui.settings.section import Section
from hallduty.ui.widgets import row, secondary, set_property

_SIZE_WORDS = ("小", "标准", "较大", "大", "特大")


class LookSection(Section):
    """Chooses theme and font size."""

    title = "显示"

    def build(self) -> None:
        self.themes = self._choices("主题", list(THEMES.values()))
        self.error("theme", self.themes.button(0))
        words = [f"{word} {size}" for word, size in zip(_SIZE_WORDS, FONT_SIZES, strict=True)]
        self.sizes = self._choices("字号", words)
        self.error("font_size", self.sizes.button(0))
        self.note("选定后立即生效。站着看屏幕时，可用“大”或“特大”。")
        self.themes.idClicked.connect(self._choose_theme)
        self.sizes.idClicked.connect(self._choose_size)

    def _choices(self, name: str, words: list[str]) -> QButtonGroup:
        self.body.addWidget(secondary(name))
        group, line = QButtonGroup(self), row(gap=4)
        for place, word in enumerate(words):
            choice = QPushButton(word)
            choice.setCheckable(True)
            choice.setAccessibleName(f"{name} {word}")
            set_property(choice, "choice", True)
            set_property(choice, "small", True)
            group.addButton(choice, place)
            line.addWidget(choice)
        line.addStretch()
        self.body.addLayout(line)
        return group

    def refresh(self) -> None:
        themes = list(THEMES)
        if self.settings.theme in themes:
            self.themes.button(themes.index(self.settings.theme)).setChecked(True)
        if self.settings.font_size in FONT_SIZES:
            self.sizes.button(FONT_SIZES.index(self.settings.font_size)).setChecked(True)

    def _choose_theme(self, place: int) -> None:
        self.save("theme", theme=list(THEMES)[place])
        self.refresh()

    def _choose_size(self, place: int) -> None:
        self.save("font_size", font_size=FONT_SIZES[place])
        self.refresh()
