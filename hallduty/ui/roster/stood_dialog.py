"""实际值班: who really stood each post of a day, apart from who was planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from hallduty.domain.errors import FieldProblem, refuse
from hallduty.domain.roster import Part
from hallduty.ui.roster.asking import AskingDialog
from hallduty.ui.roster.grid import Line
from hallduty.ui.roster.name_edit import NameEdit
from hallduty.ui.roster.names import entry_text
from hallduty.ui.roster.words import long_day
from hallduty.ui.widgets import secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class StoodDialog(AskingDialog):
    """A field for each post and part that was planned, filled with the plan or the record."""

    deed = "保存"

    def __init__(self, desk: Desk, hall_id: int, line: Line, parent: QWidget | None) -> None:
        self.title = f"{long_day(line.day.day)}　实际值班"
        super().__init__(desk, parent)
        self._hall_id, self._day = hall_id, line.day.day
        people = {p.id: p for p in desk.store.contacts.people(active_only=False)}
        departments = {d.id: d.name for d in desk.store.contacts.departments(active_only=False)}
        names = {key: person.name for key, person in people.items()}
        hint = "改成真正值班的人；没有人值的清空。两人用“、”隔开。"
        self.body.addWidget(secondary(hint, wrap=True))
        self.edits: dict[tuple[Part, str], NameEdit] = {}
        recorded = any(cell.stood for cell in line.cells.values())
        for post, cell in line.cells.items():
            shown = cell.stood if recorded else cell.planned
            for part in [p for p in Part if p in cell.planned or p in cell.stood]:
                edit = NameEdit("无人")
                edit.set_people(list(people.values()), departments)
                ids = shown.get(part, ())
                text = entry_text({Part.DAY: ids}, names)
                edit.set_entry(text, [people[i] for i in ids if i in people])
                edit.entered.connect(self._next_or_do)
                edit.left.connect(self.reject)
                half = "" if part is Part.DAY else f"（{part.label}）"
                plan = entry_text({Part.DAY: cell.planned.get(part, ())}, names) or "无人"
                self.add(f"{part}.{post}", f"{post}{half}　排班：{plan}", edit)
                self.edits[part, post] = edit
        self.body.addStretch()
        for first in list(self.edits.values())[:1]:
            self.begin_in = first
            first.selectAll()

    def write(self) -> str:
        records: dict[Part, dict[str, tuple[int, ...]]] = {}
        for (part, post), edit in self.edits.items():
            entry = edit.entry(Part.DAY)
            if entry.problem or set(entry.planned) - {Part.DAY}:
                text = entry.problem or "这里只写一个时段的人，不用写“/”"
                refuse([FieldProblem(f"{part}.{post}", text)])
            records.setdefault(part, {})[post] = entry.planned.get(Part.DAY, ())
        stood = {(self._day, part): posts for part, posts in records.items()}
        self.desk.store.roster.record_all_stood(stood, self._hall_id, self.desk.stamp())
        return f"{long_day(self._day)} 实际值班已记"
