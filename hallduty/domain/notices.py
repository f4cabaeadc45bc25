"""Notices (公告): what taxpayers are told in the hall, on what paper, where and until when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hallduty.domain import texts, times
from hallduty.domain.errors import FieldProblem
from hallduty.domain.incidents import Incident, Status
from hallduty.domain.promises import passed, said_of

TITLE = "公告"
TEXT_LIMIT = texts.PARAGRAPH
SHORT_LIMIT = 500
# What a screen, a phone and one short message take at a glance (facts: 70 characters a message).
SHORT_WISHED = 70
_SHORT_JOINED = 67
PLACE_LIMIT = 30
MOST_PLACES = 20
MOST_MINUTES = 1_440
EXPIRED = "公告已过期"
# Where notices usually hang, until the bureau says otherwise.
DEFAULT_PLACES = ("大厅入口", "电子屏", "导税台", "微信群")


class NoticeKind(StrEnum):
    """What a notice is for."""

    FAULT = "fault"
    RECOVERY = "recovery"
    EXTENDED = "extended"
    DIVERT = "divert"
    WINDOW = "window"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def noun(self) -> str:
        """故障公告, 延时服务公告: as a sentence names it."""
        return self.label if self.label.endswith(TITLE) else self.label + TITLE


_LABELS = {
    NoticeKind.FAULT: "故障公告",
    NoticeKind.RECOVERY: "恢复公告",
    NoticeKind.EXTENDED: "延时服务",
    NoticeKind.DIVERT: "分流预约",
    NoticeKind.WINDOW: "应急专窗",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice (plan clauses 四（一）, 四（二）, 四（三）).

    `text` is the poster's text without its title, `short` the one for screen, phone and
    messenger; `expected_at` the recovery and `wait_minutes` the waiting time that it promises.
    """

    id: int
    uuid: str
    incident_id: int
    kind: NoticeKind
    title: str
    text: str
    short: str
    expected_at: datetime | None
    wait_minutes: int | None
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class NoticePosting:
    """Where a notice hangs (大厅入口, 电子屏 …), from when until when."""

    id: int
    uuid: str
    incident_id: int
    notice_id: int
    place: str
    posted_at: datetime
    posted_by: str
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""

    @property
    def hangs(self) -> bool:
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A notice to be made; `places` are where it is posted at once."""

    kind: NoticeKind
    text: str
    short: str = ""
    expected_at: datetime | None = None
    wait_minutes: int | None = None
    places: tuple[str, ...] = ()
    title: str = TITLE


@dataclass(frozen=True, slots=True)
class Hanging:
    """A notice that hangs somewhere, with where it hangs."""

    notice: Notice
    postings: tuple[NoticePosting, ...]

    @property
    def places(self) -> str:
        """大厅入口、电子屏."""
        return "、".join(posting.place for posting in self.postings)

    @property
    def since(self) -> datetime:
        return min(posting.posted_at for posting in self.postings)

    def trouble(self, incident: Incident, now: datetime) -> str:
        """Say why it may not hang any longer: 公告已过期; empty when nothing is wrong."""
        kind = self.notice.kind
        if incident.status is Status.VOID:
            return "事件已作废，公告未撤"
        if kind is not NoticeKind.RECOVERY and is_expired(self.notice, now):
            return EXPIRED
        if kind in WHILE_BROKEN and incident.status is not Status.HANDLING:
            back = incident.recovered_at is not None
            return f"{'已恢复' if back else '已办结'}，公告未撤"
        if kind is NoticeKind.RECOVERY and incident.status is Status.HANDLING:
            return "故障未恢复，恢复公告未撤"
        return ""


# Kinds that say what does not work, and are wrong as soon as it works again. Extended service
# goes on after the recovery until its own time.
WHILE_BROKEN = frozenset({NoticeKind.FAULT, NoticeKind.DIVERT, NoticeKind.WINDOW})


def is_expired(notice: Notice, now: datetime) -> bool:
    """Tell whether the time that a notice promises is over."""
    return notice.expected_at is not None and passed(notice.expected_at, now)


def hanging(notices: Iterable[Notice], postings: Iterable[NoticePosting]) -> list[Hanging]:
    """Return the notices that hang, the latest first, with their places."""
    where: dict[int, list[NoticePosting]] = {}
    for posting in postings:
        if posting.hangs:
            where.setdefault(posting.notice_id, []).append(posting)
    return [
        Hanging(notice, tuple(where[notice.id]))
        for notice in sorted(notices, key=lambda each: -each.id)
        if notice.id in where
    ]


def replaced_by(kind: NoticeKind, found: Iterable[Hanging]) -> list[Hanging]:
    """Return what a new notice of a kind takes the place of: its own version before.

    The recovery takes down all that said what does not work, a fault the recovery before it.
    """
    old = {kind}
    if kind is NoticeKind.RECOVERY:
        old |= WHILE_BROKEN
    elif kind in WHILE_BROKEN:
        old.add(NoticeKind.RECOVERY)
    return [each for each in found if each.notice.kind in old]


def to_take_down(
    notices: Iterable[Notice], postings: Iterable[NoticePosting]
) -> list[NoticePosting]:
    """Return what still hangs and must be down when the incident is closed."""
    over = {notice.id for notice in notices if notice.kind is not NoticeKind.RECOVERY}
    return [each for each in postings if each.hangs and each.notice_id in over]


def troubles(
    incident: Incident, found: Iterable[Hanging], now: datetime
) -> list[tuple[Hanging, str]]:
    """Return what hangs and should not, with why."""
    told = ((each, each.trouble(incident, now)) for each in found)
    return [(each, why) for each, why in told if why]


def expected_label(kind: NoticeKind) -> str:
    """Return what the time of a notice is: 预计恢复, or 延时至."""
    return "延时至" if kind is NoticeKind.EXTENDED else "预计恢复"


def notice_problems(
    new: NewNotice, at: datetime | None, now: datetime
) -> list[FieldProblem | None]:
    """Check a notice before it is made; what its text leaves open is checked apart."""
    problems = [
        texts.problem_in("title", "标题", new.title, limit=40, required=True),
        texts.problem_in("text", "公告正文", new.text, limit=TEXT_LIMIT, required=True),
        texts.problem_in("short", "短文", new.short, limit=SHORT_LIMIT),
        times.moment_problem("at", "张贴时间", at, now),
        *place_problems(new.places),
    ]
    made = at or now
    # A time told later on is that of the past, and has passed.
    if at is None and new.expected_at is not None and passed(new.expected_at, made):
        label, said = expected_label(new.kind), said_of(new.expected_at, made)
        problems.append(FieldProblem("expected_at", f"{label}时间 {said} 已经过去，请改"))
    if new.wait_minutes is not None and not 1 <= new.wait_minutes <= MOST_MINUTES:
        problems.append(FieldProblem("wait_minutes", f"预计等候应在 1 到 {MOST_MINUTES} 分钟之间"))
    return problems


def place_problems(places: Sequence[str], field: str = "places") -> list[FieldProblem | None]:
    """Check where a notice is to hang."""
    problems = [
        texts.problem_in(field, "张贴处", place, limit=PLACE_LIMIT, required=True)
        for place in places
    ]
    if len(places) > MOST_PLACES:
        problems.append(FieldProblem(field, f"张贴处最多 {MOST_PLACES} 个"))
    return problems


def read_places(text: str) -> tuple[str, ...]:
    """Read places from a line: 大厅入口、电子屏, each once."""
    for mark in ",，;；\n\t/":
        text = text.replace(mark, "、")
    return tuple(dict.fromkeys(filter(None, map(texts.one_line, text.split("、")))))


def short_length(text: str) -> int:
    """Return how long a short text is as the telephone network counts it."""
    return len(text.encode("utf-16-le")) // 2


def short_count(text: str) -> str:
    """58 / 70 字; 85 字，按短信 2 条计."""
    length = short_length(text)
    if length <= SHORT_WISHED:
        return f"{length} / {SHORT_WISHED} 字"
    return f"{length} 字，超过 {SHORT_WISHED} 字，按短信 {-(-length // _SHORT_JOINED)} 条计"


def posted_text(
    new: NewNotice, places: Sequence[str], withdrawn: Sequence[str], at: datetime
) -> str:
    """Return the line of the timeline: what was made, where it hangs, what it takes down.

    `withdrawn` are the words of `down_words`, one for each notice.
    """
    where = f"，张贴于{'、'.join(places)}" if places else "（未张贴）"
    parts = [f"发布{new.kind.noun}{where}" if places else f"制作{new.kind.noun}{where}"]
    if new.expected_at is not None:
        parts.append(f"{expected_label(new.kind)}{said_of(new.expected_at, at)}")
    if new.wait_minutes is not None:
        parts.append(f"预计等候约{times.duration_cn(new.wait_minutes)}")
    if withdrawn:
        parts.append("撤下" + "；".join(f"原{each}" for each in withdrawn))
    return _cut("，".join(parts))


def withdrawn_text(withdrawn: Sequence[str]) -> str:
    """Return the line of the timeline for notices that only come down."""
    return _cut("撤下" + "；".join(withdrawn))


def down_words(notices: Sequence[Notice], down: Iterable[NoticePosting], at: datetime) -> list[str]:
    """Say which notices come down, where: 故障公告（09:42发布）：大厅入口、电子屏.

    `notices` are all of the incident: from the second of a kind on the version is counted, since
    two versions may have been made in the same minute.
    """
    places: dict[int, list[str]] = {}
    for posting in down:
        places.setdefault(posting.notice_id, []).append(posting.place)
    found, versions = [], Counter[NoticeKind]()
    for notice in sorted(notices, key=lambda each: each.id):
        versions[notice.kind] += 1
        if notice.id in places:
            number = versions[notice.kind]
            version = f"第{number}版" if number > 1 else ""
            made = f"{said_of(notice.made_at, at)}发布{version}"
            where = "、".join(dict.fromkeys(places[notice.id]))
            found.append(f"{notice.kind.noun}（{made}）：{where}")
    return found


def _cut(said: str) -> str:
    return said if len(said) <= texts.PARAGRAPH else said[: texts.PARAGRAPH - 1] + "…"
