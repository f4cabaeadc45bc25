"""The power cut of 22 October 2026 at the window, from the alarm to the evening.

story_settling.py goes on until nothing is owed to anybody; tests/test_power_cut.py checks what
it leaves behind, and take_pictures photographs it on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox

from hallduty.domain.contacts import Department, Person
from hallduty.domain.followups import FollowupKind
from hallduty.domain.notices import NoticeKind
from hallduty.domain.reports import Channel
from hallduty.domain.roster import Part
from hallduty.ui.desk import Desk
from hallduty.ui.followups.cards_dialog import CardsDialog
from hallduty.ui.followups.paste_dialog import PasteDialog
from hallduty.ui.followups.sms_dialog import SmsDialog
from hallduty.ui.hall.tile import Tile
from hallduty.ui.preview import PreviewDialog
from hallduty.ui.today import first_steps
from hallduty.ui.today.page import TodayPage
from tests.ui.conftest import FakeAsker
from tests.ui.dialog_kit import give_keys, shown
from tests.ui.story import Story, staff_the_hall
from tests.ui.workspace_kit import HANDS, Hands, click, hit, press, retype, write

DAY = date(2026, 10, 22)
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
_GIVEN = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地"
PEOPLE = [(f"样本{given}", f"1380002{n:04d}") for n, given in enumerate(_GIVEN, 1)]
LAST = ("样本玄", "13800029999")
_MARKS = ("\t", "，", " ", "、", ";", "|")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def pasted_list() -> str:
    """Return 27 lines as they come from a spreadsheet and a messenger, not one like the other."""
    lines = ["姓名\t电话\t事项"]
    for number, (who, phone) in enumerate(PEOPLE, 1):
        mark = _MARKS[number % len(_MARKS)]
        said = phone.translate(_WIDE) if number % 7 == 0 else phone
        said = f"{said[:3]}-{said[3:7]}-{said[7:]}" if number % 11 == 0 else said
        counted = f"{number}. " if number > 12 else ""
        lines.append(f"{counted}{who}{mark}{said}{mark}增值税申报")
    lines.append(f"{PEOPLE[2][0]}，{PEOPLE[2][1]}，发票领用")
    lines.append(f"{LAST[0]}\t在门口等\t社保费缴纳")
    return "\n".join(lines)


def staff_for_the_cut(desk: Desk) -> None:
    """Fill in who answers for power, questions and the collecting agency, and October's roster."""
    staff_the_hall(desk, DAY)
    store, stamp = desk.store, desk.stamp
    for name, role, external, who, phone in (
        ("供电所", "power", True, "王师傅", "0570-8765777"),
        ("代征单位", "collecting_agency", True, "周某某", "0570-8765888"),
        ("税政股", "department", False, "何某某", "0570-8765400"),
    ):
        unit = Department(0, "", name, role=role, external=external, phone=phone)
        made = store.contacts.save_department(unit, stamp())
        person = Person(0, "", who, made.id, post="负责人", role=role, office_phone=phone)
        store.contacts.save_person(replace(person, external=external), stamp())
    settings = replace(store.settings.load(), duty_phone="0570-8765432")
    desk.settings = store.settings.save(settings, stamp())
    (hall,) = store.roster.halls()
    leader = store.roster.leader_on(DAY, hall.id)
    assert leader is not None
    store.roster.set_leader(DAY.replace(day=31), Part.DAY, hall.id, leader.id, stamp())
    first_steps.dismiss(desk)


@dataclass
class Effort:
    """What one job cost: keys, characters and clicks of the hands, seconds of the program."""

    hands: Hands = field(default_factory=Hands)
    seconds: float = 0.0

    def __str__(self) -> str:
        clicks = f", {self.hands.clicks} clicks" if self.hands.clicks else ""
        words = f", {self.hands.characters} characters of words" if self.hands.characters else ""
        return f"{self.hands.keys} keystrokes{clicks}{words}, {self.seconds:.2f} s of the program"


@dataclass
class Cut(Story):
    """The afternoon of the cut; `out` is where files are saved, `seen` what the screen said."""

    day: date = DAY
    out: Path = Path()
    efforts: dict[str, Effort] = field(default_factory=dict)
    seen: dict[str, list[str]] = field(default_factory=dict)

    @property
    def ask(self) -> FakeAsker:
        assert isinstance(self.desk.ask, FakeAsker)
        return self.desk.ask

    @contextmanager
    def measured(self, what: str) -> Iterator[None]:
        """Add what is done inside to the effort of `what`."""
        before, began = replace(HANDS), perf_counter()
        yield
        effort = self.efforts.setdefault(what, Effort())
        spent, had = HANDS.since(before), effort.hands
        effort.hands = Hands(
            had.keys + spent.keys, had.characters + spent.characters, had.clicks + spent.clicks
        )
        effort.seconds += perf_counter() - began

    def tab(self, number: int) -> None:
        """Show a tab of the workspace by its key."""
        press(self.workspace, Qt.Key(Qt.Key.Key_0.value + number), ALT)

    def choose(self, box: QComboBox, value: object) -> None:
        """Choose an entry of a box by the arrow keys."""
        box.setFocus()
        away = box.findData(value) - box.currentIndex()
        for _ in range(abs(away)):
            hit(Qt.Key.Key_Down if away > 0 else Qt.Key.Key_Up)
        assert box.currentData() == value

    # --- the alarm -----------------------------------------------------------------------------

    def tile(self, name: str) -> Tile:
        page = self.window.page("today")
        assert isinstance(page, TodayPage)
        tiles = page.hall.pictures[0].grid.tiles.values()
        return next(each for each in tiles if each.look is not None and each.look.name == name)

    def mark_power_down(self) -> None:
        self.at("15:20")
        with self.measured("intake by a click on the hall picture"):
            click(self.tile("供电"))
            self.photograph("cut-intake")
            hit(Qt.Key.Key_Return)
        self.at("15:21")
        self.note("大厅突然停电，季度申报高峰，等候约60人")
        self.at("15:22")
        self.window.show_page("today")
        QApplication.processEvents()
        self.photograph("cut-today")
        self.window.show_incident(self.desk.store.incidents.open_ones()[0].id)

    def ask_the_supplier(self) -> None:
        self.at("15:23")
        first = self.workspace.steps.rows()[0]
        first.setFocus()
        hit(Qt.Key.Key_1)
        write(first.words, "变压器跳闸，正在抢修")
        hit(Qt.Key.Key_Return)
        self.tick(0)
        self.skip(1, "不间断电源只够保存数据")
        self.tick(2)
        self.at("15:25")
        hit(Qt.Key.Key_F7)
        write(self.workspace.promises.edit, "1600 供电所 王师傅")
        hit(Qt.Key.Key_Return)

    def count_the_waiting(self) -> None:
        self.at("15:27")
        self.tab(5)
        crowd = self.workspace.tabs.site.crowd
        for name, text in (("waiting", "60"), ("windows", "12"), ("minutes", "8")):
            retype(crowd.edits[name], text)
        self.photograph("cut-site")
        self.seen["crowd"] = [crowd.said.text(), *map("　".join, crowd.table.texts)]
        write(crowd.remark, "来电后12个窗口全开")
        click(crowd.measures["引导自助办理"])
        crowd.remark.setFocus()
        hit(Qt.Key.Key_Return)
        self.tick(3)

    def post_the_notice(self) -> None:
        self.at("15:29")
        self.tab(3)
        editor = self.workspace.tabs.notices.editor
        # Both numbers are there already: from the promise, and from the crowd desk.
        self.seen["notice"] = [editor.values.expected.text(), editor.values.wait.text()]
        editor.places.boxes()["导税台"].setFocus()
        hit(Qt.Key.Key_Space)
        editor.texts.text.setFocus()
        self.photograph("cut-notices")
        hit(Qt.Key.Key_Return, CTRL)
        self.tick(4)
        self.tick(5)

    # --- what is owed to those who wait ---------------------------------------------------------

    def look_after_those_waiting(self) -> None:
        self.at("15:32")
        tab = self.workspace.tabs.followups
        self.tab(4)
        for kind, matters in (
            (FollowupKind.PRECHECK, ("企业所得税季报资料", "增值税申报资料", "契税申报资料")),
            (FollowupKind.MANUAL, ("发票代开（急）", "完税证明开具（急）")),
        ):
            self.choose(tab.kind, kind)
            for matter in matters:
                write(tab.matter, matter)
                hit(Qt.Key.Key_Return)
        self.tick(7)
        self.tick(9)
        self.paste_the_contacts()
        self.issue_cards()

    def paste_the_contacts(self) -> None:
        self.at("15:36")
        QGuiApplication.clipboard().setText(pasted_list())
        self.workspace.timeline.focus()
        with self.measured("25 call-backs from a pasted list to an SMS file"):
            self.tab(4)
            tab = self.workspace.tabs.followups
            tab.who.setFocus()
            hit(Qt.Key.Key_V, CTRL)
            found = shown(PasteDialog)
            self.seen["list"] = [found.summary.text(), *(n.why for n in found.found.faulty)]
            self.photograph("cut-paste")
            hit(Qt.Key.Key_Return, CTRL)
            # What stays is the duplicate and the line with words for a number: one is put right.
            found.edit.selectAll()
            hit(Qt.Key.Key_Delete)
            write(found.edit, f"{LAST[0]} {LAST[1]} 社保费缴纳")
            hit(Qt.Key.Key_Return, CTRL)
        give_keys(self.window)
        self.tick(8)

    def issue_cards(self) -> None:
        self.at("15:40")
        self.tab(4)
        tools = self.workspace.tabs.followups.tools
        click(tools.cards)
        found = shown(CardsDialog)
        found.count.selectAll()
        write(found.count, "12")
        self.photograph("cut-cards")
        hit(Qt.Key.Key_Return)
        self.save("二次优先卡.pdf", "")
        self.photograph("cut-followups")

    def save(self, name: str, shoot: str) -> None:
        """Save the paper that is previewed, and close the preview."""
        preview = shown(PreviewDialog)
        if shoot:
            self.photograph(shoot)
        self.ask.will_answer(self.out / name)
        hit(Qt.Key.Key_S, CTRL)
        HANDS.keys += 1  # Enter in the system's own dialog, which proposes the name.
        preview.close()
        give_keys(self.window)

    # --- upward --------------------------------------------------------------------------------

    def report_to_the_group(self) -> None:
        self.at("15:44")
        self.tab(2)
        reports = self.workspace.tabs.reports
        click(reports.level.button_of("major"))
        write(reports.level.reason, "全厅停办，季度申报高峰，等候60人")
        hit(Qt.Key.Key_Return)
        self.at("15:46")
        self.workspace.timeline.focus()
        with self.measured("first report on paper"):
            self.tab(2)
            hit(Qt.Key.Key_F3)
            self.photograph("cut-report")
            hit(Qt.Key.Key_P, ALT)
            self.save("首报.pdf", "")
        self.at("15:47")
        reports.group.focus_offered()
        hit(Qt.Key.Key_1)
        line = reports.rows()[0]
        write(line.edit, "抓紧抢修，做好解释，不让一个办税人白跑")
        write(line.owner, "刘某某")
        write(line.due, "10-23")
        hit(Qt.Key.Key_Return)
        self.tick(6)

    def renew_what_lapsed(self) -> None:
        self.at("16:01")
        self.window.show_page("today")
        QApplication.processEvents()
        self.seen["today"] = self.matters()
        self.photograph("cut-lapsed")
        self.go_to("记承诺")
        self.at("16:04")
        write(self.workspace.promises.edit, "1640")
        hit(Qt.Key.Key_Return)
        self.window.show_page("today")
        self.go_to("更新公告")
        notices = self.workspace.tabs.notices
        self.seen["expired"] = [row.trouble.text() for row in notices.rows()]
        self.photograph("cut-expired")
        hit(Qt.Key.Key_Return)
        hit(Qt.Key.Key_Return, CTRL)

    def matters(self) -> list[str]:
        """Return the lines of 今天要办 as somebody reads them."""
        page = self.window.page("today")
        assert isinstance(page, TodayPage)
        return [f"{m.pill} {m.text}" for m in page.todo.shown or []]

    def go_to(self, action: str) -> None:
        """Click the button of the matter of the day that says so."""
        QApplication.processEvents()
        page = self.window.page("today")
        assert isinstance(page, TodayPage)
        body = page.todo.body
        lines = [body.itemAt(n).widget() for n in range(body.count())]
        go = next(line.go for line in lines if hasattr(line, "go") and line.go.text() == action)
        click(go)

    def report_the_change(self) -> None:
        self.at("16:06")
        self.tab(2)
        reports = self.workspace.tabs.reports
        hit(Qt.Key.Key_F3)
        self.seen["follow-up"] = [reports.text.toPlainText(), reports.writing.banner.warned.text()]
        reports.channel.setCurrentIndex(reports.channel.findData(Channel.WRITTEN))
        reports.group.focus_offered()
        hit(Qt.Key.Key_1)
        hit(Qt.Key.Key_Escape)

    # --- the recovery --------------------------------------------------------------------------

    def recover(self) -> None:
        self.at("16:38")
        hit(Qt.Key.Key_F8)
        self.seen["recovery"] = [self.workspace.panel.lines.text()]
        self.photograph("cut-recovered")
        hit(Qt.Key.Key_Return)
        self.seen["recovery"].append(self.workspace.panel.title.text())
        hit(Qt.Key.Key_Return)
        self.at("16:39")
        self.tab(4)
        click(self.workspace.tabs.followups.tools.check)
        self.tick(10)

    def text_everybody(self) -> None:
        self.at("16:41")
        self.workspace.timeline.focus()
        with self.measured("25 call-backs from a pasted list to an SMS file"):
            self.tab(4)
            hit(Qt.Key.Key_M, CTRL)
            found = shown(SmsDialog)
            self.seen["sms"] = [found.preview.text(), found.length.text(), found.people.text()]
            self.photograph("cut-sms")
            self.ask.will_answer(self.out / "名单.txt")
            hit(Qt.Key.Key_Return, CTRL)
            HANDS.keys += 1  # Enter in the system's own dialog
            hit(Qt.Key.Key_M, CTRL)
        give_keys(self.window)

    def serve_after_closing_time(self) -> None:
        self.at("16:55")
        self.tab(5)
        site = self.workspace.tabs.site
        for name, text in (("until", "1810"), ("staff", "窗口全员"), ("waiting", "35")):
            write(site.extension.edits[name], text)
        hit(Qt.Key.Key_Return)
        write(site.register.line, "10-23 0900 样本宇 13800028888 社保费批量申报")
        hit(Qt.Key.Key_Return)
        self.note_extended_service()

    def note_extended_service(self) -> None:
        self.tab(3)
        editor = self.workspace.tabs.notices.editor
        self.choose(editor.kind, NoticeKind.EXTENDED)
        self.seen["extended"] = [editor.values.expected.text()]
        editor.texts.text.setFocus()
        hit(Qt.Key.Key_Return, CTRL)
