"""How long a paper takes: python -m tests.benchmarks.report [rounds]

Prints seconds and pages of the sheet, the after-action report and the ledger of two years, each
as a ratio to one bare reportlab page in the same run. Made-up data in a temporary folder.
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from hallduty.clock import FixedClock
from hallduty.commands_paper import make_paper
from hallduty.demo import fill
from hallduty.domain.incidents import IncidentFilter
from hallduty.office import Office


def bare_page() -> int:
    canvas = Canvas(io.BytesIO())
    canvas.drawString(72, 720, "HallDuty")
    canvas.save()
    return 1


def median_seconds(work: Callable[[], int], rounds: int) -> tuple[float, int]:
    """Run once to warm up, then `rounds` times; return the median seconds and the pages."""
    pages = work()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times), pages


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    clock = FixedClock(datetime(2026, 11, 13, 9, 42))
    bare, _ = median_seconds(bare_page, rounds)
    print(f"bare page {bare * 1000:.1f} ms")
    with tempfile.TemporaryDirectory() as name, Office.open(Path(name), clock) as office:
        fill(office.store, office.plan, clock.now(), incidents=300, seed=1)
        incidents = office.store.incidents.fetch(office.store.incidents.ids(IncidentFilter()))
        longest = max(incidents, key=lambda i: len(office.store.incidents.entries(i.id)))
        for kind in ("sheet", "report", "ledger"):

            def work(kind: str = kind) -> int:
                return make_paper(office, kind, longest.number, IncidentFilter()).pages

            seconds, pages = median_seconds(work, rounds)
            print(f"{kind}: {seconds:.2f} s, {pages} pages, {seconds / bare:.0f} bare pages")


if __name__ == "__main__":
    main()
