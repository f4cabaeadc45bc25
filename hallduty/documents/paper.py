"""What a paper is: its PDF, its pages, and what the fonts could not do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hallduty.domain import times


@dataclass(frozen=True, slots=True)
class PrintMark:
    """When and by whom a paper was printed, and the short check code of the audit chain."""

    at: datetime
    by: str
    check: str = ""

    def text(self) -> str:
        """打印 2026-11-13 11:32　刘某某　核验码 7F3A-91C2."""
        parts = (f"打印 {times.stamp(self.at)}", self.by, self.check and f"核验码 {self.check}")
        return "\u3000".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished paper.

    `missing` are the characters that no font has (printed as 〓); `substituted` says, a
    sentence each, which typeface another one stands in for.
    """

    pdf: bytes
    pages: int
    missing: tuple[str, ...] = ()
    substituted: tuple[str, ...] = ()


def missing_text(missing: tuple[str, ...]) -> str:
    """Say which characters a paper lacks, by their code: 缺字以〓代替：U+1F600、…"""
    if not missing:
        return ""
    named = "、".join(f"U+{ord(character):04X}" for character in missing[:6])
    rest = f"等 {len(missing)} 个" if len(missing) > 6 else ""
    return f"字体缺字，以〓代替：{named}{rest}"
