"""二次优先卡 on paper: four to an A4 page, to be cut along dashed lines; the number is large."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus.flowables import Flowable

from hallduty.documents.fonts import Faces
from hallduty.documents.page import A4, Setup, build
from hallduty.documents.paper import Paper, PrintMark, missing_text
from hallduty.documents.typeset import MM, Line, Style, draw_lines, set_lines
from hallduty.domain import times
from hallduty.domain.followups import Followup
from hallduty.domain.priority_cards import CardFacts

_TITLE = "二次优先卡"
_COLUMNS, _ROWS = 2, 2
_WIDTH, _HEIGHT = A4[0] / _COLUMNS, A4[1] / _ROWS
_SIDE, _ABOVE = 10 * MM, 10 * MM
_ROOM = _WIDTH - 2 * _SIDE
# Room for the rule and the matter, whose texts are the bureau's and the user's own.
_RULE_LINES, _MATTER_LINES = 6, 2
_FOOT = 22 * MM
_LARGE, _USUAL_LENGTH = 44.0, len("2026-0012")
# Filled in by hand when the card is used.
_REDEEMED = "核销：____月____日____时____分　窗口______"


def print_cards(
    cards: Sequence[Followup],
    facts: CardFacts,
    faces: Faces,
    printed: PrintMark,
    *,
    bureau: str = "",
) -> Paper:
    """Print cards, four a page, in the order of their numbers."""
    per_page = _COLUMNS * _ROWS
    pages = [cards[at : at + per_page] for at in range(0, len(cards), per_page)]
    story = [_CardPage(page, facts, faces, bureau) for page in pages]

    def furniture(canvas: Any, page: int, pages: int) -> None:
        _draw_cuts(canvas)
        _draw_foot(canvas, faces, printed, page, pages)

    setup = Setup(A4, 0, 0, 0, 0)
    return build(story, setup, faces, printed, title=_TITLE, bureau=bureau, furniture=furniture)


class _CardPage(Flowable):  # type: ignore[misc]
    """Up to four cards, from left to right, then the row below."""

    def __init__(
        self, cards: Sequence[Followup], facts: CardFacts, faces: Faces, bureau: str
    ) -> None:
        super().__init__()
        self._cards, self._facts, self._faces, self._bureau = cards, facts, faces, bureau

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width, self.height = A4
        return A4

    def draw(self) -> None:
        for number, card in enumerate(self._cards):
            x = number % _COLUMNS * _WIDTH + _SIDE
            top = self.height - number // _COLUMNS * _HEIGHT
            self._draw_card(card, x, top - _ABOVE)
            style = Style(self._faces.face("宋体"), 9.5, 14, "left")
            draw_lines(self.canv, set_lines(_REDEEMED, style, _ROOM), x, top - _HEIGHT + _FOOT)

    def _draw_card(self, card: Followup, x: float, top: float) -> None:
        song, hei = self._faces.face("宋体"), self._faces.face("黑体")
        small = Style(song, 10, 14, "centre")
        text = Style(song, 10.5, 15.5, "left")
        for part in (self._bureau, self._facts.hall):
            top = draw_lines(self.canv, _cut(part, small, 2), x, top) if part else top
        title = Style(self._faces.face("小标宋"), 22, 32, "centre", track=0.1)
        top = draw_lines(self.canv, set_lines(_TITLE, title, _ROOM), x, top - 3 * MM)
        size = _LARGE if len(card.card_number) <= _USUAL_LENGTH else _LARGE * 0.85
        number = Style(hei, size, 58, "centre", keep=(card.card_number,))
        top = draw_lines(self.canv, set_lines(card.card_number, number, _ROOM), x, top - 1 * MM)
        self.canv.setLineWidth(0.8)
        self.canv.line(x, top - 2 * MM, x + _ROOM, top - 2 * MM)
        incident = f"事件：{self._facts.incident}"
        top = draw_lines(self.canv, _cut(incident, text, 2), x, top - 5 * MM)
        top = self._draw_matter(card, text, x, top - 1.5 * MM)
        issued = f"发放：{times.moment_cn(card.added_at)}"
        top = draw_lines(self.canv, set_lines(issued, text, _ROOM), x, top - 1.5 * MM)
        rule = Style(song, 9.5, 14, "justify")
        draw_lines(self.canv, _cut(self._facts.rule, rule, _RULE_LINES), x, top - 3 * MM)

    def _draw_matter(self, card: Followup, style: Style, x: float, top: float) -> float:
        """Draw the matter, or a line to write it on."""
        said = f"事项：{card.matter}"
        bottom = draw_lines(self.canv, _cut(said, style, _MATTER_LINES), x, top)
        if not card.matter:
            self.canv.setLineWidth(0.5)
            self.canv.line(x + 3 * style.size, bottom + 2, x + _ROOM, bottom + 2)
        return bottom


def _cut(text: str, style: Style, most: int) -> list[Line]:
    """Set a text in so many lines at most; what is too long ends in …"""
    lines = set_lines(text, style, _ROOM)
    while len(lines) > most:
        text = text[: max(1, int(len(text) * 0.92))].rstrip("…") + "…"
        lines = set_lines(text, style, _ROOM)
    return lines


def _draw_cuts(canvas: Any) -> None:
    canvas.saveState()
    canvas.setLineWidth(0.4)
    canvas.setDash(3, 3)
    canvas.line(_WIDTH, 0, _WIDTH, A4[1])
    canvas.line(0, _HEIGHT, A4[0], _HEIGHT)
    canvas.restoreState()


def _draw_foot(canvas: Any, faces: Faces, printed: PrintMark, page: int, pages: int) -> None:
    """Say at the foot of the page when it was printed and what the fonts lacked."""
    style = Style(faces.face("宋体"), 6.5, 9, "left")
    parts = [printed.text(), f"第{page}页\u3000共{pages}页", missing_text(faces.missing)]
    lines = [line for part in parts if part for line in set_lines(part, style, _ROOM)[:1]]
    draw_lines(canvas, lines, _WIDTH + _SIDE, 4 * MM + style.leading * len(lines))
