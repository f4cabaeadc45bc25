"""Parts of the sheet 登记事件: the tiles of the types, the scenarios, the times of 补录."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QDateTimeEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from hallduty.domain import times
from hallduty.domain.errors import FieldProblem
from hallduty.domain.plan import Scenario
from hallduty.ui import theme
from hallduty.ui.widgets import (
    FieldError,
    FlowLayout,
    button,
    column,
    field_error,
    from_qt,
    label,
    moment_edit,
    row,
    to_qt,
)

LABEL_WIDTH = 48


class TypeTile(QPushButton):
    """A large button: the digit that selects it and the name of the type."""

    def __init__(self, digit: int, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setProperty("tile", True)
        self.setAccessibleName(f"{digit} {name}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = column(self, margins=(14, 8, 10, 10), gap=2)
        for text, role in ((str(digit), "digit"), (name, "body")):
            word = label(text, role)
            word.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(word)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(150), theme.px(72))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(72))


class ScenarioChoice(QWidget):
    """The scenarios of the plan for a type, one of them chosen; Alt and a digit, or arrows.

    picked(): the user clicked one, or chose it with the keyboard on it.
    """

    picked = Signal()

    def __init__(self) -> None:
        super().__init__()
        layout = row(self, gap=12)
        word = label("情形", "muted")
        word.setFixedWidth(theme.px(LABEL_WIDTH))
        layout.addWidget(word, 0, Qt.AlignmentFlag.AlignTop)
        box, self._flow = _flow_box()
        layout.addWidget(box, 1)
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._clicked)
        self._offered: tuple[Scenario, ...] = ()

    def offer(self, scenarios: Sequence[Scenario]) -> None:
        """Offer these; the first is the default of its type."""
        if tuple(scenarios) == self._offered:
            return
        self._offered = tuple(scenarios)
        for old in self._group.buttons():
            self._group.removeButton(old)
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        for number, scenario in enumerate(scenarios):
            key = f"Alt {number + 1}" if len(scenarios) > 1 else ""
            made = button(scenario.name, "plain", key, small=True)
            made.setCheckable(True)
            made.setProperty("choice", True)
            made.setToolTip(f"预案{scenario.clause}")
            self._group.addButton(made, number)
            self._flow.addWidget(made)
        self.choose(0)

    def choose(self, number: int) -> None:
        """Choose the scenario with that place (from 0); nothing happens when there is none."""
        found = self._group.button(number)
        if found is not None:
            found.setChecked(True)

    def choose_code(self, code: str) -> None:
        """Choose the scenario with that code, if it is offered."""
        codes = [scenario.code for scenario in self._offered]
        if code in codes:
            self.choose(codes.index(code))

    def _clicked(self, _button: QAbstractButton) -> None:
        self.picked.emit()

    def chosen(self) -> str:
        """Return the code of the chosen scenario."""
        return self._offered[self._group.checkedId()].code


class LateTimes(QWidget):
    """The true times of an event that is over: occurred, reported, and recovered if it is."""

    def __init__(self) -> None:
        super().__init__()
        layout = column(self, gap=4)
        self.occurred, self.reported, self.recovered = (moment_edit() for _ in range(3))
        self.recovered_box = QCheckBox("已恢复于")
        self.recovered_box.toggled.connect(self.recovered.setEnabled)
        self.recovered.setEnabled(False)
        self.recovered.setAccessibleName("恢复时间")
        box, flow = _flow_box()
        for word, field in (("发生时间", self.occurred), ("接报时间", self.reported)):
            field.setAccessibleName(word)
            flow.addWidget(_pair(label(word, "muted"), field))
        flow.addWidget(_pair(self.recovered_box, self.recovered))
        layout.addWidget(box)
        self._errors = {
            "occurred_at": field_error(self.occurred),
            "reported_at": field_error(self.reported),
            "recovered_at": field_error(self.recovered),
        }
        for error in self._errors.values():
            layout.addWidget(error)
        self._own: set[QDateTimeEdit] = set()
        self._following = False
        self.occurred.dateTimeChanged.connect(self._follow)
        for field in (self.reported, self.recovered):
            field.dateTimeChanged.connect(self._typed)

    def errors(self) -> dict[str, FieldError]:
        """Return the error lines by field."""
        return self._errors

    def start(self, now: datetime) -> None:
        """Begin with the present moment in every field."""
        self._own.clear()
        self.occurred.setDateTime(to_qt(now))
        self._follow()
        self.recovered_box.setChecked(False)

    def occurred_at(self) -> datetime:
        return from_qt(self.occurred.dateTime())

    def reported_at(self) -> datetime:
        return from_qt(self.reported.dateTime())

    def recovered_at(self) -> datetime | None:
        ticked = self.recovered_box.isChecked()
        return from_qt(self.recovered.dateTime()) if ticked else None

    def problems(self, now: datetime) -> list[FieldProblem | None]:
        """Return what is wrong with the recovery; the other times are the incident's own."""
        at = self.recovered_at()
        return [
            times.moment_problem("recovered_at", "恢复时间", at, now),
            times.order_problem("recovered_at", "恢复时间", at, "发生时间", self.occurred_at()),
        ]

    def _typed(self) -> None:
        """A later time that the user has set follows no more."""
        if not self._following:
            self._own.add(self.sender())  # type: ignore[arg-type]

    def _follow(self) -> None:
        """The later times follow the first, so that a past day is typed only once."""
        self._following = True
        for field in (self.reported, self.recovered):
            if field not in self._own:
                field.setDateTime(self.occurred.dateTime())
        self._following = False


def _flow_box() -> tuple[QWidget, FlowLayout]:
    """Return a box whose items begin a new line where the sheet is narrow, and its layout."""
    box = QWidget()
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    box.setSizePolicy(policy)
    return box, FlowLayout(box, theme.px(8))


def _pair(word: QWidget, field: QWidget) -> QWidget:
    pair = QWidget()
    line = row(pair, gap=8)
    line.addWidget(word)
    line.addWidget(field)
    return pair
