"""A promise in one typed line: 1640 供电所 王师傅, 40分钟后, 电力公司 明天9点."""

from __future__ import annotations

import re
from datetime import datetime

from hallduty.domain import texts
from hallduty.domain.coming_times import find_coming
from hallduty.domain.promises import NewPromise, Promise, in_order

# A single word that names a person: then the unit is the one that is known already.
_PERSON = re.compile(
    r"^.{1,4}(?:师傅|工|工程师|先生|女士|主任|副主任|经理|科长|所长|局长|股长|站长|班长|同志)$"
)
_FILLER = re.compile(r"(?:^|(?<=\s))(?:承诺|答复|说|预计|恢复|前|修好|能恢复|来电|通电)(?=\s|$)")
_TAIL = re.compile(r"(?:承诺|答复|预计|说)$")
_SEPARATORS = re.compile(r"[\s,，、;；]+")


def read_promise(typed: str, since: datetime, unit: str = "", who: str = "") -> NewPromise:
    """Tell apart what a line says: until when, which unit, who.

    `since` is when it was said; `unit` and `who` are those to be taken where the line names
    nobody. What is no time stays a name, so that nothing typed is lost.
    """
    found = find_coming(texts.one_line(typed), since)
    rest = found.rest if found is not None else texts.one_line(typed)
    words = [word for word in _SEPARATORS.split(_FILLER.sub(" ", rest)) if word]
    words = [word for word in (_TAIL.sub("", word) for word in words) if word]
    until = found.at if found is not None else None
    if not words:
        return NewPromise(unit, who, until)
    if len(words) == 1:
        person = bool(_PERSON.match(words[0]))
        return NewPromise(unit, words[0], until) if person else NewPromise(words[0], "", until)
    return NewPromise(words[0], " ".join(words[1:]), until)


def usual_party(promises: list[Promise] | tuple[Promise, ...], role: str) -> tuple[str, str]:
    """Return the unit and person of the promise before, else the unit that the plan calls."""
    before = in_order(promises)
    return (before[-1].unit, before[-1].who) if before else (role, "")
