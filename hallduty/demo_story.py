"""Made-up events: plays one from alarm to closing through the store, a write at a time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hallduty import demo_words as words
from hallduty.demo_handling import Handling
from hallduty.demo_outline import Outline
from hallduty.domain.followups import FollowupKind, NewFollowup
from hallduty.domain.incidents import (
    EntryKind,
    Incident,
    IncidentStep,
    NewEntry,
    NewIncident,
    Outcome,
    StepState,
)
from hallduty.domain.narrative_text import joined, listed
from hallduty.domain.plan import Plan
from hallduty.domain.reports import Channel, NewReport, ReportKind
from hallduty.domain.reviews import NewAction

if TYPE_CHECKING:
    from hallduty.demo import Cast
    from hallduty.store import Store


def tell(store: Store, plan: Plan, cast: Cast, outline: Outline) -> Iterator[datetime]:
    """Yield the time of each write before it is made; making it is what resuming does."""
    return Telling(store, plan, cast, outline).play()


class Telling:
    """One event as it unfolds; `at` is its own clock."""

    def __init__(self, store: Store, plan: Plan, cast: Cast, outline: Outline) -> None:
        self.store = store
        self.plan = plan
        self.cast = cast
        self.outline = outline
        # A generator of its own: what one event decides changes no other.
        self.rng = random.Random(cast.rng.getrandbits(64))
        scenario = plan.scenario(outline.scenario)
        assert scenario is not None, outline.scenario
        self.scenario = scenario
        self.story = words.STORIES[outline.scenario]
        self.actor = self.rng.choice(cast.leaders).name
        self.at = outline.registered
        grave = plan.level(outline.level).to_group
        self.minutes = self.rng.randint(*self.story.minutes) * (2 if grave else 1)
        if outline.late:  # over before it is entered
            self.minutes = min(self.minutes, 60)
        self.lines = 0
        # Five to fifteen lines on the timeline, with those of recovering and closing.
        ends = {"handling": 0, "recovered": 1}.get(outline.ending, 2)
        self.most = self.rng.randint(11 if grave else 5, 15) - ends - 2 * outline.joined
        self.incident: Incident
        self.steps: list[IncidentStep] = []
        self.left: set[int] = set()
        self.done: list[str] = []

    def play(self) -> Iterator[datetime]:
        yield from self._register()
        if self.outline.ending == "void":
            yield from self._void()
            return
        if self.outline.ending == "merged":
            yield from self._merge()
            if self.store.incidents.get(self.incident.id).merged_into:
                return
        handling = Handling(self)
        yield from self._raise_level()
        yield from handling.begin()
        yield from self._work_off()
        if self.outline.ending == "recovered" and not self.store.followups.of(self.incident.id):
            yield self.tick(1, 1)
            self._owe(
                NewFollowup(
                    FollowupKind.CALL_BACK, words.TAXPAYERS + "甲", "13800010001", self._matter()
                )
            )
        if self.outline.ending == "handling":
            return
        yield from self._recover()
        yield from handling.recovered()
        yield from self._settle_followups()
        if self.outline.ending == "recovered":
            return
        yield from self._fill_in()
        yield from handling.finish()
        yield from self._close()
        yield from self._review()

    def tick(self, least: int = 1, most: int = 6) -> datetime:
        """Move the event's clock on by some minutes, and never past `until`."""
        later = self.at + timedelta(seconds=self.rng.randint(least * 60, most * 60))
        self.at = min(later, self.outline.until)
        return self.at

    def _true_time(self) -> datetime | None:
        """Return when something happened that is entered late; None: it happens now."""
        if not self.outline.late:
            return None
        gone = self.at - self.outline.registered
        return self.outline.occurred + min(gone, timedelta(minutes=self.minutes))

    def _room(self, lines: int = 1) -> bool:
        return self.lines + lines <= self.most

    def _said(self, text: str) -> str:
        return text.format(
            n=self.rng.randint(5, 60), m=self.rng.choice((10, 20, 30, 60)), system=self.system
        )

    def _enter(
        self,
        kind: EntryKind,
        text: str,
        outcome: Outcome = Outcome.NONE,
        step_id: int | None = None,
    ) -> int:
        new = NewEntry(kind, text, self._true_time(), outcome, step_id=step_id)
        entry = self.store.incidents.add_entry(
            self.incident.id, new, self.cast.stamp(self.at, self.actor)
        )
        self.lines += 1
        return entry.id

    def _register(self) -> Iterator[datetime]:
        rng, outline = self.rng, self.outline
        self.system = rng.choice(words.SYSTEMS)
        first = rng.randint(1, words.WINDOWS - 1)
        last = rng.randint(first, words.WINDOWS)
        numbers = f"{first}号" if first == last else f"{first}—{last}号"
        self.windows = numbers if self.story.windows else ""
        place = (
            f"{numbers}窗口"
            if self.story.windows
            else rng.choice(("一楼大厅", "取号区", "自助办税区"))
        )
        self.seen = self._said(rng.choice(self.story.seen))
        raised = outline.level != "normal" and not outline.late and rng.random() < 0.7
        new = NewIncident(
            event_type=self.scenario.event_type,
            scenario=outline.scenario,
            level="normal" if raised else outline.level,
            occurred_at=outline.occurred,
            late=outline.late,
            drill=outline.drill,
            hall_id=self.cast.hall_id,
            place=place,
            text=self.seen,
            reporter=rng.choice(self.cast.staff).name,
            phone=f"分机6{rng.randint(10, 99)}",
            handler=self.actor,
        )
        yield self.at
        stamp = self.cast.stamp(self.at, self.actor)
        self.incident = self.store.incidents.register(new, self.plan, stamp)
        self.steps = self.store.incidents.steps(self.incident.id)
        self.left = {step.id for step in self.steps}
        self.lines = 2 if outline.late else 1

    def _void(self) -> Iterator[datetime]:
        for _ in range(self.rng.randint(3, 4)):
            yield self.tick()
            self._enter(EntryKind.NOTE, self._said(self.rng.choice(words.NOTES)))
        yield self.tick()
        reason = self.rng.choice(words.VOIDS)
        self.store.incidents.void(self.incident.id, reason, self.cast.stamp(self.at, self.actor))

    def _merge(self) -> Iterator[datetime]:
        """Two windows told of one fault: what was taken down here goes over with it."""
        yield self.tick(1, 1)
        self._enter(EntryKind.NOTE, "窗口人员报告，现象与前一件相同")
        yield self.tick(1, 1)
        who = words.TAXPAYERS + self.rng.choice(words.GIVEN)
        self._owe(NewFollowup(FollowupKind.CALL_BACK, who, "13800010002", self._matter()))
        yield self.tick(1, 1)
        self._enter(EntryKind.NOTE, "核对后确认是同一故障")
        yield self.tick(1, 1)
        mains = self.store.links.to_merge_into(self.incident.id)
        main = next((m for m in mains if m.scenario == self.outline.scenario), None)
        if main is not None:
            stamp = self.cast.stamp(self.at, self.actor)
            self.store.links.merge(self.incident.id, main.id, stamp)

    def _raise_level(self) -> Iterator[datetime]:
        yield from self._call_first()
        if self.incident.level != self.outline.level:
            severe = self.outline.level == "critical"
            yield self.tick(2, 10)
            reason = self.rng.choice(words.SEVERE_REASONS if severe else words.LEVEL_REASONS)
            self.store.incidents.change_level(
                self.incident.id,
                self.outline.level,
                reason,
                self.plan,
                self.cast.stamp(self.at, self.actor),
            )
            self.lines += 1
        if self.plan.level(self.outline.level).to_group:
            yield from self._report(ReportKind.FIRST)

    def _call_first(self) -> Iterator[datetime]:
        """Call whom the plan names first, now and then twice."""
        step = next((s for s in self.steps if s.produces == "call" and s.role), None)
        if step is None:
            return
        leader = step.role == "duty_leader"
        who = f"值班领导{self.actor}" if leader else self.cast.by_role.get(step.role, "责任单位")
        if self._room(2) and self.rng.random() < 0.35:
            yield self.tick(1, 3)
            outcome = self.rng.choice((Outcome.MISSED, Outcome.MISSED, Outcome.BUSY))
            self._enter(EntryKind.CALL, f"致电{who}", outcome, step.id)
        yield self.tick(1, 3)
        answer = self._said(self.rng.choice(self.story.answers))
        self._enter(EntryKind.CALL, f"致电{who}：{answer}", Outcome.REACHED, step.id)

    def _report(self, kind: ReportKind) -> Iterator[datetime]:
        rank, person = self.cast.group[0]
        to = f"{rank} {person.name}"
        if kind is ReportKind.FIRST and self._room(2) and self.rng.random() < 0.3:
            yield self.tick(1, 2)
            self._send(
                NewReport(
                    kind, to, outcome=Outcome.MISSED, person_id=person.id, at=self._true_time()
                )
            )
        yield self.tick(1, 3)
        written = kind is not ReportKind.FIRST and self.rng.random() < 0.5
        self._send(
            NewReport(
                kind,
                to,
                Channel.WRITTEN if written else Channel.PHONE,
                text=self.seen if kind is ReportKind.FIRST else "",
                person_id=person.id,
                at=self._true_time(),
                reply=self.rng.choice(words.REPLIES) if kind is ReportKind.FIRST else "",
            )
        )

    def _send(self, report: NewReport) -> None:
        stamp = self.cast.stamp(self.at, self.actor)
        self.store.reports.add(self.incident.id, report, stamp)
        # An answer leaves one more line: what came of it.
        self.lines += 2 if report.reply else 1

    def _work_off(self) -> Iterator[datetime]:
        """Settle the steps one by one, with what people say and do in between."""
        asked = any("联系方式" in step.text for step in self.steps)
        if asked and self.rng.random() < 0.5 and self._room(3):
            yield from self._take_contacts()
        for step in self.steps:
            if not self._room():
                break
            if self.rng.random() < 0.15 and self._room(2):
                yield from self._note()
            owed = step.produces == "followup" and self._room(3) and self.rng.random() < 0.6
            if owed and "预审核" in step.text:
                yield self.tick()
                self._owe(NewFollowup(FollowupKind.PRECHECK, matter=self._matter() + "资料"))
            if not self._room():
                break
            yield self.tick(1, 4)
            skip = not owed and self.rng.random() < 0.12
            self.left.discard(step.id)
            if not skip:
                self.done.append(f"{self.at:%H}时{self.at:%M}分{step.text}")
            self.store.incidents.settle_step(
                step.id,
                StepState.SKIPPED if skip else StepState.DONE,
                self.cast.stamp(self.at, self.actor),
                why=self.rng.choice(words.SKIPS) if skip else "",
            )
            self.lines += 1

    def _note(self) -> Iterator[datetime]:
        yield self.tick()
        miscounted = self._room(2) and self.rng.random() < 0.3
        text = words.COUNTED if miscounted else self.rng.choice(words.NOTES)
        entry_id = self._enter(EntryKind.NOTE, self._said(text))
        if miscounted:
            yield self.tick(1, 3)
            stamp = self.cast.stamp(self.at, self.actor)
            self.store.incidents.correct_entry(entry_id, self._said(words.COUNTED), stamp)
            self.lines += 1

    def _matter(self) -> str:
        return self.rng.choice(words.MATTERS)

    def _take_contacts(self) -> Iterator[datetime]:
        for _ in range(self.rng.randint(1, 3)):
            if not self._room(2):
                return
            yield self.tick(1, 2)
            who = words.TAXPAYERS + self.rng.choice(words.GIVEN)
            phone = f"1380001{self.rng.randrange(10_000):04d}"
            self._owe(NewFollowup(FollowupKind.CALL_BACK, who, phone, self._matter()))

    def _owe(self, new: NewFollowup) -> None:
        self.store.followups.add(self.incident.id, new, self.cast.stamp(self.at, self.actor))
        self.lines += 1
        self.most -= 1  # settling it takes another line

    def _recover(self) -> Iterator[datetime]:
        recovered = self.outline.occurred + timedelta(minutes=self.minutes)
        if not self.outline.late:
            recovered = max(self.at, recovered)
        recovered = min(recovered, self.outline.until)
        self.at = max(self.at, recovered)
        yield self.at
        stamp = self.cast.stamp(self.at, self.actor)
        self.store.incidents.recover(self.incident.id, recovered, stamp)
        self.recovered = recovered

    def _settle_followups(self) -> Iterator[datetime]:
        kept = 1 if self.outline.ending == "recovered" else 0
        owed = [f for f in self.store.followups.of(self.incident.id) if f.is_open]
        for followup in owed[: len(owed) - kept]:
            yield self.tick(1, 4)
            how = "已短信通知" if followup.kind is FollowupKind.CALL_BACK else "已办结"
            stamp = self.cast.stamp(self.at, self.actor)
            self.store.followups.settle(followup.id, how, stamp)

    def _fill_in(self) -> Iterator[datetime]:
        """Write the fields of the ledger sheet."""
        self.cause = self.rng.choice(self.story.causes)
        yield self.tick()
        changes = {
            "description": f"{joined(self.incident.place, self.seen)}。经查，系{self.cause}。",
            "measures": listed(self.done) or "当场解释、引导，恢复正常办税秩序。",
            "outcome": self.rng.choice(words.OUTCOMES),
            "cause": self.cause,
            "windows": self.windows,
            "systems": self.system if self.outline.scenario == "tax_system" else "",
            "waiting": self.rng.randint(3, 80),
            "people": self.rng.randint(2, 5) if self.outline.scenario == "conflict" else None,
        }
        stamp = self.cast.stamp(self.at, self.actor)
        self.store.incidents.revise(self.incident.id, changes, stamp)

    def _close(self) -> Iterator[datetime]:
        if (
            self.plan.level(self.outline.level).to_group
            and self._room()
            and self.rng.random() < 0.7
        ):
            yield from self._report(ReportKind.FINAL)
        for report in self.store.reports.of(self.incident.id):
            if report.reply_open:
                yield self.tick(1, 4)
                stamp = self.cast.stamp(self.at, self.actor)
                result = self.rng.choice(words.RESULTS)
                self.store.reports.settle_reply(report.id, result, stamp, self._true_time())
        yield self.tick(2, 20)
        stamp = self.cast.stamp(self.at, self.actor)
        reason = self.rng.choice(words.CLOSINGS) if self.left else ""
        closed = self.at
        if self.outline.late:
            closed = min(self.recovered + timedelta(minutes=self.rng.randint(10, 60)), self.at)
        self.store.incidents.close(self.incident.id, closed, stamp, reason=reason, plan=self.plan)

    def _review(self) -> Iterator[datetime]:
        """Write the report's own sections for what was grave, and now and then for others."""
        grave = self.plan.level(self.outline.level).to_group
        if self.rng.random() > (0.8 if grave else 0.05):
            return
        written = [key for key in words.REVIEWS if self.rng.random() < 0.8]
        for key in written:
            yield self.tick(1, 5)
            text = words.REVIEWS[key].format(
                what=f"发生{self.scenario.name}", cause=self.cause, n=self.rng.randint(3, 30)
            )
            stamp = self.cast.stamp(self.at, self.actor)
            self.store.reviews.write(self.incident.id, key, text, stamp)
        yield from self._measures_after()

    def _measures_after(self) -> Iterator[datetime]:
        kind, what = self.rng.choice(words.ACTIONS)
        yield self.tick(1, 5)
        due = (self.at + timedelta(days=self.rng.randint(10, 40))).date()
        new = NewAction(what, kind, self.rng.choice(self.cast.leaders).name, due)
        action = self.store.reviews.add_action(
            self.incident.id, new, self.cast.stamp(self.at, self.actor)
        )
        verified = self.at + timedelta(days=self.rng.randint(5, 45))
        if self.rng.random() < 0.7 and verified < self.cast.now:
            self.at = verified
            yield self.at
            self.store.reviews.verify_action(
                action.id, "现场查看，已落实", self.cast.stamp(self.at, self.actor)
            )
