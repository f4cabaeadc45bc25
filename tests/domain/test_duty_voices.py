"""What the duty log takes from policy questions and needs: figures, open ones, nobody's name."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hallduty.domain.duty_logs import Duty
from hallduty.domain.duty_voices import voice_lines
from hallduty.domain.needs import Need
from hallduty.domain.policy import PolicyCase, PolicyQuestion, PolicyReferral, QuestionKind
from hallduty.domain.reports import Channel
from hallduty.domain.roster import Part

AT = datetime(2026, 11, 13, 9, 42)
ANSWERED, AMBIGUOUS, GAP = QuestionKind


def case(number: int, kind: QuestionKind = GAP, **more: object) -> PolicyCase:
    asked = PolicyQuestion(
        *(number, f"u{number}", f"政2026-{number:03d}", 1, None, kind, "增值税"),
        *("数据资产入股", "", "", "示例甲", "13800000001", AT, "王某"),
    )
    return PolicyCase(replace(asked, **more))  # type: ignore[arg-type]


def need(**more: object) -> Need:
    made = Need(1, "n", "需2026-001", 1, None, AT, "窗口", "环境", "椅子", "示例乙", "138", "王某")
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_shift_tells_what_was_asked_and_wished_for() -> None:
    asked_of = PolicyReferral(1, "r", 2, None, "税政股", "", Channel.PHONE, AT)
    waiting = replace(case(2), referrals=(asked_of,))
    instant = case(1, ANSWERED, answered_at=AT, told_at=AT)
    old = case(3, asked_at=AT - timedelta(days=3))
    elsewhere = case(4, hall_id=9)
    lines = voice_lines(
        Duty(AT.date(), Part.DAY, 1), [instant, waiting, old, elsewhere], [need(), need(hall_id=9)]
    )
    assert [text for _, text in lines] == [
        "受理政策问题2件：即时答复1件、政策空白1件。",
        "09时42分政策空白：数据资产入股，提请税政股，已提请待答复（政2026-002）。",
        "以前受理的政策问题：未答复1件、待告知0件。",
        "收集需求1件：环境1件。",
    ]
    assert "示例" not in str(lines)


def test_a_shift_is_told_as_it_stood_at_its_end() -> None:
    later = case(1, answered_at=AT + timedelta(days=1), told_at=AT + timedelta(days=1))
    morning = Duty(AT.date(), Part.MORNING, 1)
    assert "待提请" in voice_lines(morning, [later], [])[1][1]
    afternoon = Duty(AT.date(), Part.AFTERNOON, 1)
    assert [key for key, _ in voice_lines(afternoon, [later], [])] == ["以前受理的政策问题"]
    assert voice_lines(Duty(AT.date() - timedelta(days=1), Part.DAY, 1), [later], []) == []
