"""The plan as data: the shipped plan is whole, a broken copy is named by file, line, reason."""

from pathlib import Path

import pytest

from hallduty.domain.errors import UserError
from hallduty.domain.plan_file import PLAN_FILE, load_plan, parse_plan
from hallduty.domain.plan_snapshot import dump_plan, parse_snapshot

FOLDER = Path(__file__).parents[2] / "resources" / "plan"

PLAN = """\
title = "预案"
published = 2020-12-28
scenarios = ["power_cut"]

[[clause]]
key = "四"
title = "应急处理"
text = \"\"\"
第一段
key = 这一行在正文里
第二段\"\"\"

[[clause]]
key = "四（三）"
title = "硬件故障"
text = ""

[[group]]
rank = "组长"
post = "局长"
name = "俞豪"

[[event_type]]
code = "power"
name = "电力故障"
digit = 1

[[event_type]]
code = "device"
name = "设备故障"
digit = 2

[[level]]
code = "normal"
name = "一般"
order = 1

[[role]]
code = "power"
name = "供电"
"""
SCENARIO = """\
code = "power_cut"
name = "供电中断"
clause = "四（三）"
event_type = "power"

[[step]]
text = "报告供电"
clause = "四（三）"
role = "power"
produces = "call"
"""


def parse(plan=PLAN, scenario=SCENARIO):
    return parse_plan({PLAN_FILE: plan, "scenarios/power_cut.toml": scenario})


def complaint(plan=PLAN, scenario=SCENARIO):
    with pytest.raises(UserError) as caught:
        parse(plan, scenario)
    return str(caught.value)


@pytest.fixture(scope="module")
def shipped():
    return load_plan(FOLDER)


def test_shipped_plan_has_every_clause_in_full_width(shipped):
    keys = [clause.key for clause in shipped.clauses]
    assert keys == [
        *("一", "二", "三"),
        *("四", "四（一）", "四（二）", "四（三）", "四（四）", "四（五）"),
        *("五", "五（一）", "五（二）", "五（三）", "五（四）", "五（五）", "附件"),
    ]
    assert [c.depth for c in shipped.clauses][3:6] == [1, 2, 2]
    whole = "\n".join(clause.title + clause.text for clause in shipped.clauses)
    assert not set(whole) & set(",;:()")
    assert "由于税务端系统故障导致涉税事项无法办理的，应立即联系责任单位进行修复，" in whole
    assert "重大突发事件应及时上报应急处理小组" in whole
    assert whole.endswith(
        "注：事件类型是指电力故障、设备故障、网络故障、应用系统问题、语言肢体冲突、涉税舆情、其他突发事件"
    )


def test_shipped_group_types_and_levels_are_those_of_the_plan(shipped):
    assert [(p.rank, p.post, p.name) for p in shipped.group] == [
        ("组长", "区局局长", "俞豪"),
        ("副组长", "副局长", "颜小荣"),
        ("成员", "纳税服务股股长", "陆圣鹏"),
        ("成员", "第一税务所副所长", "刘佳佳"),
    ]
    assert "".join(f"{t.digit}{t.name}" for t in shipped.event_types) == (
        "1电力故障2设备故障3网络故障4应用系统问题5语言肢体冲突6涉税舆情7其他突发事件"
    )
    assert [(v.name, v.to_group) for v in shipped.levels] == [
        ("一般", False),
        ("重大", True),
        ("特别重大", True),
    ]


def test_each_type_opens_with_its_everyday_scenario(shipped):
    default = {t.code: shipped.scenarios_of(t.code)[0].name for t in shipped.event_types}
    assert default == {
        "power": "供电中断",
        "device": "叫号系统故障",
        "network": "网络故障",
        "application": "税务端系统故障",
        "conflict": "语言肢体冲突",
        "opinion": "涉税舆情",
        "other": "其他",
    }
    assert len(shipped.scenarios) == 10


def test_every_scenario_has_real_steps_a_clause_and_a_notice(shipped):
    clauses = {clause.key for clause in shipped.clauses}
    for scenario in shipped.scenarios:
        assert len(scenario.steps) >= 5, scenario.code
        assert scenario.clause in clauses
        assert scenario.notice.endswith("特此公告。")
        assert any(step.produces == "report" for step in scenario.steps), scenario.code
        assert len({step.text for step in scenario.steps}) == len(scenario.steps)
        assert not any(set(step.text) & set(",;:()") for step in scenario.steps)
    # Every role of the plan is called by some step: nobody is asked for a number in vain.
    called = {step.role for s in shipped.scenarios for step in s.steps}
    assert {role.code for role in shipped.roles} == called - {""}


def test_tax_system_fault_follows_the_plans_own_words(shipped):
    scenario = shipped.scenario("tax_system")
    text = "\n".join(step.text for step in scenario.steps)
    assert text.startswith("立即联系责任单位进行修复\n")
    for words in (
        "在办税服务场所公告或通过其他形式通知办税人",
        "做好解释工作",
        "资料预审核",
        "记录办税人联系方式，待系统恢复后短信通知",
        "末笔核对",
        "二次优先卡",
        "手工受理",
    ):
        assert words in text


def test_snapshot_gives_the_same_plan_back(shipped):
    assert parse_snapshot(dump_plan(shipped)) == shipped


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"scenarios": [1]}', '{"title": "x"'])
def test_damaged_snapshot_is_said_in_plain_words(text):
    with pytest.raises(UserError, match="预案版本已损坏"):
        parse_snapshot(text)


def test_small_plan_is_accepted_with_windows_line_ends():
    plan = parse(PLAN.replace("\n", "\r\n"))
    assert plan.clauses[0].text == "第一段\nkey = 这一行在正文里\n第二段"
    assert plan.scenarios[0].steps[0].role == "power"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("digit = 2", "digit = 1", "plan.toml 第 31 行：数字键“1”重复"),
        ("digit = 2", "digit = 0", "plan.toml 第 31 行：“digit”应是 1 到 9 之间的数"),
        ("digit = 2", 'digit = "2"', "plan.toml 第 31 行：“digit”应是 1 到 9 之间的数"),
        ("digit = 2", "digit = true", "plan.toml 第 31 行：“digit”应是 1 到 9 之间的数"),
        ("digit = 2", "", "plan.toml 第 28 行：缺少“digit”"),
        (
            "digit = 2",
            "digit = 2\ncolour = 3",
            "plan.toml 第 32 行：不认识的键“colour”，这里可以写 code、name、digit",
        ),
        ("digit = 2", "digit 2", "plan.toml 第 31 行：键名后面缺少等号“=”"),
        ('name = "供电"', 'name = "供电', "plan.toml 第 40 行：引号"),
        ('rank = "组长"', 'rank = "主任"', "plan.toml 第 19 行：“rank”只能是组长、副组长、成员"),
        ('key = "四（三）"', 'key = "四"', "plan.toml 第 14 行：条款“四”重复"),
        ('title = "应急处理"', 'title = " "', "plan.toml 第 7 行：请填写“title”"),
        (
            'title = "应急处理"',
            'title = "应\\u202e急"',
            "plan.toml 第 7 行：“title”第 2 个字符不可见（U+202E）",
        ),
        ("published = 2020-12-28", 'published = "x"', "plan.toml 第 2 行：“published”应是日期"),
        ("2020-12-28", "2020-12-28T08:00:00", "plan.toml 第 2 行：“published”应是日期"),
        ('["power_cut"]', '["power_cut", "x"]', "plan.toml 第 3 行：没有情形“x”的文件"),
        (
            '["power_cut"]',
            '["power_cut", "power_cut"]',
            "plan.toml 第 3 行：“scenarios”里有重复的文字",
        ),
        ('["power_cut"]', "[]", "plan.toml 第 3 行：情形“power_cut”没有列进来"),
        ('["power_cut"]', "[1]", "plan.toml 第 3 行：“scenarios”应是一列文字"),
    ],
)
def test_broken_plan_file_is_named_with_line_and_reason(old, new, expected):
    assert expected in complaint(plan=PLAN.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('role = "power"', 'role = "ufo"', "scenarios/power_cut.toml 第 9 行：没有“ufo”这个角色"),
        ('"call"', '"magic"', "scenarios/power_cut.toml 第 10 行：“produces”只能是 call、"),
        ('event_type = "power"', 'event_type = "x"', "第 4 行：没有“x”这个事件类型"),
        (
            'text = "报告供电"\nclause = "四（三）"',
            'text = "a"\nclause = "六"',
            "第 8 行：预案没有",
        ),
        ('"power_cut"', '"other"', "没有情形“power_cut”的文件"),
    ],
)
def test_broken_scenario_is_named_with_line_and_reason(old, new, expected):
    assert expected in complaint(scenario=SCENARIO.replace(old, new))


def test_scenario_without_steps_is_refused():
    text = SCENARIO.split("[[step]]")[0]
    assert complaint(scenario=text) == (
        "scenarios/power_cut.toml 第 1 行：缺少步骤，至少要有一个 [[step]]"
    )
    assert "“step”应写成 [[step]]" in complaint(scenario=text + "step = 3")


def test_missing_clauses_types_and_levels_are_refused():
    for table, word in (("clause", "条款"), ("event_type", "事件类型"), ("level", "级别")):
        assert f"缺少{word}" in complaint(plan=_without(table))


def _without(table):
    head, *parts = PLAN.split("[[")
    return head + "".join("[[" + part for part in parts if not part.startswith(table + "]]"))


def test_files_that_cannot_be_read_are_named(tmp_path):
    with pytest.raises(UserError, match=r"plan\.toml：无法读取"):
        load_plan(tmp_path)
    with pytest.raises(UserError, match=r"plan\.toml：缺少这个文件"):
        parse_plan({})
    (tmp_path / PLAN_FILE).write_bytes("预案".encode("gb18030"))
    with pytest.raises(UserError, match="不是 UTF-8"):
        load_plan(tmp_path)


def test_two_files_of_one_scenario_are_refused():
    with pytest.raises(UserError, match=r"scenarios/b\.toml 第 1 行：情形代码“power_cut”"):
        parse_plan({PLAN_FILE: PLAN, "scenarios/a.toml": SCENARIO, "scenarios/b.toml": SCENARIO})
