"""Page ranges as people type them, and what kind a paper is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty.domain.errors import InvalidInput
from hallduty.domain.page_ranges import as_ranges, kind_of_paper, parse_pages


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("", [1, 2, 3, 4, 5, 6]),
        ("  ", [1, 2, 3, 4, 5, 6]),
        ("2", [2]),
        ("1-3,5", [1, 2, 3, 5]),
        ("１－３，５", [1, 2, 3, 5]),
        ("第1至2页、第 6 页", [1, 2, 6]),
        ("3-1", [1, 2, 3]),
        ("5-", [5, 6]),
        ("-2", [1, 2]),
        ("1—2；4～5", [1, 2, 4, 5]),
        ("2,2,1", [1, 2]),
    ],
)
def test_pages_as_people_write_them(text: str, pages: list[int]) -> None:
    assert parse_pages(text, 6) == pages


@pytest.mark.parametrize("text", ["7", "0", "1-7", "a", "1-2-3", "-", "😀", "1" * 40, "一"])
def test_what_is_no_page_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_pages(text, 6)
    assert refused.value.message_for("pages")


@given(st.sets(st.integers(1, 60), min_size=1))
def test_stretches_and_back(pages: set[int]) -> None:
    ranges = as_ranges(sorted(pages))
    text = ",".join(f"{first}-{last}" for first, last in ranges)
    assert parse_pages(text, 60) == sorted(pages)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("2026-001 登记表", "登记表"),
        ("2026-114 登记表.pdf", "登记表"),
        ("2026年11月值班表", "值班表"),
        ("值班日志_2026-11-13上午", "值班日志上午"),
        ("2026-001", "其他"),
    ],
)
def test_papers_of_one_kind(name: str, kind: str) -> None:
    assert kind_of_paper(name) == kind
