"""Forms as data: the shipped sheet is the plan's, a user's copy wins or is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from hallduty.domain.errors import UserError
from hallduty.domain.forms import Forms, Kind, load_forms

SHIPPED = Path(__file__).parents[2] / "forms"
SHEET = (SHIPPED / "ledger_sheet.toml").read_text(encoding="utf-8")
SUMMARY = (SHIPPED / "ledger_summary.toml").read_text(encoding="utf-8")
WEATHER_ROW = '\n[[rows]]\n[[rows.cells]]\nlabel = "天气"\nspan = 3\n'


def with_copy(folder: Path, text: str | bytes, name: str = "ledger_sheet.toml") -> Forms:
    data = text.encode() if isinstance(text, str) else text
    (folder / name).write_bytes(data)
    return load_forms(SHIPPED, folder)


def test_the_shipped_sheet_is_the_ledger_of_the_plan() -> None:
    sheet = load_forms(SHIPPED).sheet("ledger_sheet")
    assert sheet.title == "突发事件应急处置登记台帐"
    assert sheet.number_label == "编号："
    assert sheet.note == (
        "注：事件类型是指电力故障、设备故障、网络故障、应用系统问题、语言肢体冲突、涉税舆情、其他突发事件"
    )
    assert [[cell.label for cell in row.cells] for row in sheet.rows] == [
        ["事件类型", "发生时间"],
        ["发生地点", "报告人及电话"],
        ["事件描述"],
        ["应急处置措施"],
        ["处置结果", "恢复/办结时间"],
        ["处置人（登记人）", "值班领导签字"],
    ]
    # Four columns by six rows, spans counted: the 24 cells that the plan's publication shows.
    assert sum(1 + cell.span for cell in sheet.cells()) == 24
    kinds = {part.field: part.kind for part in sheet.parts()}
    assert kinds["event_type"] is Kind.CHOICE
    assert kinds["值班领导签字"] is Kind.SIGNATURE
    assert [(p.field, p.suffix) for p in sheet.rows[4].cells[1].parts] == [
        ("recovered_at", "恢复"),
        ("closed_at", "办结"),
    ]
    assert sheet.extra_fields() == ()


def test_a_cell_labelled_only_becomes_a_field_of_its_own(tmp_path: Path) -> None:
    forms = with_copy(tmp_path, SHEET + WEATHER_ROW)
    assert forms.problems == ()
    sheet = forms.sheet("ledger_sheet")
    part = sheet.part("天气")
    assert part is not None
    assert part.kind is Kind.TEXT
    assert not part.in_record
    assert sheet.label_of("天气") == "天气"
    assert sheet.extra_fields() == ("天气",)


def test_the_ledger_may_list_a_field_that_the_sheet_adds(tmp_path: Path) -> None:
    smaller = SUMMARY.replace("width_mm = 58", "width_mm = 48", 1)
    column = '\n[[columns]]\nlabel = "天气"\nwidth_mm = 10\n'
    forms = with_copy(tmp_path, smaller + column, "ledger_summary.toml")
    assert "没有“天气”这个字段" in forms.problems[0]
    with_copy(tmp_path, SHEET + WEATHER_ROW)
    forms = load_forms(SHIPPED, tmp_path)
    assert forms.problems == ()
    assert forms.summary("ledger_summary").columns[-1].field == "天气"


def test_a_copy_saved_by_notepad_is_read(tmp_path: Path) -> None:
    text = "\ufeff" + SHEET.replace("\n", "\r\n").replace("登记台帐", "登记台账")
    forms = with_copy(tmp_path, text)
    assert forms.problems == ()
    assert forms.sheet("ledger_sheet").title == "突发事件应急处置登记台账"


def line_of(text: str, sought: str) -> int:
    return text[: text.index(sought)].count("\n") + 1


BROKEN = {
    "a full-width quote": ('hint = "报告人"', "hint = “报告人”", "值写法不对"),
    "a quote left open": ('kind = "person"', 'kind = "person', "引号没有成对"),
    "no equals sign": ('suffix = "办结"', 'suffix "办结"', "缺少等号"),
    "a key twice": ('hint = "恢复时间"', 'hint = "恢复时间"\nhint = "x"', "写了两次"),
    "an unknown kind": ('kind = "phone"', 'kind = "telefon"', "不认识的类型 kind“telefon”"),
    "a kind that does not fit": (
        'field = "occurred_at"\nkind = "datetime"',
        'field = "occurred_at"\nkind = "text"',
        "只能是 datetime",
    ),
    "an unknown key": ('hint = "办结时间"', 'hnit = "办结时间"', "不认识的键“hnit”"),
    "spans too wide": ("span = 3", "span = 4", "共占 5 列，应为 4 列"),
    "a field of the program": ('field = "place"', 'field = "status"', "由程序自己填写"),
    "a number as text": ("min_height_mm = 50", 'min_height_mm = "高"', "6 到 200 之间的数"),
    "too wide for the paper": ("[28, 61, 28, 49]", "[28, 161, 28, 49]", "相加为 266 毫米"),
    "a number for a title": ('title = "突发事件应急处置登记台帐"', "title = 3", "应是文字"),
    "an empty title": ('title = "突发事件应急处置登记台帐"', 'title = " "', "请填写"),
    "widths that are none": ("[28, 61, 28, 49]", '"宽"', "应是一列数"),
    "one column": ("[28, 61, 28, 49]", "[166]", "2 到 12 列"),
    "a column too narrow": ("[28, 61, 28, 49]", "[2, 87, 28, 49]", "8 到 170 之间"),
    "half a span": ("span = 3", "span = 2.5", "应是整数"),
    "a cell without a label": ('label = "事件描述"\n', "", "缺少“label”"),
    "a part without a field": ('field = "reporter"\n', "", "缺少“field”"),
    "a field beside parts": (
        'label = "报告人\\n及电话"',
        'label = "报告人及电话"\nfield = "reporter"',
        "不能再写“field”",
    ),
    "options for a text": (
        'field = "place"\nkind = "text"',
        'field = "place"\nkind = "text"\nchoices = ["一楼", "二楼"]',
        "不能有“choices”",
    ),
    "an option twice": (
        'kind = "signature"',
        'kind = "choice"\nchoices = ["是", "是"]',
        "有重复的文字",
    ),
    "options that are none": ('kind = "signature"', 'kind = "choice"\nchoices = "是"', "一列文字"),
    "a single bracket": (
        '[[rows.cells.parts]]\nfield = "phone"',
        '[rows.cells.parts]\nfield = "phone"',
        "写了两次",
    ),
    "a NUL": ('hint = "电话"', 'hint = "电\\u0000话"', "不可见"),
    "a limit that the record lacks": (
        'hint = "恢复情况、遗留事项"',
        'hint = "x"\nlimit = 30000',
        "1 到 2000",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_copy_is_named_by_file_line_and_reason(tmp_path: Path, what: str) -> None:
    good, bad, reason = BROKEN[what]
    assert good in SHEET
    text = SHEET.replace(good, bad, 1)
    forms = with_copy(tmp_path, text)
    (problem,) = forms.problems
    assert problem.startswith("表样文件 ledger_sheet.toml 第 ")
    assert reason in problem
    assert "已改用随程序提供的表样" in problem
    assert "\n" not in problem
    named = int(problem.split(" 第 ")[1].split(" ")[0])
    # The line itself, or (spans, kinds) the header of its table a few lines above.
    assert 0 <= line_of(SHEET, good) + bad.count("\n") - named <= 4
    assert forms.sheet("ledger_sheet") == load_forms(SHIPPED).sheet("ledger_sheet")


def test_the_line_of_a_repeated_field_is_its_own(tmp_path: Path) -> None:
    text = SHEET + WEATHER_ROW + WEATHER_ROW
    forms = with_copy(tmp_path, text)
    second = text.rindex("[[rows.cells]]")
    line = text[:second].count("\n") + 1
    assert f"第 {line} 行：字段“天气”重复" in forms.problems[0]


def test_a_choice_needs_its_options(tmp_path: Path) -> None:
    row = WEATHER_ROW + 'kind = "choice"\n'
    assert "2 到 20 个选项" in with_copy(tmp_path, SHEET + row).problems[0]
    forms = with_copy(tmp_path, SHEET + row + 'choices = ["晴", "雨"]\n')
    assert forms.problems == ()
    part = forms.sheet("ledger_sheet").part("天气")
    assert part is not None
    assert part.choices == ("晴", "雨")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "缺少“column_widths_mm”|应是一列数"),
        (b"\0\0\0\0", "第 1 行"),
        ("title = '一'\n标题".encode("gbk"), "不是 UTF-8"),
        (b"a = 1\n" * 100_000, "文件过大"),
        (b"a = " + b"9" * 5_000, "不是可用的 TOML"),
        (b"a = " + b"[" * 50_000, "不是可用的 TOML|括号没有成对"),
        (b"rows = 3\ncolumn_widths_mm = [50, 100]\n", "应写成"),
    ],
)
def test_a_copy_that_is_no_form_at_all(tmp_path: Path, data: bytes, reason: str) -> None:
    forms = with_copy(tmp_path, data)
    (problem,) = forms.problems
    assert any(r in problem for r in reason.split("|"))
    assert forms.sheet("ledger_sheet").rows


def test_a_folder_in_the_place_of_a_copy(tmp_path: Path) -> None:
    (tmp_path / "ledger_sheet.toml").mkdir()
    assert "无法读取" in load_forms(SHIPPED, tmp_path).problems[0]


def test_a_broken_shipped_form_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"ledger_sheet\.toml"):
        load_forms(tmp_path)


@pytest.mark.parametrize(
    ("good", "bad", "reason"),
    [
        ('field = "place"', 'field = "plcae"', "没有“plcae”这个字段"),
        ("width_mm = 58", "width_mm = 158", "相加为 367 毫米"),
        ('align = "centre"', 'align = "middle"', "只能是 left、centre、right"),
        ('label = "级别"\n', "", "缺少“label”"),
    ],
)
def test_a_broken_summary(tmp_path: Path, good: str, bad: str, reason: str) -> None:
    forms = with_copy(tmp_path, SUMMARY.replace(good, bad, 1), "ledger_summary.toml")
    (problem,) = forms.problems
    assert "ledger_summary.toml 第 " in problem
    assert reason in problem
    assert len(forms.summary("ledger_summary").columns) == 11
