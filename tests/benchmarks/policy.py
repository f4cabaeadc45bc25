"""Policy questions at full size: python -m tests.benchmarks.policy [questions]

Prints p50 and p95 in milliseconds of looking for similar earlier questions while typing, of
filtering the register, and of what 今日 asks for. Fills a temporary folder first.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from hallduty.clock import FixedClock
from hallduty.demo_voices import enter_many_questions
from hallduty.domain.policy import PolicyFilter, QuestionKind, QuestionState
from hallduty.office import Office

TYPED = (
    "小规模纳税人本季度增值税怎么申报",
    "发票",
    "个体工商户逾期怎么处理印花税",
    "一般纳税人跨区域经营企业所得税是否需要预缴和怎样更正申报以及需要哪些资料",
    "新办企业开专用发票",
    "查无此词",
    "契税",
)
FILTERS = (
    PolicyFilter(),
    PolicyFilter(kind=QuestionKind.GAP),
    PolicyFilter(state=QuestionState.WAITING),
    PolicyFilter(text="增值税 发票"),
)
ROUNDS = 20


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def said(name: str, samples: list[float]) -> str:
    p95 = statistics.quantiles(samples, n=20)[-1]
    return f"{name}  p50 {statistics.median(samples):.1f} ms  p95 {p95:.1f} ms"


def main() -> None:
    questions = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    clock = FixedClock(datetime(2026, 11, 13, 9, 42))
    with tempfile.TemporaryDirectory() as name, Office.open(Path(name), clock) as office:
        start = time.perf_counter()
        enter_many_questions(office.store, clock.now(), questions)
        print(f"entered {questions} questions in {time.perf_counter() - start:.0f} s")
        policy = office.store.policy
        print("found:", {typed[:8]: len(policy.similar(typed)) for typed in TYPED})
        similar = [timed(lambda t=t: policy.similar(t)) for t in TYPED * ROUNDS]
        print(said("similar", similar))
        print(said("filter ", [timed(lambda f=f: policy.ids(f)) for f in FILTERS * ROUNDS]))
        print(said("open   ", [timed(policy.open_cases) for _ in range(ROUNDS)]))


if __name__ == "__main__":
    main()
