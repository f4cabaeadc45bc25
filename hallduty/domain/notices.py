"""Notices (公告): what taxpayers are told in the hall, on what paper, where and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NoticeKind(StrEnum):
    """What a notice is for."""

    FAULT = "fault"
    RECOVERY = "recovery"
    EXTENDED = "extended"
    DIVERT = "divert"
    WINDOW = "window"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    NoticeKind.FAULT: "故障公告",
    NoticeKind.RECOVERY: "恢复公告",
    NoticeKind.EXTENDED: "延时服务",
    NoticeKind.DIVERT: "分流预约",
    NoticeKind.WINDOW: "应急专窗",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice (plan clauses 四（一）, 四（二）, 四（三）).

    `text` is the poster's text without its title, `short` the one for screen, phone and
    messenger; `expected_at` the recovery and `wait_minutes` the waiting time that it promises.
    """

    id: int
    uuid: str
    incident_id: int
    kind: NoticeKind
    title: str
    text: str
    short: str
    expected_at: datetime | None
    wait_minutes: int | None
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class NoticePosting:
    """Where a notice hangs (大厅入口, 电子屏 …), from when until when."""

    id: int
    uuid: str
    incident_id: int
    notice_id: int
    place: str
    posted_at: datetime
    posted_by: str
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""

    @property
    def hangs(self) -> bool:
        return self.withdrawn_at is None
