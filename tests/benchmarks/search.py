"""Search over a big ledger: python -m tests.benchmarks.search [incidents]

Prints p50 and p95 of full-text searches in milliseconds, and p95 as a ratio to the same words
by LIKE on the same file. Fills a temporary folder with made-up incidents first.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from hallduty.clock import FixedClock
from hallduty.demo import fill
from hallduty.office import Office
from hallduty.store import FILE_NAME

WORDS = (
    "系统",
    "窗口",
    "停",
    "信息中心",
    "2026-0",
    "供电中断",
    "打印机",
    "办税人 等候",
    "UPS",
    "查无此词",
)
ROUNDS = 20


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def p95(samples: list[float]) -> float:
    return statistics.quantiles(samples, n=20)[-1]


def main() -> None:
    incidents = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    clock = FixedClock(datetime(2026, 11, 13, 9, 42))
    with tempfile.TemporaryDirectory() as name, Office.open(Path(name), clock) as office:
        start = time.perf_counter()
        fill(office.store, office.plan, clock.now(), incidents=incidents, seed=1)
        print(f"filled {incidents} incidents in {time.perf_counter() - start:.0f} s")
        found = {word: len(office.store.search.find(word)) for word in WORDS}
        print("hits (50 at most):", found)
        fts = [timed(lambda w=w: office.store.search.find(w)) for w in WORDS * ROUNDS]
        with closing(sqlite3.connect(Path(name) / FILE_NAME)) as raw:
            sql = (
                "SELECT DISTINCT i.id FROM incident i LEFT JOIN entry e ON e.incident_id = i.id"
                " WHERE i.number || i.place || i.description || i.measures LIKE ?1"
                " OR e.text LIKE ?1 ORDER BY i.id DESC LIMIT 50"
            )
            like = [timed(lambda w=w: raw.execute(sql, (f"%{w}%",)).fetchall()) for w in WORDS * 2]
        print(f"FTS5  p50 {statistics.median(fts):.2f} ms  p95 {p95(fts):.2f} ms")
        print(f"LIKE  p50 {statistics.median(like):.2f} ms  p95 {p95(like):.2f} ms")
        print(f"ratio p95 FTS5/LIKE {p95(fts) / p95(like):.4f}")


if __name__ == "__main__":
    main()
