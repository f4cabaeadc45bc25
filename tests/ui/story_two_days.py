"""The two days after the power cut: a conflict, a fault of the collecting agency, two questions
that nobody could answer, and a need."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from hallduty.domain.incidents import Incident
from hallduty.ui.needs.page import NeedsPage
from hallduty.ui.policy.page import PolicyPage
from tests.ui.story_power_cut import CTRL, SHIFT
from tests.ui.story_settling import PowerCut
from tests.ui.workspace_kit import click, hit, press, write

FRIDAY, MONDAY = date(2026, 10, 23), date(2026, 10, 26)
ASKED = ("样本宙", "13800027771")
GAP = ("样本洪", "13800027772")


class TwoDays(PowerCut):
    """Friday and Monday: what the plan's other clauses ask for."""

    def live_through_two_days(self) -> None:
        """From Friday morning to Monday noon."""
        self.day = FRIDAY
        self.fault_of_the_agency()
        self.ask_what_is_ambiguous()
        self.register_a_gap()
        self.part_the_quarrel()
        self.report_the_day()
        self.day = MONDAY
        self.answer_the_gap()
        self.take_a_need_down()

    def incident_of(self, scenario: str) -> Incident:
        """Return the newest incident of a scenario."""
        open_ones = self.desk.store.incidents.open_ones()
        return next(each for each in reversed(open_ones) if each.scenario == scenario)

    # --- the collecting agency ------------------------------------------------------------------

    def fault_of_the_agency(self) -> None:
        self.at("09:40")
        with self.measured("intake with F2"):
            hit(Qt.Key.Key_F2)
            hit(Qt.Key.Key_4)
            hit(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
            hit(Qt.Key.Key_Return)
        self.note("代征单位反映无法开具社保费票据")
        self.at("09:42")
        first = self.workspace.steps.rows()[0]
        first.setFocus()
        hit(Qt.Key.Key_1)
        self.tick(0)
        self.at("09:44")
        hit(Qt.Key.Key_F7)
        write(self.workspace.promises.edit, "1030 代征单位 周某某")
        hit(Qt.Key.Key_Return)
        self.tab(3)
        editor = self.workspace.tabs.notices.editor
        editor.texts.text.setFocus()
        hit(Qt.Key.Key_Return, CTRL)
        for number in (1, 2, 3):
            self.tick(number)
        self.skip(4, "一般事件，当场处理")
        self.skip(5, "能在大厅办理，无需登记")
        self.at("10:26")
        hit(Qt.Key.Key_F8)
        hit(Qt.Key.Key_Return)
        self.tick(6)
        self.tick(7)
        self.fill_in(
            place="大厅应急专窗",
            reporter="周某某",
            description="09:40，代征单位端无法开具社保费票据，大厅开设应急专窗办理。",
            outcome="10:26恢复，应急专窗办理6件，无遗留。",
        )
        self.tab(3)
        for row in self.workspace.tabs.notices.rows():
            row.setFocus()
            hit(Qt.Key.Key_Delete)
        self.at("11:00")
        press(self.workspace, Qt.Key.Key_F9)

    def fill_in(self, **fields: str) -> None:
        """Fill in the sheet, its measures drafted from the timeline."""
        self.tab(1)
        sheet = self.workspace.tabs.sheet
        click(sheet.generate)
        for name, text in fields.items():
            sheet.editor(name).edit.selectAll()
            write(sheet.editor(name).edit, text)
            hit(Qt.Key.Key_Tab)
            self.window.activateWindow()
            QApplication.processEvents()
        self.workspace.timeline.focus()

    # --- policy questions -----------------------------------------------------------------------

    @property
    def policy(self) -> PolicyPage:
        page = self.window.page("policy")
        assert isinstance(page, PolicyPage)
        return page

    def ask_what_is_ambiguous(self) -> None:
        """Ambiguous: the department is asked at once and answers the same day."""
        self.at("11:10")
        press(self.window, Qt.Key.Key_4, CTRL)
        with self.measured("policy question registered and put to the department"):
            self.take_question("跨区迁移的企业上季度增值税在哪里申报", Qt.Key.Key_2, ASKED)
            self.photograph("policy-question")
            self.refer()
        self.at("11:35")
        self.answer("在迁出地申报完毕再迁移")
        self.at("11:40")
        click(self.policy.register.detail.tell.ok)

    def take_question(self, text: str, kind: Qt.Key, who: tuple[str, str]) -> None:
        entry = self.policy.register.entry
        write(entry.question, text)
        hit(Qt.Key.Key_Return)
        hit(kind)
        write(entry.who, " ".join(who))
        hit(Qt.Key.Key_Return)

    def refer(self) -> None:
        """Put the question to the department for tax policy, which is offered."""
        refer = self.policy.register.detail.refer
        assert refer.department.currentText() == "税政股"
        click(refer.ok)

    def answer(self, text: str) -> None:
        reply = self.policy.register.detail.reply
        write(reply.text, text)
        hit(Qt.Key.Key_Return)

    def register_a_gap(self) -> None:
        self.at("11:50")
        self.take_question("数据资产入股取得的股权怎样计税", Qt.Key.Key_3, GAP)
        self.refer()

    def report_the_day(self) -> None:
        """Gaps are summed up and reported the same day (四（四）)."""
        self.at("17:15")
        self.window.show_page("today")
        self.seen["friday evening"] = self.matters()
        self.window.show_page(f"policy#day#{FRIDAY.isoformat()}")
        editor = self.policy.reports.editor
        self.seen["daily"] = [editor.text]
        self.photograph("policy-day")
        write(editor.to, "分管局领导")
        hit(Qt.Key.Key_Return)
        self.seen["daily"].append(editor.state.text())

    def answer_the_gap(self) -> None:
        self.at("10:00")
        self.window.show_page("today")
        self.seen["monday morning"] = self.matters()
        press(self.window, Qt.Key.Key_4, CTRL)
        self.policy.tabs.setCurrentIndex(0)
        waiting = self.desk.store.policy.by_number("政2026-002")
        assert waiting is not None
        self.window.show_page(f"policy#{waiting.id}")
        self.answer("按非货币性资产投资规定，可在五年内分期缴纳")
        self.at("10:05")
        self.seen["to tell"] = [self.policy.register.detail.tell.whom.text()]
        click(self.policy.register.detail.tell.ok)

    # --- the quarrel ----------------------------------------------------------------------------

    def part_the_quarrel(self) -> None:
        """A key for each deed, and the recording is kept."""
        self.at("14:15")
        with self.measured("conflict: registered, three deeds, recording secured"):
            hit(Qt.Key.Key_F2, SHIFT)
            screen = self.window.conflict
            for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
                hit(key)
            self.at("14:20")
            self.photograph("conflict")
            hit(Qt.Key.Key_8)
            self.seen["recording"] = [screen.footage.span.text(), screen.footage.left.text()]
            hit(Qt.Key.Key_8)
            hit(Qt.Key.Key_Escape)
        self.at("14:40")
        self.note("双方情绪平复，经派出所调解离开")
        hit(Qt.Key.Key_F8)
        self.settle_the_quarrel()

    def settle_the_quarrel(self) -> None:
        for number, row in enumerate(self.workspace.steps.rows()):
            if row.look.open and "监控" in row.look.step.text:
                self.tick(number)
            elif row.look.open:
                self.skip(number, "无人受伤，秩序未受影响")
        self.fill_in(
            reporter="李某某",
            place="导税台前",
            description="14:15，两名办税人因排队次序发生推搡。",
            outcome="隔离劝导并报警，双方调解后离开，未影响办税秩序。",
        )
        self.at("14:55")
        press(self.workspace, Qt.Key.Key_F9)

    # --- the need -------------------------------------------------------------------------------

    def take_a_need_down(self) -> None:
        self.at("10:20")
        press(self.window, Qt.Key.Key_5, CTRL)
        page = self.window.page("needs")
        assert isinstance(page, NeedsPage)
        with self.measured("need taken down"):
            write(page.register.entry.content, "停电时希望有人逐排告知要等多久")
            hit(Qt.Key.Key_Return)
