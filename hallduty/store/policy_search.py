"""Full-text search over policy questions, and the earlier ones that resemble what is typed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hallduty.domain.similar import alike, spread, words_of
from hallduty.store.search import phrase, spaced

if TYPE_CHECKING:
    from hallduty.store.database import Database

# Of each word the newest so many questions are looked at; of longer stretches, which are rarer
# and so worth more, the same number. Then the best of them are read and ranked exactly.
_NEWEST = 100
_READ = 60
_STRETCH = 4
# How many words and stretches are looked up: one that nobody has used costs a millisecond.
_WORDS, _STRETCHES = 9, 4


class PolicySearch:
    """Keeps and asks the index of policy questions; rowid is the question's id."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, text: str) -> set[int]:
        """Return the ids of all questions that hold `text` in topic, question or answer."""
        query = phrase(text)
        if not query:
            return set()
        rows = self._db.execute_sql(
            "SELECT rowid FROM policy_search WHERE policy_search MATCH ?", (query,)
        )
        return {row[0] for row in rows}

    def put(self, row_id: int, topic: str, question: str, answer: str) -> None:
        """Index one question anew."""
        self._db.execute_sql("DELETE FROM policy_search WHERE rowid = ?", (row_id,))
        self._db.execute_sql(
            "INSERT INTO policy_search (rowid, topic, question, answer) VALUES (?, ?, ?, ?)",
            (row_id, spaced(topic), spaced(question), spaced(answer)),
        )

    def similar(self, typed: str, limit: int) -> list[tuple[int, float]]:
        """Return the ids of earlier questions alike, the best first, with how alike they are."""
        words = words_of(typed)
        hits: Counter[int] = Counter()
        for word in spread(words, _WORDS):
            hits.update(self._newest(word))
        folded = "".join(typed.lower().split())
        last = len(folded) - _STRETCH + 1
        stretches = [folded[start : start + _STRETCH] for start in range(0, last, 2)]
        for stretch in spread(stretches, _STRETCHES):
            hits.update(dict.fromkeys(self._newest(stretch), 2))
        # Of equals the newest first: the rule may have changed since.
        best = sorted(hits, key=lambda row_id: (-hits[row_id], -row_id))[:_READ]
        marks = ", ".join("?" * len(best))
        rows = self._db.execute_sql(
            f"SELECT id, question FROM policy_question WHERE id IN ({marks})", best
        )
        ranked = [(row_id, alike(words, question)) for row_id, question in rows]
        ranked.sort(key=lambda pair: (-pair[1], -pair[0]))
        return [pair for pair in ranked if pair[1] > 0][:limit]

    def _newest(self, text: str) -> list[int]:
        query = phrase(text)
        if not query:
            return []
        rows = self._db.execute_sql(
            "SELECT rowid FROM policy_search WHERE policy_search MATCH ?"
            " ORDER BY rowid DESC LIMIT ?",
            (f"question : {query}", _NEWEST),
        )
        return [row[0] for row in rows]
