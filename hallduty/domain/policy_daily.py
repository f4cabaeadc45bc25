"""The daily report on policy questions (政策问题日报): its figures and its draft (四（四）)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hallduty.domain import times
from hallduty.domain.narrative_text import formal
from hallduty.domain.policy import PolicyCase, QuestionKind, QuestionState

TITLE = "政策问题日报"
_OPEN = (QuestionState.TO_ASK, QuestionState.WAITING)
_ENDS = "。！？…"


@dataclass(frozen=True, slots=True)
class KindFigures:
    """The questions of one kind on a day: new, without an answer, to be told, told that day."""

    new: tuple[PolicyCase, ...] = ()
    unanswered: tuple[PolicyCase, ...] = ()
    to_tell: tuple[PolicyCase, ...] = ()
    told: tuple[PolicyCase, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.unanswered or self.to_tell)

    @property
    def sentence(self) -> str:
        """新增1件、未答复2件、待告知1件."""
        return f"新增{len(self.new)}件、未答复{len(self.unanswered)}件、待告知{len(self.to_tell)}件"


@dataclass(frozen=True, slots=True)
class DayFigures:
    """A day's policy questions as they stood at `until`."""

    day: date
    until: datetime
    instant: int
    ambiguous: KindFigures
    gap: KindFigures

    @property
    def taken(self) -> int:
        """How many questions were taken that day."""
        return self.instant + len(self.ambiguous.new) + len(self.gap.new)

    @property
    def owes_report(self) -> bool:
        """Tell whether the plan asks for a report of that day: a gap is reported every day."""
        return not self.gap.is_empty

    @property
    def has_matters(self) -> bool:
        """Tell whether anything but answers on the spot is to be told."""
        return not (self.gap.is_empty and self.ambiguous.is_empty)


def end_of(day: date) -> datetime:
    """Return the last second of a day, by which its report is reckoned."""
    return datetime.combine(day, time.max).replace(microsecond=0)


def day_figures(day: date, cases: Iterable[PolicyCase], now: datetime) -> DayFigures:
    """Return the figures of a day, for a day that is over as they stood at its end."""
    until = min(now, end_of(day))
    known = sorted(
        (case.as_of(until) for case in cases if case.question.asked_at <= until),
        key=lambda case: (case.question.asked_at, case.id),
    )
    return DayFigures(
        day,
        until,
        sum(1 for case in known if _new(case, day) and _kind(case) is QuestionKind.ANSWERED),
        _of_kind(QuestionKind.AMBIGUOUS, known, day, until),
        _of_kind(QuestionKind.GAP, known, day, until),
    )


def _of_kind(
    kind: QuestionKind, cases: Sequence[PolicyCase], day: date, until: datetime
) -> KindFigures:
    mine = [case for case in cases if _kind(case) is kind]
    states = {case.id: case.state for case in mine}
    return KindFigures(
        new=tuple(case for case in mine if _new(case, day)),
        unanswered=tuple(case for case in mine if states[case.id] in _OPEN),
        to_tell=tuple(case for case in mine if states[case.id] is QuestionState.TO_TELL),
        told=tuple(case for case in mine if _told_on(case, day)),
    )


def _kind(case: PolicyCase) -> QuestionKind:
    return case.question.kind


def _new(case: PolicyCase, day: date) -> bool:
    return case.question.asked_at.date() == day


def _told_on(case: PolicyCase, day: date) -> bool:
    told = case.question.told_at
    return told is not None and told.date() == day


# --- the draft ----------------------------------------------------------------------------------


def subtitle(day: date) -> str:
    """（2026年11月13日）."""
    return f"（{times.day_cn(day)}）"


def draft(figures: DayFigures) -> str:
    """Return the report's text: figures first, then the lists; nobody's name or number is told."""
    day, until = figures.day, figures.until
    over = until >= end_of(day)
    as_of = "截至当日24时" if over else f"截至{until.hour}时{until.minute:02d}分"
    lines = [
        f"{day.month}月{day.day}日，导税台和咨询窗口共受理涉税政策和流程问题{figures.taken}件，"
        f"其中即时答复{figures.instant}件、政策模糊{len(figures.ambiguous.new)}件、"
        f"政策空白{len(figures.gap.new)}件。"
        f"{as_of}，政策空白问题{figures.gap.sentence}；"
        f"政策模糊问题{figures.ambiguous.sentence}。"
    ]
    number = 0
    for heading, kind in (("政策空白问题", figures.gap), ("政策模糊问题", figures.ambiguous)):
        if kind.is_empty:
            continue
        number += 1
        lines.append(f"{times.ordinal_cn(number)}、{heading}")
        lines += _lists(kind, day, until)
    asked = [*figures.gap.unanswered, *figures.ambiguous.unanswered]
    if asked:
        number += 1
        lines.append(f"{times.ordinal_cn(number)}、有关建议")
        lines.append(
            f"以上{len(asked)}件未答复问题，请有关部门及时研究明确；"
            "答复后，由办税服务场所及时告知办税人。"
        )
    elif not figures.has_matters:
        lines.append("当日无政策空白问题，无未答复的政策模糊问题。")
    return "\n".join(lines)


def _lists(kind: KindFigures, day: date, until: datetime) -> list[str]:
    """List each question once: what is without an answer, and what waits to be told."""
    lines = []
    new = [case for case in kind.new if case in kind.unanswered]
    older = [case for case in kind.unanswered if case not in kind.new]
    done = [case for case in kind.new if case not in kind.unanswered and case not in kind.to_tell]
    parts = (
        ("当日新增、未答复", new, _asked_for),
        ("以前受理、未答复", older, _asked_for),
        ("已答复、待告知", kind.to_tell, _answered),
        ("当日新增、已答复并告知", done, _answered),
    )
    told = [(title, cases, tail) for title, cases, tail in parts if cases]
    for number, (title, cases, tail) in enumerate(told, 1):
        lines.append(f"（{times.ordinal_cn(number)}）{title}{len(cases)}件")
        lines += [
            f"{place}. {_question(case, day)}{tail(case, day, until)}"
            for place, case in enumerate(cases, 1)
        ]
    return lines


def _question(case: PolicyCase, day: date) -> str:
    asked = case.question
    return f"{asked.number}（{asked.topic}，{_when(asked.asked_at, day)}受理）：" + _ended(
        formal(asked.question)
    )


def _asked_for(case: PolicyCase, day: date, until: datetime) -> str:
    if not case.waiting_for:
        return "尚未提请部门。"
    said = []
    for each in case.waiting_for:
        due = f"，请于{_when(each.due, day)}前答复" if each.due else ""
        late = "，已逾期" if each.is_overdue(until) else ""
        how = f"{each.department}（{each.channel.label}）"
        said.append(f"{_when(each.asked_at, day)}提请{how}{due}{late}")
    return "；".join(said) + "。"


def _answered(case: PolicyCase, day: date, until: datetime) -> str:
    asked = case.question
    when = f"{_when(asked.answered_at, day)}" if asked.answered_at else ""
    by = "、".join(
        dict.fromkeys(each.department for each in case.referrals if each.replied_at is not None)
    )
    told = "" if asked.told_at is None else "已告知办税人。"
    return f"{by or '办税服务场所'}{when}答复：{_ended(formal(asked.answer))}{told}"


def _when(at: datetime, day: date) -> str:
    """Return a time as the report of `day` writes it: the clock alone, else with its date."""
    if at.date() == day:
        return times.clock_cn(at)
    year = f"{at.year}年" if at.year != day.year else ""
    return f"{year}{at.month}月{at.day}日{times.clock_cn(at)}"


def _ended(text: str) -> str:
    return text if text.endswith(tuple(_ENDS)) else f"{text}。"


# --- what is owed ---------------------------------------------------------------------------------


def days_without_report(
    today: date,
    cases: Sequence[PolicyCase],
    issued: Iterable[str],
    working: Callable[[date], bool],
    days_back: int = 7,
) -> list[date]:
    """Return the days before today whose report was owed and not issued, latest first.

    While a gap is open every working day has its report, and so has any day on which one came
    up. A later report makes up for an earlier day: it lists what was still open then.
    """
    sent = max(issued, default="")
    gaps = [case for case in cases if _kind(case) is QuestionKind.GAP]
    found = []
    for back in range(1, days_back + 1):
        day = today - timedelta(days=back)
        if day.isoformat() <= sent:
            break
        figures = day_figures(day, gaps, end_of(day))
        if figures.owes_report and (working(day) or figures.gap.new):
            found.append(day)
    return found
