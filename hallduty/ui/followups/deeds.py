"""What is done with follow-ups on any board: settle, try to tell, reopen; one write each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from hallduty.domain.errors import UserError
from hallduty.domain.followup_board import PHONE, SMS, USUAL_WORDS
from hallduty.domain.followups import AttemptOutcome, Followup
from hallduty.ui.events import Topic

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp
    from hallduty.ui.desk import Desk

# The keys of the telephone, the same on every board.
CALLS = (AttemptOutcome.REACHED, AttemptOutcome.MISSED, AttemptOutcome.BUSY)
_MIXED = "已办结"


class FollowupDeeds:
    """Writes for a board; what is refused is said by `say`, an empty text takes that back.

    `moment` gives the time of what is written, None for now (补录 in a workspace).
    """

    def __init__(
        self,
        desk: Desk,
        say: Callable[[str], None],
        moment: Callable[[], datetime | None] = lambda: None,
    ) -> None:
        self._desk, self._say, self._moment = desk, say, moment

    def settle(self, ids: Sequence[int], how: str) -> bool:
        """Settle follow-ups in one write; True when that was done."""
        store = self._desk.store.followups
        told = f"已办 {len(ids)} 件" if len(ids) > 1 else "善后已办"
        return self.write(lambda stamp: store.settle_many(ids, how, stamp, self._moment()), told)

    def reopen(self, ids: Sequence[int]) -> bool:
        """Take follow-ups back into the open ones."""
        store = self._desk.store.followups
        return self.write(lambda stamp: store.reopen_many(ids, stamp), "已改为未办")

    def call(self, ids: Sequence[int], outcome: AttemptOutcome) -> bool:
        """Note one call each: reached settles, missed and busy are due in the next round."""
        return self._attempt(ids, PHONE, outcome)

    def text(self, ids: Sequence[int], outcome: AttemptOutcome) -> bool:
        """Note one SMS each: sent, or not delivered."""
        return self._attempt(ids, SMS, outcome)

    def redeem(self, typed: str) -> bool:
        """Settle a priority card by its number."""
        store = self._desk.store.followups
        found: list[Followup] = []

        def work(stamp: Stamp) -> None:
            found.append(store.redeem(typed, stamp, self._moment()))

        if not self.write(work):
            return False
        self._desk.events.told.emit(f"{found[0].card_number} 号优先卡已核销，请优先办理")
        return True

    def write(self, work: Callable[[Stamp], object], told: str = "") -> bool:
        """Do one write and tell every view; a refusal is said and nothing is lost."""
        self._say("")
        try:
            work(self._desk.stamp())
        except UserError as problem:
            self._say(str(problem))
            return False
        self._desk.changed(Topic.INCIDENTS)
        if told:
            self._desk.events.told.emit(told)
        return True

    def _attempt(self, ids: Sequence[int], channel: str, outcome: AttemptOutcome) -> bool:
        store = self._desk.store.followup_calls
        told = f"{channel}{outcome.label}，已记 {len(ids)} 件"
        return self.write(
            lambda stamp: store.attempt(ids, channel, outcome, stamp, self._moment()), told
        )


def usual_words(followups: Sequence[Followup]) -> str:
    """Return what is usually said when these are settled."""
    kinds = {each.kind for each in followups}
    return USUAL_WORDS[kinds.pop()] if len(kinds) == 1 else _MIXED
