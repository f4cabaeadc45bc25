"""Settings (设置): what a bureau chooses for itself, with its checks and first values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hallduty.domain import backups, phones, sms, texts
from hallduty.domain.errors import FieldProblem
from hallduty.domain.notices import DEFAULT_PLACES, place_problems
from hallduty.domain.opening import FIRST_HOURS, Hours, hours_problem, parse_hours
from hallduty.domain.priority_cards import FIRST_RULE
from hallduty.domain.roster import LEADER, MOST_SEATS, PostNeed, default_posts

if TYPE_CHECKING:
    from hallduty.domain.crowd import Thresholds

THEMES = {"light": "浅色", "dark": "深色"}
FONT_SIZES = (13, 14, 16, 18, 20)
MOST_POSTS = 8
MOST_BLANKS = 100
# Of each number of the crowd desk: what it is, the least and the most.
CROWD_RANGES = {
    "crowd_waiting": ("等候人数", 1, 10_000),
    "crowd_wait": ("等候分钟", 1, 600),
    "crowd_long_wait": ("等候分钟", 1, 600),
    "crowd_closing": ("距下班分钟", 0, 480),
    "self_service_percent": ("引导自助的比例", 1, 90),
}
MOST_HOURS = 720
# What stands under the printed roster until the bureau writes its own (plan clause 五（一）).
ROSTER_DEMANDS = (
    "值班领导应佩戴值班标识，坚守岗位，维护正常办税秩序，受理投诉，"
    "组织实施应急预案，做好值班日志和交接班；因故不能值班的，应提前调班并报备。"
)

# What policy questions are about, how needs come in and what they are about: first values.
POLICY_TOPICS = (
    *("增值税", "企业所得税", "个人所得税", "消费税", "财产和行为税", "社保费和非税收入"),
    *("发票", "登记", "申报征收", "优惠减免", "退税", "车辆购置税", "房地产交易", "其他"),
)
NEED_CHANNELS = ("窗口", "导税台", "意见箱", "12366", "微信群", "座谈走访", "电子税务局")
NEED_CATEGORIES = ("政策", "流程", "系统", "环境", "服务", "其他")
MOST_WORDS = 30


@dataclass(frozen=True, slots=True)
class Limit:
    """A local time limit for reporting, in minutes; never law, off until switched on.

    One with a `level` holds for incidents of that level only, from when they were raised to it.
    """

    key: str
    label: str
    minutes: int
    on: bool = False
    level: str = ""


def default_limits() -> tuple[Limit, ...]:
    """Return examples of local limits (facts of the field: levels and reporting)."""
    return (
        Limit("phone_leader", "电话报告值班领导、应急处理小组", 10),
        Limit("written_report", "书面首报", 30),
        Limit("information_centre", "设备未修复，报信息中心", 10),
        Limit("opinion_report", "涉税舆情上报", 60),
        Limit("phone_report.major", "重大：电话首报", 10, level="major"),
        Limit("written_report.major", "重大：书面首报", 30, level="major"),
        Limit("follow_up.major", "重大：每隔多久续报", 60, level="major"),
        Limit("phone_report.critical", "特别重大：电话首报", 5, level="critical"),
        Limit("written_report.critical", "特别重大：书面首报", 15, level="critical"),
        Limit("follow_up.critical", "特别重大：每隔多久续报", 30, level="critical"),
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
    footage_days: int = 15
    notice_places: tuple[str, ...] = DEFAULT_PLACES
    sms_template: str = sms.FIRST_TEMPLATE
    sms_columns: tuple[sms.SmsColumn, ...] = field(default_factory=sms.first_columns)
    card_rule: str = FIRST_RULE
    opening_hours: str = FIRST_HOURS
    crowd_waiting: int = 20
    crowd_wait: int = 30
    crowd_long_wait: int = 60
    crowd_closing: int = 60
    self_service_percent: int = 30
    policy_topics: tuple[str, ...] = POLICY_TOPICS
    need_channels: tuple[str, ...] = NEED_CHANNELS
    need_categories: tuple[str, ...] = NEED_CATEGORIES
    stale_hours: int = 4
    unclosed_hours: int = 24
    backup_when: str = backups.AT_EXIT
    backup_folder: str = ""
    backup_keep: int = backups.FIRST_KEPT
    tray: bool = True
    close_to_tray: bool = False

    @property
    def thresholds(self) -> Thresholds:
        """From when on each measure of the crowd desk is offered."""
        from hallduty.domain.crowd import Thresholds

        return Thresholds(
            self.crowd_waiting, self.crowd_wait, self.crowd_long_wait, self.crowd_closing
        )

    @property
    def hours(self) -> Hours:
        """The opening hours as stretches of the day."""
        return parse_hours(self.opening_hours) or parse_hours(FIRST_HOURS) or ()


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
    if not 1 <= settings.footage_days <= 365:
        problems.append(FieldProblem("footage_days", "监控录像保存天数应在 1 到 365 之间"))
    for name, label in (("stale_hours", "无记录提醒"), ("unclosed_hours", "未办结提醒")):
        if not 0 <= getattr(settings, name) <= MOST_HOURS:
            problems.append(FieldProblem(name, f"{label}应在 0 到 {MOST_HOURS} 小时之间"))
    problems += _duty_problems(settings)
    problems += place_problems(settings.notice_places, "notice_places")
    problems += _hall_problems(settings)
    problems.append(sms.template_problem("sms_template", settings.sms_template))
    problems += sms.column_problems("sms_columns", settings.sms_columns)
    problems.append(
        texts.problem_in(
            "card_rule", "优先卡使用说明", settings.card_rule, limit=200, required=True
        )
    )
    problems += _word_problems(settings)
    problems += backups.problems(settings.backup_when, settings.backup_folder, settings.backup_keep)
    for limit in settings.limits:
        if not 1 <= limit.minutes <= 10_080:
            problems.append(
                FieldProblem(f"limit.{limit.key}", f"{limit.label}：分钟数应在 1 到 10080 之间")
            )
    return problems


def _hall_problems(settings: Settings) -> list[FieldProblem | None]:
    """Check what concerns the hall: opening hours, and when a measure is offered."""
    problems: list[FieldProblem | None] = [hours_problem(settings.opening_hours)]
    for name, (label, least, most) in CROWD_RANGES.items():
        if not least <= getattr(settings, name) <= most:
            problems.append(FieldProblem(name, f"{label}应在 {least} 到 {most} 之间"))
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


def _word_problems(settings: Settings) -> list[FieldProblem | None]:
    """Check the lists of words that a question or a need is sorted by."""
    problems: list[FieldProblem | None] = []
    for name, label in (
        ("policy_topics", "政策问题的税种（业务）"),
        ("need_channels", "需求渠道"),
        ("need_categories", "需求类别"),
    ):
        words: tuple[str, ...] = getattr(settings, name)
        if not 1 <= len(words) <= MOST_WORDS:
            problems.append(FieldProblem(name, f"{label}应有 1 到 {MOST_WORDS} 个，以顿号分开"))
        doubled = next((word for word in words if words.count(word) > 1), "")
        if doubled:
            problems.append(FieldProblem(name, f"{label}“{doubled}”重复"))
        problems += [texts.problem_in(name, label, w, limit=20, required=True) for w in words]
    return problems
