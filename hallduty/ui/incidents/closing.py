"""已恢复, 办结, 作废, 恢复处置: what each asks before it is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hallduty.domain import times
from hallduty.domain.incidents import Status
from hallduty.ui.incidents.action_panel import ActionPanel, Question
from hallduty.ui.incidents.case import Case
from hallduty.ui.notices.recovery import recovery_question
from hallduty.ui.widgets import FieldError

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp


class Closing(QObject):
    """Moves the incident on; every question stands in the panel under the header."""

    def __init__(
        self, case: Case, panel: ActionPanel, notice: FieldError, parent: QObject | None = None
    ) -> None:
        """`notice` is where a failure is said when nothing was asked."""
        super().__init__(parent)
        self._case, self._panel, self._notice = case, panel, notice
        self._store = case.desk.store.incidents
        # What is asked after the recovery, one question after the other.
        self._coming: list[Callable[[], Question | None]] = []
        panel.over.connect(self._over)
        case.opened.connect(self._coming.clear)

    def recover(self) -> None:
        """Stamp the recovery with the time now; one entered later asks for its time."""
        if self._case.incident.status is not Status.HANDLING:
            return
        if self._case.incident.late:
            self.recover_at()
            return
        number = self._case.incident.id
        done = self._case.attempt(
            lambda stamp: self._store.recover(number, stamp.at, stamp),
            {"recovered_at": self._notice},
            "已登记恢复时间，请通知办税人",
        )
        if done:
            self._recovered()

    def _recovered(self) -> None:
        """Ask what the recovery leaves to be done at once: notices that are wrong, what is up."""
        self._coming[:] = [partial(recovery_question, self._case), self._up_question]
        self._ask_next()

    def _ask_next(self) -> None:
        while self._coming:
            question = self._coming.pop(0)()
            if question is not None:
                self._panel.ask(question)
                return

    def _over(self, name: str) -> None:
        if name == "recover" and self._case.incident.status is Status.RECOVERED:
            self._recovered()
        else:
            self._ask_next()

    def recover_at(self) -> None:
        """Ask when business went on again."""
        number = self._case.incident.id
        self._panel.ask(
            Question(
                name="recover",
                title="何时恢复正常办理？",
                ok="已恢复",
                do=lambda at, _why, stamp: self._store.recover(number, at, stamp),
                told="已登记恢复时间，请通知办税人",
                at=self._last_moment(),
                field="recovered_at",
            )
        )

    def _up_question(self) -> Question | None:
        """Offer to mark up what is still down of an incident that has recovered."""
        incident = self._case.incident
        down = [outage for outage in self._case.dossier.outages if outage.is_open]
        if incident.recovered_at is None or self._case.void or not down:
            return None
        hall, at, number = self._case.desk.store.hall, incident.recovered_at, incident.id
        picture = hall.picture_of(down)
        names = "、".join(picture.name_of(outage) for outage in down[:6])
        more = f"等 {len(down)} 处" if len(down) > 6 else ""
        return Question(
            name="up",
            title=f"大厅图上还停用着：{names}{more}。一并标为 {times.clock(at)} 恢复使用？",
            ok="标为恢复",
            # What went down again afterwards is up from now.
            do=lambda _at, _why, stamp: hall.end_all(
                number, stamp, max([at, *(outage.down_at for outage in down)])
            ),
            told="大厅图已标为恢复",
        )

    def close(self) -> None:
        """Close; what is still owed is listed and needs a reason."""
        incident, plan = self._case.incident, self._case.desk.plan
        if not incident.is_open:
            return
        owed = self._store.owed(incident.id, plan).sentences()
        number = incident.id

        def do(at: datetime, why: str, stamp: Stamp) -> None:
            self._store.close(number, at, stamp, why, plan)

        if not owed and not incident.late:
            self._case.attempt(
                lambda stamp: do(stamp.at, "", stamp),
                {"closed_at": self._notice},
                f"{incident.number} 已办结",
            )
            return
        self._panel.ask(
            Question(
                name="close",
                title="办结前还有这些事没有办：" if owed else "何时办结？",
                lines=owed,
                ok="仍要办结" if owed else "办结",
                kind="danger" if owed else "primary",
                tone="warn" if owed else "info",
                do=do,
                told=f"{incident.number} 已办结",
                at=self._last_moment(),
                field="closed_at",
                reason="确需现在办结的，写明理由" if owed else "",
            )
        )

    def void(self) -> None:
        """Void an incident entered by mistake; asks why."""
        number = self._case.incident.number
        incident_id = self._case.incident.id
        self._panel.ask(
            Question(
                name="void",
                title=f"作废 {number}？编号保留，记录不删除，作废后不能恢复。",
                ok="作废",
                kind="danger",
                tone="danger",
                do=lambda _at, why, stamp: self._store.void(incident_id, why, stamp),
                told=f"{number} 已作废，编号保留",
                reason="写明作废的原因，如：重复登记",
            )
        )

    def resume(self) -> None:
        """Take the incident back into handling; asks why."""
        number = self._case.incident.id
        self._panel.ask(
            Question(
                name="resume",
                title="恢复处置：事件回到“处置中”，恢复和办结时间清空，重新登记。",
                ok="恢复处置",
                do=lambda _at, why, stamp: self._store.resume(number, why, stamp),
                told="已恢复处置",
                reason="写明原因，如：故障再次发生",
            )
        )

    def _last_moment(self) -> datetime:
        """Return the time to offer: now; for one entered later, its last entry's."""
        if not self._case.incident.late:
            return self._case.now()
        return self._case.late_at or self._case.incident.occurred_at


def ended(case: Case) -> str:
    """Say why the incident is read-only, or nothing when it is not."""
    incident = case.incident
    if incident.status is Status.VOID:
        return "已作废：只读，编号保留。"
    if incident.status is Status.CLOSED and not incident.merged_into:
        when = f" {times.stamp(incident.closed_at)}" if incident.closed_at else ""
        return f"已于{when} 办结：步骤、级别和登记表只读；善后、附件、复盘仍可继续。"
    return ""
