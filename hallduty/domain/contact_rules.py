"""Keeping a taxpayer's name and number in their own fields: no other text may repeat them."""

from __future__ import annotations

import re

from hallduty.domain import phones, texts
from hallduty.domain.errors import FieldProblem

_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)")
_IDENTITY = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)


def contact_problems(who: str, phone: str, *, required: bool) -> list[FieldProblem | None]:
    """Check a taxpayer's name and phone; `required` when somebody must be told later."""
    return [
        texts.problem_in("who", "联系人", who, limit=50, required=required),
        phones.problem_in("phone", "联系电话", phone, required=required),
    ]


def text_problem(
    field: str,
    label: str,
    text: str,
    who: str = "",
    *,
    limit: int = texts.PARAGRAPH,
    required: bool = False,
) -> FieldProblem | None:
    """Check a text that is listed, searched and printed, and so must name no taxpayer."""
    problem = texts.problem_in(field, label, text, limit=limit, required=required)
    if problem is not None:
        return problem
    folded = phones.normalised(text)
    if _IDENTITY.search(text) or _IDENTITY.search(folded):
        return FieldProblem(field, f"{label}里不要写身份证号，请删去")
    if _MOBILE.search(text) or _MOBILE.search(folded):
        return FieldProblem(field, f"{label}里不要写手机号，请写在联系电话一栏")
    name = who.strip()
    if len(name) >= 2 and name in text:
        return FieldProblem(field, f"{label}里不要写办税人姓名，请写在联系人一栏")
    return None
