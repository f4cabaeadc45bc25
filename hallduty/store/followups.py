"""Follow-ups (善后): the only rows that hold what is owed to a taxpayer, with name and phone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from peewee import fn

from hallduty.domain import followups as rules
from hallduty.domain import phones, priority_cards, texts, times
from hallduty.domain.errors import FieldProblem, UserError, refuse
from hallduty.domain.followups import Followup, FollowupKind, NewFollowup
from hallduty.domain.incidents import EntryKind, NewEntry, Status
from hallduty.domain.stamps import Stamp
from hallduty.store import models
from hallduty.store.records import by_ids, by_key, rows
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.store.database import Database
    from hallduty.store.timeline import TimelineStore

_F = models.Followup
_REOPENED: Mapping[str, Any] = {"settled_at": None, "settled_by": "", "how": ""}
MOST_AT_ONCE = 5_000


class FollowupStore:
    """What is owed to taxpayers, per incident."""

    def __init__(self, db: Database, timeline: TimelineStore) -> None:
        self._db = db
        self._timeline = timeline

    def of(self, incident_id: int) -> list[Followup]:
        """Return the follow-ups in the order they were taken down."""
        return by_key(Followup, _F, "incident_id", incident_id)

    def open_counts(self) -> dict[int, int]:
        """Return how many follow-ups are open, for every incident that has any."""
        owed = fn.COUNT(_F.id).alias("owed")
        query = _F.select(_F.incident_id, owed).where(_F.settled_at.is_null())
        return {row["incident_id"]: row["owed"] for row in rows(query.group_by(_F.incident_id))}

    def owed(self) -> int:
        """Return how many are open over all incidents that are not void."""
        query = (
            "SELECT count(*) FROM followup f JOIN incident i ON i.id = f.incident_id"
            " WHERE f.settled_at IS NULL AND i.status <> ?"
        )
        return int(self._db.execute_sql(query, (Status.VOID,)).fetchone()[0])

    # Taking down ---------------------------------------------------------------------------

    def add(
        self, incident_id: int, new: NewFollowup, stamp: Stamp, at: datetime | None = None
    ) -> Followup:
        """Take a follow-up down; the timeline names it by its row only.

        A priority card gets the next number of its year. `at` says when if not now (补录).
        """
        late = times.moment_problem("at", "时间", at, stamp.at)
        refuse([*rules.followup_problems(new), late])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._timeline.require_writable(incident_id)
                row_id = self._insert(write, incident_id, new, at, str(stamp.id))
                call_back = new.kind is FollowupKind.CALL_BACK
                text = "记录办税人联系方式" if call_back else f"登记{new.kind.label}"
                entry = NewEntry(
                    EntryKind.FOLLOWUP, f"{text}（善后第 {row_id} 号）", at, followup_id=row_id
                )
                self._timeline.append(write, incident_id, entry, name="entry")
        return by_key(Followup, _F, "uuid", str(stamp.id))[0]

    def add_many(
        self,
        incident_id: int,
        news: Sequence[NewFollowup],
        stamp: Stamp,
        at: datetime | None = None,
    ) -> list[Followup]:
        """Take a whole list down in one write with one line of the timeline, or nothing of it.

        Raises InvalidInput naming the place in the list of what is wrong.
        """
        refuse([times.moment_problem("at", "时间", at, stamp.at), *_list_problems(news)])
        return self._add_all(incident_id, news, stamp, at, "登记{kind} {n} 件")

    def issue_cards(
        self,
        incident_id: int,
        count: int,
        stamp: Stamp,
        matter: str = "",
        at: datetime | None = None,
    ) -> list[Followup]:
        """Issue so many blank priority cards under the next numbers of the year.

        The numbers exist before a card is printed, so none is ever given twice.
        """
        refuse(
            [
                priority_cards.count_problem("count", count),
                texts.problem_in("matter", "事项", matter),
                times.moment_problem("at", "时间", at, stamp.at),
            ]
        )
        news = [NewFollowup(FollowupKind.PRIORITY_CARD, matter=matter)] * count
        return self._add_all(incident_id, news, stamp, at, "发放{kind} {n} 张")

    def check_windows(
        self,
        incident_id: int,
        windows: Sequence[str],
        stamp: Stamp,
        at: datetime | None = None,
    ) -> list[Followup]:
        """Take a check of the last transaction (末笔核对) down for each window without one.

        Raises UserError when there is no window left to check.
        """
        refuse([times.moment_problem("at", "时间", at, stamp.at)])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                kind = FollowupKind.WINDOW_CHECK
                left = rules.unchecked(windows, self.of(incident_id))
                if not left:
                    raise UserError("各窗口的末笔核对都已登记")
                news = [NewFollowup(kind, matter="核对末笔业务", window=name) for name in left]
                refuse(_list_problems(news))
                self._write_all(write, incident_id, news, at, "登记{kind} {n} 个窗口")
        return self._of_write(stamp)

    # Settling ------------------------------------------------------------------------------

    def settle(
        self, followup_id: int, how: str, stamp: Stamp, at: datetime | None = None
    ) -> Followup:
        """Note that a follow-up was done and how; `at` says when if not now (补录)."""
        return self.settle_many([followup_id], how, stamp, at)[0]

    def settle_many(
        self, ids: Sequence[int], how: str, stamp: Stamp, at: datetime | None = None
    ) -> list[Followup]:
        """Note that several were done, in one write; each incident's timeline says so once."""
        late = times.moment_problem("at", "时间", at, stamp.at)
        refuse([texts.problem_in("how", "办理情况", how, limit=500), late])
        how = texts.one_line(how) or "已通知"
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self.settle_rows(write, ids, how, at, how)
        return self.fetch(ids)

    def reopen(self, followup_id: int, stamp: Stamp) -> Followup:
        """Take a follow-up back into the open ones."""
        return self.reopen_many([followup_id], stamp)[0]

    def reopen_many(self, ids: Sequence[int], stamp: Stamp) -> list[Followup]:
        """Take several back into the open ones, in one write."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._change(write, ids, lambda _: _REOPENED, "重新办理", None)
        return self.fetch(ids)

    def find_card(self, typed: str, year: int) -> Followup:
        """Return the card that a typed number means; raise UserError when there is none."""
        numbers = priority_cards.possible_numbers(typed, year)
        if not numbers:
            raise UserError(f"“{texts.one_line(typed)[:30]}”不是优先卡号，应如 12 或 {year}-0012")
        for number in numbers:
            found = by_key(Followup, _F, "card_number", number)
            if found:
                return found[0]
        raise UserError(f"没有发过 {numbers[0]} 号优先卡，请核对卡上的号码")

    def redeem(self, typed: str, stamp: Stamp, at: datetime | None = None) -> Followup:
        """Settle the priority card with that number; says so when it was used before."""
        refuse([times.moment_problem("at", "时间", at, stamp.at)])
        with writing(self._db, stamp) as write:
            card = self.find_card(typed, stamp.at.year)
            if not write.repeated:
                if card.settled_at is not None:
                    when = times.stamp(card.settled_at)
                    raise UserError(f"{card.card_number} 号优先卡已于 {when} 核销：{card.how}")
                self.settle_rows(write, [card.id], "持卡优先办结", at, "核销优先卡，优先办结")
        return self.fetch([card.id])[0]

    # Forgetting ----------------------------------------------------------------------------

    def forget(self, told_before: datetime, stamp: Stamp, most: int = 1000) -> int:
        """Delete names, phones and matters of at most so many told before then; return how many.

        Shortest retention (PIPL art. 19): what was done stays, whom it was done for goes, and
        with the salt goes the last way to recognise them in the audit. A card keeps its number,
        an attempt its outcome.
        """
        with writing(self._db, stamp) as write:
            return write.forget(_F, _F.settled_at < told_before, most)

    # Parts of a write ----------------------------------------------------------------------

    def fetch(self, ids: Sequence[int]) -> list[Followup]:
        """Return those follow-ups in the order of `ids`."""
        return by_ids(Followup, _F, ids)

    def settle_rows(
        self, write: Write, ids: Sequence[int], how: str, at: datetime | None, said: str
    ) -> list[int]:
        """Settle those still open as part of a write; return their ids."""
        done = {"settled_at": at or write.stamp.at, "settled_by": write.stamp.actor, "how": how}
        return self._change(write, ids, lambda each: done if each.is_open else {}, said, at)

    def by_incident(self, ids: Sequence[int]) -> dict[int, list[Followup]]:
        """Return those follow-ups by incident; raise UserError for too many or a void one."""
        if len(ids) > MOST_AT_ONCE:
            raise UserError(f"一次最多办理 {MOST_AT_ONCE} 件，请分几次选择")
        found: dict[int, list[Followup]] = defaultdict(list)
        for each in self.fetch(ids):
            found[each.incident_id].append(each)
        for incident_id in found:
            self._timeline.require_writable(incident_id)
        return found

    def say(
        self,
        write: Write,
        incident_id: int,
        ids: Sequence[int],
        said: str,
        at: datetime | None,
        name: str = "entry",
    ) -> None:
        """Append a line about some follow-ups of an incident as part of a write."""
        entry = NewEntry(
            EntryKind.FOLLOWUP,
            f"善后{rules.ids_text(ids)}：{said}",
            at,
            followup_id=ids[0] if len(ids) == 1 else None,
        )
        self._timeline.append(write, incident_id, entry, name=f"{name} {incident_id}")

    def _change(
        self,
        write: Write,
        ids: Sequence[int],
        values: Callable[[Followup], Mapping[str, Any]],
        said: str,
        at: datetime | None,
    ) -> list[int]:
        changed: list[int] = []
        for incident_id, mine in self.by_incident(list(dict.fromkeys(ids))).items():
            # Rows told as they were taken down, however they stood on the screen.
            done = [
                each.id
                for each in sorted(mine, key=lambda each: each.id)
                if (wanted := values(each)) and write.update(_F, each.id, **wanted)
            ]
            if done:
                self.say(write, incident_id, done, said, at)
            changed += done
        return changed

    def _add_all(
        self,
        incident_id: int,
        news: Sequence[NewFollowup],
        stamp: Stamp,
        at: datetime | None,
        said: str,
    ) -> list[Followup]:
        with writing(self._db, stamp) as write:
            if not write.repeated and news:
                self._write_all(write, incident_id, news, at, said)
        return self._of_write(stamp)

    def _write_all(
        self,
        write: Write,
        incident_id: int,
        news: Sequence[NewFollowup],
        at: datetime | None,
        said: str,
    ) -> None:
        self._timeline.require_writable(incident_id)
        ids = [
            self._insert(write, incident_id, new, at, write.stamp.derived(f"followup {place}"))
            for place, new in enumerate(news)
        ]
        told = said.format(kind=news[0].kind.label, n=len(ids))
        entry = NewEntry(EntryKind.FOLLOWUP, f"{told}（善后{rules.ids_text(ids)}）", at)
        self._timeline.append(write, incident_id, entry, name="entry")

    def _of_write(self, stamp: Stamp) -> list[Followup]:
        """Return what a write took down, in its order."""
        found = self._db.execute_sql(
            "SELECT row_id FROM audit WHERE write_id = ? AND table_name = 'followup'"
            " ORDER BY sequence",
            (str(stamp.id),),
        )
        return self.fetch([row_id for (row_id,) in found])

    def _insert(
        self, write: Write, incident_id: int, new: NewFollowup, at: datetime | None, uuid: str
    ) -> int:
        when = at or write.stamp.at
        card = new.kind is FollowupKind.PRIORITY_CARD
        return write.insert(
            _F,
            uuid=uuid,
            incident_id=incident_id,
            kind=new.kind,
            who=texts.one_line(new.who),
            phone=phones.normalised(new.phone),
            matter=texts.one_line(new.matter),
            added_at=when,
            settled_at=None,
            settled_by="",
            how="",
            card_number=self._next_card(when.year) if card else "",
            window=texts.one_line(new.window),
        )

    def _next_card(self, year: int) -> str:
        """Return the number after the last of a year; the write's lock keeps it free of gaps."""
        last = self._db.execute_sql(
            "SELECT max(CAST(substr(card_number, 6) AS INTEGER)) FROM followup"
            " WHERE card_number <> '' AND card_number >= ? AND card_number < ?",
            (f"{year}-", f"{year}."),
        ).fetchone()[0]
        return priority_cards.card_text(year, (last or 0) + 1)


def _list_problems(news: Sequence[NewFollowup]) -> list[FieldProblem]:
    found = [
        FieldProblem(problem.field, f"第 {place} 件：{problem.message}")
        for place, new in enumerate(news, start=1)
        for problem in rules.followup_problems(new)
        if problem is not None
    ]
    if not news:
        found.append(FieldProblem("list", "没有可以记下的内容"))
    if len(news) > MOST_AT_ONCE:
        found.append(FieldProblem("list", f"一次最多记 {MOST_AT_ONCE} 件，请分几次"))
    return found
