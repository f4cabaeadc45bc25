"""The rules of needs: contact only where feedback is wanted, a month counted and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty.domain.need_month import draft, month_before, month_figures, month_span
from hallduty.domain.needs import (
    Need,
    NeedState,
    NewNeed,
    feedback_problems,
    new_need_problems,
    report_problems,
    revision_problems,
)
from hallduty.domain.settings import NEED_CATEGORIES, NEED_CHANNELS, Settings, settings_problems

NOW = datetime(2026, 11, 13, 9, 42)


def need(number: int = 1, **more: object) -> Need:
    made = Need(
        *(number, f"u{number}", f"需2026-{number:03d}", 1, None, NOW, "窗口", "环境"),
        *("增加自助办税机", "", "", "王某"),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def fields(problems: list[object]) -> list[str]:
    return [p.field for p in problems if p is not None]  # type: ignore[attr-defined]


def test_a_contact_is_asked_for_only_where_one_was_begun() -> None:
    new = NewNeed("增加自助机", "窗口", "环境")
    assert fields(new_need_problems(new, NOW)) == []
    assert fields(new_need_problems(replace(new, who="示例乙"), NOW)) == ["phone"]
    assert fields(new_need_problems(replace(new, phone="13800000001"), NOW)) == ["who"]
    assert fields(new_need_problems(NewNeed(" ", "", ""), NOW)) == [
        "channel",
        "category",
        "content",
    ]
    assert fields(revision_problems(need(), {"content": "打13800000001"})) == ["content"]


def test_a_need_goes_through_its_states() -> None:
    assert need().state is NeedState.NEW
    assert need(reported_at=NOW).state is NeedState.REPORTED
    assert need(reported_at=NOW, phone="13800000001").state is NeedState.OWED
    assert need(fed_back_at=NOW).state is NeedState.FED_BACK
    assert fields(report_problems(need(), "", None, NOW)) == ["reported_to"]
    earlier = NOW.replace(hour=8)
    assert fields(report_problems(need(), "股长", earlier, NOW)) == ["at"]
    assert fields(feedback_problems(need(), " ", None, NOW)) == ["feedback"]


def test_a_month_has_its_days_and_the_one_before() -> None:
    assert [day.day for day in month_span("2028-02")] == [1, 29]
    assert month_before("2026-01") == "2025-12"
    for wrong in ("2026-13", "2026", "26-01", "2026-1"):
        with pytest.raises(ValueError, match=wrong):
            month_span(wrong)


_NEEDS = st.lists(
    st.builds(
        need,
        st.integers(1, 10_000),
        channel=st.sampled_from((*NEED_CHANNELS, "旧渠道")),
        category=st.sampled_from(NEED_CATEGORIES),
        content=st.text(min_size=1, max_size=30),
        reported_at=st.sampled_from([None, NOW]),
        fed_back_at=st.sampled_from([None, NOW]),
    ),
    max_size=30,
)


@given(_NEEDS, _NEEDS)
def test_bars_add_up_to_the_total(now: list[Need], before: list[Need]) -> None:
    figures = month_figures("2026-11", now, before, NEED_CATEGORIES, NEED_CHANNELS)
    for bars in (figures.categories, figures.channels):
        assert sum(bar.count for bar in bars) == len(now)
        assert sum(bar.before for bar in bars) == len(before)
        assert len({bar.name for bar in bars}) == len(bars)
    assert sum(figures.states.values()) == len(now)
    assert sum(each.count for each in figures.typical) <= len(now)
    assert draft(figures)


def test_the_month_is_drafted_from_its_figures() -> None:
    found = [
        need(1),
        need(2, content="希望增加自助办税机数量", channel="意见箱"),
        need(3, category="系统", content="登录老是掉线", fed_back_at=NOW, reported_at=NOW),
        need(4, content="多放几把椅子", analysis="已向后勤申请增配座椅"),
    ]
    earlier = [need(5, category="系统"), need(6, category="系统")]
    text = draft(month_figures("2026-11", found, earlier, NEED_CATEGORIES, NEED_CHANNELS))
    assert text.split("\n") == [
        "2026年11月，通过窗口、意见箱等渠道共收集办税人需求4件，比上月增加2件。",
        "一、收集情况",
        "按类别分：环境（3件，占75.0%）、系统（1件，占25.0%）。",
        "按渠道分：窗口（3件，占75.0%）、意见箱（1件，占25.0%）。",
        "与上月相比，环境类增加3件，系统类减少1件。",
        "二、典型需求",
        "1. 环境类：增加自助办税机。（同类2件）",
        "2. 系统类：登录老是掉线。",
        "3. 环境类：多放几把椅子。",
        "三、上报反馈情况",
        "已上报1件，待上报3件；已反馈1件，待反馈0件。",
        "四、改进措施",
        "1. 已向后勤申请增配座椅。",
    ]
    nothing = draft(month_figures("2026-11", [], earlier))
    assert nothing == "2026年11月未收集到办税人需求（上月2件）。"


def test_lists_of_words_are_checked() -> None:
    def told(**changes: object) -> list[str]:
        found = settings_problems(replace(Settings(), **changes))  # type: ignore[arg-type]
        return [p.message for p in found if p is not None]

    assert told() == []
    assert told(need_channels=()) == ["需求渠道应有 1 到 30 个，以顿号分开"]
    assert told(need_categories=("政策", "政策")) == ["需求类别“政策”重复"]
    assert "最多 20 字" in told(policy_topics=("税" * 21,))[0]
