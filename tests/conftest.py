"""What every floor's tests share: the shipped plan, a fixed clock, a real store on a real file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from hallduty.clock import FixedClock
from hallduty.domain.incidents import Incident, NewIncident
from hallduty.domain.plan import Plan
from hallduty.domain.plan_file import load_plan
from hallduty.domain.stamps import Stamp
from hallduty.paths import resources
from hallduty.store import Store

# How long a made-up case takes says something of the machine, nothing of the rule it tries.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

# The morning of the fault that the whole suite is about.
FAULT_AT = datetime(2026, 11, 13, 9, 42)


@pytest.fixture(scope="session")
def plan() -> Plan:
    return load_plan(resources() / "plan")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(FAULT_AT)


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    with Store.open(tmp_path / "data", clock.now()) as opened:
        yield opened


@pytest.fixture
def stamp(clock: FixedClock) -> Callable[[], Stamp]:
    """A maker of fresh stamps at the clock's time by 刘某某."""
    return lambda: Stamp(uuid4(), clock.now(), "刘某某")


@pytest.fixture
def fault(store: Store, plan: Plan, stamp: Callable[[], Stamp]) -> Incident:
    """A 税务端系统故障 just registered."""
    new = NewIncident("application", "tax_system", "normal", FAULT_AT, place="3—8号窗口")
    return store.incidents.register(new, plan, stamp())
