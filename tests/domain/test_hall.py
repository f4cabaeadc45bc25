"""The hall picture's rules: lost window-minutes, opening hours, the grid, and the words."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty.domain import opening
from hallduty.domain.errors import InvalidInput
from hallduty.domain.hall import (
    Device,
    DeviceKind,
    Outage,
    Picture,
    device_problems,
    lost_minutes,
    part_name,
    standard_devices,
)
from hallduty.domain.hall_grid import arranged, cells_of, cells_problem, key_of, moved, size_of
from hallduty.domain.hall_incidents import (
    fault_of,
    fitting,
    numbers_text,
    windows_of,
    with_windows,
)
from hallduty.domain.hall_line import read_outage
from hallduty.domain.incidents import Status
from hallduty.domain.opening import Span
from hallduty.domain.plan import Plan
from hallduty.domain.roster import Window
from hallduty.domain.window_lists import countable_windows
from tests.documents.samples import FAULT

DAY = date(2026, 10, 22)
HALL = 1
WINDOWS = tuple(Window(n, "", HALL, n) for n in range(1, 7))
POWER = Device(1, "", HALL, DeviceKind.POWER, "供电")
QUEUE = Device(2, "", HALL, DeviceKind.QUEUE, "叫号机")
PICTURE = Picture(WINDOWS, (POWER, QUEUE))
HOURS = opening.parse_hours(opening.FIRST_HOURS) or ()


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 10, 22, hour, minute, second)


def outage(
    down: datetime, up: datetime | None, window: int | None = None, device: int | None = None
) -> Outage:
    return Outage(0, "", 7, HALL, window, device, down, up)


def every_day(_: date) -> bool:
    return True


def open_day(extended: tuple[Span, ...] = ()) -> list[Span]:
    return opening.open_spans(HOURS, at(0), at(23, 59), every_day, extended)


# --- lost window-minutes ---------------------------------------------------------------------


def test_a_power_cut_counts_for_every_window_in_opening_hours_only() -> None:
    cut = outage(at(15, 20), at(16, 40), device=POWER.id)
    loss = lost_minutes([cut], PICTURE, open_day(), at(18))
    assert loss.minutes == 6 * 80
    assert len(loss.windows) == 6
    # Over noon and after closing nobody lost anything.
    long = outage(at(11, 30), at(20), device=POWER.id)
    assert lost_minutes([long], PICTURE, open_day(), at(20)).minutes == 6 * (30 + 210)
    extended = open_day(((at(16, 55), at(18, 10)),))
    assert lost_minutes([long], PICTURE, extended, at(20)).minutes == 6 * (30 + 210 + 70)


def test_overlapping_outages_of_one_window_count_once() -> None:
    cut = outage(at(15, 20), at(16, 0), device=POWER.id)
    pc = outage(at(15, 40), at(16, 30), window=3)
    loss = lost_minutes([cut, pc, pc], PICTURE, open_day(), at(18))
    by_number = {each.window.number: each.minutes for each in loss.windows}
    assert by_number[3] == 70
    assert by_number[1] == 40
    assert loss.minutes == 5 * 40 + 70


def test_an_open_outage_counts_up_to_the_moment_given() -> None:
    open_one = outage(at(9, 0, 40), None, window=1)
    assert lost_minutes([open_one], PICTURE, open_day(), at(9, 30, 5)).minutes == 30


def test_a_queue_machine_costs_no_window_and_another_hall_none_either() -> None:
    queue = outage(at(9), at(10), device=QUEUE.id)
    elsewhere = replace(outage(at(9), at(10), device=POWER.id), hall_id=2)
    assert lost_minutes([queue, elsewhere], PICTURE, open_day(), at(12)).minutes == 0


def test_a_window_that_was_closed_anyway_is_not_lost_to_a_power_cut() -> None:
    cut = outage(at(15, 20), at(16, 20), device=POWER.id)
    unused = outage(at(8), None, window=6)
    loss = lost_minutes([cut], PICTURE, open_day(), at(18), [unused])
    assert loss.minutes == 5 * 60


moments = st.integers(0, 24 * 60 - 1).map(lambda m: datetime.combine(DAY, datetime.min.time())
                                          + timedelta(minutes=m))  # fmt: skip
spans = st.lists(st.tuples(moments, moments), max_size=8)


@given(spans)
def test_united_stretches_hold_the_same_minutes_and_none_twice(given_spans: list[Span]) -> None:
    found = opening.united(given_spans)
    inside = {
        minute for start, end in given_spans for minute in range(_minute(start), _minute(end))
    }
    assert opening.minutes(found) == len(inside)
    assert all(a[1] < b[0] for a, b in itertools.pairwise(found))
    assert opening.united(found) == found


@given(spans, spans)
def test_common_and_without_part_the_time(one: list[Span], other: list[Span]) -> None:
    a, b = opening.united(one), opening.united(other)
    shared = opening.common(a, b)
    assert opening.minutes(shared) + opening.minutes(opening.without(a, b)) == opening.minutes(a)
    assert opening.common(b, a) == shared


@given(st.lists(st.tuples(moments, st.none() | moments, st.none() | st.integers(1, 6)), max_size=8))
def test_a_window_never_loses_more_than_it_was_open(
    drawn: list[tuple[datetime, datetime | None, int | None]],
) -> None:
    outages = [outage(down, up, window, None if window else POWER.id) for down, up, window in drawn]
    whole = opening.minutes(open_day())
    loss = lost_minutes(outages, PICTURE, open_day(), at(23, 59))
    assert all(0 < each.minutes <= whole for each in loss.windows)
    more = lost_minutes([*outages, outage(at(9), at(10), window=1)], PICTURE, open_day(), at(23))
    assert more.minutes >= 0


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


# --- opening hours ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "08:30–12:00，13:30–17:00",
        "8:30-12:00, 13:30-17:00",
        "0830至1200、1330至1700",
        "8：30 － 12：00；13：30 ～ 17：00",
        "8时30分—12时00分 13时30分—17时00分",
    ],
)
def test_opening_hours_are_read_as_people_write_them(typed: str) -> None:
    assert opening.parse_hours(typed) == HOURS
    assert opening.hours_problem(typed) is None


@pytest.mark.parametrize(
    "typed",
    ["", "全天", "8:30", "12:00-8:30", "08:30-12:00,11:00-17:00", "25:00-26:00", "8:30-8:30",
     "1:00-2:00,3:00-4:00,5:00-6:00,7:00-8:00,9:00-10:00"],
)  # fmt: skip
def test_what_is_no_list_of_hours_is_said(typed: str) -> None:
    assert opening.parse_hours(typed) is None
    problem = opening.hours_problem(typed)
    assert problem is not None
    assert problem.field == "opening_hours"


def test_a_day_off_has_no_hours_and_closing_follows_the_extension() -> None:
    def weekdays(day: date) -> bool:
        return day.weekday() < 5

    first, last = datetime(2026, 10, 23), datetime(2026, 10, 26, 9)
    found = opening.open_spans(HOURS, first, last, weekdays)
    assert opening.minutes(found) == 420 + 30
    assert opening.closing(HOURS, at(16), every_day) == at(17)
    assert opening.closing(HOURS, at(16), every_day, [(at(16, 50), at(18, 10))]) == at(18, 10)
    assert opening.closing(HOURS, at(17), every_day) is None
    assert opening.closing(HOURS, datetime(2026, 10, 24, 9), weekdays) is None


# --- the grid --------------------------------------------------------------------------------


def test_without_any_arranging_windows_stand_in_rows_and_devices_below() -> None:
    windows = tuple(Window(n, "", HALL, n) for n in range(1, 9))
    placed = arranged(Picture(windows, standard_devices(HALL)))
    cells = [each.cell for each in placed]
    assert cells[:8] == [(0, c) for c in range(6)] + [(1, 0), (1, 1)]
    assert cells[8:] == [(2, c) for c in range(4)]
    assert [part_name(each.part) for each in placed[8:]] == ["自助机", "叫号机", "供电", "网络"]
    assert size_of(placed) == (3, 6)
    assert size_of([]) == (0, 6)


def test_what_was_placed_stays_and_the_rest_follows_below() -> None:
    first = replace(WINDOWS[0], grid_row=0, grid_column=7)
    same = replace(WINDOWS[1], grid_row=0, grid_column=7)
    wild = replace(WINDOWS[2], grid_row=-4, grid_column=400)
    placed = arranged(Picture((first, same, wild), (POWER, replace(QUEUE, active=False))))
    assert [(part_name(each.part), each.cell) for each in placed] == [
        ("1号窗口", (0, 7)),
        ("2号窗口", (1, 0)),
        ("3号窗口", (1, 1)),
        ("供电", (2, 0)),
    ]
    assert size_of(placed) == (3, 8)


def test_moving_onto_another_changes_places_and_off_the_grid_nothing() -> None:
    placed = arranged(PICTURE)
    one, two = key_of(WINDOWS[0]), key_of(WINDOWS[1])
    swapped = cells_of(moved(placed, one, (0, 1)))
    assert (swapped[one], swapped[two]) == ((0, 1), (0, 0))
    assert moved(placed, one, (-1, 0)) == placed
    assert moved(placed, one, (0, 12)) == placed
    assert moved(placed, key_of(replace(POWER, id=99)), (3, 3)) == placed


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(-1, 20), st.integers(-1, 12)),
                max_size=20))  # fmt: skip
def test_no_two_parts_ever_share_a_cell(moves: list[tuple[int, int, int]]) -> None:
    placed = arranged(PICTURE)
    keys = [key_of(each.part) for each in placed]
    for number, row, column in moves:
        placed = moved(placed, keys[number], (row, column))
        assert cells_problem(cells_of(placed)) is None
    assert len(placed) == len(keys)
    assert cells_problem({keys[0]: (0, 0), keys[1]: (0, 0)}) is not None


def test_a_device_needs_a_name_of_its_own() -> None:
    new = Device(0, "", HALL, DeviceKind.SELF_SERVICE, " ")
    assert next(p for p in device_problems(new, ()) if p).message == "请填写名称"
    twice = replace(new, name="叫号机")
    (problem,) = [p for p in device_problems(twice, [QUEUE]) if p]
    assert "已有设备“叫号机”" in problem.message
    retired = replace(QUEUE, active=False)
    assert [p for p in device_problems(twice, [retired]) if p] == []
    assert any(device_problems(replace(new, name="机" * 13), ()))


# --- what an outage makes of the ledger --------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "scenario", "event_type", "place"),
    [
        (DeviceKind.SELF_SERVICE, "window_pc", "device", "自助机"),
        (DeviceKind.QUEUE, "queue_system", "device", "叫号机"),
        (DeviceKind.POWER, "power_cut", "power", "全厅"),
        (DeviceKind.NETWORK, "network_down", "network", "全厅"),
    ],
)
def test_a_device_that_is_down_names_its_event(
    plan: Plan, kind: DeviceKind, scenario: str, event_type: str, place: str
) -> None:
    fault = fault_of([Device(3, "", HALL, kind, kind.label)], plan)
    assert (fault.scenario, fault.event_type, fault.place) == (scenario, event_type, place)
    assert fault.text == f"{kind.label}停用"
    renamed = replace(plan, scenarios=tuple(s for s in plan.scenarios if s.code != scenario))
    assert fault_of([Device(3, "", HALL, kind, "甲")], renamed).event_type == event_type


def test_windows_name_themselves_and_join_what_is_being_handled(plan: Plan) -> None:
    fault = fault_of(WINDOWS[2:5], plan)
    assert (fault.place, fault.text) == ("3—5号窗口", "3—5号窗口停用")
    mine = replace(FAULT, id=5, event_type="device", scenario="window_pc", status=Status.HANDLING)
    others = [
        mine,
        replace(mine, id=6, status=Status.RECOVERED),
        replace(mine, id=7, scenario="queue_system"),
        replace(mine, id=8, drill=True),
    ]
    assert [each.id for each in fitting(WINDOWS[:1], others, plan)] == [8, 5]
    assert windows_of(WINDOWS[2], PICTURE) == [3]
    assert windows_of(POWER, PICTURE) == [1, 2, 3, 4, 5, 6]
    assert windows_of(QUEUE, PICTURE) == []


@pytest.mark.parametrize(
    ("before", "numbers", "after"),
    [
        ("", [3], "3号"),
        ("3号", [5], "3、5号"),
        ("3、5号", [4], "3—5号"),
        ("3—8号窗口", [9], "3—9号窗口"),
        ("3—8号", [4], "3—8号"),
        ("一楼全部窗口", [4], "一楼全部窗口，4号"),
        ("4号窗口（社保）", [4], "4号窗口（社保）"),
        ("", [], ""),
        ("", list(range(1, 13)), "1—12号"),
    ],
)
def test_the_field_of_windows_grows_without_losing_words(
    before: str, numbers: list[int], after: str
) -> None:
    assert with_windows(before, numbers) == after


@given(st.sets(st.integers(1, 99), min_size=1))
def test_the_numbers_said_are_those_that_the_report_counts(numbers: set[int]) -> None:
    assert countable_windows(numbers_text(numbers)) == len(numbers)


# --- an outage typed as one line ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "names", "down", "up"),
    [
        ("3", ["3号窗口"], None, None),
        ("3号 5号窗口", ["3号窗口", "5号窗口"], None, None),
        ("1、3—5号", ["1号窗口", "3号窗口", "4号窗口", "5号窗口"], None, None),
        ("供电 1520 1640", ["供电"], at(15, 20), at(16, 40)),
        ("供电，3号 15:20—16:40", ["供电", "3号窗口"], at(15, 20), at(16, 40)),
        ("3 0920", ["3号窗口"], at(9, 20), None),
    ],
)
def test_an_outage_is_read_from_one_line(
    typed: str, names: list[str], down: datetime | None, up: datetime | None
) -> None:
    found = read_outage(typed, PICTURE, at(17))
    assert [part_name(part) for part in found.parts] == names
    assert (found.down_at, found.up_at) == (down, up)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请写窗口号或设备名"),
        ("1520 1640", "请写窗口号或设备名"),
        ("7号", "没有 7 号窗口，现有 6 个窗口"),
        ("咖啡机 1520", "大厅图上没有“咖啡机”"),
        ("3号 2599", "时间“2599”写错了"),
        ("1" * 5000, "没有 11111111 号窗口"),
        ("1 " * 5000 + "x", "大厅图上没有“x”"),
        ("6-1", "“6-1”先后写反了"),
        ("，", "请写窗口号或设备名"),
    ],
)
def test_a_line_that_names_nothing_is_said(typed: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_outage(typed, PICTURE, at(17))
    assert said in refused.value.message_for("outage")


@given(st.text())
def test_no_typed_line_breaks_the_reading(typed: str) -> None:
    try:
        found = read_outage(typed, PICTURE, at(17))
    except InvalidInput as refused:
        assert refused.message_for("outage")  # noqa: PT017
    else:
        assert found.parts
