"""Pasted lists: each line is taken, corrected with a word on what, or named with its reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty.domain.contact_lists import MOST_LINES, LineState, read_contact, read_list
from hallduty.domain.followups import FollowupKind, followup_problems

SEPARATORS = ["\t", ",", "，", "、", ";", "；", "|", "｜", "/", " ", "　", "  ", " , "]
NAMES = ["张三", "欧阳小明", "𬭎某", "王𰻝", "买买提·吐尔逊", "Maria"]
MATTERS = ["", "企业所得税申报", "发票领用", "增值税、附加税申报", "2026年报"]
mobiles = st.from_regex(r"\A1[3-9][0-9]{9}\Z")


def only(text: str, **options: object) -> tuple[str, str, str]:
    (line,) = read_list(text, **options).lines  # type: ignore[arg-type]
    assert line.is_good, line
    return line.who, line.phone, line.matter


def why(text: str) -> str:
    (line,) = read_list(text).lines
    assert line.state is LineState.FAULT, line
    return line.why


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("1\t张三\t13812345678\t申报", ("张三", "13812345678", "申报")),
        ("2、李四，１３９００００１１１１，发票领用", ("李四", "13900001111", "发票领用")),
        ("3. 王五;138-1234-5679;增值税、附加税", ("王五", "13812345679", "增值税、附加税")),
        ("（4）赵六 | +86 137 0000 1111 | 注销", ("赵六", "13700001111", "注销")),
        ("⑤钱七 8613700001112", ("钱七", "13700001112", "")),
        ("0086-13700001113 孙八 申报", ("孙八", "13700001113", "申报")),
        ("企业所得税申报 周八 13700005555", ("周八", "13700005555", "企业所得税申报")),
        ("姓名：褚十三 电话：13700006666 事项：社保", ("褚十三", "13700006666", "社保")),
        ('"卫十四","(0570)8765432","印花税"', ("卫十四", "0570-8765432", "印花税")),
        ("\u202d13700007777\u202c 蒋十五", ("蒋十五", "13700007777", "")),
        ("王 小 明 13711110001", ("王小明", "13711110001", "")),
        ("韩十六 0570 8765433", ("韩十六", "0570-8765433", "")),
        ("张三13812345678申报", ("张三", "13812345678", "申报")),
        ("Maria Lopez 13711110002", ("Maria Lopez", "13711110002", "")),
        ("138 1234 5678 沈九", ("沈九", "13812345678", "")),
        ("冯十 400-123-4567", ("冯十", "400-123-4567", "")),
    ],
)
def test_a_line_is_understood(line: str, parts: tuple[str, str, str]) -> None:
    assert only(line) == parts


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("吴九 无 申报", "没有电话号码（“无”不是号码）"),
        ("吴九", "没有电话号码"),
        ("郑十 1381234567 申报", "“138****567”是 10 位数字，手机号码应为 11 位"),
        ("冯十一 138123456789 申报", "是 12 位数字"),
        ("13700004444 发票领用", "没有姓名"),
        ("13700004444", "没有姓名"),
        ("沈某 13700008888 13700009999", "有两个电话号码"),
        ("沈某 0570-8765432 13700009999", "有两个电话号码"),
        ("张三 20261022 申报", "不是电话号码"),
        ("91330803MA28F12345 某某公司", "不是电话号码"),
        ("张三 330803199001011234 申报", "不是电话号码"),
        ("停电登记名单", "没有电话号码"),
        ("长" * 51 + " 13812345678", "姓名最多 50 字"),
        ("张\x01三 13812345678", "不可见"),
    ],
)
def test_a_line_that_cannot_be_taken_says_why(line: str, reason: str) -> None:
    assert reason in why(line)


def test_every_correction_is_told() -> None:
    (line,) = read_list("1、张三 １３８-1234-5678").lines
    assert line.state is LineState.CORRECTED
    assert line.said[0] == "去掉了行首的序号"
    assert "号码按 138****5678 记" in line.said[1]


def test_a_heading_is_no_line_and_tells_the_order() -> None:
    found = read_list(
        "电话\t姓名\t事项\n13812345678\t发发\t申报\n\n序号 姓名 手机\n1 张三 13812345679"
    )
    assert [line.state for line in found.lines] == [
        LineState.HEADER,
        LineState.CORRECTED,
        LineState.HEADER,
        LineState.CORRECTED,
    ]
    assert (found.lines[1].who, found.lines[1].matter) == ("发发", "申报")
    assert [line.number for line in found.lines] == [1, 2, 4, 5]


def test_a_number_that_comes_again_is_named_with_where_it_stands_first() -> None:
    text = "张三 13812345678\n李四 138-1234-5678\n王五 05708765432"
    found = read_list(text, ["0570-8765432"])
    assert [line.state for line in found.lines] == [
        LineState.TAKEN,
        LineState.DUPLICATE,
        LineState.DUPLICATE,
    ]
    assert "与第 1 行相同" in found.lines[1].why
    assert "与本事件未办的一件相同" in found.lines[2].why
    assert found.rest == "李四 138-1234-5678\n王五 05708765432"
    assert found.summary() == "可记 1 件，重复 2 行"
    assert len(read_list(text, ["0570-8765432"], keep_duplicates=True).good) == 3


def test_the_matter_of_all_is_that_of_lines_that_say_none() -> None:
    assert only("张三 13812345678", matter="纳税申报")[2] == "纳税申报"
    assert only("张三 13812345678 注销", matter="纳税申报")[2] == "注销"


def test_other_kinds_need_no_number_but_a_matter() -> None:
    kind = FollowupKind.MANUAL
    assert only("1. 张三 手工开具完税证明", kind=kind) == ("张三", "", "手工开具完税证明")
    assert only("张三 13812345678 完税证明", kind=kind)[0] == "张三"
    assert read_list("张三 13812345678", kind=kind).lines[0].why == "没有事项"


def test_too_long_a_list_says_so_and_keeps_the_rest() -> None:
    row = "某 "
    rows = [f"{row}{13_000_000_000 + n}" for n in range(MOST_LINES + 3)]
    found = read_list("\n".join(rows))
    assert len(found.good) == MOST_LINES
    assert "一次最多 2000 行" in found.lines[-1].why
    assert found.rest == "\n".join(rows[MOST_LINES:])


@given(st.text(max_size=300))
def test_any_text_is_read_and_every_line_is_accounted_for(text: str) -> None:
    found = read_list(text)
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = [number for number, row in enumerate(rows, start=1) if row.strip()]
    assert [line.number for line in found.lines] == filled
    for line in found.lines:
        assert line.is_good or line.said
        assert line.text == rows[line.number - 1]
    for new in found.new_followups(FollowupKind.CALL_BACK):
        assert followup_problems(new).count(None) == 4
    # What is left in the editor is read the same way again: nothing is lost, nothing is twice.
    again = read_list(found.rest, [line.phone for line in found.good])
    assert not again.good


@given(
    st.sampled_from(NAMES),
    mobiles,
    st.sampled_from(MATTERS),
    st.sampled_from(SEPARATORS),
    st.sampled_from(["", "1. ", "2、", "(3) ", "12\t"]),
    st.booleans(),
)
def test_what_was_written_is_read_whatever_separates_it(
    who: str, phone: str, matter: str, mark: str, number: str, wide: bool
) -> None:
    written = phone.translate({48 + n: 0xFF10 + n for n in range(10)}) if wide else phone
    line = number + mark.join(part for part in (who, written, matter) if part)
    assert only(line) == (who, phone, matter)


@given(mobiles, st.integers(0, 3), st.sampled_from([" ", "-", ""]))
def test_the_quick_line_reads_alike(phone: str, place: int, gap: str) -> None:
    grouped = gap.join((phone[:3], phone[3:7], phone[7:]))
    assert read_contact(f"张三 {grouped} 申报") == ("张三", phone, "申报")
