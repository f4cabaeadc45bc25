"""One click makes the power-failure pack: numbers first, then the paper, then the printer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hallduty.domain.errors import UserError
from hallduty.domain.paper_sheets import range_text
from hallduty.ui.events import Topic

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hallduty.documents.press import Paper
    from hallduty.domain.roster import Hall
    from hallduty.ui.desk import Desk

# Why sheets are written off that were numbered, looked at, and never left the screen.
UNPRINTED = "预览后没有打印"


def print_pack(desk: Desk, parent: QWidget | None, hall: Hall | None = None) -> bool:
    """Issue the numbers, make the pack off the GUI thread and open its preview.

    A number is never given twice: when the preview is closed without printing or saving, its
    sheets are written off. Returns whether the pack was printed or saved.
    """
    from hallduty.documents.paper import PrintMark
    from hallduty.ui.preview import PreviewDialog

    store, press = desk.store, desk.press
    now = desk.clock.now()
    try:
        pack = store.packs.contents(desk.plan, desk.calendar, desk.settings, now, hall)
        sheets = store.paper_sheets.issue(desk.settings.pack_sheets, desk.stamp())
        mark = PrintMark(now, desk.actor(), store.audit.head_code())
    except UserError as problem:
        desk.ask.problem(parent, str(problem))
        return False
    contents = pack.with_sheets([sheet.number for sheet in sheets])
    desk.changed(Topic.PAPER_SHEETS)

    def make() -> Paper:
        return press.pack(contents, mark)

    dialog = PreviewDialog(desk, "断电包", make, f"断电包_{now:%Y-%m-%d}.pdf", parent)
    said = ["请单面打印", *(["还缺：" + "；".join(contents.gaps)] if contents.gaps else [])]
    dialog.note.setText("\u3000".join(said))
    dialog.note.setToolTip("公告要张贴，登记表一事一张，所以单面打印\n" + "\n".join(contents.gaps))
    dialog.exec()
    if dialog.delivered:
        if sheets:
            desk.events.told.emit(f"断电包已出，纸单编号 {range_text(list(contents.sheets))}")
        return True
    if sheets:
        _write_off(desk, [sheet.id for sheet in sheets])
    return False


def _write_off(desk: Desk, ids: list[int]) -> None:
    try:
        desk.store.paper_sheets.spoil(ids, UNPRINTED, desk.stamp())
    except UserError as problem:
        desk.events.told.emit(f"没有打印的纸单编号未能作废：{problem}")
        return
    desk.changed(Topic.PAPER_SHEETS)
    desk.events.told.emit(f"断电包没有打印，{len(ids)} 个纸单编号已作废")
