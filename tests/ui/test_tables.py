"""The table of the list pages: place kept, widths remembered, nothing cut off unsaid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty.store import Store
from hallduty.ui.table_cells import CellDelegate
from hallduty.ui.table_models import ROW_ROLE, SORT_ROLE, Column, RowsModel
from hallduty.ui.tables import Table, clipboard_cell
from hallduty.ui.widgets import EmptyState


@dataclass(frozen=True)
class Thing:
    id: int
    name: str
    count: int = 0


def columns() -> tuple[Column[Thing], ...]:
    return (
        Column("name", "名称", lambda t: t.name, 6, sortable=True),
        Column("count", "件数", lambda t: f"{t.count} 件", 4, sort=lambda t: t.count, right=True),
        Column("long", "说明", lambda t: t.name * 30, 6, stretch=True),
    )


def model_of(*things: Thing) -> RowsModel[Thing]:
    model: RowsModel[Thing] = RowsModel(columns(), key=lambda t: t.id)
    model.set_rows(things)
    return model


THINGS = [Thing(1, "甲", 12), Thing(2, "乙", 3), Thing(3, "丙", 100)]


@pytest.fixture
def table(themed: QApplication, qtbot: QtBot, store: Store) -> Table:
    made = Table(store.settings, "things", columns(), model_of(*THINGS))
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    return made


def names(table: Table) -> list[Any]:
    model = table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_cells_sort_by_native_values_and_carry_the_record() -> None:
    model = model_of(*THINGS)
    assert [model.index(row, 1).data(SORT_ROLE) for row in range(3)] == [12, 3, 100]
    assert model.index(1, 0).data(ROW_ROLE) == THINGS[1]
    assert model.headerData(1, Qt.Orientation.Horizontal) == "件数"


def test_refresh_keeps_the_chosen_record_when_others_come_go_and_move(table: Table) -> None:
    model = table.model()
    assert isinstance(model, RowsModel)
    table.go_to_row(1)
    told: list[Any] = []
    table.chosen.connect(told.append)
    model.set_rows([Thing(9, "新"), THINGS[2], replace(THINGS[1], name="乙改")])
    assert names(table) == ["新", "丙", "乙改"]
    assert table.current_record().name == "乙改"
    assert table.currentIndex().row() == 2
    assert told == []


def test_many_rows_come_and_go_in_runs_and_stand_as_they_should(qtbot: QtBot) -> None:
    """A view told of ten thousand rows one by one takes a third of a second at every key."""
    model = model_of(*THINGS)
    tester = QAbstractItemModelTester(model)
    told: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: told.append((first, last)))
    model.rowsRemoved.connect(lambda _parent, first, last: told.append((-first, -last)))
    many = [Thing(n, f"第{n}") for n in range(10, 2_000)]
    model.set_rows([THINGS[2], *many[:50], THINGS[0], *many[50:]])
    assert told == [(-1, -1), (1, 50), (52, 1_991)]
    told.clear()
    model.set_rows([many[0], THINGS[1], many[-1]])
    assert model.rows == [many[0], THINGS[1], many[-1]]
    assert told == [(-2, -1990), (-0, -0), (1, 1)]
    del tester


def test_a_column_title_sorts_and_once_more_turns_the_order_round(
    table: Table, qtbot: QtBot
) -> None:
    header = table.horizontalHeader()
    title = QPoint(header.sectionViewportPosition(0) + 10, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=title)
    once = names(table)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=title)
    assert names(table) == once[::-1]


def test_rows_sort_by_value_not_by_what_is_shown_and_stay_sorted_when_refreshed() -> None:
    model = model_of(*THINGS)
    model.sort(1)
    assert [thing.count for thing in model.rows] == [3, 12, 100]
    model.set_rows([*THINGS, Thing(4, "丁", 50)])
    assert [thing.count for thing in model.rows] == [3, 12, 50, 100]


def test_a_title_that_cannot_sort_leaves_the_order_and_the_arrow_alone(
    table: Table, qtbot: QtBot
) -> None:
    before = names(table)
    table.show_order("name", descending=True)
    header = table.horizontalHeader()
    spot = QPoint(header.sectionViewportPosition(1) + 10, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert names(table) == before
    assert header.sortIndicatorSection() == 0


def test_the_menu_offers_every_order_to_the_keyboard(table: Table) -> None:
    texts = [action.text() for action in table.menu().actions()]
    assert "按名称排序" in texts
    assert "按件数排序" not in texts


def test_widths_set_by_hand_are_there_the_next_time(
    themed: QApplication, qtbot: QtBot, store: Store, table: Table
) -> None:
    table.horizontalHeader().resizeSection(0, 173)
    qtbot.waitUntil(lambda: "name" in store.settings.recall("columns.things"))
    again = Table(store.settings, "things", columns(), model_of(*THINGS))
    qtbot.addWidget(again)
    again.resize(500, 300)
    again.show()
    assert abs(again.columnWidth(0) - 173) <= 1
    again.reset_widths()
    assert again.columnWidth(0) < 150


def test_nonsense_in_the_remembered_widths_is_ignored(
    themed: QApplication, qtbot: QtBot, store: Store
) -> None:
    for kept in ("nonsense", "[1, 2]", '{"name": "wide"}'):
        store.settings.remember("columns.things", kept)
        made = Table(store.settings, "things", columns(), model_of(*THINGS))
        qtbot.addWidget(made)
        assert made.columnWidth(0) > 20


def test_the_stretching_column_takes_what_is_left(table: Table) -> None:
    whole = sum(table.columnWidth(place) for place in range(3))
    assert whole == table.viewport().width()
    table.resize(800, 300)
    assert sum(table.columnWidth(place) for place in range(3)) == table.viewport().width()


def test_the_stretching_column_gives_way_before_the_list_is_scrolled_sideways(
    table: Table,
) -> None:
    table.resize(265, 300)
    QApplication.processEvents()
    assert sum(table.columnWidth(place) for place in range(3)) == table.viewport().width()
    assert table.horizontalScrollBar().maximum() == 0
    table.resize(150, 300)
    QApplication.processEvents()
    # Not to nothing: a list too wide all the same can be scrolled.
    assert table.columnWidth(2) > 60
    assert table.horizontalScrollBar().maximum() > 0


def test_a_text_that_is_cut_off_is_told_whole_and_a_short_one_is_not(table: Table) -> None:
    delegate = table.itemDelegate()
    assert isinstance(delegate, CellDelegate)
    long, short = table.model().index(0, 2), table.model().index(0, 0)
    assert "甲" * 30 in delegate.tip_for(long, table.columnWidth(2))
    assert delegate.tip_for(short, table.columnWidth(0)) == ""


def test_a_tooltip_shows_what_was_typed_and_never_reads_it_as_markup(
    themed: QApplication, qtbot: QtBot, store: Store
) -> None:
    model = model_of(Thing(1, "<b>粗</b>\n第二行" + "长" * 50))
    made = Table(store.settings, "things", columns(), model)
    qtbot.addWidget(made)
    delegate = made.itemDelegate()
    assert isinstance(delegate, CellDelegate)
    tip = delegate.tip_for(model.index(0, 0), 60)
    assert "&lt;b&gt;" in tip
    assert "<b>" not in tip


def test_enter_and_double_click_open_the_record(table: Table, qtbot: QtBot) -> None:
    opened: list[Thing] = []
    table.opened.connect(opened.append)
    table.go_to_row(1)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    spot = table.visualRect(table.model().index(2, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert [thing.name for thing in opened] == ["乙", "丙"]


def test_home_and_end_go_to_the_first_and_the_last_record(table: Table, qtbot: QtBot) -> None:
    table.go_to_row(1)
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.currentIndex().row() == 2
    qtbot.keyClick(table, Qt.Key.Key_Home)
    assert table.currentIndex().row() == 0


def test_copied_rows_carry_titles_and_no_formula(
    themed: QApplication, qtbot: QtBot, store: Store
) -> None:
    made = Table(store.settings, "things", columns(), model_of(Thing(1, "=cmd|'/c calc'!A1", 7)))
    qtbot.addWidget(made)
    made.show()
    made.go_to_row(0)
    qtbot.keyClick(made, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "名称\t件数\t说明"
    assert lines[1].startswith("'=cmd|")
    assert clipboard_cell("两\n行\t文") == "两 行 文"


def test_an_empty_list_says_what_to_do_until_there_is_something(table: Table) -> None:
    model = table.model()
    assert isinstance(model, RowsModel)
    state = EmptyState("还没有东西")
    table.set_empty(state)
    assert not state.isVisible()
    model.set_rows([])
    assert state.isVisible()
    assert state.size() == table.viewport().size()
    model.set_rows(THINGS)
    assert not state.isVisible()


def test_going_to_a_row_while_ctrl_is_held_selects_that_row_alone(table: Table) -> None:
    rows = [2, 2, 1]
    shortcut = QShortcut(QKeySequence("Ctrl+Return"), table)
    shortcut.activated.connect(lambda: table.go_to_row(rows[0]))
    table.activateWindow()
    table.setFocus()
    table.go_to_row(0)
    while rows:
        QTest.keyClick(table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert [each.id for each in table.selected_records()] == [rows.pop(0) + 1]


def test_a_hidden_column_keeps_its_width(table: Table, store: Store) -> None:
    before = table.columnWidth(1)
    table.show_columns(("count",), False)
    assert table.isColumnHidden(1)
    table.show_columns(("count",), True)
    assert table.columnWidth(1) == before
    table.hide()
    assert store.settings.recall("columns.things", "{}") == "{}"


def test_a_blue_pill_is_seen_in_the_chosen_row_too(
    themed: QApplication, qtbot: QtBot, store: Store
) -> None:
    """The chosen row has the very blue that is a blue pill's ground."""
    told: Column[Thing] = Column("name", "名称", lambda t: t.name, 6, pill=lambda t: "blue")
    model: RowsModel[Thing] = RowsModel((told,), key=lambda t: t.id)
    model.set_rows([Thing(1, "已恢复"), Thing(2, "已恢复")])
    made = Table(store.settings, "pills", (told,), model)
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    made.go_to_row(0)
    picture = made.viewport().grab().toImage()
    for row in (0, 1):
        cell = made.visualRect(model.index(row, 0))
        middle = cell.center().y() + 1
        grounds = {picture.pixelColor(x, middle).name() for x in (cell.right() - 4, cell.x() + 14)}
        assert len(grounds) == 2, row
