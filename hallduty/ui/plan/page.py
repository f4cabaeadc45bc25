"""The page 预案: contents at the left, the plan's own words at the right, searchable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QShowEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QTreeWidget, QTreeWidgetItem, QWidget

from hallduty.domain.errors import UserError
from hallduty.domain.plan import Plan, PlanVersion
from hallduty.ui import keys, theme
from hallduty.ui.events import Topic
from hallduty.ui.icon_button import icon_button
from hallduty.ui.live_view import LiveView
from hallduty.ui.plan.reader import Reader
from hallduty.ui.plan.reading import as_html, sections
from hallduty.ui.widgets import ElidedLabel, card, column, field_error, label, row, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_ANCHOR = Qt.ItemDataRole.UserRole + 1
_CONTENTS_WIDTH = 232
# Text to be read is set larger than text to be worked with.
_READING = 16
_NEVER_THAT_LONG = 100


class PlanPage(LiveView):
    """Shows one version of the plan; the one in force unless another is chosen."""

    topics = frozenset({Topic.PLAN, Topic.CONTACTS, Topic.SETTINGS})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._versions: list[PlanVersion] = []
        self._plan: Plan = desk.plan
        self._items: dict[str, QTreeWidgetItem] = {}
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        layout = column(self, margins=(0, 0, 0, 4), gap=8)
        top = row(gap=12)
        top.addWidget(label("预案", "title"))
        self.version = QComboBox()
        self.version.setAccessibleName("哪一版")
        self.version.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.about = ElidedLabel("", "secondary")
        top.addWidget(self.version)
        top.addWidget(self.about, 1)
        self.search = QLineEdit()
        self.search.setPlaceholderText("在预案中查找")
        self.search.setToolTip("在预案中查找（Ctrl+F），Enter 下一处，Shift+Enter 上一处")
        self.search.setAccessibleName("在预案中查找")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(theme.px(230))
        self.found = secondary()
        self.back = icon_button("chevron-up", "上一处（Shift+F3）")
        self.forward = icon_button("chevron-down", "下一处（F3）")
        for part in (self.found, self.search, self.back, self.forward):
            top.addWidget(part)
        layout.addLayout(top)
        self.error = field_error(self.search)
        layout.addWidget(self.error)
        across = row(gap=12)
        across.addWidget(self._contents_card())
        across.addWidget(self._text_card(), 1)
        layout.addLayout(across, 1)
        self.setFocusProxy(self.contents)

    def _contents_card(self) -> QWidget:
        frame = card()
        frame.setFixedWidth(theme.px(_CONTENTS_WIDTH))
        inside = column(frame, margins=(1, 6, 1, 6))
        self.contents = _Contents()
        self.contents.setHeaderHidden(True)
        self.contents.setUniformRowHeights(True)
        self.contents.setRootIsDecorated(False)
        self.contents.setItemsExpandable(False)
        self.contents.setIndentation(theme.px(16))
        self.contents.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.contents.setAccessibleName("目录")
        inside.addWidget(self.contents)
        return frame

    def _text_card(self) -> QWidget:
        frame = card()
        inside = column(frame, margins=1)
        self.reader = Reader()
        inside.addWidget(self.reader)
        return frame

    def _connect(self) -> None:
        self.contents.currentItemChanged.connect(self._go)
        self.contents.itemActivated.connect(self._read_on)
        self.reader.section_reached.connect(self._mark)
        self.version.currentIndexChanged.connect(self._show_version)
        self.search.textChanged.connect(self._look)
        self.search.returnPressed.connect(self._next)
        self.back.clicked.connect(self._previous)
        self.forward.clicked.connect(self._next)
        keys.bind(self, keys.FIND, self._focus_search)
        keys.bind(self, keys.NEXT_HIT, self._next)
        keys.bind(self, keys.LAST_HIT, self._previous)
        only = Qt.ShortcutContext.WidgetShortcut
        keys.bind(self.search, keys.LAST_HIT_TOO, self._previous, only)

    # --- which version, which text --------------------------------------------------------

    def refresh(self) -> None:
        """Ask the store again; the version and the place in the text stay."""
        super().refresh()
        chosen = self.version.currentData()
        self._versions = self._desk.store.plans.versions()
        with QSignalBlocker(self.version):
            self.version.clear()
            for version in reversed(self._versions):
                force = "　现行" if version is self._versions[-1] else ""
                self.version.addItem(f"第 {version.version} 版{force}", version.id)
            self.version.setCurrentIndex(max(0, self.version.findData(chosen)))
        self.version.setVisible(bool(self._versions))
        self._show_version()

    def _show_version(self) -> None:
        version = next((v for v in self._versions if v.id == self.version.currentData()), None)
        self._plan = self._plan_of(version)
        self.about.setText(_about(self._plan, version))
        self._show_contents()
        group = self._desk.store.contacts.group()
        self.reader.show_text(as_html(self._plan, group, theme.px(_READING)))
        self._look()

    def _plan_of(self, version: PlanVersion | None) -> Plan:
        if version is None or (self._versions and version is self._versions[-1]):
            return self._desk.plan
        from hallduty.domain.plan_snapshot import parse_snapshot

        try:
            return parse_snapshot(version.text)
        except UserError as problem:
            self._desk.ask.problem(self, f"这一版读不出来，仍显示现行的一版：{problem}")
            return self._desk.plan

    def _show_contents(self) -> None:
        chosen = self.contents.currentItem()
        anchor = chosen.data(0, _ANCHOR) if chosen else ""
        with QSignalBlocker(self.contents):
            self.contents.clear()
            self._items = {}
            bold = QFont(self.contents.font())
            bold.setBold(True)
            above: QTreeWidgetItem | None = None
            for section in sections(self._plan):
                item = QTreeWidgetItem([section.title])
                item.setData(0, _ANCHOR, section.anchor)
                self._items[section.anchor] = item
                item.setToolTip(0, section.title)
                item.setSizeHint(0, QSize(0, theme.px(31)))
                if not section.depth:
                    item.setFont(0, bold)
                if section.depth and above is not None:
                    above.addChild(item)
                else:
                    self.contents.addTopLevelItem(item)
                    above = item
            self.contents.expandAll()
            first = next(iter(self._items.values()))
            self.contents.setCurrentItem(self._item(anchor) or first)

    def _item(self, anchor: str) -> QTreeWidgetItem | None:
        return self._items.get(anchor)

    # --- moving ---------------------------------------------------------------------------

    def show_record(self, key: str) -> None:
        """Show a clause (四（二）) or a scenario by its code, as another page asked for."""
        for anchor in (f"clause-{key}", f"scenario-{key}"):
            item = self._item(anchor)
            if item is not None:
                self.contents.setCurrentItem(item)
                return

    def _go(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.reader.go_to(item.data(0, _ANCHOR))

    def _read_on(self) -> None:
        self.reader.setFocus()

    def _mark(self, anchor: str) -> None:
        item = self._item(anchor)
        if item is not None and item is not self.contents.currentItem():
            with QSignalBlocker(self.contents):
                self.contents.setCurrentItem(item)

    # --- searching ------------------------------------------------------------------------

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _look(self) -> None:
        wanted = self.search.text().strip()
        too_long = len(wanted) > _NEVER_THAT_LONG
        self.error.say(f"查找的字词最多 {_NEVER_THAT_LONG} 字" if too_long else "")
        count = self.reader.find_all("" if too_long else wanted)
        for part in (self.back, self.forward):
            part.setEnabled(count > 0)
        self._say_found()

    def _next(self) -> None:
        self.reader.step(1)
        self._say_found()

    def _previous(self) -> None:
        self.reader.step(-1)
        self._say_found()

    def _say_found(self) -> None:
        place, count = self.reader.place()
        if not self.search.text().strip():
            self.found.setText("")
        else:
            self.found.setText(f"第 {place} 处，共 {count} 处" if count else "没有找到")

    # --- news -----------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)


class _Contents(QTreeWidget):
    """A tree without the lines that Qt draws before its branches."""

    def drawBranches(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw nothing: the indentation says enough."""


def _about(plan: Plan, version: PlanVersion | None) -> str:
    published = f"{plan.published:%Y-%m-%d} 公布"
    if version is None:
        return published
    why = f"：{version.reason}" if version.reason else ""
    return f"{published}　{version.adopted_at:%Y-%m-%d} 采用　{version.change}{why}"
