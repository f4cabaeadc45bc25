"""The line under the header: likely duplicates, what is merged, what had the same cause."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFrame, QWidget

from hallduty.domain.incidents import Incident
from hallduty.domain.links import repeat_text
from hallduty.ui import theme
from hallduty.ui.incidents.case import Case
from hallduty.ui.links.joining import Joining
from hallduty.ui.widgets import FlowLayout, button, column, label, set_property

_MOST = 4


class LinksBar(QFrame):
    """Rows of words and buttons; takes no room while the incident stands alone."""

    def __init__(self, case: Case, joining: Joining, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case, self._joining = case, joining
        self._shown: object = None
        self.setProperty("banner", True)
        self._body = column(self, margins=(14, 6, 14, 6), gap=4)
        self.hide()
        case.refreshed.connect(self.refresh)

    def texts(self) -> list[str]:
        """Return the words of its rows."""
        return [line[0] for line in self._lines]

    def refresh(self) -> None:
        """Show what the incident is joined to; nothing is touched where nothing changed."""
        dossier = self._case.dossier
        incident = dossier.incident
        alike = self._alike(incident)
        key = (
            incident.id,
            incident.merged_into,
            alike.id if alike else 0,
            tuple(each.incident.id for each in dossier.duplicates),
            tuple((each.incident.id, each.link_id) for each in dossier.related),
        )
        if key == self._shown:
            return
        self._shown = key
        self._lines: list[tuple[str, list[tuple[str, Callable[[], None]]]]] = []
        if alike is not None:
            self._suggest(incident, alike)
        if incident.merged_into:
            self._say_merged(incident)
        if dossier.duplicates:
            self._say_duplicates([each.incident for each in dossier.duplicates])
        if dossier.related:
            self._say_related()
        self._show(bool(alike))

    def _alike(self, incident: Incident) -> Incident | None:
        """Return the older incident that this one is likely a duplicate of."""
        if not incident.is_open:
            return None
        found = self._case.desk.store.links.likely(incident.id, self._case.now())
        return next((each for each in found if each.id < incident.id), None)

    def _suggest(self, incident: Incident, alike: Incident) -> None:
        where = incident.place or incident.windows
        text = f"{where} {incident.number} 与 {alike.number} 可能是同一故障".strip()
        self._lines.append(
            (
                text,
                [
                    (f"并入 {alike.number}", partial(self._joining.merge_into, alike.id)),
                    ("不是", partial(self._joining.tell_apart, alike.id)),
                    (f"看 {alike.number}", partial(self._open, alike.id)),
                ],
            )
        )

    def _say_merged(self, incident: Incident) -> None:
        main = self._case.desk.store.incidents.by_number(incident.merged_into)
        buttons: list[tuple[str, Callable[[], None]]] = []
        if main is not None:
            buttons.append((f"打开 {main.number}", partial(self._open, main.id)))
        buttons.append(("拆分", self._joining.split))
        text = f"已并入 {incident.merged_into}：只读，请在 {incident.merged_into} 继续办理"
        self._lines.append((text, buttons))

    def _say_duplicates(self, duplicates: list[Incident]) -> None:
        named = "、".join(
            f"{each.number}（{each.place}）" if each.place else each.number
            for each in duplicates[:_MOST]
        )
        more = f"等 {len(duplicates)} 件" if len(duplicates) > _MOST else ""
        opening = [
            (f"看 {each.number}", partial(self._open, each.id)) for each in duplicates[:_MOST]
        ]
        self._lines.append((f"并入本事件：{named}{more}", opening))

    def _say_related(self) -> None:
        dossier = self._case.dossier
        numbers = "、".join(each.incident.number for each in dossier.related[-_MOST:])
        text = repeat_text(dossier.incident, dossier.related) or f"同一原因：{numbers}"
        buttons: list[tuple[str, Callable[[], None]]] = []
        for each in dossier.related[-_MOST:]:
            buttons.append((f"看 {each.incident.number}", partial(self._open, each.incident.id)))
        direct = [each for each in dossier.related if each.link_id is not None]
        if direct and not self._case.void:
            last = direct[-1]
            words = f"取消关联 {last.incident.number}"
            buttons.append((words, partial(self._joining.unlink, last.link_id or 0)))
        self._lines.append((text, buttons))

    def _show(self, warn: bool) -> None:
        while (item := self._body.takeAt(0)) is not None:
            old = item.widget()
            old.hide()
            old.deleteLater()
        for text, buttons in self._lines:
            line = QWidget(self)
            flow = FlowLayout(line, theme.px(8))
            words = label(text)
            words.setFixedHeight(button("并", small=True).sizeHint().height())
            flow.addWidget(words)
            for name, do in buttons:
                press = button(name, "plain" if name[0] in "并不拆" else "flat", small=True)
                press.clicked.connect(lambda *_, do=do: do())
                flow.addWidget(press)
            self._body.addWidget(line)
            line.show()
        set_property(self, "tone", "warn" if warn else "info")
        self.setVisible(bool(self._lines))

    def _open(self, incident_id: int) -> None:
        self._case.desk.events.incident_requested.emit(incident_id)
