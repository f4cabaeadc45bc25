"""Settings (设置): what a bureau chooses for itself, with its checks and first values."""

from __future__ import annotations

from dataclasses import dataclass, field

from hallduty.domain import texts
from hallduty.domain.errors import FieldProblem

THEMES = {"light": "浅色", "dark": "深色"}
FONT_SIZES = (13, 14, 16, 18, 20)


@dataclass(frozen=True, slots=True)
class Limit:
    """A local time limit for reporting, in minutes; never law, off until switched on."""

    key: str
    label: str
    minutes: int
    on: bool = False


def default_limits() -> tuple[Limit, ...]:
    """Return examples of local limits (facts of the field: levels and reporting)."""
    return (
        Limit("phone_leader", "电话报告值班领导、应急处理小组", 10),
        Limit("written_report", "书面首报", 30),
        Limit("information_centre", "设备未修复，报信息中心", 10),
        Limit("opinion_report", "涉税舆情上报", 60),
    )


@dataclass(frozen=True, slots=True)
class PrintFonts:
    """Family names of the paper's typefaces; empty means: found on the PC, else bundled."""

    body: str = ""
    heading: str = ""
    title: str = ""
    kai: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the page 设置 shows, except halls and windows, which are records."""

    bureau: str = "国家税务总局衢州市衢江区税务局"
    operator: str = ""
    theme: str = "light"
    font_size: int = 14
    print_fonts: PrintFonts = field(default_factory=PrintFonts)
    limits: tuple[Limit, ...] = field(default_factory=default_limits)
    retention_days: int = 30


def settings_problems(settings: Settings) -> list[FieldProblem | None]:
    """Check settings as typed."""
    problems = [
        texts.problem_in("bureau", "单位名称", settings.bureau, limit=60, required=True),
        texts.problem_in("operator", "使用人", settings.operator, limit=50),
    ]
    if settings.theme not in THEMES:
        problems.append(FieldProblem("theme", "主题只能是浅色或深色"))
    if not 10 <= settings.font_size <= 28:
        problems.append(FieldProblem("font_size", "字号应在 10 到 28 之间"))
    if not 1 <= settings.retention_days <= 3650:
        problems.append(FieldProblem("retention_days", "保存天数应在 1 到 3650 之间"))
    for limit in settings.limits:
        if not 1 <= limit.minutes <= 10_080:
            problems.append(
                FieldProblem(f"limit.{limit.key}", f"{limit.label}：分钟数应在 1 到 10080 之间")
            )
    return problems
