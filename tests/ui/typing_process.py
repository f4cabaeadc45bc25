"""A program that types into the workspace and waits to be killed; run by test_drafts.

Arguments: the data folder and the incident's id. Says “saved” on stdout when the draft is kept.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hallduty import paths
from hallduty.clock import FixedClock
from hallduty.domain.forms import load_forms
from hallduty.domain.plan_file import load_plan
from hallduty.domain.settings import Settings
from hallduty.store import Store
from hallduty.ui.desk import Desk
from hallduty.ui.events import Events
from hallduty.ui.incidents.workspace import Workspace
from hallduty.ui.tasks import InlineRunner


def main(folder: Path, incident_id: int) -> None:
    app = QApplication(sys.argv[:1])
    clock = FixedClock(datetime(2026, 11, 13, 10, 29, 31))
    resources = paths.resources()
    desk = Desk(
        store=Store.open(folder, clock.now()),
        clock=clock,
        plan=load_plan(resources / "plan"),
        forms=load_forms(paths.shipped() / "forms"),
        calendar=None,  # type: ignore[arg-type]
        settings=Settings(),
        press=None,  # type: ignore[arg-type]
        events=Events(),
        tasks=InlineRunner(),  # type: ignore[arg-type]
        ask=None,  # type: ignore[arg-type]
    )
    workspace = Workspace(desk)
    workspace.show()
    workspace.show_incident(incident_id)
    started = time.monotonic()

    def saved(_at: datetime) -> None:
        print(f"saved {time.monotonic() - started:.3f}", flush=True)

    workspace.case.drafts.saved.connect(saved)
    edit = workspace.timeline.line.edit
    edit.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClicks(edit, "half a sentence")
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
