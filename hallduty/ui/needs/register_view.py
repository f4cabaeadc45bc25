"""需求 · 需求台账: quick entry, the list with its filters, and the chosen need beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hallduty.domain.needs import Need, NeedFilter, NeedState
from hallduty.ui.events import Topic
from hallduty.ui.list_filters import Choice
from hallduty.ui.needs.columns import columns
from hallduty.ui.needs.detail import NeedDetail
from hallduty.ui.needs.entry import NeedEntry
from hallduty.ui.voice_register import RegisterWords, VoiceRegister

if TYPE_CHECKING:
    from hallduty.documents.press import Paper, Press, PrintMark
    from hallduty.store import Store
    from hallduty.ui.desk import Desk
    from hallduty.ui.list_output import ListOutput
    from hallduty.ui.progress_strip import Progress


class NeedsView(VoiceRegister[Need, NeedFilter]):
    """All needs; the chosen one at the right."""

    topics = frozenset({Topic.NEEDS, Topic.INCIDENTS, Topic.SETTINGS, Topic.ROSTER})
    topic = Topic.NEEDS
    words = RegisterWords(
        title="需求台账",
        table="needs",
        search="搜索编号、内容、反馈",
        begin="登记一条需求",
        icon="lightbulb-on-outline",
        nothing_yet="还没有收集到需求。\n"
        "窗口、导税台、意见箱、12366 等渠道听到的，在上面输入后登记（Ctrl+N）。",
        nothing_found="没有符合条件的需求。\n可以换一个时间范围、少选几个条件，或者清除筛选。",
    )
    wants = NeedFilter
    entry: NeedEntry
    detail: NeedDetail

    def __init__(self, desk: Desk, output: ListOutput) -> None:
        needs = desk.store.needs
        super().__init__(desk, output, needs, columns, NeedEntry(desk), NeedDetail(desk))

    def choices(self) -> Iterator[tuple[str, str, list[Choice]]]:
        settings = self._desk.settings
        yield "category", "全部类别", [(word, word) for word in settings.need_categories]
        yield "channel", "全部渠道", [(word, word) for word in settings.need_channels]
        yield "state", "全部状态", [(state.label, state) for state in NeedState]

    def show_beside(self, need: Need) -> None:
        self.detail.show_need(need)

    @staticmethod
    def paper(press: Press, store: Store, wanted: NeedFilter, mark: PrintMark) -> Paper:
        needs = list(store.needs.needs(wanted))
        return press.need_register(needs, (wanted.from_day, wanted.to_day), mark)

    @staticmethod
    def file(
        press: Press, store: Store, wanted: NeedFilter, ending: str, progress: Progress
    ) -> bytes:
        return press.need_file(ending, progress.counting(store.needs.needs(wanted)))
