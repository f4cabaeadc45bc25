"""The press as ui and cli use it: cheap to import, safe off-thread, honest about its PDF."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from pypdf import PdfReader

from hallduty.documents.paper import PrintMark
from hallduty.documents.press import Press
from hallduty.domain.forms import load_forms
from hallduty.domain.plan import Plan
from tests.documents.conftest import FONTS
from tests.documents.pdf_reading import fonts, joined, page_texts
from tests.documents.samples import FORMS, dossier


def make(plan: Plan) -> Press:
    return Press(FONTS, load_forms(FORMS), plan, "某某税务局", font_folders=())


def test_papers_printed_at_the_same_time_do_not_mix(plan: Plan, printed: PrintMark) -> None:
    press = make(plan)
    with ThreadPoolExecutor(4) as pool:
        papers = list(
            pool.map(
                lambda n: press.sheet(dossier(description=f"甲{n}乙" * 200), printed), range(8)
            )
        )
    for number, paper in enumerate(papers):
        text = joined("".join(page_texts(paper.pdf)))
        assert text.count(f"甲{number}乙") >= 190
        assert paper.missing == ()


def test_the_same_press_prints_the_same_sheet_twice(plan: Plan, printed: PrintMark) -> None:
    press = make(plan)
    first, second = (press.sheet(dossier(), printed) for _ in range(2))
    assert page_texts(first.pdf) == page_texts(second.pdf)


def test_the_pdf_says_what_it_is_and_embeds_its_fonts(plan: Plan, printed: PrintMark) -> None:
    paper = make(plan).sheet(dossier(), printed)
    reader = PdfReader(BytesIO(paper.pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "突发事件应急处置登记台帐 2026-017"
    assert reader.metadata.author == "某某税务局"
    assert reader.root_object["/Lang"] == "zh-CN"
    assert len(paper.pdf) < 200_000
    used = [font for name, font in fonts(paper.pdf).items() if "Noto" in name]
    assert used
    assert all("/FontFile2" in font["/FontDescriptor"] for font in used)
    assert any("小标宋" in told for told in paper.substituted)


def test_the_press_costs_nothing_before_the_first_print() -> None:
    code = (
        "import sys, hallduty.documents.press, hallduty.documents.paper, hallduty.documents.files;"
        "print([m for m in ('reportlab', 'openpyxl', 'PySide6', 'peewee') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
