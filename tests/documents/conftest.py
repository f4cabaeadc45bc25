"""Shared by the tests of paper: bundled fonts only, whatever the PC has installed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from hallduty.documents.fonts import Faces, FontLibrary
from hallduty.documents.paper import PrintMark

FONTS = Path(__file__).parents[2] / "resources" / "fonts"


@pytest.fixture(scope="session")
def library() -> FontLibrary:
    return FontLibrary(FONTS, folders=())


@pytest.fixture
def faces(library: FontLibrary) -> Faces:
    return library.faces()


@pytest.fixture
def printed() -> PrintMark:
    return PrintMark(datetime(2026, 11, 13, 11, 32), "刘某某", "7F3A-91C2")
