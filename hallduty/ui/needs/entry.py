"""The quick entry of a need: content, channel, category, contact only for feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLayout, QLineEdit

from hallduty.domain.contact_lists import read_contact
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.needs import NewNeed
from hallduty.ui import theme
from hallduty.ui.drafts import DraftKeeper
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.incidents.still_combo import StillCombo
from hallduty.ui.voice_circumstance import Circumstance
from hallduty.ui.widgets import button, column, field_error, row, secondary, show_problems

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

NOTICE = (
    "办税人要求反馈的才留联系方式，反馈后按期删除（个人信息保护法第六、十九条）；"
    "内容里不写姓名、电话。"
)
_NO_CUT = 1_000_000


class NeedEntry(QFrame):
    """Enter in the content or in the phone registers. registered(Need). left: Esc."""

    registered = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._desk = desk
        self._keeper = DraftKeeper(desk, self)
        self._build()
        for widget, name in self._texts():
            self._keeper.watch(widget, f"need:new:{name}")
        self.refresh()

    def _build(self) -> None:
        body = column(self, margins=(14, 10, 14, 10), gap=6)
        self.content = GrowingEdit(enter="submit", most=3)
        self.content.setPlaceholderText("需求：办税人希望什么（Ctrl+N），回车登记")
        self.content.setAccessibleName("需求内容")
        self.content.entered.connect(self.register)
        body.addWidget(self.content)
        body.addLayout(self._second())
        self.circumstance = Circumstance(self._desk)
        self.circumstance.when.returnPressed.connect(self.register)
        self.errors = {
            "content": field_error(self.content),
            "channel": field_error(self.channel),
            "category": field_error(self.category),
            "who": field_error(self.who),
            "phone": field_error(self.phone),
            "at": field_error(self.circumstance.when),
        }
        for error in self.errors.values():
            body.addWidget(error)
        foot = row(gap=12)
        self.notice = secondary(NOTICE, wrap=True)
        foot.addWidget(self.notice, 1)
        foot.addWidget(self.circumstance, 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(foot)

    def _second(self) -> QLayout:
        line = row(gap=8)
        self.channel, self.category, self.hall = StillCombo(), StillCombo(), StillCombo()
        for box, name in (
            (self.channel, "渠道"),
            (self.category, "类别"),
            (self.hall, "办税服务场所"),
        ):
            box.setAccessibleName(name)
            box.setToolTip(f"{name}，可在设置中增减")
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(6)
            line.addWidget(box)
        line.addStretch()
        self.who, self.phone = QLineEdit(), QLineEdit()
        for edit, name, hint in (
            (self.who, "联系人", "联系人（要反馈的）"),
            (self.phone, "联系电话", "联系电话"),
        ):
            edit.setMaxLength(_NO_CUT)
            edit.setAccessibleName(name)
            edit.setPlaceholderText(hint)
            edit.setFixedWidth(theme.px(150))
            line.addWidget(edit)
        self.who.returnPressed.connect(self._who_entered)
        self.phone.returnPressed.connect(self.register)
        self.add = button("登记", "primary", key="Enter")
        self.add.clicked.connect(self.register)
        line.addWidget(self.add)
        return line

    def _texts(self) -> tuple[tuple[QLineEdit | GrowingEdit, str], ...]:
        return (
            (self.content, "content"),
            (self.who, "who"),
            (self.phone, "phone"),
            (self.circumstance.when, "at"),
        )

    def refresh(self) -> None:
        """Offer the channels, categories and halls that there are now; what is chosen stays."""
        settings = self._desk.settings
        for box, words in (
            (self.channel, settings.need_channels),
            (self.category, settings.need_categories),
        ):
            chosen = box.currentText()
            box.clear()
            box.addItems(words)
            box.setCurrentIndex(max(0, box.findText(chosen)))
        hall = self.hall.currentData()
        self.hall.clear()
        for each in self._desk.store.roster.halls():
            self.hall.addItem(each.name, each.id)
        self.hall.setCurrentIndex(max(0, self.hall.findData(hall)))
        self.hall.setVisible(self.hall.count() > 1)
        self.circumstance.refresh()

    def begin(self) -> None:
        """Put the keyboard where a need is begun (Ctrl+N)."""
        self.content.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Write the drafts now."""
        self._keeper.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.flush()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _who_entered(self) -> None:
        found = read_contact(self.who.text())
        if found is not None and not self.phone.text().strip():
            self.who.setText(found[0])
            self.phone.setText(found[1])
            self.register()
            return
        self.phone.setFocus()

    def register(self) -> None:
        """Register the need; what is wrong is said beside its field, nothing is lost."""
        try:
            need = self._desk.store.needs.register(self._read(), self._desk.stamp())
        except InvalidInput as problem:
            show_problems(self.errors, problem)
            return
        except UserError as problem:
            self.errors["content"].say(str(problem))
            return
        for widget, _ in self._texts():
            self._keeper.committed(widget, "")
            widget.clear()
        self.circumstance.clear()
        for error in self.errors.values():
            error.say("")
        self._desk.events.told.emit(f"已登记 {need.number}")
        self.registered.emit(need)
        self.begin()

    def _read(self) -> NewNeed:
        return NewNeed(
            self.content.toPlainText(),
            self.channel.currentText(),
            self.category.currentText(),
            self.who.text(),
            self.phone.text(),
            at=self.circumstance.at("at"),
            hall_id=self.hall.currentData(),
            incident_id=self.circumstance.incident_id,
        )
