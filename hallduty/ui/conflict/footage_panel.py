"""保全监控: which stretch of the recording, of which place, and the days left until it is gone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from hallduty.domain.conflict import (
    Footage,
    NewFootage,
    days_text,
    expiry,
    moved,
    proposed,
    span_text,
    urgency,
)
from hallduty.ui import theme
from hallduty.ui.flow_layout import FlowLayout
from hallduty.ui.pair_layout import pair
from hallduty.ui.widgets import (
    KeyButton,
    button,
    column,
    heading,
    label,
    pill,
    row,
    secondary,
    set_property,
)

if TYPE_CHECKING:
    from hallduty.domain.dossiers import Dossier

PLACES = ("窗口区", "等候区", "导税台", "自助办税区", "大厅入口")
STORAGES = ("导出到移动硬盘", "刻录光盘", "保卫部门封存")


class FootagePanel(QFrame):
    """noted(NewFootage): this stretch is to be secured. changed(Footage, NewFootage): another
    stretch or place. secured(Footage, str): it was secured, and where it is kept."""

    noted = Signal(object)
    changed = Signal(object, object)
    secured = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._dossier: Dossier | None = None
        self._footage: Footage | None = None
        self._wanted: NewFootage | None = None
        self._touched = self._another = False
        self._days = 0
        body = column(self, margins=(16, 12, 16, 12), gap=8)
        top = row(gap=8)
        top.addWidget(heading("保全监控"))
        top.addStretch()
        self.left = pill("", "blue")
        top.addWidget(self.left)
        body.addLayout(top)
        self.span = label("", "bigspan")
        self.act = button("登记要保全", "danger", key="8")
        self.act.setProperty("deed", "footage")
        self.act.clicked.connect(self.go_on)
        body.addWidget(pair(self.span, self.act, gap=theme.px(10)))
        body.addWidget(self._build_moves())
        self.places_word = secondary("摄像头位置（可多选）")
        body.addWidget(self.places_word)
        self.places = self._choices((), self._place_chosen)
        body.addWidget(self.places)
        self.storages_word = secondary("保存在")
        body.addWidget(self.storages_word)
        self.storages = self._choices(STORAGES, self._storage_chosen)
        body.addWidget(self.storages)
        self.kept = secondary("", wrap=True)
        body.addWidget(self.kept)
        self.more = button("再登记一段", small=True)
        self.more.clicked.connect(self._start_another)
        body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def start(self, dossier: Dossier, places: tuple[str, ...]) -> None:
        """Begin with another incident; `places` are what its hall and its record name."""
        self._touched = self._another = False
        self._storage = ""
        for press in self._buttons(self.storages):
            press.setChecked(False)
        _fill(self.places, places, self._place_chosen)

    def show_dossier(self, dossier: Dossier, now: datetime, days: int) -> None:
        """Show the stretch that is open, else the one to propose."""
        self._dossier, self._days = dossier, days
        mine = [f for f in dossier.footage if f.is_open]
        self._footage = None if self._another else next(iter(mine), None)
        done = [f for f in dossier.footage if not f.is_open]
        if self._footage is not None:
            footage = self._footage
            self._wanted = NewFootage(footage.camera, footage.from_at, footage.to_at)
        elif self._wanted is None or not self._touched:
            camera = self._wanted.camera if self._wanted is not None and self._touched else ""
            self._wanted = proposed(dossier.incident.occurred_at, now, camera)
        over = bool(done) and self._footage is None and not self._another
        self.kept.setText("\n".join(_kept(footage) for footage in done))
        self.kept.setVisible(bool(done))
        self._show(now, over)

    def tick(self, now: datetime) -> None:
        """Let the end of what is proposed move with the clock."""
        if self._dossier is not None and self._footage is None and not self._touched:
            self.show_dossier(self._dossier, now, self._days)

    def waits(self) -> bool:
        """Tell whether nothing has been noted of this incident yet."""
        return self._dossier is not None and not self._dossier.footage

    @property
    def wanted(self) -> NewFootage | None:
        """The stretch as it is shown."""
        return self._wanted

    def go_on(self) -> None:
        """Note the stretch, or once it is noted say that it was secured (8)."""
        if self._wanted is None or not self.act.isVisible():
            return
        if self._footage is None:
            self._another = False
            self.noted.emit(self._wanted)
        else:
            chosen = [p.text() for p in self._buttons(self.storages) if p.isChecked()]
            self._touched = False
            self.secured.emit(self._footage, "".join(chosen))

    def _build_moves(self) -> QWidget:
        self.moving = QWidget()
        flow = FlowLayout(self.moving, theme.px(8))
        self.moves: dict[tuple[str, int], KeyButton] = {}
        for end, word in (("start", "开始"), ("end", "结束")):
            one = QWidget()
            line = row(one, gap=6)
            line.addWidget(secondary(word))
            for by in (-1, 1):
                press = button(f"{'−' if by < 0 else '+'}5 分")
                press.setProperty("move", f"{end}:{by}")
                press.setAccessibleName(f"{word}{'提前' if by < 0 else '推后'} 5 分钟")
                press.clicked.connect(self._moved)
                self.moves[end, by] = press
                line.addWidget(press)
            flow.addWidget(one)
        return self.moving

    def _choices(self, names: tuple[str, ...], slot: object) -> QWidget:
        holder = QWidget()
        FlowLayout(holder, theme.px(6))
        _fill(holder, names, slot)
        return holder

    def _buttons(self, holder: QWidget) -> list[KeyButton]:
        return [each for each in holder.findChildren(KeyButton) if not each.isHidden()]

    def place_buttons(self) -> list[KeyButton]:
        """Return the buttons of the places, from left to right."""
        return self._buttons(self.places)

    def storage_buttons(self) -> list[KeyButton]:
        """Return the buttons of where it can be kept."""
        return self._buttons(self.storages)

    def _moved(self) -> None:
        end, _, by = str(self.sender().property("move")).partition(":")
        wanted = self._wanted
        if wanted is None:
            return
        first, last = moved(wanted.from_at, wanted.to_at, **{end: int(by)})
        self._change(NewFootage(wanted.camera, first, last))

    def _place_chosen(self) -> None:
        wanted = self._wanted
        if wanted is not None:
            chosen = "、".join(p.text() for p in self.place_buttons() if p.isChecked())
            self._change(NewFootage(chosen, wanted.from_at, wanted.to_at))

    def _storage_chosen(self) -> None:
        for press in self.storage_buttons():
            if press is not self.sender():
                press.setChecked(False)

    def _change(self, new: NewFootage) -> None:
        self._touched, self._wanted = True, new
        if self._footage is not None:
            self.changed.emit(self._footage, new)
        elif self._dossier is not None:
            self._show(self._dossier.incident.occurred_at, over=False)

    def _start_another(self) -> None:
        self._another, self._touched, self._wanted = True, False, None
        if self._dossier is not None:
            self.show_dossier(self._dossier, self._dossier.incident.occurred_at, self._days)

    def _show(self, now: datetime, over: bool) -> None:
        wanted = self._wanted
        if wanted is None:
            return
        for part in (self.span, self.act, self.moving, self.places, self.places_word):
            part.setVisible(not over)
        self.more.setVisible(over)
        noted = self._footage is not None
        self.storages.setVisible(noted and not over)
        self.storages_word.setVisible(noted and not over)
        self.span.setText(span_text(wanted.from_at, wanted.to_at))
        for press in self.place_buttons():
            press.setChecked(press.text() in wanted.camera.split("、"))
        self.act.setText("已保全" if noted else "登记要保全")
        set_property(self.act, "kind", "primary" if noted else "danger")
        last = self._footage.expires_on if self._footage else expiry(wanted.from_at, self._days)
        left = (last - now.date()).days
        self.left.setText("已保全" if over else days_text(left))
        set_property(self.left, "pill", "green" if over else urgency(left))


def _fill(holder: QWidget, names: tuple[str, ...], slot: object) -> None:
    """Put a button a name into a flow, taking out what was there."""
    flow = holder.layout()
    while flow.count():
        old = flow.takeAt(0).widget()
        if old is not None:
            old.hide()
            old.deleteLater()
    for name in names:
        press = button(name)
        press.setCheckable(True)
        press.setProperty("choice", True)
        press.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        press.clicked.connect(slot)
        flow.addWidget(press)
    flow.invalidate()


def _kept(footage: Footage) -> str:
    """Say what was secured, when and where it is kept."""
    at = f"{footage.secured_at:%m-%d %H:%M} 已保全" if footage.secured_at else ""
    parts = (footage.span_text(), footage.camera, at, footage.storage)
    return "✓ " + " · ".join(filter(None, parts))
