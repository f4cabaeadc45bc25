"""并入, 拆分, 不是, 关联同一原因: what each asks before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from hallduty.domain.incidents import Incident
from hallduty.ui.incidents.action_panel import ActionPanel, Question
from hallduty.ui.incidents.case import Case
from hallduty.ui.links.chooser import Asked, Chooser
from hallduty.ui.widgets import FieldError

if TYPE_CHECKING:
    from collections.abc import Callable

    from hallduty.domain.stamps import Stamp


class Joining(QObject):
    """Joins the incident on the screen to another one, and takes that back."""

    def __init__(self, case: Case, panel: ActionPanel, notice: FieldError, parent: QWidget) -> None:
        """`notice` is where a failure is said when nothing was asked."""
        super().__init__(parent)
        self._case, self._panel, self._notice = case, panel, notice
        self._chooser: Chooser | None = None
        self._workspace = parent

    @property
    def chooser(self) -> Chooser:
        """The sheet that asks for the other incident, made when first asked for."""
        if self._chooser is None:
            self._chooser = Chooser(self._case, self._workspace.window())
        return self._chooser

    def merge(self) -> None:
        """Ask which open incident this one is a duplicate of."""
        incident, store = self._case.incident, self._case.desk.store.links
        likely = store.likely(incident.id, self._case.now())
        offered = store.to_merge_into(incident.id)
        known = {each.id for each in likely}
        ordered = [*likely, *(each for each in offered if each.id not in known)]

        def find(words: str) -> list[Incident]:
            said = words.casefold()
            return [
                each
                for each in ordered
                if said in f"{each.number} {each.place} {each.description}".casefold()
            ]

        self.chooser.ask(
            Asked(
                name="merge",
                title=f"{incident.number} 并入哪一件？",
                note=f"{incident.number} 编号保留，不再单独办理、不重复统计；"
                "未办的善后、承诺、公告、停用转到并入的事件。分错了可以拆分。",
                ok="并入",
                find=find,
                do=self._merge_into,
                nothing="没有其他未办结的事件可以并入。",
                likely=frozenset(known),
            )
        )

    def merge_into(self, main_id: int) -> None:
        """Merge the incident on the screen into another one, at one key."""
        self._merge(self._case.desk.store.incidents.get(main_id), "", self._notice)

    def _merge_into(self, main: Incident, reason: str) -> bool:
        return self._merge(main, reason, self.chooser.error)

    def _merge(self, main: Incident, reason: str, error: FieldError) -> bool:
        incident, links = self._case.incident, self._case.desk.store.links
        at = self._case.late_at if incident.late else None
        told = f"{incident.number} 已并入 {main.number}"
        done = self._case.attempt(
            lambda stamp: links.merge(incident.id, main.id, stamp, reason, at),
            {"reason": error},
            told,
        )
        if done:
            self._case.desk.events.incident_requested.emit(main.id)
        return done

    def tell_apart(self, other_id: int) -> None:
        """Note that the one on the screen is not the fault that it looks like."""
        incident_id = self._case.incident.id
        self._write(
            lambda stamp: self._case.desk.store.links.tell_apart(incident_id, other_id, stamp),
            "已记下：不是同一故障",
        )

    def split(self) -> None:
        """Take a duplicate apart again; asks why."""
        incident = self._case.incident
        links = self._case.desk.store.links
        self._panel.ask(
            Question(
                name="split",
                title=f"拆分：{incident.number} 不再并入 {incident.merged_into}，"
                "恢复单独处置，转走的善后、承诺、公告、停用一并转回。",
                ok="拆分",
                do=lambda _at, why, stamp: links.split(incident.id, why, stamp),
                told=f"{incident.number} 已拆分，恢复单独处置",
                reason="写明原因，如：查明是另一处故障",
            )
        )

    def link(self) -> None:
        """Ask for an earlier incident of the same cause."""
        incident, links = self._case.incident, self._case.desk.store.links
        self.chooser.ask(
            Asked(
                name="same_cause",
                title=f"{incident.number} 与哪一件是同一原因？",
                note="先列同一类型的事件，也可以查找；关联后写进复盘和总结报告。",
                ok="关联",
                find=lambda words: links.to_link_with(incident.id, words),
                do=self._link_with,
                nothing="以前没有同一类型的事件；可以输入编号或文字查找。",
            )
        )

    def _link_with(self, other: Incident, reason: str) -> bool:
        incident_id, links = self._case.incident.id, self._case.desk.store.links
        return self._case.attempt(
            lambda stamp: links.link(incident_id, other.id, reason, stamp),
            {"reason": self.chooser.error},
            f"已关联 {other.number}",
        )

    def unlink(self, link_id: int) -> None:
        """Take a link of the same cause back; it can be made again at once."""
        links = self._case.desk.store.links
        self._write(lambda stamp: links.unlink(link_id, stamp), "已取消关联")

    def _write(self, work: Callable[[Stamp], object], told: str) -> None:
        self._case.attempt(work, {"links": self._notice}, told)
