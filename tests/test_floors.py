"""The floors of the house hold: who may import whom, read from the code with ast."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "hallduty"
STDLIB = sys.stdlib_module_names
DATABASE = {"peewee", "playhouse", "sqlite3"}
SCREEN = {"PySide6", "qt_material", "qtawesome"}
PAPER = {"reportlab", "openpyxl", "vobject"}


def imported(path: Path) -> set[str]:
    """Return the dotted names that a module imports at run time (TYPE_CHECKING left out)."""
    found: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
    return found


def modules(floor: str) -> list[Path]:
    return sorted((PACKAGE / floor).rglob("*.py"))


def roots(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


def floors(path: Path) -> set[str]:
    return {
        ".".join(name.split(".")[:2]) for name in imported(path) if name.startswith("hallduty.")
    }


def name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", modules("domain"), ids=name)
def test_domain_knows_only_itself_and_the_standard_library(path: Path) -> None:
    assert roots(path) <= STDLIB | {"hallduty"}
    assert "sqlite3" not in roots(path)
    assert floors(path) <= {"hallduty.domain"}


@pytest.mark.parametrize("path", modules("store"), ids=name)
def test_store_knows_domain_and_the_database_only(path: Path) -> None:
    assert not roots(path) & (SCREEN | PAPER)
    # pinyin.py, like holidays.py, wraps the one library that knows its field.
    # patience.py is how every floor deals with a file that a virus scanner holds.
    below = {"hallduty.domain", "hallduty.errors", "hallduty.pinyin", "hallduty.patience"}
    assert floors(path) <= below | {"hallduty.store"}


@pytest.mark.parametrize("path", modules("documents"), ids=name)
def test_paper_knows_neither_screen_nor_database(path: Path) -> None:
    assert not roots(path) & (SCREEN | DATABASE)
    below = {"hallduty.domain", "hallduty.errors", "hallduty.patience"}
    assert floors(path) <= below | {"hallduty.documents"}


@pytest.mark.parametrize("path", modules("ui"), ids=name)
def test_screen_knows_neither_database_nor_paper_machinery(path: Path) -> None:
    assert not roots(path) & (DATABASE | PAPER)
    # A paper is asked for through the press; its module is only ever imported when printing.
    assert "hallduty.store" not in floors(path)


def test_only_the_composition_roots_build_the_house() -> None:
    allowed = {
        "app.py",
        "cli.py",
        "commands.py",
        "commands_paper.py",
        "commands_shared.py",
        "commands_calendar.py",
        "commands_roster.py",
        "commands_duty_logs.py",
        "commands_contacts.py",
        "commands_pack.py",
        "commands_reports.py",
        "commands_notices.py",
        "commands_site.py",
        "commands_followups.py",
        "commands_backup.py",
        "diagnostics.py",
        "restoring.py",
        "office.py",
        "demo.py",
        "commands_voices.py",
        "demo_duty.py",
        "demo_voices.py",
        "demo_links.py",
        "demo_handling.py",
        "selftest.py",
    }
    builders = {
        path.name
        for path in PACKAGE.glob("*.py")
        if floors(path) & {"hallduty.store", "hallduty.ui", "hallduty.documents"}
    }
    assert builders <= allowed


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=name)
def test_every_module_says_what_it_is_for_and_stays_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    said = ast.get_docstring(ast.parse(text)) or ""
    assert said.splitlines()[0]
    assert text.count("\n") <= 400


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=name)
def test_no_time_is_formatted_by_chinese_letters(path: Path) -> None:
    """Windows hands such a format to the C library in the PC's code page, which may lack them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            spec = ast.unparse(node.format_spec)
            assert "%" not in spec or spec.isascii(), f"line {node.lineno}: {spec}"
