"""Says in Chinese why somebody was chosen for a seat, and why not the others.

The words are made from the finished filling: what each had done before that day, what they do
soon after, and who could not come. So they stay true for seats that changed hands when the
filling was evened out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from hallduty.domain.rota import Leave, RotaMember
from hallduty.domain.rotation import Choice
from hallduty.domain.rotation_diary import Diary
from hallduty.domain.rotation_race import Race, Runner
from hallduty.domain.rotation_slots import Ground, Slot

_NOBODY = "轮值名单中没有人，请先在“休假与轮值”中加入轮值人员"
_STAYS = "原已排定，保持不变"
_NAMED = 3
_SOON = 14


class Reasons:
    """Makes the choices of a filling out of its decided seats."""

    def __init__(
        self,
        members: Sequence[RotaMember],
        leaves: Sequence[Leave],
        names: Mapping[int, str],
        inactive: frozenset[int],
        diary: Diary,
    ) -> None:
        self._names = names
        self._diary = diary
        self._members = members
        self._inactive = inactive
        self._leaves: dict[int, list[Leave]] = defaultdict(list)
        for leave in leaves:
            self._leaves[leave.person_id].append(leave)

    def of(
        self, race: Race, field: Ground, before: Mapping[int, tuple[float, float, float]]
    ) -> Iterator[Choice]:
        """Yield the choices of one post, by day; `before` are the race's counts till then."""
        self._days = {p: (days, share) for p, (days, share, _) in before.items()}
        self._rest = {p: rest for p, (_, _, rest) in before.items()}
        gone = [m for m in self._members if m.post == race.post and m.person_id in self._inactive]
        out = tuple((m.person_id, "已停用") for m in gone)
        fixed = sorted(field.counted[race.post], key=lambda slot: slot.day)
        slots = [slot for slot in field.slots if slot.post == race.post]
        at = 0
        for slot in slots:
            while at < len(fixed) and fixed[at].day < slot.day:
                self._count(race, fixed[at])
                at += 1
            yield self._choice(race, slot, out)
            self._count(race, slot)

    def _count(self, race: Race, slot: Slot) -> None:
        if slot.person_id not in race.by_id:
            return
        days, share = self._days[slot.person_id]
        self._days[slot.person_id] = (days + slot.weight, share)
        if not slot.facts.working:
            self._rest[slot.person_id] += slot.weight
        could = [runner for runner in race.runners if runner.comes(slot.facts)]
        for runner in could:
            days, share = self._days[runner.person_id]
            self._days[runner.person_id] = (days, share + slot.weight / len(could))

    def _choice(self, race: Race, slot: Slot, out: tuple[tuple[int, str], ...]) -> Choice:
        def made(why: str, passed_over: tuple[tuple[int, str], ...] = out) -> Choice:
            where = (slot.day, slot.part, slot.post, slot.seat)
            return Choice(*where, slot.person_id, why, passed_over)

        if slot.settled:
            return made(_STAYS, ())
        if not race.runners:
            return made(_NOBODY)
        chosen = race.by_id.get(slot.person_id) if slot.person_id is not None else None
        if chosen is not None:
            # The seat itself must not count as what keeps its holder or the others from it.
            self._diary.strike(slot)
        blocked: list[tuple[int, str]] = []
        others: list[Runner] = []
        late = chosen is not None and bool(race.hindrance(chosen, slot))
        for runner in race.runners:
            if runner is chosen:
                continue
            hindrance = race.hindrance(runner, slot, running=late)
            if hindrance == "away":
                hindrance = self._leave(runner.person_id, slot.day)
            if hindrance:
                blocked.append((runner.person_id, hindrance))
            else:
                others.append(runner)
        if chosen is None:
            return made(self._nobody(blocked), (*blocked, *out))
        why = self._why(chosen, others, slot)
        if late:
            why += "；其他人都不能值班，按允许连续两天排"
        behind = tuple((o.person_id, self._why_not(o, chosen, slot)) for o in others)
        self._diary.enter(slot)
        return made(why, (*blocked, *behind, *out))

    def _nobody(self, blocked: Sequence[tuple[int, str]]) -> str:
        said = "、".join(f"{self._names.get(p, '某人')}{why}" for p, why in blocked[:_NAMED])
        more = f"等 {len(blocked)} 人" if len(blocked) > _NAMED else ""
        return f"没有人可排：{said}{more}"

    def _leave(self, person_id: int, day: date) -> str:
        leave = next(each for each in self._leaves[person_id] if each.covers(day))
        return f"{leave.kind}，至{leave.last_day.month}月{leave.last_day.day}日"

    def _why(self, chosen: Runner, others: Sequence[Runner], slot: Slot) -> str:
        me = chosen.person_id
        if not others:
            return "当天只有这一人能值班"
        since = self._since(me, slot)
        if not slot.facts.working:
            mine = self._rest[me]
            fewest = min(self._rest[o.person_id] for o in others)
            if mine <= fewest:
                same = "同为" if mine == fewest else ""
                return f"本年周末和节假日值班{same}最少（{_days(mine)}），{since}"
        mine, share = self._days[me]
        fewest = min(self._days[o.person_id][0] for o in others)
        if slot.facts.working and mine <= fewest:
            same = "同为" if mine == fewest else ""
            return f"本年值班{same}最少（{_days(mine)}），{since}"
        least = min(self._ahead(o.person_id) for o in others)
        if slot.facts.working and self._ahead(me) <= least + 0.05:
            return f"按能值班的天数折算值班最少（本年 {_days(mine)}，应排 {share:.1f} 天），{since}"
        waited = self._waited(me, slot)
        if all(waited >= self._waited(o.person_id, slot) for o in others):
            return f"轮空最久：{since}，本年 {_days(mine)}"
        return f"{self._in_all(chosen, others, slot)}，{since}"

    def _in_all(self, chosen: Runner, others: Sequence[Runner], slot: Slot) -> str:
        """Say how it comes out in the end: those who have done less have other duties coming."""
        kind, total = ("", chosen.all) if slot.facts.working else ("周末和节假日", chosen.rest)
        done = self._done(chosen, slot)
        fewer = [o.person_id for o in others if self._done(o, slot) < done]
        said = "、".join(self._names.get(each, "某人") for each in fewer[:_NAMED])
        said += f"等 {len(fewer)} 人" if len(fewer) > _NAMED else ""
        return (
            f"本年{kind}已值 {_days(done)}，{said or '其他人'}另有班次；"
            f"排满后本人{kind}共 {_days(total.done)}"
        )

    def _done(self, runner: Runner, slot: Slot) -> float:
        """Return the days before a seat that decide about it: of all, or days off."""
        days = self._days[runner.person_id][0]
        return days if slot.facts.working else self._rest[runner.person_id]

    def _why_not(self, other: Runner, chosen: Runner, slot: Slot) -> str:
        mine, theirs = self._done(chosen, slot), self._done(other, slot)
        kind = "" if slot.facts.working else "周末和节假日"
        if theirs > mine:
            return f"本年{kind}已值 {_days(theirs)}，多 {_days(theirs - mine)}"
        day = slot.day.toordinal()
        following = self._diary.next_after(other.person_id, day)
        if following is not None and following - day <= _SOON:
            soon = date.fromordinal(following)
            return f"已排{soon.month}月{soon.day}日，相隔 {following - day} 天"
        last, mine_last = (self._last(each.person_id, slot) for each in (other, chosen))
        if last is not None and (mine_last is None or last > mine_last):
            same = "同为" if theirs == mine else "本年"
            return f"{kind}{same} {_days(theirs)}，上次{last.month}月{last.day}日，更近"
        if theirs == mine and last == mine_last:
            return f"{kind}同为 {_days(theirs)}，轮值顺序在后"
        total = other.all if slot.facts.working else other.rest
        return f"另有安排，排满后本年{kind} {_days(total.done)}"

    def _ahead(self, person_id: int) -> float:
        days, share = self._days[person_id]
        return round(days - share, 6)

    def _last(self, person_id: int, slot: Slot) -> date | None:
        last = self._diary.last_before(person_id, slot.day.toordinal())
        return None if last is None else date.fromordinal(last)

    def _since(self, person_id: int, slot: Slot) -> str:
        last = self._last(person_id, slot)
        if last is None:
            return "本年还没有值过班"
        year = f"{last.year}年" if last.year != slot.day.year else ""
        return f"上次{year}{last.month}月{last.day}日"

    def _waited(self, person_id: int, slot: Slot) -> int:
        last = self._last(person_id, slot)
        return 10_000 if last is None else (slot.day - last).days


def _days(count: float) -> str:
    return f"{count:g} 天"
