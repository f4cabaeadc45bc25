"""通讯录 as part of the duty system: deputies, call ladders, the month's check, files, papers."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hallduty.domain.contacts import Category, CheckResult, Person
from hallduty.domain.imports import FindingKind
from hallduty.ui.contacts.page import ContactsPage
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.preview import PreviewDialog
from hallduty.ui.search_box import SearchBox
from hallduty.ui.table_models import PILL_ROLE
from tests.ui.conftest import FakeAsker
from tests.ui.pages_kit import AWKWARD, add_department, add_person, on_screen, type_in

ENTER, ESC, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
HEAD = "部门,姓名,职务,手机\n"


@pytest.fixture
def people(desk: Desk) -> dict[str, Person]:
    centre = add_department(desk, "信息中心", role="information_centre", phone="0570-8765401")
    add_department(desk, "物业公司", role="power", category=Category.PROPERTY, external=True)
    made = [
        add_person(desk, "单雄信", department_id=centre.id, role="information_centre"),
        add_person(
            desk, "曾小贤", department_id=centre.id, role="information_centre", mobile="13900001111"
        ),
        add_person(desk, "赵𬭎", post="科员", office_phone="0570-8765432"),
    ]
    return {person.name: person for person in made}


@pytest.fixture
def page(desk: Desk, people: dict[str, Person], qtbot: QtBot) -> ContactsPage:
    return on_screen(ContactsPage(desk), qtbot)


# --- search ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sxx", ["单雄信"]),
        ("shanx", ["单雄信"]),
        ("zeng", ["曾小贤"]),
        ("danxx", []),
        ("ceng", []),
        ("zh", ["赵𬭎"]),
    ],
)
def test_people_are_found_as_their_names_are_said(
    page: ContactsPage, qtbot: QtBot, typed: str, found: list[str]
) -> None:
    page.people.search.setFocus()
    qtbot.keyClicks(page.people.search, typed)
    assert [person.name for person in page.people.model.rows] == found


def test_units_are_found_by_initials_kind_and_number(page: ContactsPage, qtbot: QtBot) -> None:
    page.tabs.setCurrentIndex(1)
    search = page.departments.search
    for typed, found in (("xxzx", "信息中心"), ("wy", "物业公司"), ("87654", "信息中心")):
        search.clear()
        qtbot.keyClicks(search, typed)
        assert [unit.name for unit in page.departments.model.rows] == [found]
    search.setText("物业和供电")
    assert [unit.name for unit in page.departments.model.rows] == ["物业公司"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sxx", "单雄信"),
        ("xxzx", "信息中心"),
        ("119", "火警"),
        ("jijiu", "急救"),
        ("8765432", "赵𬭎"),
    ],
)
def test_ctrl_k_finds_people_units_and_public_numbers(
    page: ContactsPage, desk: Desk, qtbot: QtBot, typed: str, first: str
) -> None:
    box = SearchBox(desk, page)
    box.begin()
    qtbot.keyClicks(box.edit, typed)
    box.look()
    assert box.hits()[0].title == first


# --- the group -------------------------------------------------------------------------------


def test_a_deputy_is_named_and_called_after_the_holder(
    page: ContactsPage, desk: Desk, qtbot: QtBot
) -> None:
    page.show_record("group")
    view = page.group
    qtbot.keyClick(view.table, ENTER)
    view.deputy.setFocus()
    type_in(view.deputy, "赵𬭎")
    qtbot.keyClick(view.deputy, ENTER)
    qtbot.keyClick(view.deputy, ENTER)
    seat = desk.store.contacts.group()[0]
    assert seat.deputy is not None
    assert seat.deputy.name == "赵𬭎"
    called = desk.store.contacts.who_answers("group", desk.clock.now().date())
    assert [c.name for c in called][:2] == ["俞豪", "赵𬭎"]
    assert "赵𬭎 0570-8765432" in view.model.index(0, 3).data()


def test_nobody_deputises_for_himself(page: ContactsPage, desk: Desk, qtbot: QtBot) -> None:
    page.show_record("group")
    view = page.group
    view.deputy.setText("俞豪")
    qtbot.keyClick(view.holder, ENTER)
    assert "不能是本人" in view.deputy_error.text()
    assert desk.store.contacts.group()[0].deputy is None


def test_a_seat_is_removed_only_when_confirmed(
    page: ContactsPage, desk: Desk, ask: FakeAsker, qtbot: QtBot
) -> None:
    page.show_record("group")
    view = page.group
    view.table.go_to_row(1)
    ask.will_answer(False, True)
    qtbot.mouseClick(view.remove_button, Qt.MouseButton.LeftButton)
    assert len(desk.store.contacts.group()) == 4
    qtbot.mouseClick(view.remove_button, Qt.MouseButton.LeftButton)
    assert [s.person.name for s in desk.store.contacts.group()] == ["俞豪", "陆圣鹏", "刘佳佳"]
    assert view.table.current_record().person.name == "陆圣鹏"
    assert view.holder.text() == "陆圣鹏"


def test_seats_change_places_by_key(page: ContactsPage, desk: Desk, qtbot: QtBot) -> None:
    page.show_record("group")
    view = page.group
    view.table.setFocus()
    view.table.go_to_row(2)
    with qtbot.waitSignal(desk.events.changed):
        qtbot.keyClick(view.table, Qt.Key.Key_Up, ALT)
    assert [s.person.name for s in desk.store.contacts.group()][1] == "陆圣鹏"
    assert view.table.current_record().person.name == "陆圣鹏"


def test_departments_change_places_by_key(page: ContactsPage, desk: Desk, qtbot: QtBot) -> None:
    add_department(desk, "办公室", position=1)
    desk.changed(Topic.CONTACTS)
    page.tabs.setCurrentIndex(1)
    view = page.departments
    view.table.setFocus()
    view.table.go_to_row(1)
    chosen = view.table.current_record().name
    with qtbot.waitSignal(desk.events.changed):
        qtbot.keyClick(view.table, Qt.Key.Key_Up, ALT)
    assert desk.store.contacts.departments()[0].name == chosen
    assert view.table.current_record().name == chosen


# --- the call ladders ------------------------------------------------------------------------


def ladder(page: ContactsPage) -> list[tuple[str, str]]:
    return [(rung.contact.rung, rung.contact.name) for rung in page.ladder.rungs.rows]


def choose_role(page: ContactsPage, code: str) -> None:
    page.show_record("ladder")
    page.ladder.table.go_to_row(page.ladder.roles.row_of(code))


def test_the_ladder_is_first_deputy_department_and_can_be_turned_round(
    page: ContactsPage, desk: Desk, people: dict[str, Person], qtbot: QtBot
) -> None:
    choose_role(page, "information_centre")
    assert ladder(page) == [("首选", "单雄信"), ("替补", "曾小贤"), ("部门", "信息中心")]
    view = page.ladder
    qtbot.keyClick(view.table, ENTER)
    assert view.ladder.hasFocus()
    view.ladder.go_to_row(1)
    with qtbot.waitSignal(desk.events.changed):
        qtbot.keyClick(view.ladder, Qt.Key.Key_Up, ALT)
    assert ladder(page) == [("首选", "曾小贤"), ("替补", "单雄信"), ("部门", "信息中心")]
    day = desk.clock.now().date()
    assert desk.store.contacts.who_answers("information_centre", day)[0].name == "曾小贤"


def test_a_department_stays_last_and_says_why(page: ContactsPage, desk: Desk, qtbot: QtBot) -> None:
    choose_role(page, "information_centre")
    page.ladder.ladder.setFocus()
    page.ladder.ladder.go_to_row(2)
    with qtbot.waitSignal(desk.events.told) as told:
        qtbot.keyClick(page.ladder.ladder, Qt.Key.Key_Up, ALT)
    assert "部门总在最后" in told.args[0]
    assert ladder(page)[-1] == ("部门", "信息中心")


def test_a_role_without_anybody_says_what_to_do(page: ContactsPage) -> None:
    choose_role(page, "network")
    assert ladder(page) == []
    row = page.ladder.roles.row_of("network")
    assert page.ladder.roles.index(row, 0).data() == "网络服务单位"
    assert not page.ladder.open_button.isEnabled()


# --- the monthly check -----------------------------------------------------------------------


def unchecked(page: ContactsPage) -> list[str]:
    return [line.name for line in page.check.model.rows]


def test_who_is_not_confirmed_stands_out_in_the_list(page: ContactsPage, desk: Desk) -> None:
    model = page.people.model
    row = model.row_of(next(p.id for p in model.rows if p.name == "曾小贤"))
    cell = model.index(row, model.columnCount() - 1)
    assert (cell.data(), cell.data(PILL_ROLE)) == ("未核实", "amber")


def test_contacts_are_confirmed_one_after_the_other_by_key(
    page: ContactsPage, desk: Desk, qtbot: QtBot
) -> None:
    page.show_record("check")
    view = page.check
    view.search.setText("信息中心")
    qtbot.keyClick(view.search, ENTER)
    assert unchecked(page) == ["单雄信", "曾小贤", "信息中心"]
    view.table.go_to_row(1)
    qtbot.keyClick(view.table, SPACE)
    assert unchecked(page) == ["单雄信", "信息中心"]
    assert view.table.current_record().name == "信息中心"
    qtbot.keyClick(view.table, SPACE)
    assert unchecked(page) == ["单雄信"]
    assert {c.result for c in desk.store.contact_checks.checks("2026-11")} == {
        CheckResult.CONFIRMED
    }


def test_without_a_number_nobody_can_be_confirmed(
    page: ContactsPage, desk: Desk, qtbot: QtBot
) -> None:
    page.show_record("check")
    page.check.search.setText("单雄信")
    page.check.table.go_to_row(0)
    qtbot.keyClick(page.check.table, SPACE)
    assert "单雄信没有电话" in page.check.trouble.text()
    assert desk.store.contact_checks.checks("2026-11") == []


def test_who_cannot_be_reached_stays_in_the_list_in_red(
    page: ContactsPage, desk: Desk, ask: FakeAsker, qtbot: QtBot
) -> None:
    page.show_record("check")
    view = page.check
    view.search.setText("曾小贤")
    view.table.go_to_row(0)
    ask.will_answer(None, "号码是空号")
    qtbot.keyClick(view.table, Qt.Key.Key_F)
    assert desk.store.contact_checks.checks("2026-11") == []
    qtbot.keyClick(view.table, Qt.Key.Key_F)
    assert unchecked(page) == ["曾小贤"]
    cell = view.model.index(0, 0)
    assert (cell.data(), cell.data(PILL_ROLE)) == ("联系不上", "red")
    assert "号码是空号" in view.model.index(0, 5).data()


def test_a_number_corrected_on_the_card_is_settled(
    page: ContactsPage, desk: Desk, people: dict[str, Person], qtbot: QtBot
) -> None:
    page.show_record("check")
    view = page.check
    view.search.setText("曾小贤")
    view.table.go_to_row(0)
    with qtbot.waitSignal(desk.events.page_requested) as asked:
        qtbot.keyClick(view.table, ENTER)
    assert asked.args == [f"contacts#{people['曾小贤'].id}"]
    page.show_record(str(people["曾小贤"].id))
    assert page.people.form is not None
    mobile = page.people.form.fields.editor("mobile")
    mobile.setFocus()
    mobile.clear()  # type: ignore[union-attr]
    qtbot.keyClicks(mobile, "13900002222")
    qtbot.keyClick(mobile, ENTER)
    page.show_record("check")
    assert unchecked(page) == []
    view.only_open.setChecked(False)
    assert [line.state for line in view.model.rows] == ["已更正"]


def test_many_at_once_are_asked_for_first(
    page: ContactsPage, desk: Desk, ask: FakeAsker, qtbot: QtBot
) -> None:
    for number in range(6):
        add_person(desk, f"人员{number}", mobile=f"1390000200{number}")
    desk.changed(Topic.CONTACTS)
    page.show_record("check")
    view = page.check
    view.search.setText("人员")
    view.table.setFocus()
    qtbot.keyClick(view.table, Qt.Key.Key_A, CTRL)
    ask.will_answer(False, True)
    qtbot.keyClick(view.table, SPACE)
    assert desk.store.contact_checks.checks("2026-11") == []
    qtbot.keyClick(view.table, SPACE)
    assert len(desk.store.contact_checks.checks("2026-11")) == 6
    assert ask.asked[0] == ("confirm", "批量核实 把选中的 6 个联系方式都记为已核实？")


@pytest.mark.parametrize("typed", [*AWKWARD, "长" * 10_000])
def test_awkward_searches_in_the_check_do_no_harm(page: ContactsPage, typed: str) -> None:
    page.show_record("check")
    page.check.search.setText(typed)
    assert unchecked(page) == []
    assert not page.check.confirm_button.isEnabled()


# --- files -----------------------------------------------------------------------------------


def imported(page: ContactsPage, ask: FakeAsker, path: Path, answer: str | None) -> None:
    ask.will_answer([path], answer)
    page.import_button.click()


def test_an_import_shows_its_findings_and_writes_what_was_said(
    page: ContactsPage, desk: Desk, ask: FakeAsker, tmp_path: Path
) -> None:
    path = tmp_path / "名册.csv"
    path.write_bytes(
        (HEAD + "办公室,仇英,科员,13800000001\n,李雷,,1380\n,韩梅,,1380000\n").encode("gbk")
    )
    imported(page, ask, path, None)
    assert [f.where for f in ask.findings if f.kind is FindingKind.FAULT] == ["第4行 D4"]
    assert "新增 2 人" in ask.asked[-1][1]
    assert "仇英" not in {p.name for p in desk.store.contacts.people()}
    imported(page, ask, path, "skip")
    assert {"仇英", "李雷"} <= {p.name for p in page.people.model.rows}
    page.people.search.setText("qy")
    assert [p.name for p in page.people.model.rows] == ["仇英"]


def test_a_file_that_is_no_directory_is_told(
    page: ContactsPage, desk: Desk, ask: FakeAsker, tmp_path: Path
) -> None:
    path = tmp_path / "照片.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 10)
    ask.will_answer([path], [tmp_path / "没有.xlsx"], [path, path], [])
    for _ in range(4):
        page.import_button.click()
    assert len(ask.problems) == 3
    assert "不能读取" in ask.problems[1]
    assert "一次只能导入一个文件" in ask.problems[2]
    assert not page.output.strip.is_busy()


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".vcf"])
def test_what_the_page_exports_it_can_import(
    page: ContactsPage, ask: FakeAsker, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"通讯录{ending}"
    ask.will_answer(path)
    page.output.export(ending)
    assert path.stat().st_size > 100
    imported(page, ask, path, None)
    assert [f for f in ask.findings if f.kind is FindingKind.FAULT] == []
    # Everybody is known already: nothing is left to be taken.
    assert ask.asked[-1][1].endswith(" 0")


def test_the_papers_are_previewed(
    page: ContactsPage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    seen: list[PreviewDialog] = []
    monkeypatch.setattr(PreviewDialog, "exec", lambda dialog: seen.append(dialog))
    qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
    for action in page.print_button.menu().actions()[1:]:
        action.trigger()
    assert [dialog.windowTitle() for dialog in seen] == [
        "打印通讯录挂图",
        "打印通讯录挂图",
        "打印口袋卡",
    ]
    papers = [dialog.paper for dialog in seen]
    assert all(paper is not None and paper.pdf.startswith(b"%PDF") for paper in papers)


@pytest.mark.parametrize("typed", ["sxx", "shanxiong", "SXX"])
def test_a_seat_is_given_by_the_initials_of_a_name(
    page: ContactsPage, desk: Desk, qtbot: QtBot, typed: str
) -> None:
    page.show_record("group")
    view = page.group
    view.newcomer.setFocus()
    qtbot.keyClicks(view.newcomer, typed)
    view.newcomer.completer().popup().hide()
    view.add_button.click()
    assert desk.store.contacts.group()[-1].person.name == "单雄信"


def test_a_reading_can_be_corrected_on_the_card(
    page: ContactsPage, desk: Desk, people: dict[str, Person], qtbot: QtBot
) -> None:
    page.show_record(str(people["单雄信"].id))
    assert page.people.form is not None
    edit = page.people.form.fields.editor("pinyin")
    assert edit.text() == "shan xiong xin"  # type: ignore[union-attr]
    edit.clear()  # type: ignore[union-attr]
    qtbot.keyClicks(edit, "dan xiong xin")
    qtbot.keyClick(edit, ENTER)
    page.people.search.setText("dxx")
    assert [p.name for p in page.people.model.rows] == ["单雄信"]
