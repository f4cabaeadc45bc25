"""Where a notice is to hang: boxes for the usual places, a field for others."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QCheckBox, QWidget

from hallduty.domain.notices import Hanging, read_places
from hallduty.ui import theme
from hallduty.ui.incidents.case import Case
from hallduty.ui.inputs import line_edit
from hallduty.ui.widgets import (
    ElidedLabel,
    FieldError,
    FlowLayout,
    column,
    field_error,
    row,
    secondary,
)

_REMEMBERED = "notice.places"


class PlacesBox(QWidget):
    """The places of the settings and of this incident; those ticked last are ticked again."""

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._boxes: dict[str, QCheckBox] = {}
        body = column(self, gap=4)
        body.addWidget(secondary("张贴处"))
        holder = QWidget()
        self._flow = FlowLayout(holder, theme.px(10))
        body.addWidget(holder)
        self.other = line_edit("其他张贴处", "其他张贴处，如：二楼楼梯口、税企群")
        body.addWidget(self.other)
        self.errors: dict[str, FieldError] = {"places": field_error(self.other)}
        body.addWidget(self.errors["places"])
        self.replace = QCheckBox("同时撤下旧公告")
        self.replace.setChecked(True)
        self.old = ElidedLabel(role="secondary")
        replacing = row(gap=8)
        replacing.addWidget(self.replace)
        replacing.addWidget(self.old, 1)
        body.addLayout(replacing)

    def boxes(self) -> dict[str, QCheckBox]:
        """Return the boxes by place."""
        return dict(self._boxes)

    def begin(self, hanging: Iterable[Hanging]) -> None:
        """Offer the places anew: where something hangs, else those ticked last."""
        self._show_boxes()
        self._case.drafts.watch(self.other, self._case.key("notice_place"))
        up = {posting.place for each in hanging for posting in each.postings}
        kept = self._case.desk.store.settings.recall(_REMEMBERED)
        ticked = up or set(read_places(kept)) or set(list(self._boxes)[:1])
        for place, box in self._boxes.items():
            box.setChecked(place in ticked)
        self.replace.setChecked(True)
        self.errors["places"].say("")

    def refresh(self, hanging: Iterable[Hanging]) -> None:
        """Show what a new notice would replace."""
        self._show_boxes()
        places = [posting.place for each in hanging for posting in each.postings]
        self.old.setText("、".join(dict.fromkeys(places)))
        for part in (self.replace, self.old):
            part.setVisible(bool(places))

    def chosen(self) -> tuple[str, ...]:
        """Return the places that are ticked or written."""
        ticked = [place for place, box in self._boxes.items() if box.isChecked()]
        return tuple(dict.fromkeys([*ticked, *read_places(self.other.text())]))

    def replaces(self, hanging: Iterable[Hanging]) -> list[int]:
        """Return the postings that the new notice takes down."""
        if not self.replace.isChecked():
            return []
        return [posting.id for each in hanging for posting in each.postings]

    def keep(self) -> None:
        """The notice hangs: offer the same places next time."""
        usual = "、".join(place for place, box in self._boxes.items() if box.isChecked())
        self._case.desk.store.settings.remember(_REMEMBERED, usual)
        self.other.clear()
        self._case.drafts.committed(self.other)

    def set_locked(self, locked: bool) -> None:
        """A void incident takes no notice."""
        for box in self._boxes.values():
            box.setEnabled(not locked)
        self.other.setReadOnly(locked)

    def _show_boxes(self) -> None:
        """Give each place its box; those of the settings first, boxes are built once."""
        own = [posting.place for posting in self._case.dossier.postings]
        wanted = list(dict.fromkeys([*self._case.desk.settings.notice_places, *own]))
        if wanted == list(self._boxes):
            return
        ticked = {place for place, box in self._boxes.items() if box.isChecked()}
        for box in self._boxes.values():
            self._flow.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = {}
        for place in wanted:
            # An ampersand would be taken for the mark of a key.
            box = QCheckBox(place.replace("&", "&&"))
            box.setChecked(place in ticked)
            self._boxes[place] = box
            self._flow.addWidget(box)
