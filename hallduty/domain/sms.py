"""The message on recovery (恢复短信): its template, its length, and how many SMS it makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from hallduty.domain import texts, times
from hallduty.domain.errors import FieldProblem
from hallduty.domain.placeholders import fill, is_unpaired, marks, names_in

if TYPE_CHECKING:
    from hallduty.domain.followups import Followup
    from hallduty.domain.incidents import Incident

# What a template may name; none of it is about the taxpayer (PIPL art. 6: the number is enough).
PLACEHOLDERS = {
    "单位": "本单位名称",
    "办税服务场所": "事件所在的办税服务场所",
    "情形": "事件的情形，如 供电中断",
    "发生时间": "如 10月22日15时20分",
    "恢复时间": "如 10月22日16时40分；未恢复时不能用",
    "咨询电话": "设置里的值班电话，没有时为 12366",
    "编号": "事件编号",
}
FIRST_TEMPLATE = (
    "您好，【办税服务场所】【恢复时间】已恢复，您登记的事项可来办理，"
    "也可用电子税务局。咨询【咨询电话】。【单位】"
)
HELP_LINE = "12366"
MOST_CHARACTERS = 500
ONE_MESSAGE = 70
JOINED_MESSAGE = 67


@dataclass(frozen=True, slots=True)
class SmsColumn:
    """A column of the file for the bureau's SMS platform, whose headings differ by place."""

    key: str
    header: str
    on: bool = True


def first_columns() -> tuple[SmsColumn, ...]:
    """Return the columns that there are; by default the number and the text, no more."""
    return (
        SmsColumn("phone", "手机号码"),
        SmsColumn("text", "短信内容"),
        SmsColumn("who", "姓名", False),
        SmsColumn("matter", "事项", False),
        SmsColumn("serial", "序号", False),
    )


def column_problems(field: str, columns: Sequence[SmsColumn]) -> list[FieldProblem | None]:
    """Check the columns: the number is among them, every heading is there and but once."""
    chosen = [column for column in columns if column.on]
    found = [
        texts.problem_in(field, "列名", column.header, limit=20, required=True) for column in chosen
    ]
    if all(column.key != "phone" for column in chosen):
        found.append(FieldProblem(field, "手机号码一列不能去掉"))
    headers = [texts.one_line(column.header) for column in chosen]
    twice = next((header for header in headers if headers.count(header) > 1), "")
    if twice:
        found.append(FieldProblem(field, f"列名“{twice}”重复"))
    return found


def sms_rows(
    followups: Sequence[Followup], columns: Sequence[SmsColumn], text: str
) -> tuple[list[str], list[list[str]]]:
    """Return headings and rows of a file, one row for each follow-up."""
    chosen = [column for column in columns if column.on]
    heading = [texts.one_line(column.header) for column in chosen]
    rows = []
    for place, each in enumerate(followups, start=1):
        values = {
            "phone": each.phone,
            "text": text,
            "who": each.who,
            "matter": each.matter,
            "serial": str(place),
        }
        rows.append([values[column.key] for column in chosen])
    return heading, rows


@dataclass(frozen=True, slots=True)
class Length:
    """How long a message is: characters as the network counts them, and SMS it is sent as."""

    characters: int
    messages: int

    def __str__(self) -> str:
        return f"{self.characters} 字，{self.messages} 条短信"


def length(text: str) -> Length:
    """Count a message: 70 characters fit one SMS, 67 each when several are joined.

    A character beyond the basic plane (𬭎) counts twice and is never divided.
    """
    units = [2 if ord(character) > 0xFFFF else 1 for character in text]
    total = sum(units)
    if total <= ONE_MESSAGE:
        return Length(total, 1 if total else 0)
    messages, room = 1, JOINED_MESSAGE
    for unit in units:
        if unit > room:
            messages, room = messages + 1, JOINED_MESSAGE
        room -= unit
    return Length(total, messages)


def template_problem(field: str, template: str) -> FieldProblem | None:
    """Return what is wrong with a template: empty, too long, an unknown or broken placeholder."""
    found = texts.problem_in(field, "短信内容", template, limit=MOST_CHARACTERS, required=True)
    if found is not None:
        return found
    unknown = [name for name in names_in(template) if name not in PLACEHOLDERS]
    if unknown:
        known = "、".join(f"【{name}】" for name in PLACEHOLDERS)
        return FieldProblem(field, f"不认识占位符{marks(unknown, '、')}，可用的是{known}")
    if is_unpaired(template):
        return FieldProblem(field, "【 和 】没有成对，请核对占位符")
    return None


def facts(incident: Incident, scenario: str, hall: str, bureau: str, phone: str) -> dict[str, str]:
    """Return what the placeholders stand for in an incident; empty for what is not known."""
    back = incident.recovered_at
    return {
        "单位": bureau,
        "办税服务场所": hall or "办税服务厅",
        "情形": scenario,
        "发生时间": _short(incident.occurred_at),
        "恢复时间": _short(back) if back else "",
        "咨询电话": phone or HELP_LINE,
        "编号": incident.number,
    }


def missing_facts(template: str, known: Mapping[str, str]) -> list[str]:
    """Return the placeholders of a template for which nothing is known yet."""
    return [name for name in names_in(template) if not known.get(name, "").strip()]


def message_problem(field: str, template: str, known: Mapping[str, str]) -> FieldProblem | None:
    """Return why no message can be made of a template, or None."""
    wrong = template_problem(field, template)
    if wrong is not None:
        return wrong
    missing = missing_facts(template, known)
    if "恢复时间" in missing:
        return FieldProblem(field, "事件还没有记恢复时间：请先按 F8 标记已恢复，或删去【恢复时间】")
    if missing:
        named = marks(missing, "、")
        return FieldProblem(field, f"{named}还没有内容，请在设置中填写，或从短信内容中删去")
    return None


def filled(template: str, known: Mapping[str, str]) -> str:
    """Return the message that a template without a problem makes."""
    return texts.one_line(fill(template, known))


def _short(at: datetime) -> str:
    return f"{at.month}月{at.day}日{times.clock_cn(at)}"
