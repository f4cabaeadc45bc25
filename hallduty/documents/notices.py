"""The poster of a notice (公告): A4 or A3 in type as large as one page allows."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.platypus.flowables import Flowable, KeepTogether

from hallduty.documents.flow import Prose
from hallduty.documents.fonts import Faces
from hallduty.documents.page import A4, Setup, build
from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.typeset import MM, Style
from hallduty.domain import times
from hallduty.domain.errors import refuse
from hallduty.domain.notice_text import gap_problems
from hallduty.domain.notices import Notice

_A3_OVER_A4 = 297 / 210
# Type sizes on A4 in points: the largest that has the text on one page; below the smallest it
# would no longer be read from some steps away, and the text goes on on a second page.
_LARGEST, _SMALLEST = 40.0, 18.0
_TITLE_LARGEST, _TITLE_SMALLEST = 84.0, 44.0
_SETUP = Setup(A4, left=24 * MM, right=24 * MM, top=26 * MM, bottom=24 * MM)
_DRILL = "（演练）"


@dataclass(frozen=True, slots=True)
class PosterText:
    """What stands on a poster besides the notice: unit and day under it, and whether a drill."""

    notice: Notice
    unit: str
    drill: bool = False


def print_poster(poster: PosterText, faces: Faces, printed: PrintMark, paper: str = "a4") -> Paper:
    """Print a notice for the wall; `paper` is a4 or a3, which is the same at √2 the size.

    Raises InvalidInput naming every placeholder that was left open: nothing half said hangs.
    """
    notice = poster.notice
    refuse(gap_problems(notice.text))
    scale = _A3_OVER_A4 if paper == "a3" else 1.0
    setup = _scaled(scale)
    size = _fitting(poster, faces, setup, scale)
    story = _story(poster, faces, scale, size)
    spare = setup.height - sum(_heights(story, setup))
    if spare > 0:
        # What room is left goes above the title and before the signature, not to the foot.
        story = _story(poster, faces, scale, size, spare)
    title = f"{notice.title}（{notice.kind.label}）"
    return build(story, setup, faces, printed, title=title, bureau=poster.unit)


def _fitting(poster: PosterText, faces: Faces, setup: Setup, scale: float) -> float:
    """Return the largest size that has all of it on one page, else the smallest."""
    size = _LARGEST
    while size > _SMALLEST:
        if sum(_heights(_story(poster, faces, scale, size), setup)) <= setup.height:
            return size
        size -= 1.0
    return _SMALLEST


def _heights(story: list[Flowable], setup: Setup) -> list[float]:
    return [
        each.wrap(setup.width, setup.height)[1] + each.getSpaceBefore() + each.getSpaceAfter()
        for each in _flat(story)
    ]


def _flat(story: list[Flowable]) -> list[Flowable]:
    found: list[Flowable] = []
    for each in story:
        found += each._content if isinstance(each, KeepTogether) else [each]
    return found


def _story(
    poster: PosterText, faces: Faces, scale: float, size: float, spare: float = 0.0
) -> list[Flowable]:
    """Return the parts of the poster with the body in `size` points on A4."""
    notice = poster.notice
    share = (size - _SMALLEST) / (_LARGEST - _SMALLEST)
    title_size = (_TITLE_SMALLEST + share * (_TITLE_LARGEST - _TITLE_SMALLEST)) * scale
    body_size = size * scale
    title = Style(faces.face("小标宋"), title_size, title_size * 1.3, "centre")
    body = Style(faces.face("仿宋"), body_size, body_size * 1.6, "justify", indent=2)
    right = 2 * body_size
    sign_face = faces.face("仿宋")
    # The unit's name stays on one line, however long it is.
    room = (_SETUP.width * scale - right) / max(1.0, sign_face.width(poster.unit))
    sign_size = max(min(body_size * 0.82, room), 10 * scale)
    sign = Style(sign_face, sign_size, sign_size * 1.6, "right")
    top = min(spare * 0.25, 30 * MM * scale)
    between = min(spare * 0.3, 24 * MM * scale)
    story: list[Flowable] = [Prose(_spaced(notice.title), title, after=0.5 * body_size)]
    if poster.drill:
        aside = Style(faces.face("黑体"), body_size, body_size * 1.4, "centre")
        story.append(Prose(_DRILL, aside, after=0.4 * body_size))
    if top:
        # Room before the first part of a page is dropped by the frame; that of a line is not.
        story.insert(0, Prose("", Style(sign_face, 1, top)))
    story.append(Prose(notice.text, body))
    day = Prose(times.day_cn(notice.made_at.date()), sign, right=right)
    unit = Prose(poster.unit, sign, before=0.6 * body_size + between, right=right)
    story.append(KeepTogether([unit, day]))
    return story


def _spaced(title: str) -> str:
    """公　告: two characters stand apart, as on every notice board."""
    return f"{title[0]}\u3000{title[1]}" if len(title) == 2 else title


def _scaled(scale: float) -> Setup:
    return Setup(
        (_SETUP.size[0] * scale, _SETUP.size[1] * scale),
        _SETUP.left * scale,
        _SETUP.right * scale,
        _SETUP.top * scale,
        _SETUP.bottom * scale,
    )
