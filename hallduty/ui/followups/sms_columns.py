"""The columns of the SMS file: which are in it, under which headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from hallduty.domain.sms import SmsColumn, first_columns
from hallduty.ui import theme
from hallduty.ui.inputs import NO_CUT
from hallduty.ui.widgets import column, field_error, row, secondary

_NAMES = {each.key: each.header for each in first_columns()}


class SmsColumns(QWidget):
    """A box and a heading for each column; what only identifies a person is off at first."""

    def __init__(self, columns: Sequence[SmsColumn], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self.rows: dict[str, tuple[QCheckBox, QLineEdit]] = {}
        body = column(self, gap=4)
        body.addWidget(secondary("列和列名（按短信平台的要求改）"))
        for each in columns:
            box, header = QCheckBox(_NAMES[each.key]), QLineEdit(each.header)
            box.setChecked(each.on)
            # Without the number it is no list; it cannot be left out.
            box.setEnabled(each.key != "phone")
            box.setMinimumWidth(theme.px(104))
            header.setMaxLength(NO_CUT)
            header.setAccessibleName(f"{_NAMES[each.key]}的列名")
            header.setEnabled(each.on)
            box.toggled.connect(header.setEnabled)
            line = row(gap=8)
            line.addWidget(box)
            line.addWidget(header, 1)
            body.addLayout(line)
            self.rows[each.key] = (box, header)
        self.error = field_error(self.rows["phone"][1])
        body.addWidget(self.error)

    def value(self) -> tuple[SmsColumn, ...]:
        """Return the columns as chosen."""
        return tuple(
            replace(each, on=self.rows[each.key][0].isChecked(), header=self._header(each.key))
            for each in self._columns
        )

    def _header(self, key: str) -> str:
        return " ".join(self.rows[key][1].text().split())
