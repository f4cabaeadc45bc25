"""Makes a notice: kind, times, words, places; preview it, post it, and take the old one down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from hallduty.domain.consistency import Issued
from hallduty.domain.errors import FieldProblem, InvalidInput, refuse
from hallduty.domain.incidents import Status
from hallduty.domain.notice_text import facts, first_values, gaps, kind_for, template_of
from hallduty.domain.notices import (
    TITLE,
    Hanging,
    NewNotice,
    Notice,
    NoticeKind,
    hanging,
    replaced_by,
)
from hallduty.ui import keys, theme
from hallduty.ui.incidents.case import Case
from hallduty.ui.incidents.contradictions import Contradictions
from hallduty.ui.incidents.still_combo import StillCombo
from hallduty.ui.notices import poster
from hallduty.ui.notices.places_box import PlacesBox
from hallduty.ui.notices.texts_box import TextsBox
from hallduty.ui.notices.values import NoticeValues
from hallduty.ui.pair_layout import pair
from hallduty.ui.widgets import (
    FieldError,
    FlowLayout,
    button,
    column,
    field_error,
    heading,
    set_property,
    show_problems,
)

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp


class NoticeEditor(QWidget):
    """One notice in the making; each kind keeps its own drafts.

    refused(QWidget): what is wrong stands in that line.
    """

    refused = Signal(QWidget)

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._status: Status | None = None
        body = column(self, gap=8)
        self.kind = StillCombo()
        self.kind.setAccessibleName("公告种类")
        set_property(self.kind, "small", True)
        for kind in NoticeKind:
            self.kind.addItem(kind.label, kind)
        self.kind.activated.connect(self._kind_chosen)
        body.addWidget(pair(heading("拟公告"), self.kind))
        self.values = NoticeValues(case)
        self.values.changed.connect(self._follow)
        body.addWidget(self.values)
        self.texts = TextsBox(case)
        body.addWidget(self.texts)
        self.places = PlacesBox(case)
        self.banner = Contradictions(case, self.texts.text, self._about_to_go, self._replaces)
        self.places.replace.toggled.connect(self.banner.check)
        body.addWidget(self.banner)
        body.addWidget(self.places)
        body.addWidget(self._build_foot())
        self.failure: FieldError = field_error(self.post_button)
        body.addWidget(self.failure)
        self.errors = {
            **self.texts.errors,
            **self.values.errors,
            **self.places.errors,
            "at": self.failure,
        }
        for key, slot in (
            (keys.POST, self.post),
            (keys.COPY_SHORT, self.texts.copy_short),
            (keys.PREVIEW_NOTICE, self.preview),
        ):
            keys.bind(self, key, slot, Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _build_foot(self) -> QWidget:
        self.size = StillCombo()
        self.size.setAccessibleName("纸张")
        set_property(self.size, "small", True)
        for size, name in poster.SIZES.items():
            self.size.addItem(name, size)
        self.size.activated.connect(self._size_chosen)
        # Without caps of their keys, for which a narrow column has no room.
        self.print_button = button("预览打印")
        self.print_button.setToolTip("预览打印（Ctrl+Shift+P）")
        self.print_button.clicked.connect(self.preview)
        self.post_button = button("张贴", "primary", key="Ctrl+Enter")
        self.post_button.clicked.connect(self.post)
        foot = QWidget()
        flow = FlowLayout(foot, theme.px(8))
        for part in (self.size, self.print_button, self.post_button):
            flow.addWidget(part)
        return foot

    # Showing -----------------------------------------------------------------------------

    @property
    def chosen_kind(self) -> NoticeKind:
        return NoticeKind(self.kind.currentData())

    def begin(self) -> None:
        """Begin with the kind that the incident calls for now."""
        incident = self._case.incident
        self._status = incident.status
        scenario = self._case.desk.plan.scenario(incident.scenario)
        self._choose(kind_for(incident, scenario))
        self.size.setCurrentIndex(self.size.findData(poster.paper_size(self._case)))
        self.places.begin(self._hanging())

    def refresh(self) -> None:
        """Follow what has changed: a promise, an estimate, the recovery, what hangs."""
        incident = self._case.incident
        if incident.status is not self._status:
            # Recovered, or broken again: another kind is wanted now.
            self._status = incident.status
            scenario = self._case.desk.plan.scenario(incident.scenario)
            self._choose(kind_for(incident, scenario))
        self._offer()
        self._follow()
        self.places.refresh(replaced_by(self.chosen_kind, self._hanging()))
        void = self._case.void
        for each in (self.texts, self.places):
            each.set_locked(void)
        for press in (self.post_button, self.print_button, self.kind):
            press.setEnabled(not void)
        self.banner.check()

    def show_kind(self, kind: NoticeKind) -> None:
        """Begin a notice of that kind; one half written is there again."""
        self._choose(kind)

    def renew(self, notice: Notice) -> None:
        """Begin the next version of a notice that hangs; its waiting time is offered again."""
        self._choose(notice.kind)
        if notice.wait_minutes is not None and not self.values.wait.text():
            self.values.wait.setText(str(notice.wait_minutes))

    def reuse(self, notice: Notice) -> None:
        """Put the words of an earlier notice into the one in the making; Ctrl+Z undoes it."""
        self._choose(notice.kind)
        self.texts.take(notice.text, notice.short)

    def focus_first(self) -> None:
        """Put the focus where something is missing: the time of recovery, else the text."""
        left = gaps(self.texts.text.toPlainText())
        asks = {"预计恢复时间", "延时至"} & set(left.open)
        target: QWidget = self.values.expected if asks else self.texts.text
        if "预计等候时间" in left.open and not asks:
            target = self.values.wait
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, kind: NoticeKind) -> None:
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self.values.begin(kind)
        # What works again promises no time.
        self.values.setVisible(kind is not NoticeKind.RECOVERY)
        self._offer()
        scenario = self._case.desk.plan.scenario(self._case.incident.scenario)
        self.texts.begin(kind, template_of(kind, scenario), self._facts())
        self.places.refresh(replaced_by(kind, self._hanging()))
        for error in (*self.errors.values(), self.failure):
            error.say("")

    def _kind_chosen(self, number: int) -> None:
        self._choose(list(NoticeKind)[number])

    def _size_chosen(self, number: int) -> None:
        poster.keep_paper_size(self._case, str(self.size.itemData(number)))

    def _offer(self) -> None:
        case = self._case
        found = first_values(self.chosen_kind, case.dossier, case.desk.plan, case.now())
        self.values.offer(*found)

    def _follow(self) -> None:
        self.texts.follow(self._facts())

    def _facts(self) -> dict[str, str]:
        case = self._case
        expected, wait = self.values.read()
        desk = case.desk
        return facts(
            case.dossier,
            desk.plan,
            desk.settings.bureau,
            case.now(),
            self.chosen_kind,
            expected,
            wait,
        )

    def _about_to_go(self) -> Issued | None:
        """Return the notice as people would read it."""
        text = self.texts.text.toPlainText()
        if not text.strip():
            return None
        now = self._case.late_at or self._case.now()
        return Issued("公告（本稿）", text, now, hangs=True, opens=True)

    def _replaces(self) -> list[int]:
        return self.places.replaces(replaced_by(self.chosen_kind, self._hanging()))

    def _hanging(self) -> list[Hanging]:
        dossier = self._case.dossier
        return hanging(dossier.notices, dossier.postings)

    # Doing -------------------------------------------------------------------------------

    def post(self) -> None:
        """Make the notice and note where it hangs (Ctrl+Enter); the old one goes with it."""
        if not self.post_button.isEnabled():
            return
        notices, number = self._case.desk.store.notices, self._case.incident.id
        replaces = self._replaces()
        made: list[Notice] = []

        def work(stamp: Stamp) -> None:
            new = self._read()
            if not new.places:
                refuse([FieldProblem("places", "请勾选或写明张贴处")])
            at = self._case.moment()
            made.append(notices.make(number, new, replaces, stamp, at))
            # Before the views look again: what was typed for this notice is no draft any more.
            self.values.forget()
            self.texts.forget()
            self.places.keep()

        if self._case.attempt(work, self.errors):
            said = f"{made[0].kind.noun}已张贴并记入时间线"
            self._case.desk.events.told.emit(said)
            self._choose(self.chosen_kind)
            self.refresh()
        else:
            self._show_error()

    def preview(self) -> None:
        """Show the notice as it would hang now; what is left open is named, nothing printed."""
        if not self.print_button.isEnabled():
            return
        for error in self.errors.values():
            error.say("")
        try:
            new = self._read()
            refuse([None] if new.text.strip() else [FieldProblem("text", "请填写公告正文")])
            poster.preview(self._case, self._drafted(new), self)
        except InvalidInput as problem:
            show_problems(self.errors, problem)
            self._show_error()

    def _show_error(self) -> None:
        said = [error for error in self.errors.values() if not error.isHidden()]
        if said:
            self.refused.emit(said[0])

    def _read(self) -> NewNotice:
        expected, wait = self.values.read(strict=True)
        return NewNotice(
            self.chosen_kind,
            self.texts.text.toPlainText(),
            self.texts.short.toPlainText(),
            expected,
            wait,
            self.places.chosen(),
        )

    def _drafted(self, new: NewNotice) -> Notice:
        """Return the notice as it would be made now."""
        case = self._case
        return Notice(
            0,
            "",
            case.incident.id,
            new.kind,
            TITLE,
            new.text,
            new.short,
            new.expected_at,
            new.wait_minutes,
            case.late_at or case.now() if case.incident.late else case.now(),
            case.desk.actor(),
        )
