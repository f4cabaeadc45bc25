"""人流测算: what was counted, how long people wait, which measures help, and what was decided."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QLineEdit, QSpinBox, QVBoxLayout, QWidget

from hallduty.domain import times
from hallduty.domain.crowd import (
    MEASURES,
    Crowd,
    CrowdReading,
    Estimate,
    choices,
    estimate,
    offers,
    reading_text,
    typed_crowd,
    wait_words,
)
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.ui import theme
from hallduty.ui.events import Topic
from hallduty.ui.inputs import line_edit
from hallduty.ui.prefill import Prefill
from hallduty.ui.site.estimate_table import EstimateTable
from hallduty.ui.site.field_grid import FieldGrid
from hallduty.ui.site.place import Place
from hallduty.ui.wheel_guard import WheelGuard
from hallduty.ui.widgets import (
    FlowLayout,
    button,
    column,
    field_error,
    heading,
    label,
    row,
    secondary,
    set_property,
)

if TYPE_CHECKING:
    from hallduty.domain.incidents import Incident
    from hallduty.domain.stamps import Stamp

_FIELDS = {
    "waiting": ("等候人数", "人"),
    "windows": ("开放窗口", "个"),
    "minutes": ("每笔业务", "分钟"),
    "arrivals": ("每小时新到", "可不填"),
}
_SHOWN = 5
_SCENARIO = "crowding"


class CrowdDesk(QWidget):
    """Reckons while one types; Enter keeps the reading with the measures that were chosen."""

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._guard = WheelGuard(self)
        body = column(self, gap=6)
        body.addWidget(heading("人流测算"))
        self._build_fields(body)
        self.said = label("", "strong", wrap=True)
        body.addWidget(self.said)
        self.table = EstimateTable()
        body.addWidget(self.table)
        self._build_measures(body)
        self._build_foot(body)
        place.opened.connect(self.open)
        place.refreshed.connect(self.refresh)

    # --- what is on it --------------------------------------------------------------------------

    def _build_fields(self, body: QVBoxLayout) -> None:
        grid = FieldGrid()
        self.edits: dict[str, QLineEdit] = {}
        self.errors = {}
        for name, (text, hint) in _FIELDS.items():
            edit = line_edit(text, hint)
            edit.textChanged.connect(self._reckon)
            edit.returnPressed.connect(self._entered)
            self.edits[name] = edit
            self.errors[name] = field_error(edit)
            grid.add(text, edit)
        body.addWidget(grid)
        for error in self.errors.values():
            body.addWidget(error)

    def _build_measures(self, body: QVBoxLayout) -> None:
        self.percent = QSpinBox()
        self.percent.setRange(1, 90)
        self.percent.setSingleStep(5)
        self.percent.setSuffix(" %")
        self.percent.setAccessibleName("引导自助办理的比例")
        self.percent.setFixedWidth(theme.px(84))
        self.percent.installEventFilter(self._guard)
        self.percent.valueChanged.connect(self._reckon)
        self.percent.editingFinished.connect(self._keep_percent)
        share = row(gap=8)
        share.addWidget(secondary("引导去自助区的人占"), 1)
        share.addWidget(self.percent)
        body.addLayout(share)
        self.why = secondary("", wrap=True)
        body.addWidget(self.why)
        box = QWidget()
        policy = box.sizePolicy()
        policy.setHeightForWidth(True)
        box.setSizePolicy(policy)
        flow = FlowLayout(box, theme.px(6))
        self.measures = {}
        for measure in MEASURES:
            made = button(measure, small=True)
            made.setCheckable(True)
            made.setProperty("choice", True)
            made.setToolTip(f"预案四（一）：决定{measure}，随这次测算一起记录")
            self.measures[measure] = made
            flow.addWidget(made)
        body.addWidget(box)
        self.remark = line_edit("说明", "说明，可不填，如：专窗只办社保")
        self.remark.returnPressed.connect(self.submit)
        self.errors["remark"] = field_error(self.remark)
        body.addWidget(self.remark)
        body.addWidget(self.errors["remark"])

    def _build_foot(self, body: QVBoxLayout) -> None:
        line = row(gap=8)
        self.open_incident = button("登记办税拥堵事件", small=True)
        self.open_incident.clicked.connect(self._register)
        self.keep = button("记录测算和决定", "primary", "Enter", small=True)
        self.keep.clicked.connect(self.submit)
        line.addWidget(self.open_incident)
        line.addStretch(1)
        line.addWidget(self.keep)
        body.addLayout(line)
        self.earlier = secondary("", wrap=True)
        body.addWidget(self.earlier)

    # --- showing --------------------------------------------------------------------------------

    def open(self) -> None:
        """Show another place: its drafts, and what is known of its windows."""
        last = next(iter(reversed(self._place.readings())), None)
        known = {
            "waiting": "",
            "windows": _text(self._place.windows_up()),
            "minutes": f"{last.minutes:g}" if last else "",
            "arrivals": "",
        }
        for name, edit in self.edits.items():
            self._place.drafts.watch(edit, self._place.key(f"crowd_{name}"), known[name])
        self._place.drafts.watch(self.remark, self._place.key("crowd_remark"))
        for error in self.errors.values():
            error.say("")
        for made in self.measures.values():
            made.setChecked(False)
        with QSignalBlocker(self.percent):
            self.percent.setValue(self._place.desk.settings.self_service_percent)
        self.refresh()

    def refresh(self) -> None:
        """Show the readings as they stand, and reckon anew: time has passed."""
        windows = self.edits["windows"]
        if not self._place.drafts.is_draft(windows) and not windows.hasFocus():
            text = _text(self._place.windows_up())
            windows.setText(text)
            self._place.drafts.committed(windows, text)
        found = list(self._place.readings())
        lines = [f"{times.clock(each.at)} {reading_text(each)}" for each in found[-_SHOWN:][::-1]]
        if len(found) > _SHOWN:
            lines.append(f"更早的 {len(found) - _SHOWN} 次未列出")
        self.earlier.setText("\n".join(lines) or "还没有记录。填上面三个数即算出等候时间。")
        self.open_incident.setVisible(self._place.incident_id is None)
        for widget in (*self.edits.values(), self.remark, self.keep, *self.measures.values()):
            widget.setEnabled(not self._place.locked)
        self._reckon()

    def focus_first(self) -> None:
        """Put the keyboard where one begins."""
        self.edits["waiting"].setFocus(Qt.FocusReason.OtherFocusReason)
        self.edits["waiting"].selectAll()

    def _crowd(self) -> Crowd:
        edits = self.edits
        return typed_crowd(*(edits[name].text() for name in _FIELDS))

    def _to_closing(self) -> float | None:
        closing = self._place.closing()
        return None if closing is None else (closing - self._place.now()).total_seconds() / 60

    def _reckon(self) -> None:
        """Reckon from what is typed; what is half typed is only said to be so on Enter."""
        try:
            crowd = self._crowd()
        except InvalidInput as problem:
            self._say_typed(problem)
            self.said.hide()
            self.table.hide()
            self._offer([])
            return
        for name in _FIELDS:
            self.errors[name].say("")
        left = self._to_closing()
        found = choices(crowd, self.percent.value(), left)
        self.said.setText(_sentence(found[0], crowd))
        self.said.show()
        self.table.show_estimates(found, self._place.closing())
        self.table.show()
        limits = self._place.desk.settings.thresholds
        self._offer([(each.measure, each.why) for each in offers(found[0], limits, left)])

    def _say_typed(self, problem: InvalidInput) -> None:
        """Say what is wrong with a field that holds something; an empty one is not yet typed."""
        for name, edit in self.edits.items():
            self.errors[name].say(problem.message_for(name) if edit.text().strip() else "")

    def _offer(self, found: list[tuple[str, str]]) -> None:
        for measure, made in self.measures.items():
            set_property(made, "tone", "warn" if measure in dict(found) else "")
        by_reason: dict[str, list[str]] = {}
        for measure, why in found:
            by_reason.setdefault(why, []).append(measure)
        lines = [f"{why}：建议{'、'.join(names)}" for why, names in by_reason.items()]
        self.why.setText("\n".join(lines))
        self.why.setVisible(bool(lines))

    # --- keeping --------------------------------------------------------------------------------

    def _entered(self) -> None:
        """Enter: on to the next empty field that must be filled, else keep the reading."""
        wanted = [self.edits[name] for name in ("waiting", "windows", "minutes")]
        empty = next((edit for edit in wanted if not edit.text().strip()), None)
        if empty is not None and empty is not self.sender():
            empty.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.submit()

    def submit(self) -> None:
        """Keep the reading and the decision, stamped."""
        decided = tuple(m for m, made in self.measures.items() if made.isChecked())

        def work(stamp: Stamp) -> None:
            crowd = self._crowd()
            wait = estimate(crowd, None).wait
            reading = CrowdReading(
                0,
                "",
                self._place.incident_id,
                self._place.hall_id,
                stamp.at,
                stamp.actor,
                crowd.waiting,
                crowd.windows,
                crowd.minutes,
                crowd.arrivals,
                wait,
                decided,
                self.remark.text(),
            )
            self._place.desk.store.crowd.keep(reading, stamp, self._place.moment())
            self._kept()

        self._place.attempt(work, self.errors, "测算已记录" + ("，措施已记下" if decided else ""))

    def _kept(self) -> None:
        """The reading is safe: the next one counts people anew."""
        for name in ("waiting", "arrivals"):
            self.edits[name].clear()
        self.remark.clear()
        for edit in (*self.edits.values(), self.remark):
            self._place.drafts.committed(edit)
        for made in self.measures.values():
            made.setChecked(False)

    def _keep_percent(self) -> None:
        """The share is a setting of the bureau: what was chosen is there next time."""
        desk = self._place.desk
        wanted = replace(desk.settings, self_service_percent=self.percent.value())
        if wanted == desk.settings:
            return
        try:
            desk.settings = desk.store.settings.save(wanted, desk.stamp())
        except UserError as problem:
            desk.events.told.emit(str(problem))
            return
        desk.changed(Topic.SETTINGS)

    def _register(self) -> None:
        """Open 登记事件 for the crowd; the readings of today stay with the hall."""
        desk = self._place.desk
        scenario = desk.plan.scenario(_SCENARIO)
        event_type = scenario.event_type if scenario else desk.plan.event_types[-1].code
        text = "办税人员较多"
        with suppress(InvalidInput):
            text = f"等候 {self._crowd().waiting} 人，{text}"
        prefill = Prefill(
            event_type, _SCENARIO, "办税服务厅", text, self._place.hall_id, self._move
        )
        desk.events.prefilled.emit(prefill)

    def _move(self, incident: Incident) -> None:
        """What was typed but not kept goes along into the event's own desk."""
        drafts, now = self._place.desk.store.drafts, self._place.now()
        for name, edit in self.edits.items():
            if edit.text().strip():
                drafts.save(f"crowd_{name}:{incident.id}", edit.text(), now)


def _text(count: int | None) -> str:
    return "" if count is None else str(count)


def _sentence(now: Estimate, crowd: Crowd) -> str:
    """Say in one sentence how it stands."""
    if now.wait is None:
        return "没有开放的窗口，等候时间无法估计。"
    first = "现在没有人等候" if not crowd.waiting else f"最后一位约等 {wait_words(now.wait)}"
    if now.growth > 0:
        more = f"每小时多来 {math.ceil(now.growth)} 人，队伍越来越长"
    elif now.steady is not None:
        more = f"照此到达，长期平均等候 {wait_words(now.steady)}"
    else:
        more = ""
    return "；".join(part for part in (first, more) if part) + "。"
