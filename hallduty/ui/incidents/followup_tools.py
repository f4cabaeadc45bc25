"""The tools above an incident's follow-ups: lists, cards, checks, messages, papers, all at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from hallduty.domain.followups import FollowupKind, unchecked
from hallduty.domain.window_lists import windows_to_check
from hallduty.ui import theme
from hallduty.ui.flow_layout import FlowLayout
from hallduty.ui.followups.deeds import FollowupDeeds, usual_words
from hallduty.ui.inputs import line_edit
from hallduty.ui.widgets import button, column, field_error, pill, set_property

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp
    from hallduty.ui.incidents.case import Case


class FollowupTools(QWidget):
    """Says how many are owed; each button does one thing for the whole incident."""

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        body = column(self, gap=6)
        # Shown by the tab beside its heading, where it stays in sight.
        self.owed = pill("", "grey")
        buttons = QWidget()
        flow = FlowLayout(buttons, theme.px(6))
        self.paste = button("粘贴名单", small=True)
        self.paste.setToolTip("从 Excel、微信粘贴多行（Ctrl+L）；在姓名栏里粘贴多行也会打开")
        self.paste.clicked.connect(self._paste)
        self.sms = button("恢复短信", small=True)
        self.sms.setToolTip("编好短信，导出待通知的号码（Ctrl+M）")
        self.sms.clicked.connect(self.open_message)
        self.cards = button("优先卡", small=True)
        self.cards.clicked.connect(self.open_cards)
        self.check = button("末笔核对", small=True)
        self.check.setToolTip("受影响的窗口（没写窗口时为全部窗口）各记一件末笔核对")
        self.check.clicked.connect(self.check_windows)
        self.settle_all = button("全部办结", small=True)
        self.settle_all.clicked.connect(self._settle_all)
        self.print = button("打印", small=True)
        self.print.clicked.connect(self._open_menu)
        self.board = button("清欠页", small=True)
        self.board.setToolTip("在善后页查看、筛选、成批办理")
        self.board.clicked.connect(self._to_board)
        for press in (
            self.paste,
            self.sms,
            self.cards,
            self.check,
            self.settle_all,
            self.print,
            self.board,
        ):
            flow.addWidget(press)
        self.card_number = line_edit("优先卡号", "卡号，回车核销")
        self.card_number.setProperty("small", True)
        self.card_number.setToolTip("输入 12、0012 或 2026-0012，回车核销")
        self.card_number.setFixedWidth(theme.px(126))
        self.card_number.returnPressed.connect(self._redeem)
        flow.addWidget(self.card_number)
        body.addWidget(buttons)
        self.error = field_error(self.card_number)
        body.addWidget(self.error)
        self.deeds = FollowupDeeds(case.desk, self.error.say, case.moment)
        self.menu = QMenu(self)
        for text, slot in (
            ("清单，隐去姓名电话(&M)", partial(self._print, False)),
            ("清单，完整姓名电话…(&W)", partial(self._print, True)),
        ):
            self.menu.addAction(text).triggered.connect(slot)

    def refresh(self) -> None:
        """Show how many are owed, and what can be done about them."""
        case = self._case
        found = case.dossier.followups
        owed = sum(1 for each in found if each.is_open)
        text = f"欠 {owed} 件" if owed else "无欠件"
        self.owed.setText(f"{text} · 共 {len(found)} 件")
        over = case.settled or case.incident.recovered_at is not None
        tone = "alert" if owed and over else "amber" if owed else "green"
        set_property(self.owed, "pill", tone)
        self.owed.setVisible(bool(found))
        cards = any(each.card_number for each in found)
        self.card_number.setVisible(cards)
        void = case.void
        for press in (self.paste, self.cards, self.check, self.card_number):
            press.setEnabled(not void)
        calls = any(f.kind is FollowupKind.CALL_BACK and f.is_open for f in found)
        self.sms.setEnabled(calls and not void)
        self.settle_all.setEnabled(owed > 0 and not void)
        self.print.setEnabled(bool(found))
        self.board.setEnabled(bool(found))

    def forget(self) -> None:
        """Another incident is on the screen: what was said of the one before goes."""
        self.error.say("")
        self.card_number.clear()

    # --- dialogs ---------------------------------------------------------------------------

    def open_list(self, text: str = "") -> None:
        """Open the list editor, with `text` in it."""
        if self._case.void:
            return
        from hallduty.ui.followups.paste_dialog import PasteDialog

        self._open(PasteDialog(self._case, text, self.window()))

    def open_message(self) -> None:
        """Open the message on recovery, if there is anybody to be told."""
        if not self.sms.isEnabled():
            return
        from hallduty.ui.followups.sms_dialog import SmsDialog

        case = self._case
        self._open(SmsDialog(case.desk, case.incident.id, self.window(), case.moment))

    def _paste(self) -> None:
        self.open_list()

    def open_cards(self) -> None:
        """Issue priority cards, or print again those not used."""
        if not self.cards.isEnabled():
            return
        from hallduty.ui.followups.cards_dialog import CardsDialog

        self._open(CardsDialog(self._case, self.window()))

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # --- deeds -----------------------------------------------------------------------------

    def check_windows(self) -> None:
        """Take a check of the last transaction down for each window, in one write."""
        case = self._case
        windows = windows_to_check(case.incident, self._hall_windows())
        if not windows:
            self.error.say(
                "没有窗口可以核对：请在登记表写明受影响窗口（如 3—8号），或在设置里登记窗口"
            )
            return
        left = unchecked(windows, case.dossier.followups)

        def work(stamp: Stamp) -> None:
            followups = case.desk.store.followups
            followups.check_windows(case.incident.id, windows, stamp, case.moment())

        self.deeds.write(work, f"已登记末笔核对 {len(left)} 个窗口")

    def _hall_windows(self) -> list[int]:
        roster, hall = self._case.desk.store.roster, self._case.incident.hall_id
        halls = roster.halls()
        if hall is None and len(halls) == 1:
            hall = halls[0].id
        return [window.number for window in roster.windows(hall)] if hall is not None else []

    def _settle_all(self) -> None:
        case = self._case
        owed = [each for each in case.dossier.followups if each.is_open]
        how = case.desk.ask.reason(
            self.window(),
            "全部办结",
            f"未办的 {len(owed)} 件都已办结，办理情况：",
            usual_words(owed),
        )
        if how is not None:
            self.deeds.settle([each.id for each in owed], how)

    def _redeem(self) -> None:
        if self.deeds.redeem(self.card_number.text()):
            self.card_number.clear()
        else:
            self.card_number.selectAll()

    def _open_menu(self) -> None:
        self.menu.popup(self.print.mapToGlobal(self.print.rect().bottomLeft()))

    def _print(self, revealed: bool, *_: object) -> None:
        from hallduty.ui.followups.output import print_incident_list

        case = self._case
        print_incident_list(case.desk, case.dossier, self.window(), revealed=revealed)

    def _to_board(self) -> None:
        self._case.desk.events.page_requested.emit(f"followups#{self._case.incident.id}")
