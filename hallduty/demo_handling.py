"""What made-up events left behind in the hall: promises, notices, crowds, outages, cards, texts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from hallduty import demo_words as words
from hallduty.domain.appointments import (
    AppointmentKind,
    AppointmentOutcome,
    NewAppointment,
    NewExtension,
)
from hallduty.domain.conflict import NewFootage
from hallduty.domain.crowd import EXTENDED, MEASURES, Crowd, CrowdReading, estimate
from hallduty.domain.followup_board import SMS
from hallduty.domain.followups import AttemptOutcome, FollowupKind
from hallduty.domain.hall import DeviceKind, Part
from hallduty.domain.notice_text import (
    expects_recovery,
    first_values,
    first_words,
    gaps,
    kind_for,
    short_of,
)
from hallduty.domain.notices import NewNotice, hanging
from hallduty.domain.promises import NewPromise
from hallduty.domain.stamps import Stamp

if TYPE_CHECKING:
    from hallduty.demo_story import Telling

# How many of the past events were handled with all that the plan offers.
SHARE = 0.4
# A timeline longer than this is read by nobody who looks at a demo.
_LONGEST = 25
# Lines that still come at the end: reports and their answers, notices taken down, closing.
_TO_COME = 6
_PLACES = ("大厅入口", "电子屏", "导税台")
_DEVICES = {
    "power_cut": DeviceKind.POWER,
    "network_down": DeviceKind.NETWORK,
    "queue_system": DeviceKind.QUEUE,
}
_LATE_AFTERNOON, _LONGER = time(16, 20), time(18, 10)
_FOOTAGE_DAYS = 15


class Handling:
    """Goes along with one event: what is done at its beginning, after the recovery, at its end."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        # A generator of its own: what is decided here changes nothing of the event itself.
        self._rng = random.Random(telling.rng.getrandbits(64))
        outline = telling.outline
        plain = not (outline.late or outline.drill or outline.joined)
        today = outline.ending in ("handling", "recovered")
        chosen = plain and outline.ending == "closed" and self._rng.random() < SHARE
        self._wanted = chosen or (today and plain)
        if chosen:
            telling.most = max(7, telling.most - 5)

    @property
    def _id(self) -> int:
        return self._telling.incident.id

    def _stamp(self) -> Stamp:
        telling = self._telling
        return telling.cast.stamp(telling.at, telling.actor)

    # --- while business stands still ---------------------------------------------------------

    def begin(self) -> Iterator[datetime]:
        """Mark down what is out of service, take the promise, post the notice, count people."""
        if not self._wanted:
            return
        yield from self._mark_down()
        yield from self._promise()
        yield from self._count()
        yield from self._post()
        if self._telling.outline.scenario == "conflict":
            yield self._telling.tick(1, 2)
            at = self._telling.at.replace(second=0)
            new = NewFootage("大厅入口", at - timedelta(minutes=15), at)
            self._telling.store.conflict.note(self._id, new, _FOOTAGE_DAYS, self._stamp())
        if self._telling.outline.ending == "handling":
            yield from self._book()
        closed = self._telling.outline.ending != "recovered"
        if closed and self._telling.story.windows and self._rng.random() < 0.6:
            yield self._telling.tick(1, 2)
            count = self._rng.choice((4, 6, 8))
            self._telling.store.followups.issue_cards(self._id, count, self._stamp())

    def _book(self) -> Iterator[datetime]:
        """Whoever has much business comes back when it is quieter."""
        telling = self._telling
        for hours in (3, 24):
            yield telling.tick(1, 2)
            who = words.TAXPAYERS + self._rng.choice(words.GIVEN)
            phone = f"1380001{self._rng.randrange(10_000):04d}"
            due = telling.outline.until.replace(minute=0, second=0) + timedelta(hours=hours)
            kind, hall = AppointmentKind.APPOINTMENT, telling.cast.hall_id
            new = NewAppointment(kind, who, phone, "社保费批量申报", due, self._id, hall)
            telling.store.appointments.add(new, self._stamp())

    def _mark_down(self) -> Iterator[datetime]:
        hall = self._telling.store.hall
        yield self._telling.at
        parts = self._parts()
        # What another event has taken out of service already is not counted to this one.
        if parts and all(part.up for part in parts):
            hall.mark_down(parts, self._stamp(), self._id)

    def _parts(self) -> list[Part]:
        picture = self._telling.store.hall.picture(self._telling.cast.hall_id)
        kind = _DEVICES.get(self._telling.outline.scenario)
        if kind is not None:
            return [device for device in picture.devices if device.kind is kind][:1]
        first, _, last = self._telling.windows.removesuffix("号").partition("—")
        if not first:
            return []
        numbers = range(int(first), int(last or first) + 1)
        return [window for window in picture.windows if window.number in numbers]

    def _promise(self) -> Iterator[datetime]:
        """A promise that is kept, or one that lapses and is renewed."""
        telling = self._telling
        if not expects_recovery(telling.scenario):
            return
        today = telling.outline.ending == "handling"
        back = telling.outline.occurred + timedelta(minutes=telling.minutes)
        if today:
            back = min(back, telling.outline.until + timedelta(minutes=30))
        yield telling.tick(1, 2)
        short = (back - telling.at) * 0.4
        if (today or self._rng.random() < 0.4) and short > timedelta(minutes=8):
            until = telling.at + short
            self._take(until)
            if until + timedelta(minutes=2) >= telling.outline.until:
                return
            telling.at = until + timedelta(minutes=2)
            yield telling.at
        self._take(max(back, telling.at) + timedelta(minutes=self._rng.randint(5, 20)))

    def _take(self, until: datetime) -> None:
        step = next((s for s in self._telling.steps if s.produces == "call" and s.role), None)
        role = step.role if step is not None else ""
        answers = self._telling.store.contacts.who_answers(role, self._telling.at.date())
        who = answers[0].name if answers else ""
        unit = self._telling.plan.role(role).name if role else ""
        new = NewPromise(unit, who, until.replace(second=0))
        self._telling.store.promises.add(self._id, new, self._stamp())

    def _count(self) -> Iterator[datetime]:
        crowding = self._telling.outline.scenario == "crowding"
        if not crowding and self._rng.random() < 0.4:
            return
        yield self._telling.tick(1, 2)
        crowd = Crowd(self._rng.randint(15, 70), self._rng.randint(4, 10), 8.0)
        measures = tuple(m for m in MEASURES if m != EXTENDED and self._rng.random() < 0.6)
        reading = CrowdReading(
            0,
            "",
            self._id,
            self._telling.cast.hall_id,
            self._telling.at,
            self._telling.actor,
            crowd.waiting,
            crowd.windows,
            crowd.minutes,
            None,
            estimate(crowd, None).wait,
            measures,
        )
        self._telling.store.crowd.keep(reading, self._stamp())

    def _post(self, replacing: bool = False) -> Iterator[datetime]:
        """Post the notice that the event calls for now, in place of what hangs."""
        telling = self._telling
        if telling.scenario.event_type in ("conflict", "opinion"):
            return
        yield telling.tick(1, 2)
        dossier = telling.store.incidents.dossier(self._id)
        up = hanging(dossier.notices, dossier.postings)
        kind = kind_for(dossier.incident, telling.scenario)
        bureau = telling.store.settings.load().bureau
        expected, wait = first_values(kind, dossier, telling.plan, telling.at)
        text = first_words(kind, dossier, telling.plan, bureau, telling.at, expected, wait)
        if gaps(text) or (replacing and not up):
            return
        places = tuple(p.place for each in up for p in each.postings) or self._places()
        short = short_of(text, telling.at.date())
        new = NewNotice(kind, text, short, expected, wait, places)
        gone = [posting.id for each in up for posting in each.postings]
        telling.store.notices.make(self._id, new, gone, self._stamp())

    def _places(self) -> tuple[str, ...]:
        return _PLACES[: self._rng.randint(1, 3)]

    # --- after the recovery ------------------------------------------------------------------

    def recovered(self) -> Iterator[datetime]:
        """Mark everything up, put up the notice of recovery, tell those who waited."""
        if not self._wanted:
            return
        yield self._telling.at
        self._telling.store.hall.end_all(self._id, self._stamp())
        yield from self._post(replacing=True)
        yield from self._text()
        yield from self._settle_cards()
        yield from self._serve_longer()

    def _text(self) -> Iterator[datetime]:
        """Text those who wait to be called back; now and then one message does not arrive."""
        store = self._telling.store
        owed = [f for f in store.followups.of(self._id) if f.is_open]
        ids = [f.id for f in owed if f.kind is FollowupKind.CALL_BACK]
        if not ids or not self._room(3 + len(ids)):
            return
        yield self._telling.tick(1, 2)
        calls = store.followup_calls
        calls.log_export("短信名单 TXT", ids, "恢复后短信通知", self._stamp(), self._id)
        calls.attempt(ids, SMS, AttemptOutcome.SENT, self._stamp())
        if self._rng.random() < 0.5:
            yield self._telling.tick(1, 3)
            calls.attempt(ids[:1], SMS, AttemptOutcome.FAILED, self._stamp())

    def _room(self, lines: int) -> bool:
        written = len(self._telling.store.incidents.entries(self._id))
        return written + lines + _TO_COME <= _LONGEST

    def _settle_cards(self) -> Iterator[datetime]:
        store, kind = self._telling.store, FollowupKind.PRIORITY_CARD
        cards = [f.id for f in store.followups.of(self._id) if f.kind is kind and f.is_open]
        if cards:
            yield self._telling.tick(5, 20)
            store.followups.settle_many(cards, "持卡优先办结", self._stamp())

    def _serve_longer(self) -> Iterator[datetime]:
        """Late in the afternoon whoever still waits is served after closing time."""
        telling, store = self._telling, self._telling.store.appointments
        hall = telling.cast.hall_id
        late = _LATE_AFTERNOON <= telling.at.time() < _LONGER and self._room(4)
        if telling.outline.ending != "closed" or not late or store.running(hall) is not None:
            return
        yield telling.at
        if store.running(hall) is not None:
            return
        until, waiting = datetime.combine(telling.at.date(), _LONGER), self._rng.randint(6, 30)
        staff = "、".join(person.name for person in telling.cast.staff[:2])
        new = NewExtension(until, staff, "1—4号", waiting, self._id, hall)
        begun = store.begin(new, self._stamp())
        who = words.TAXPAYERS + self._rng.choice(words.GIVEN)
        phone = f"1380001{self._rng.randrange(10_000):04d}"
        booked = NewAppointment(
            AppointmentKind.EXTENDED, who, phone, "增值税申报", until, self._id, hall, begun.id
        )
        person = store.add(booked, self._stamp())
        telling.at = max(telling.at, until - timedelta(minutes=self._rng.randint(5, 20)))
        yield telling.at
        store.settle(person.id, AppointmentOutcome.SERVED, self._stamp(), "3号窗口", staff)
        store.end(begun.id, waiting, self._stamp())

    # --- at the end ---------------------------------------------------------------------------

    def finish(self) -> Iterator[datetime]:
        """Take down what hangs, and keep the recording of a quarrel."""
        if not self._wanted:
            return
        store = self._telling.store
        up = [posting.id for posting in store.notices.postings(self._id) if posting.hangs]
        if up:
            yield self._telling.tick(2, 10)
            store.notices.withdraw(self._id, up, self._stamp())
        for footage in store.conflict.of(self._id):
            yield self._telling.tick(1, 3)
            store.conflict.secure(footage.id, "专用硬盘", self._stamp())
