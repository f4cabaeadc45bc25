"""The power-failure pack (断电包): what it holds, so that a dark hall can go on by paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from hallduty.domain import times
from hallduty.domain.calendar import FilingCalendar
from hallduty.domain.contacts import Contact, Department, Person
from hallduty.domain.plan import Plan, Scenario
from hallduty.domain.roster import LEADER, Part, Shift
from hallduty.domain.texts import one_line

# Numbers that everybody must find in the dark, whatever the directory lacks.
PUBLIC = (("火警", "119"), ("急救", "120"), ("报警", "110"), ("供电服务", "95598"))
RESCUE = "公共救援"
_AT_ONCE = frozenset({"110", "119", "120"})
# How a notice of the plan says what is filled in later, and how much room a pen needs for it.
_BLANKS = {
    "【地点】": "本办税服务场所",
    "【时间】": "＿＿月＿＿日＿＿时＿＿分",
    "【预计等候时间】": "＿＿＿＿＿",
    "【预计恢复时间】": "＿＿日＿＿时＿＿分",
}
_SPARE = "＿＿＿＿＿＿"


@dataclass(frozen=True, slots=True)
class DutyLine:
    """Who holds a post of the day; an empty `name` is a gap, to be filled in by pen."""

    post: str
    part: str
    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class DutyDay:
    """The roster of one day; `remark` says what kind of day it is."""

    day: date
    remark: str
    lines: tuple[DutyLine, ...]

    @property
    def leaders(self) -> tuple[DutyLine, ...]:
        """Who leads, one line for each part of the day."""
        return tuple(line for line in self.lines if line.post == LEADER)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Whom to call for a role of the plan: first, then deputy, then department."""

    role: str
    title: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class NoticeBlank:
    """A notice to be completed by pen and posted."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PackContents:
    """Everything that one pack prints; `sheets` are the numbers issued for it beforehand."""

    made_at: datetime
    hall: str
    duty_phone: str
    days: tuple[DutyDay, ...]
    ladders: tuple[Ladder, ...]
    public: tuple[Contact, ...]
    sheets: tuple[str, ...] = ()
    notices: tuple[NoticeBlank, ...] = ()

    def ladder(self, role: str) -> Ladder | None:
        """Return the ladder of a role, or None."""
        return next((each for each in self.ladders if each.role == role), None)

    def with_sheets(self, numbers: Sequence[str]) -> PackContents:
        """Return the same pack with these numbered sheets."""
        return replace(self, sheets=tuple(numbers))

    @property
    def gaps(self) -> tuple[str, ...]:
        """What the pack lacks and somebody should know before relying on it."""
        found = []
        today = self.days[0] if self.days else None
        if today is not None and not any(line.name for line in today.leaders):
            found.append("今日未排带班领导")
        empty = [each.title for each in self.ladders if not any(c.phone for c in each.contacts)]
        if empty:
            found.append("通讯录没有电话：" + "、".join(empty))
        return tuple(found)


def duty_day(
    day: date,
    hall_id: int | None,
    shifts: Sequence[Shift],
    people: Mapping[int, Person],
    posts: Sequence[str],
    calendar: FilingCalendar,
) -> DutyDay:
    """Return who is on duty on a day, the leader first, then the posts in their order.

    A post that the day needs and nobody holds is a line with an empty name.
    """
    mine = [s for s in shifts if s.day == day and (hall_id is None or s.hall_id == hall_id)]
    mine.sort(key=lambda shift: list(Part).index(shift.part))
    others = [post for shift in mine for post in shift.posts if post not in posts]
    lines: list[DutyLine] = []
    for post in dict.fromkeys((LEADER, *posts, *others)):
        held = [
            _line(post, shift.part, people[each])
            for shift in mine
            for each in shift.holders(post)
            if each in people
        ]
        lines += held or [DutyLine(post, "", "")]
    return DutyDay(day, day_remark(day, calendar), tuple(lines))


def day_remark(day: date, calendar: FilingCalendar) -> str:
    """星期五　征期第10个工作日　高峰日：…; 休息日 for a day off."""
    parts = [times.weekday_cn(day)]
    number = calendar.working_day_index(day)
    if not calendar.holidays.is_working(day):
        parts.append("休息日")
    elif number is not None:
        parts.append(f"征期第{number}个工作日")
    peak = calendar.peak(day)
    if peak:
        parts.append(f"高峰日（{peak}）")
    return "\u3000".join(parts)


def ladder(role: str, title: str, contacts: Sequence[Contact], today: DutyDay) -> Ladder:
    """Return whom to call for a role: those on duty today in the post of that name go first.

    The post 导税 of the roster is who stands at the plan's 导税台; the duty leader is that of
    the pack's own hall.
    """
    if role == "duty_leader":
        led = [Contact(each.name, each.phone, each.part) for each in today.leaders if each.name]
        return Ladder(role, title, tuple(led))
    on_duty = [
        Contact(line.name, line.phone, f"今日{line.post}{line.part}")
        for line in today.lines
        if line.name and line.post != LEADER and title.startswith(line.post)
    ]
    # The number that everybody knows is tried before anybody's own; each number stands once.
    rescue = [contact for contact in contacts if contact.phone in _AT_ONCE]
    found: dict[tuple[str, str], Contact] = {}
    for contact in (*rescue, *on_duty, *contacts):
        found.setdefault((contact.phone, "" if contact.phone else contact.name), contact)
    return Ladder(role, title, tuple(found.values()))


def roles_called(plan: Plan) -> tuple[str, ...]:
    """Return the roles that the plan's steps call, in the plan's order of roles."""
    called = {step.role for scenario in plan.scenarios for step in scenario.steps if step.role}
    known = [role.code for role in plan.roles]
    return tuple(sorted(called, key=lambda c: known.index(c) if c in known else len(known)))


def public_numbers(departments: Sequence[Department]) -> tuple[Contact, ...]:
    """Return the numbers for rescue and the like: the directory's own, then the usual ones."""
    found = [
        Contact(each.name, each.phone)
        for each in departments
        if each.active and each.phone and each.category == RESCUE
    ]
    have = {contact.phone for contact in found}
    return (*found, *(Contact(name, phone) for name, phone in PUBLIC if phone not in have))


def notice_blanks(plan: Plan, count: int) -> tuple[NoticeBlank, ...]:
    """Return `count` notices to complete by pen: power cut, anything else, recovery in turn.

    The words are the plan's own (clause 四（三）); what is not known yet is left open.
    """
    kinds = [_power_notice(plan), _other_notice(), _recovery_notice()]
    wanted = [kinds[number % len(kinds)] for number in range(count)]
    return tuple(sorted(wanted, key=kinds.index))


def filled_in(notice: str) -> str:
    """Return a notice of the plan with room for a pen where it leaves something open."""
    for mark, room in _BLANKS.items():
        notice = notice.replace(mark, room)
    while "【" in notice and "】" in notice.split("【", 1)[1]:
        head, rest = notice.split("【", 1)
        notice = head + _SPARE + rest.split("】", 1)[1]
    return notice.strip()


def said_of(contact: Contact) -> str:
    """王某某（信息中心）: who it is, with the title after the name where there is one."""
    name = one_line(contact.name)
    return f"{name}（{contact.title}）" if contact.title and contact.title != name else name


def _line(post: str, part: Part, person: Person) -> DutyLine:
    return DutyLine(post, "" if part is Part.DAY else part.label, person.name, person.phone)


def _power_notice(plan: Plan) -> NoticeBlank:
    scenario: Scenario | None = plan.scenario("power_cut")
    if scenario is None or not scenario.notice.strip():
        return _other_notice()
    return NoticeBlank("公告", filled_in(scenario.notice))


def _other_notice() -> NoticeBlank:
    return NoticeBlank(
        "公告",
        "因＿＿＿＿＿＿＿＿，本办税服务场所自＿＿月＿＿日＿＿时＿＿分起暂时无法办理"
        "＿＿＿＿＿＿＿＿＿＿，相关部门正在处理，预计＿＿日＿＿时＿＿分恢复。"
        "等候期间可先进行资料预审核，也可登记联系方式，恢复后我们将及时通知您。"
        "由此带来的不便，敬请谅解。\n特此公告。",
    )


def _recovery_notice() -> NoticeBlank:
    return NoticeBlank(
        "公告",
        "＿＿＿＿＿＿＿＿已于＿＿月＿＿日＿＿时＿＿分恢复正常，各窗口照常办理业务。"
        "已登记联系方式的办税人，我们将逐一通知；持二次优先卡的办税人可优先办理。"
        "感谢您的理解与支持。\n特此公告。",
    )
