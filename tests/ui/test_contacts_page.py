"""The page 通讯录: people, departments, the emergency group; nothing that is typed gets lost."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from hallduty.domain.contacts import Person
from hallduty.domain.roster import Part
from hallduty.ui.contacts.page import ContactsPage
from hallduty.ui.contacts.people_view import PeopleView
from hallduty.ui.desk import Desk
from hallduty.ui.drafts_offer import offered
from hallduty.ui.events import Topic
from hallduty.ui.table_models import BADGES_ROLE, PILL_ROLE
from tests.ui.conftest import FakeAsker
from tests.ui.pages_kit import (
    AWKWARD,
    add_department,
    add_hall,
    add_person,
    on_screen,
    stamp,
    type_in,
)

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def people(desk: Desk) -> dict[str, Person]:
    centre = add_department(desk, "信息中心", role="information_centre", phone="0570-8765401")
    return {
        "王小明": add_person(
            desk,
            "王小明",
            department_id=centre.id,
            post="主任",
            role="information_centre",
            mobile="13900001111",
        ),
        "赵𬭎": add_person(desk, "赵𬭎", post="科员", office_phone="0570-8765432"),
    }


@pytest.fixture
def page(desk: Desk, people: dict[str, Person], qtbot: QtBot) -> ContactsPage:
    return opened(desk, qtbot)


def opened(desk: Desk, qtbot: QtBot) -> ContactsPage:
    return on_screen(ContactsPage(desk), qtbot)


def field(view: PeopleView, name: str) -> QLineEdit:
    assert view.form is not None
    edit = view.form.fields.editor(name)
    assert isinstance(edit, QLineEdit)
    return edit


def combo(view: PeopleView, name: str) -> QComboBox:
    assert view.form is not None
    box = view.form.fields.editor(name)
    assert isinstance(box, QComboBox)
    return box


def error(view: PeopleView, name: str) -> str:
    assert view.form is not None
    said = view.form.fields.errors[name]
    return said.text() if said.isVisible() else ""


def listed(view: PeopleView) -> list[str]:
    return [person.name for person in view.model.rows]


# --- people ----------------------------------------------------------------------------------


def test_everybody_is_listed_with_what_is_needed_to_call_them(
    page: ContactsPage, people: dict[str, Person]
) -> None:
    view = page.people
    row = view.model.row_of(people["王小明"].id)
    cells = [view.model.index(row, column).data() for column in range(view.model.columnCount())]
    assert cells[:3] == ["王小明", "信息中心", "主任"]
    assert "信息中心" in cells[4]
    assert cells[5] == "13900001111"


def test_somebody_without_a_number_is_marked_with_a_word(page: ContactsPage) -> None:
    view = page.people
    row = listed(view).index("俞豪")
    cell = view.model.index(row, 5)
    assert (cell.data(), cell.data(PILL_ROLE)) == ("未填电话", "amber")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("小明", ["王小明"]),
        ("信息", ["王小明"]),
        ("科员", ["赵𬭎"]),
        ("𬭎", ["赵𬭎"]),
        ("1390000", ["王小明"]),
        ("8765432", ["赵𬭎"]),
        ("０５７０８７６５４３２", ["赵𬭎"]),
        ("信息 主任", ["王小明"]),
        ("谁也不是", []),
    ],
)
def test_people_are_found_by_name_post_department_and_number(
    page: ContactsPage, typed: str, found: list[str]
) -> None:
    page.people.search.setText(typed)
    assert listed(page.people) == found


def test_a_new_person_is_entered_with_the_keyboard_alone(
    page: ContactsPage, desk: Desk, qtbot: QtBot
) -> None:
    view = page.people
    view.table.setFocus()
    qtbot.keyClick(view.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: field(view, "name").hasFocus())
    type_in(field(view, "name"), "孙丽丽")
    field(view, "mobile").setFocus()
    type_in(field(view, "mobile"), "１３６ 0000 3333")
    combo(view, "role").setCurrentIndex(combo(view, "role").findData("power"))
    with qtbot.waitSignal(desk.events.changed) as changed:
        qtbot.keyClick(field(view, "mobile"), ENTER)
    assert changed.args == [Topic.CONTACTS]
    saved = next(p for p in desk.store.contacts.people() if p.name == "孙丽丽")
    assert (saved.mobile, saved.role) == ("13600003333", "power")
    assert view.table.current_record().id == saved.id
    assert [c.name for c in desk.store.contacts.who_answers("power", date(2026, 11, 13))] == [
        "孙丽丽"
    ]


def test_a_change_is_saved_and_the_list_shows_it_in_its_place(
    page: ContactsPage, people: dict[str, Person], desk: Desk, qtbot: QtBot
) -> None:
    view = page.people
    view.show_record(people["赵𬭎"].id)
    qtbot.keyClick(view.table, ENTER)
    assert field(view, "name").hasFocus()
    field(view, "post").setText("副科长")
    qtbot.keyClick(field(view, "post"), ENTER)
    assert desk.store.contacts.person(people["赵𬭎"].id).post == "副科长"  # type: ignore[union-attr]
    assert view.table.current_record().post == "副科长"


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("name", "", "请填写姓名"),
        ("name", "长" * 100_000, "最多 50 字，现有 100000 字"),
        ("name", "王\x00明", "不可见（U+0000）"),
        ("post", "\u202e科长", "不可见（U+202E）"),
        ("mobile", "12345678901234", "不是有效的电话号码"),
        ("mobile", '"*%=cmd|', "不是有效的电话号码"),
        ("office_phone", "😀", "不是有效的电话号码"),
        ("duty", "职" * 101, "最多 100 字"),
    ],
)
def test_bad_input_is_said_beside_its_field_and_the_text_stays(
    page: ContactsPage, people: dict[str, Person], qtbot: QtBot, name: str, typed: str, said: str
) -> None:
    view = page.people
    view.show_record(people["王小明"].id)
    field(view, name).setText(typed)
    qtbot.keyClick(field(view, "remark"), ENTER)
    assert said in error(view, name)
    assert field(view, name).text() == typed
    assert field(view, name).property("invalid")
    qtbot.keyClicks(field(view, name), "1")
    assert error(view, name) == ""


@pytest.mark.parametrize("typed", ["😀", '"*%=cmd|', "'; DROP TABLE person; --"])
def test_odd_but_visible_characters_are_kept_as_typed(
    page: ContactsPage, people: dict[str, Person], desk: Desk, qtbot: QtBot, typed: str
) -> None:
    view = page.people
    view.show_record(people["王小明"].id)
    field(view, "remark").setText(typed)
    qtbot.keyClick(field(view, "remark"), ENTER)
    saved = desk.store.contacts.person(people["王小明"].id)
    assert saved is not None
    assert saved.remark == typed


@pytest.mark.parametrize("typed", [*AWKWARD, "长" * 100_000])
def test_awkward_searches_find_nobody_and_do_no_harm(page: ContactsPage, typed: str) -> None:
    page.people.search.setText(typed)
    assert page.people.model.rowCount() == 0
    page.people.search.clear()
    assert page.people.model.rowCount() > 0


def test_esc_leaves_the_form_and_the_draft_is_there_again_after_a_restart(
    page: ContactsPage, people: dict[str, Person], desk: Desk, qtbot: QtBot
) -> None:
    view = page.people
    view.show_record(people["王小明"].id)
    field(view, "post").setText("副主任（拟）")
    combo(view, "role").setCurrentIndex(combo(view, "role").findData("network"))
    qtbot.keyClick(field(view, "post"), ESC)
    assert view.table.hasFocus()
    view.show_record(people["赵𬭎"].id)
    assert field(view, "post").text() == "科员"
    row = view.model.row_of(people["王小明"].id)
    assert ("草稿", "amber") in view.model.index(row, 0).data(BADGES_ROLE)
    again = opened(desk, qtbot).people
    again.show_record(people["王小明"].id)
    assert field(again, "post").text() == "副主任（拟）"
    assert combo(again, "role").currentData() == "network"
    assert again.form is not None
    assert again.form.state.isVisible()
    kept = desk.store.contacts.person(people["王小明"].id)
    assert kept is not None
    assert kept.post == "主任"


def test_a_draft_can_be_thrown_away(
    page: ContactsPage, people: dict[str, Person], desk: Desk, qtbot: QtBot
) -> None:
    view = page.people
    view.show_record(people["王小明"].id)
    field(view, "post").setText("别的")
    combo(view, "kind").setCurrentIndex(1)
    assert view.form is not None
    qtbot.mouseClick(view.form.discard_button, Qt.MouseButton.LeftButton)
    assert field(view, "post").text() == "主任"
    assert combo(view, "kind").currentData() == ""
    assert desk.store.drafts.all() == []
    assert not view.form.state.isVisible()


def test_a_saved_record_leaves_no_draft_behind(
    page: ContactsPage, people: dict[str, Person], desk: Desk, qtbot: QtBot
) -> None:
    view = page.people
    view.show_record(people["王小明"].id)
    field(view, "post").setText("副主任")
    combo(view, "kind").setCurrentIndex(1)
    qtbot.keyClick(field(view, "post"), ENTER)
    assert desk.store.drafts.all() == []


def test_news_from_elsewhere_does_not_disturb_what_is_being_typed(
    page: ContactsPage, people: dict[str, Person], desk: Desk, qtbot: QtBot
) -> None:
    view = page.people
    view.show_record(people["王小明"].id)
    field(view, "post").setFocus()
    field(view, "post").setText("副主任")
    field(view, "post").setCursorPosition(1)
    add_person(desk, "新来的")
    desk.changed(Topic.CONTACTS)
    assert "新来的" in listed(view)
    assert field(view, "post").text() == "副主任"
    assert field(view, "post").cursorPosition() == 1
    assert view.table.current_record().name == "王小明"


def test_deactivating_hides_a_person_and_shows_them_again_when_asked(
    page: ContactsPage, people: dict[str, Person], desk: Desk, qtbot: QtBot
) -> None:
    view = page.people
    view.show_record(people["赵𬭎"].id)
    assert view.form is not None
    qtbot.mouseClick(view.form.active_button, Qt.MouseButton.LeftButton)
    assert "赵𬭎" not in listed(view)
    assert desk.store.contacts.person(people["赵𬭎"].id) is not None
    view.with_inactive.setChecked(True)
    view.show_record(people["赵𬭎"].id)
    assert view.form.inactive.isVisible()
    assert view.form.active_button.text() == "重新启用"
    qtbot.mouseClick(view.form.active_button, Qt.MouseButton.LeftButton)
    view.with_inactive.setChecked(False)
    assert "赵𬭎" in listed(view)


def test_unsaved_text_survives_deactivation_and_saving_does_not_undo_it(
    page: ContactsPage, people: dict[str, Person], desk: Desk, qtbot: QtBot
) -> None:
    view = page.people
    view.with_inactive.setChecked(True)
    view.show_record(people["赵𬭎"].id)
    field(view, "post").setText("退休")
    assert view.form is not None
    qtbot.mouseClick(view.form.active_button, Qt.MouseButton.LeftButton)
    assert field(view, "post").text() == "退休"
    qtbot.keyClick(field(view, "post"), ENTER)
    saved = desk.store.contacts.person(people["赵𬭎"].id)
    assert saved is not None
    assert (saved.active, saved.post) == (False, "退休")


def test_whoever_still_has_duties_is_not_deactivated_unnoticed(
    page: ContactsPage, people: dict[str, Person], desk: Desk, ask: FakeAsker, qtbot: QtBot
) -> None:
    hall = add_hall(desk)
    person = people["王小明"]
    for day in (16, 17):
        desk.store.roster.set_leader(date(2026, 11, day), Part.DAY, hall.id, person.id, stamp(desk))
    view = page.people
    view.show_record(person.id)
    assert view.form is not None
    ask.will_answer(False)
    qtbot.mouseClick(view.form.active_button, Qt.MouseButton.LeftButton)
    assert "今后还排有 2 天值班" in ask.asked[-1][1]
    assert "王小明" in listed(view)
    leader = next(p for p in desk.store.contacts.people() if p.name == "俞豪")
    view.show_record(leader.id)
    ask.will_answer(True)
    qtbot.mouseClick(view.form.active_button, Qt.MouseButton.LeftButton)
    assert "现任应急处理小组组长" in ask.asked[-1][1]
    assert "俞豪" not in listed(view)


def test_another_page_can_ask_for_one_person(page: ContactsPage, people: dict[str, Person]) -> None:
    page.tabs.setCurrentIndex(2)
    page.people.search.setText("别人")
    page.show_record(str(people["赵𬭎"].id))
    assert page.people.isVisible()
    assert page.people.table.current_record().name == "赵𬭎"
    page.show_record("abc")
    assert page.people.table.current_record().name == "赵𬭎"


def test_an_offered_draft_leads_to_the_form_that_it_was_typed_in(
    page: ContactsPage, desk: Desk, qtbot: QtBot
) -> None:
    view = page.people
    view.add()
    type_in(field(view, "name"), "还没存的人")
    department = desk.store.contacts.departments()[0].id
    page.show_record(f"department:{department}")
    name = page.departments.form.fields.editor("name")  # type: ignore[union-attr]
    type_in(name, "改")
    page.hide()
    again = opened(desk, qtbot)
    places = {each.page for each in offered(desk)}
    assert places == {"contacts#person:0", f"contacts#department:{department}"}
    again.show_record("person:0")
    assert field(again.people, "name").text() == "还没存的人"
    again.show_record(f"department:{department}")
    assert again.departments.isVisible()
    assert "改" in again.departments.form.fields.editor("name").text()  # type: ignore[union-attr]


def test_a_role_that_the_plan_no_longer_has_is_shown_and_not_dropped(
    page: ContactsPage, desk: Desk, qtbot: QtBot
) -> None:
    person = add_person(desk, "旧角色", role="long_gone")
    desk.changed(Topic.CONTACTS)
    view = page.people
    view.show_record(person.id)
    assert combo(view, "role").currentData() == "long_gone"
    field(view, "post").setText("职务")
    qtbot.keyClick(field(view, "post"), ENTER)
    saved = desk.store.contacts.person(person.id)
    assert saved is not None
    assert saved.role == "long_gone"


def test_the_wheel_over_a_combo_scrolls_and_changes_nothing(
    page: ContactsPage, people: dict[str, Person]
) -> None:
    view = page.people
    view.show_record(people["王小明"].id)
    box = combo(view, "role")
    spot = QPointF(5, 5)
    turn = QWheelEvent(
        spot,
        QPointF(box.mapToGlobal(spot.toPoint())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, turn)
    assert box.currentData() == "information_centre"
    assert not turn.isAccepted()


# --- departments -----------------------------------------------------------------------------


def test_departments_are_managed_likewise(page: ContactsPage, desk: Desk, qtbot: QtBot) -> None:
    page.tabs.setCurrentIndex(1)
    view = page.departments
    view.add()
    assert view.form is not None
    name = view.form.fields.editor("name")
    qtbot.keyClick(name, ENTER)
    assert "请填写部门名称" in view.form.fields.errors["name"].text()
    type_in(name, "法制股")
    qtbot.keyClick(name, ENTER)
    assert [d.name for d in desk.store.contacts.departments()] == ["信息中心", "法制股"]
    page.tabs.setCurrentIndex(0)
    assert combo(page.people, "department_id").findText("法制股") > 0


def test_a_department_with_staff_is_deactivated_only_when_confirmed(
    page: ContactsPage, desk: Desk, ask: FakeAsker, qtbot: QtBot
) -> None:
    page.tabs.setCurrentIndex(1)
    view = page.departments
    view.table.go_to_row(0)
    assert view.form is not None
    ask.will_answer(True)
    qtbot.mouseClick(view.form.active_button, Qt.MouseButton.LeftButton)
    assert "还有 1 名人员" in ask.asked[-1][1]
    assert desk.store.contacts.departments() == []


# --- the emergency group ---------------------------------------------------------------------


def test_the_group_stands_in_the_plans_order(page: ContactsPage, desk: Desk) -> None:
    page.tabs.setCurrentIndex(2)
    model = page.group.model
    rows = [(model.index(r, 0).data(), model.index(r, 1).data()) for r in range(model.rowCount())]
    assert rows == [
        ("组长", "俞豪"),
        ("副组长", "颜小荣"),
        ("成员", "陆圣鹏"),
        ("成员", "刘佳佳"),
    ]
    assert ("无电话", "amber") in model.index(0, 1).data(BADGES_ROLE)


def test_a_seat_goes_to_another_person_by_typing_part_of_the_name(
    page: ContactsPage, desk: Desk, qtbot: QtBot
) -> None:
    page.tabs.setCurrentIndex(2)
    group = page.group
    group.table.go_to_row(1)
    qtbot.keyClick(group.table, ENTER)
    assert group.holder.hasFocus()
    group.holder.clear()
    type_in(group.holder, "小明")
    group.holder.completer().popup().hide()
    qtbot.keyClick(group.holder, ENTER)
    assert [seat.person.name for seat in desk.store.contacts.group()][1] == "王小明"
    assert group.table.hasFocus()


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "请选择由谁担任"), ("不认识的人", "通讯录里没有"), ("俞豪", "已在小组中任职")],
)
def test_a_seat_refuses_what_is_nobody_or_sits_there_already(
    page: ContactsPage, desk: Desk, qtbot: QtBot, typed: str, said: str
) -> None:
    page.tabs.setCurrentIndex(2)
    group = page.group
    group.table.go_to_row(1)
    group.holder.setText(typed)
    qtbot.mouseClick(group.save_button, Qt.MouseButton.LeftButton)
    assert said in group.holder_error.text()
    assert group.holder.text() == typed
    assert [seat.person.name for seat in desk.store.contacts.group()][1] == "颜小荣"


def test_two_people_of_one_name_must_be_told_apart(
    page: ContactsPage, desk: Desk, qtbot: QtBot
) -> None:
    first, second = add_person(desk, "王伟", post="一"), add_person(desk, "王伟", post="二")
    desk.changed(Topic.CONTACTS)
    page.tabs.setCurrentIndex(2)
    group = page.group
    group.newcomer.setFocus()
    type_in(group.newcomer, "王伟")
    qtbot.mouseClick(group.add_button, Qt.MouseButton.LeftButton)
    assert "有 2 位王伟" in group.newcomer_error.text()
    group.newcomer.setFocus()
    popup = group.newcomer.completer().popup()
    group.newcomer.clear()
    type_in(group.newcomer, "王伟")
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, ENTER)
    if group.newcomer.text():
        qtbot.keyClick(group.newcomer, ENTER)
    seats = desk.store.contacts.group()
    assert seats[-1].person.id == second.id
    assert first.id not in [seat.person.id for seat in seats]


def test_a_deactivated_holder_is_called_out(
    page: ContactsPage, desk: Desk, people: dict[str, Person]
) -> None:
    seat = desk.store.contacts.group()[0]
    desk.store.contacts.set_person_active(seat.person.id, False, stamp(desk))
    desk.changed(Topic.CONTACTS)
    page.tabs.setCurrentIndex(2)
    assert ("已停用，请换人", "red") in page.group.model.index(0, 1).data(BADGES_ROLE)


def test_a_tab_is_made_when_first_shown_and_then_kept(page: ContactsPage, desk: Desk) -> None:
    """Each of the five reads everybody: of ten thousand people opening all at once took 2 s."""
    assert page.stack.count() == 1
    for number, kind in enumerate(("people", "departments", "group", "ladder", "check")):
        page.tabs.setCurrentIndex(number)
        assert page.stack.currentWidget() is getattr(page, kind)
        assert page.stack.currentWidget().isVisible()
    assert page.stack.count() == 5
    page.tabs.setCurrentIndex(0)
    page.show_record("check")
    assert page.stack.currentWidget() is page.check
    assert page.tabs.currentIndex() == 4
    assert page.stack.count() == 5


def test_who_is_entered_while_searching_is_found_by_the_next_key(
    page: ContactsPage, desk: Desk
) -> None:
    page.people.search.setText("单")
    assert listed(page.people) == []
    add_person(desk, "单雄信")
    desk.changed(Topic.CONTACTS)
    assert listed(page.people) == ["单雄信"]
    page.people.search.setText("shanx")
    assert listed(page.people) == ["单雄信"]
