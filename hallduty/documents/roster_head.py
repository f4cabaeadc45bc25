"""The head of a roster table made by others: which column says what, in one block or several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from hallduty.documents.table_files import TableCell
from hallduty.domain.roster import LEADER, Part
from hallduty.domain.roster_import import part_of

_DATES = frozenset({"日期", "值班日期", "时间", "值班时间", "日", "日期/星期", "日期星期", "date"})
_WEEKDAYS = frozenset({"星期", "周", "周几", "星期几", "礼拜"})
_PARTS = frozenset({"时段", "班次", "值班时段", "上午/下午", "上下午", "午别"})
_REMARKS = frozenset({"备注", "说明", "备注说明", "remark"})
_LEADERS = frozenset(
    {LEADER, "带班领导", "领导", "局领导", "值班局领导", "带班", "带班人", "值班负责人"}
    | {"带班负责人", "值班(带班)领导", "带(值)班领导", "领导带班", "领导值班"}
)
# Columns that a roster has and that hold nothing to import.
_BESIDE = re.compile(
    r"电话|手机|联系|号码|征期|序号|编号|人数|签字|签名|^(?:No\.?|#)$", re.IGNORECASE
)
_ADDED = re.compile(r"(?:岗位|人员|岗|员|台|组|服务|支持|人)$")


@dataclass(frozen=True, slots=True)
class PostColumn:
    """A column with names: of which post, and of which part of the day if its head says so."""

    column: int
    post: str
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Columns that belong to one column of dates; a sheet may have two months side by side."""

    date: int
    weekday: int | None = None
    part: int | None = None
    remark: int | None = None
    posts: tuple[PostColumn, ...] = ()

    @property
    def columns(self) -> tuple[int, ...]:
        """All columns whose content would be imported."""
        return tuple(each.column for each in self.posts)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a table says; `unknown` are columns of no post (column, label)."""

    blocks: tuple[Block, ...]
    unknown: tuple[tuple[int, str], ...] = field(default=())


def find_head(row: Sequence[TableCell], posts: Sequence[str]) -> Head | None:
    """Return what a row says as the head of a roster, or None when it is none.

    It is one when it has a column of dates and, right of it, at least one post.
    """
    blocks: list[Block] = []
    unknown: list[tuple[int, str]] = []
    for column, cell in enumerate(row):
        label = _folded(cell.text)
        if not label:
            continue
        if label in _DATES:
            if not (cell.merged and blocks and row[blocks[-1].date].origin == cell.origin):
                blocks.append(Block(column))
        elif blocks:
            blocks[-1], known = _with(blocks[-1], column, label, posts)
            if not known and not _BESIDE.search(label):
                unknown.append((column, cell.text))
    found = tuple(block for block in blocks if block.posts)
    return Head(found, tuple(unknown)) if found else None


def with_parts(head: Head, row: Sequence[TableCell]) -> Head | None:
    """Return the head with the halves that a second row of it says; None when it is no such row."""
    parts = {n: part_of(cell.text) for n, cell in enumerate(row) if cell.text}
    if not any(parts.get(column) for block in head.blocks for column in block.columns):
        return None
    if any(parts.get(c, Part.DAY) is None for b in head.blocks for c in b.columns if c in parts):
        # A word that is no part of the day stands there: then it must be the head's own, merged.
        return None
    blocks = tuple(
        replace(
            block,
            posts=tuple(replace(post, part=parts.get(post.column)) for post in block.posts),
        )
        for block in head.blocks
    )
    return replace(head, blocks=blocks)


def _with(block: Block, column: int, label: str, posts: Sequence[str]) -> tuple[Block, bool]:
    if label in _WEEKDAYS:
        return replace(block, weekday=column), True
    if label in _PARTS:
        return replace(block, part=column), True
    if label in _REMARKS:
        return replace(block, remark=column), True
    post, part = _post(label, posts)
    if post is None:
        return block, False
    return replace(block, posts=(*block.posts, PostColumn(column, post, part))), True


def _post(label: str, posts: Sequence[str]) -> tuple[str | None, Part | None]:
    """Return the post of a label: itself, with 岗 or 人员 behind it, or with 上午 beside it."""
    if _BESIDE.search(label):
        return None, None
    part = None
    for word in ("上午", "下午"):
        if word in label and label != word:
            part, label = part_of(word), label.replace(word, "").strip("()-_/")
    if label in _LEADERS:
        return LEADER, part
    plain = re.sub(r"\(.*?\)", "", label)
    by_length = sorted((p for p in posts if p != LEADER), key=len, reverse=True)
    for post in by_length:
        own = _folded(post)
        if plain == own or _ADDED.sub("", plain) == _ADDED.sub("", own):
            return post, part
    for post in by_length:
        if len(post) > 1 and _folded(post) in plain:
            return post, part
    return (LEADER, part) if plain in _LEADERS else (None, None)


def _folded(text: str) -> str:
    return "".join(text.split()).replace("（", "(").replace("）", ")").strip(":：").casefold()
