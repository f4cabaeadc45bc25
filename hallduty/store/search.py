"""Full-text search (FTS5) over the ledger, right for words of one and two characters.

The index holds every text with a space between its characters; a search is then a phrase, so
any part of a word, number or sentence is found. Characters outside the BMP are indexed by code
point, since SQLite's tokenizer does not know the younger ones (𬭎, 𰻝) as letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hallduty.store.database import Database


def spaced(text: str) -> str:
    """Return `text` lower-cased with its characters apart, ready for the index."""
    return " ".join(c if ord(c) < 0x10000 else f"u{ord(c):x}" for c in text.lower())


def phrase(text: str) -> str:
    """Return an FTS5 query that finds `text` literally, or "" when it holds no letter or digit.

    Words that the user parted by blanks must all occur, in any order and column.
    """
    words = [
        " ".join(c if ord(c) < 0x10000 else f"u{ord(c):x}" for c in word.lower() if _counts(c))
        for word in text.split()
    ]
    return " AND ".join(f'"{word}"' for word in words if word)


def _counts(character: str) -> bool:
    return character.isalnum() or ord(character) >= 0x10000


class SearchStore:
    """Keeps and asks the index of incidents."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.deferred = False

    def find(self, text: str, limit: int = 50) -> list[int]:
        """Return ids of incidents that hold `text`, newest first."""
        query = phrase(text)
        if not query:
            return []
        rows = self._db.execute_sql(
            "SELECT rowid FROM incident_search WHERE incident_search MATCH ?"
            " ORDER BY rowid DESC LIMIT ?",
            (query, limit),
        )
        return [row[0] for row in rows]

    def refresh(self, incident_id: int) -> None:
        """Index one incident again; called by every write that touches a searched text."""
        if not self.deferred:
            self._delete("WHERE rowid = ?", (incident_id,))
            self._insert("WHERE i.id = ?", (incident_id,))

    def rebuild(self) -> None:
        """Index every incident again."""
        self._delete("", ())
        self._insert("", ())

    def _delete(self, where: str, params: tuple[int, ...]) -> None:
        self._db.execute_sql(f"DELETE FROM incident_search {where}", params)

    def _insert(self, where: str, params: tuple[int, ...]) -> None:
        rows = self._db.execute_sql(
            "SELECT i.id, i.number, i.place, i.description, i.measures || char(10) || i.extra,"
            " coalesce((SELECT group_concat(e.text, char(10)) FROM entry e"
            " WHERE e.incident_id = i.id), '') || char(10) ||"
            # A long report stands on the timeline only by how long it is.
            " coalesce((SELECT group_concat(r.text, char(10)) FROM report r"
            " WHERE r.incident_id = i.id), '')"
            f" FROM incident i {where}",
            params,
        ).fetchall()
        for row_id, *texts in rows:
            self._db.execute_sql(
                "INSERT INTO incident_search (rowid, number, place, description, measures,"
                " timeline) VALUES (?, ?, ?, ?, ?, ?)",
                (row_id, *(spaced(text or "") for text in texts)),
            )
