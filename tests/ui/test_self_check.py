"""What the self-test sees go wrong: a paper that prints blank, and one that is no paper."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from hallduty.errors import UserError
from hallduty.ui import self_check


def _paper(*texts: str) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made)
    for text in texts:
        canvas.setFontSize(60)
        canvas.drawString(100, 400, text)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def test_a_paper_is_printed_page_by_page(themed: QApplication, tmp_path: Path) -> None:
    file = tmp_path / "printed.pdf"
    assert self_check.paper_printed(_paper("one", "two"), file).startswith("2 页，首页 ")
    with pypdfium2.PdfDocument(file) as printed:
        assert len(printed) == 2


def test_a_paper_that_comes_out_blank_is_a_fault(themed: QApplication, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="空白"):
        self_check.paper_printed(_paper(""), tmp_path / "printed.pdf")
    with pytest.raises(UserError, match="空白"):
        self_check.paper_on_screen(_paper(""))


def test_what_is_no_paper_is_a_fault(themed: QApplication, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="打不开"):
        self_check.paper_printed(b"%PDF-1.7 half", tmp_path / "printed.pdf")
    assert list(tmp_path.iterdir()) == []
