"""What a start of the window leaves alone: imports that the first picture does not need.

The time itself is measured by tests/benchmarks/start.py; this fails for the reason, on any machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

FIRST_PICTURE = """
import os, sys
from pathlib import Path
from hallduty.app import run
def ready():
    print(*sys.modules, flush=True)
    os._exit(0)
run(Path(sys.argv[1]), ready=ready)
"""

# Libraries of papers, files and readings, and what of Qt only dialogs and printing use.
LIBRARIES = (
    *("reportlab", "openpyxl", "vobject", "qt_material", "qtawesome", "pypinyin", "PIL"),
    *("PySide6.QtPrintSupport", "PySide6.QtPdf", "PySide6.QtNetwork", "PySide6.QtSvg"),
)
# Our own floors: what is drafted, drawn, imported or asked only later.
DOMAIN = (
    *("narrative", "narrative_course", "narrative_impact", "narrative_text", "notice_text"),
    *("dossiers", "reviews", "links", "attachments", "sheets", "forms", "form_values", "crowd"),
    *("rota", "rotation", "fairness", "directory", "contact_checks", "contact_words"),
    *(
        "appointments",
        "hall",
        "hall_incidents",
        "policy",
        "policy_daily",
        "period_reports",
        "needs",
    ),
    *("calendar_import", "roster_import", "contact_import", "followup_board", "window_lists"),
    *("plan_file", "report_drafts", "consistency", "said_facts"),
)
STORE = (
    *("tables", "audit", "backups", "models_links", "models_rota", "models_site", "models_voices"),
    *("dossiers", "joined", "links", "moving", "outages", "hall", "crowd", "appointments"),
    *("policy", "needs", "period_reports", "followup_board", "followup_calls", "contact_import"),
    *("contact_checks", "rota", "roster_import", "shift_changes", "attachments", "reviews"),
)
UI = (
    *("incidents", "roster", "contacts", "calendar", "plan", "settings", "followups", "notices"),
    *("policy", "needs", "conflict", "pack", "hall.picture", "today.voice_matters"),
    *(
        "intake",
        "search_box",
        "reason_dialog",
        "import_dialog",
        "leaving_dialog",
        "process",
        "tray",
    ),
)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """Start twice, as the first makes database and look; return what the second has imported."""
    folder = tmp_path_factory.mktemp("start") / "data"
    cache = str(folder.parent / "cache")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CACHE_HOME": cache}
    for _ in range(2):
        told = subprocess.run(
            [sys.executable, "-c", FIRST_PICTURE, str(folder)],
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=environment,
            cwd=Path(__file__).parents[1],
            timeout=120,
        ).stdout
    return frozenset(told.split())


def test_a_start_imports_the_window_and_its_first_page(imported: frozenset[str]) -> None:
    assert {"hallduty.ui.main_window", "hallduty.ui.today.page", "hallduty.store"} <= imported


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_start_leaves_libraries_alone(name: str, imported: frozenset[str]) -> None:
    assert name not in imported


@pytest.mark.parametrize(("floor", "names"), [("domain", DOMAIN), ("store", STORE), ("ui", UI)])
def test_a_start_leaves_what_is_not_shown_alone(
    floor: str, names: tuple[str, ...], imported: frozenset[str]
) -> None:
    modules = [f"hallduty.{floor}.{name}" for name in names]
    # A module that was renamed would be left alone for ever.
    assert [module for module in modules if find_spec(module) is None] == []
    assert sorted({*modules} & imported) == []
