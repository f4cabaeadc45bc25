"""What the power cut of 22 October 2026 leaves to be settled, until nothing is owed to anybody."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from hallduty.domain.followup_board import Progress
from hallduty.domain.followups import FollowupKind
from hallduty.domain.incidents import Incident
from hallduty.domain.reports import Channel
from hallduty.ui.followups.page import FollowupsPage
from hallduty.ui.followups.sms_dialog import SmsDialog
from tests.ui.dialog_kit import give_keys, shown
from tests.ui.story_power_cut import CTRL, Cut
from tests.ui.workspace_kit import click, hit, press, write


class PowerCut(Cut):
    """The whole of it: the afternoon, the evening and the next morning."""

    def live_through(self) -> Incident:
        """From the click on the picture of the hall to the closing on the next day."""
        self.mark_power_down()
        self.ask_the_supplier()
        self.count_the_waiting()
        self.post_the_notice()
        self.look_after_those_waiting()
        self.report_to_the_group()
        self.renew_what_lapsed()
        self.report_the_change()
        self.recover()
        self.text_everybody()
        self.serve_after_closing_time()
        self.text_once_more()
        self.work_off_the_board()
        self.fill_in_the_sheet()
        self.redeem_and_close()
        return self.incident

    # --- the board -----------------------------------------------------------------------------

    @property
    def board(self) -> FollowupsPage:
        page = self.window.page("followups")
        assert isinstance(page, FollowupsPage)
        return page

    def text_once_more(self) -> None:
        """The platform gives two numbers back: they are texted again, and one is called."""
        self.at("17:20")
        press(self.window, Qt.Key.Key_3, CTRL)
        board = self.board
        self.choose(board.filters.kind, FollowupKind.CALL_BACK)
        QApplication.processEvents()
        self.photograph("cut-board")
        for row in (4, 9):
            board.table.go_to_row(row)
            click(board.bar.failed)
        self.at("17:24")
        click(board.sms)
        found = shown(SmsDialog)
        self.choose(found.round, 2)
        self.seen["round 2"] = [found.round.currentText(), found.people.text()]
        self.choose(found.format, ".csv")
        self.ask.will_answer(self.out / "第二轮.csv")
        hit(Qt.Key.Key_Return, CTRL)
        hit(Qt.Key.Key_M, CTRL)
        give_keys(self.window)
        self.at("17:40")
        self.choose(board.filters.state, Progress.SENT)
        board.table.setFocus()
        board.table.go_to_row(0)
        hit(Qt.Key.Key_1)

    def work_off_the_board(self) -> None:
        """Settle in bulk what is done: texted, checked, entered, served."""
        self.at("17:55")
        board = self.board
        self.choose(board.filters.kind, FollowupKind.CALL_BACK)
        self.settle_all_shown("短信已送达，已告知可以办理")
        click(board.filters.reset)
        for kind in (FollowupKind.WINDOW_CHECK, FollowupKind.MANUAL, FollowupKind.PRECHECK):
            self.choose(board.filters.kind, kind)
            self.settle_all_shown()
        for number in ("1", "0002", "2026-0005", "7"):
            press(self.window, Qt.Key.Key_R, CTRL)
            write(board.card_number, number)
            hit(Qt.Key.Key_Return)
        self.at("18:10")
        self.window.show_incident(self.desk.store.incidents.open_ones()[0].id)
        self.tab(5)
        write(self.workspace.tabs.site.extension.served, "35")
        hit(Qt.Key.Key_Return)

    def settle_all_shown(self, how: str = "") -> None:
        """Settle every row that is listed, with the usual words or others."""
        table = self.board.table
        table.setFocus()
        press(table, Qt.Key.Key_A, CTRL)
        hit(Qt.Key.Key_Return)
        if how:
            self.board.bar.how.selectAll()
            write(self.board.bar.how, how)
        hit(Qt.Key.Key_Return)

    # --- closing -------------------------------------------------------------------------------

    def fill_in_the_sheet(self) -> None:
        self.at("18:15")
        self.tab(1)
        sheet = self.workspace.tabs.sheet
        for name, text in (
            ("reporter", "李某某"),
            ("phone", "601"),
            ("description", "15:20，大厅突然停电，12个窗口停办，等候约60人。"),
            ("waiting", "60"),
            ("cause", "变压器跳闸"),
        ):
            sheet.editor(name).edit.selectAll()
            write(sheet.editor(name).edit, text)
            hit(Qt.Key.Key_Tab)
            # Without a window manager nobody gives the keyboard back when a list closes.
            self.window.activateWindow()
            QApplication.processEvents()
        click(sheet.generate)
        write(sheet.editor("outcome").edit, "16:38恢复供电，延时至18:10，等候办税人全部办结。")
        self.workspace.timeline.focus()
        self.at("18:20")
        self.tab(2)
        reports = self.workspace.tabs.reports
        hit(Qt.Key.Key_F3)
        self.seen["final"] = [reports.text.toPlainText(), reports.writing.banner.warned.text()]
        reports.channel.setCurrentIndex(reports.channel.findData(Channel.WRITTEN))
        reports.group.focus_offered()
        hit(Qt.Key.Key_1)
        hit(Qt.Key.Key_Escape)

    def redeem_and_close(self) -> None:
        """The next morning: cards come back, 批示 is settled, the notices come down."""
        self.day += timedelta(days=1)
        self.at("09:10")
        self.window.show_page("today")
        self.seen["next morning"] = self.matters()
        self.window.show_page("followups")
        board = self.board
        for number in ("3", "4", "6", "8", "9", "10", "11", "12"):
            press(self.window, Qt.Key.Key_R, CTRL)
            write(board.card_number, number)
            hit(Qt.Key.Key_Return)
        self.seen["all redeemed"] = [board.owed.text()]
        self.at("09:15")
        self.window.show_incident(self.desk.store.incidents.open_ones()[0].id)
        self.tab(5)
        site = self.workspace.tabs.site
        row = site.register.rows()[0]
        click(row.done)
        hit(Qt.Key.Key_Return)
        self.tab(2)
        reports = self.workspace.tabs.reports
        line = next(each for each in reports.rows() if each.report.reply)
        reports._scroll.ensureWidgetVisible(line.done)
        click(line.done)
        write(line.result, "16:38恢复供电，延时服务至18:10，等候办税人全部办结，无投诉")
        hit(Qt.Key.Key_Return)
        self.tab(3)
        for row in self.workspace.tabs.notices.rows():
            row.setFocus()
            hit(Qt.Key.Key_Delete)
        self.at("09:20")
        press(self.workspace, Qt.Key.Key_F9)
