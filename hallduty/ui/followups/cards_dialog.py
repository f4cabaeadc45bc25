"""发优先卡: blank cards issued under the next numbers, and printed; redeemed by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QSpinBox, QWidget

from hallduty.domain.followups import Followup, FollowupKind
from hallduty.domain.priority_cards import MOST_CARDS
from hallduty.ui import keys, theme
from hallduty.ui.followups.output import print_cards
from hallduty.ui.inputs import line_edit
from hallduty.ui.widgets import button, column, field_error, heading, label, row, secondary

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp
    from hallduty.ui.incidents.case import Case


class CardsDialog(QDialog):
    """How many, and what for; issuing is one write, printing comes after it."""

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self.setWindowTitle(f"二次优先卡　{case.incident.number}")
        self.setMinimumWidth(theme.px(460))
        layout = column(self, margins=20, gap=8)
        layout.addWidget(heading("发二次优先卡"))
        layout.addWidget(
            secondary(
                "受影响、今天办不成的办税人凭卡再来时优先办理。号码按年连续，先发号再打印；"
                "用卡时输入卡号核销。",
                wrap=True,
            )
        )
        line = row(gap=8)
        line.addWidget(label("发"))
        self.count = QSpinBox()
        self.count.setRange(1, MOST_CARDS)
        self.count.setValue(4)
        self.count.setSuffix(" 张")
        self.count.setAccessibleName("发放张数")
        self.matter = line_edit("卡上的事项", "事项（可不填，印成空行手写）")
        line.addWidget(self.count)
        line.addWidget(self.matter, 1)
        layout.addLayout(line)
        self.count_error, self.matter_error = field_error(self.count), field_error(self.matter)
        layout.addWidget(self.count_error)
        layout.addWidget(self.matter_error)
        layout.addWidget(secondary(self._standing(), wrap=True))
        layout.addSpacing(theme.px(8))
        foot = row(gap=8)
        self.again = button("补打未用的卡")
        self.again.clicked.connect(self.print_open)
        self.again.setEnabled(bool(self._open_cards()))
        self.cancel = button("取消", key="Esc")
        self.cancel.clicked.connect(self.reject)
        self.ok = button("发卡并打印", "primary", "Ctrl Enter")
        self.ok.clicked.connect(self.issue)
        for each in (self.again, self.cancel):
            each.setAutoDefault(False)
        self.ok.setDefault(True)
        foot.addWidget(self.again)
        foot.addStretch()
        foot.addWidget(self.cancel)
        foot.addWidget(self.ok)
        layout.addLayout(foot)
        keys.bind(self, keys.CONFIRM, self.issue)
        self.count.selectAll()
        self.count.setFocus(Qt.FocusReason.OtherFocusReason)

    def issue(self) -> None:
        """Issue the cards in one write, then preview them."""
        case, made = self._case, list[Followup]()

        def work(stamp: Stamp) -> None:
            made.extend(
                case.desk.store.followups.issue_cards(
                    case.incident.id, self.count.value(), stamp, self.matter.text(), case.moment()
                )
            )

        errors = {"count": self.count_error, "matter": self.matter_error}
        if case.attempt(work, errors, f"已发优先卡 {self.count.value()} 张"):
            self.accept()
            print_cards(case.desk, case.dossier, made, self.parentWidget() or self)

    def print_open(self) -> None:
        """Print the cards again that were issued and not used."""
        self.accept()
        case = self._case
        print_cards(case.desk, case.dossier, self._open_cards(), self.parentWidget() or self)

    def _cards(self) -> list[Followup]:
        kind = FollowupKind.PRIORITY_CARD
        return [f for f in self._case.dossier.followups if f.kind is kind and f.card_number]

    def _open_cards(self) -> list[Followup]:
        return [card for card in self._cards() if card.is_open]

    def _standing(self) -> str:
        cards, left = self._cards(), self._open_cards()
        if not cards:
            return "本事件还没有发过卡。"
        return (
            f"本事件已发 {len(cards)} 张（{cards[0].card_number} 至 {cards[-1].card_number}），"
            f"未用 {len(left)} 张。"
        )
