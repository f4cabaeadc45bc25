"""Settings (设置): what a bureau chooses for itself, with its checks and first values."""

from __future__ import annotations

from dataclasses import dataclass, field

from hallduty.domain import phones, texts
from hallduty.domain.errors import FieldProblem
from hallduty.domain.roster import LEADER, MOST_SEATS, PostNeed, default_posts

THEMES = {"light": "浅色", "dark": "深色"}
FONT_SIZES = (13, 14, 16, 18, 20)
MOST_POSTS = 8
MOST_BLANKS = 100
MOST_HOURS = 720
# What stands under the printed roster until the bureau writes its own (plan clause 五（一）).
ROSTER_DEMANDS = (
    "值班领导应佩戴值班标识，坚守岗位，维护正常办税秩序，受理投诉，"
    "组织实施应急预案，做好值班日志和交接班；因故不能值班的，应提前调班并报备。"
)


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
    posts: tuple[PostNeed, ...] = field(default_factory=default_posts)
    duty_phone: str = ""
    roster_demands: str = ROSTER_DEMANDS
    pack_sheets: int = 10
    pack_notices: int = 5
    stale_hours: int = 4
    unclosed_hours: int = 24


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
    for name, label in (("stale_hours", "无记录提醒"), ("unclosed_hours", "未办结提醒")):
        if not 0 <= getattr(settings, name) <= MOST_HOURS:
            problems.append(FieldProblem(name, f"{label}应在 0 到 {MOST_HOURS} 小时之间"))
    problems += _duty_problems(settings)
    for limit in settings.limits:
        if not 1 <= limit.minutes <= 10_080:
            problems.append(
                FieldProblem(f"limit.{limit.key}", f"{limit.label}：分钟数应在 1 到 10080 之间")
            )
    return problems


def _duty_problems(settings: Settings) -> list[FieldProblem | None]:
    """Check what concerns the roster and the power-failure pack."""
    problems: list[FieldProblem | None] = [
        phones.problem_in("duty_phone", "值班电话", settings.duty_phone),
        texts.problem_in("roster_demands", "值班要求", settings.roster_demands, limit=400),
    ]
    for name, label in (("pack_sheets", "空白登记表"), ("pack_notices", "空白公告")):
        if not 0 <= getattr(settings, name) <= MOST_BLANKS:
            problems.append(FieldProblem(name, f"{label}张数应在 0 到 {MOST_BLANKS} 之间"))
    if len(settings.posts) > MOST_POSTS:
        problems.append(FieldProblem("posts", f"岗位最多 {MOST_POSTS} 个"))
    seen = {LEADER}
    for post in settings.posts:
        problems.append(texts.problem_in("posts", "岗位名称", post.name, limit=10, required=True))
        if post.name in seen:
            problems.append(FieldProblem("posts", f"岗位“{post.name}”重复"))
        seen.add(post.name)
        if not (0 <= post.seats <= MOST_SEATS and 0 <= post.peak_seats <= MOST_SEATS):
            problems.append(
                FieldProblem("posts", f"岗位“{post.name}”的人数应在 0 到 {MOST_SEATS} 之间")
            )
    return problems
