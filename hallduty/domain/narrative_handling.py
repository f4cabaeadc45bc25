"""What handling left behind, as rows and sentences for the report: promises, notices, crowd,
services, attempts to tell people, answers carried out, recordings, and what belongs together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from hallduty.domain import times
from hallduty.domain.appointments import Appointment, AppointmentKind, Extension
from hallduty.domain.dossiers import Dossier
from hallduty.domain.followups import AttemptOutcome, FollowupKind
from hallduty.domain.links import Related, repeat_text, told_text
from hallduty.domain.narrative_text import clock, formal, paper_number, scrubber
from hallduty.domain.notices import TITLE, Notice
from hallduty.domain.promises import NO_UNIT, Promise, PromiseState

Row = tuple[str, ...]


def promise_rows(dossier: Dossier) -> list[Row]:
    """Return (责任单位、承诺人, 承诺时间, 承诺恢复, 结果) for every promise, as they were made."""
    day, scrub = dossier.incident.occurred_at.date(), scrubber(dossier)
    return [
        (
            formal(scrub(" ".join(filter(None, (each.unit, each.who))))) or NO_UNIT,
            clock(each.made_at, day),
            clock(each.until, day) + "前",
            _promise_end(each, dossier),
        )
        for each in sorted(dossier.promises, key=lambda p: (p.made_at, p.id))
    ]


def notice_rows(dossier: Dossier) -> list[Row]:
    """Return (公告, 张贴地点, 张贴, 撤下) for every posting, in order of time."""
    day = dossier.incident.occurred_at.date()
    titles = {each.id: _title(each) for each in dossier.notices}
    return [
        (
            titles.get(each.notice_id, "公告"),
            each.place,
            clock(each.posted_at, day),
            clock(each.withdrawn_at, day) if each.withdrawn_at else "未撤下",
        )
        for each in sorted(dossier.postings, key=lambda p: (p.posted_at, p.id))
    ]


def _title(notice: Notice) -> str:
    """Return what tells a notice from the others; all posters bear the bare heading 公告."""
    title = notice.title.strip()
    return notice.kind.noun if title in ("", TITLE) else title


def reading_rows(dossier: Dossier) -> list[Row]:
    """Return (时间, 等候, 开窗, 预计等候, 决定采取的措施) for every reading of the crowd."""
    day = dossier.incident.occurred_at.date()
    return [
        (
            clock(each.at, day),
            f"{each.waiting}人",
            f"{each.windows}个",
            "未能估算" if each.wait_minutes is None else f"约{round(each.wait_minutes)}分钟",
            "、".join((*each.measures, *filter(None, (formal(each.remark),)))) or "—",
        )
        for each in sorted(dossier.readings, key=lambda r: (r.at, r.id))
    ]


def service_lines(dossier: Dossier) -> list[str]:
    """Return extended services and appointments as sentences, taxpayers as counts."""
    day = dossier.incident.occurred_at.date()
    lines = [_extension(each, day) for each in dossier.extensions]
    for kind, verb in ((AppointmentKind.APPOINTMENT, "预约"), (AppointmentKind.EXTENDED, "延时")):
        mine = [each for each in dossier.appointments if each.kind is kind]
        if mine:
            lines.append(f"{verb}登记{len(mine)}人，{_served(mine)}。")
    return lines


def attempt_text(dossier: Dossier) -> str:
    """Return how often taxpayers were called or written to, by round; empty when never."""
    attempts = dossier.attempts
    if not attempts:
        return ""
    channels = "、".join(dict.fromkeys(each.channel for each in attempts if each.channel))
    ends = Counter(each.outcome for each in attempts)
    said = "，".join(f"{each.label}{ends[each]}" for each in AttemptOutcome if ends[each])
    rounds = Counter(each.round for each in attempts)
    by_round = "、".join(f"第{n}轮{rounds[n]}人次" for n in sorted(rounds))
    parts = f"{by_round}；{said}" if len(rounds) > 1 else said
    return f"{channels or '通知'}{len(attempts)}人次（{parts}）"


def card_text(dossier: Dossier) -> str:
    """Return which priority cards were given out and how many came back; empty when none."""
    cards = [f for f in dossier.followups if f.kind is FollowupKind.PRIORITY_CARD if f.card_number]
    if not cards:
        return ""
    numbers = sorted(f.card_number for f in cards)
    span = numbers[0] if len(numbers) == 1 else f"{numbers[0]}至{numbers[-1]}"
    used = sum(1 for f in cards if not f.is_open)
    return f"二次优先卡{len(cards)}张（{span}），已使用{used}张，未使用{len(cards) - used}张"


def reply_rows(dossier: Dossier) -> list[Row]:
    """Return (批示人, 批示, 承办人, 期限, 落实) for every 批示, in order of time.

    Those to reports of duplicates are carried out with it, and named by that number.
    """
    day, scrub = dossier.incident.occurred_at.date(), scrubber(dossier)
    found: list[Row] = []
    numbers = {r.id: each.incident.number for each in dossier.duplicates for r in each.reports}
    told = [*dossier.reports, *(r for each in dossier.duplicates for r in each.reports)]
    for each in sorted(told, key=lambda r: (r.replied_at or r.at, r.id)):
        if not each.reply.strip():
            continue
        number = numbers.get(each.id, "")
        who = formal(each.to) + (f"（{paper_number(number)}）" if number else "")
        done = clock(each.reply_done_at, day) if each.reply_done_at else ""
        result = formal(scrub(each.reply_result))
        ended = f"{done}{result or '已落实'}" if done else "未落实" if each.reply_owner else "—"
        due = f"{each.reply_due.month}月{each.reply_due.day}日" if each.reply_due else "—"
        reply = formal(scrub(each.reply))
        found.append((who, reply, each.reply_owner.strip() or "—", due, ended))
    return found


def footage_rows(dossier: Dossier) -> list[Row]:
    """Return (位置, 时段, 保全情况) for every recording to be kept."""
    day = dossier.incident.occurred_at.date()
    found: list[Row] = []
    for each in sorted(dossier.footage, key=lambda f: (f.from_at, f.id)):
        span = f"{clock(each.from_at, day)}至{clock(each.to_at, each.from_at.date())}"
        if each.secured_at:
            where = f"，存于{each.storage.strip()}" if each.storage.strip() else ""
            by = f"，{each.secured_by.strip()}" if each.secured_by.strip() else ""
            said = f"{clock(each.secured_at, day)}已保全{where}{by}"
        else:
            said = f"未保全，录像保存至{each.expires_on.month}月{each.expires_on.day}日"
        found.append((each.camera.strip() or "未写明", span, said))
    return found


def cause_lines(dossier: Dossier) -> list[str]:
    """Return what of the same cause happened before and after, one sentence each."""
    lines = []
    told = repeat_text(dossier.incident, dossier.related)
    if told:
        lines.append(f"本次为{_numbers_in(told)}。")
    return [*lines, *(_related(each) for each in dossier.related)]


def duplicate_text(duplicate: Dossier) -> str:
    """Say which duplicate was merged: 2026—006号（09时50分报告，9号窗口打不开系统）."""
    incident = duplicate.incident
    scrub = scrubber(duplicate)
    at = clock(incident.reported_at, incident.occurred_at.date())
    said = formal(scrub(told_text(incident)))
    return f"{paper_number(incident.number)}（{at}报告，{said}）"


def _promise_end(promise: Promise, dossier: Dossier) -> str:
    day = dossier.incident.occurred_at.date()
    recovered = dossier.incident.recovered_at
    judged = promise.state in (PromiseState.KEPT, PromiseState.LAPSED)
    at = f"（{clock(recovered, day)}恢复）" if recovered and judged else ""
    return f"{promise.state.label}{at}"


def _extension(extension: Extension, day: object) -> str:
    first = extension.opened_at.date()
    end = extension.ended_at or extension.until
    ended = "" if extension.ended_at else "（计划）"
    said = [f"延时服务{clock(extension.opened_at, first)}至{clock(end, first)}{ended}"]
    if first != day:
        said[0] = f"{first.month}月{first.day}日" + said[0]
    if extension.windows.strip():
        said.append(f"开放{formal(extension.windows)}")
    if extension.staff.strip():
        said.append(f"值守{formal(extension.staff)}")
    if extension.waiting is not None:
        said.append(f"开始时等候{extension.waiting}人")
    if extension.served is not None:
        said.append(f"办结{extension.served}人")
    return "，".join(said) + "。"


def _served(mine: Sequence[Appointment]) -> str:
    served = sum(1 for each in mine if each.served_at and each.outcome in ("", "served"))
    gone = sum(1 for each in mine if each.outcome not in ("", "served"))
    left = len(mine) - served - gone
    parts = [f"已办{served}人", f"未到或取消{gone}人" * bool(gone), f"待办{left}人" * bool(left)]
    return "，".join(filter(None, parts))


def _related(related: Related) -> str:
    incident = related.incident
    why = formal(related.reason) or formal(incident.cause)
    at = times.day_cn(incident.occurred_at.date())
    return f"{paper_number(incident.number)}（{at}）{'：' + why if why else ''}。"


def _numbers_in(text: str) -> str:
    """Write the numbers of a sentence as an official text does."""
    head, bracket, rest = text.partition("（")
    numbers: Iterable[str] = rest.removesuffix("）").split("、")
    return f"{head}{bracket}{'、'.join(n.replace('-', '—') for n in numbers)}）" if rest else head
