"""The links of the audit's chain: what is kept of a value, and the hash over each row.

The hash is imported where it is taken: it brings OpenSSL along, and a start writes nothing.
"""

from __future__ import annotations

import json
from typing import Any

GENESIS = "0" * 64
EMPTY = ("", None)
# Kept in their own rows only (PIPL): the audit holds a salted hash of them.
PERSONAL = {
    "incident": frozenset({"reporter", "phone"}),
    "followup": frozenset({"who", "phone", "matter"}),
    "appointment": frozenset({"who", "phone", "matter"}),
    "policy_question": frozenset({"who", "phone"}),
    "need": frozenset({"who", "phone"}),
}


def chained(
    sequence: int, at: str, actor: str, table: str, row_id: int, change: str, previous: str
) -> str:
    """Return the hash of one audit row (FIPS 180-4 SHA-256 over a canonical JSON array)."""
    from hashlib import sha256

    facts = json.dumps(
        [sequence, at, actor, table, row_id, change, previous],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return sha256(facts.encode("utf-8", "surrogatepass")).hexdigest()


def audited_value(table: str, column: str, stored: Any, salt: str) -> Any:
    """Return what the audit keeps of a stored value: itself, or a salted hash if personal."""
    if column not in PERSONAL.get(table, ()) or stored in ("", None):
        return stored
    from hashlib import sha256

    digest = sha256(f"{salt}:{stored}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"#{digest[:24]}"
