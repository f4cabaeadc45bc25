"""The pages of the rail: which there are, where they live, and how one is built when shown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hallduty.ui.desk import Desk

TODAY = "today"
INCIDENTS = "incidents"
SETTINGS = "settings"
# “conflict#7” shows incident 7 on the full screen for conflicts, which is no page of the stack.
CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its key in page_requested, its name and icon, and the class that shows it."""

    key: str
    title: str
    icon: str
    module: str
    view: str

    def build(self, desk: Desk, parent: QWidget) -> QWidget:
        """Import and construct the page; called when it is shown for the first time."""
        made: QWidget = getattr(import_module(self.module), self.view)(desk, parent)
        return made


RAIL = (
    Page(TODAY, "今日", "view-dashboard-outline", "hallduty.ui.today.page", "TodayPage"),
    Page(INCIDENTS, "事件", "alarm-light-outline", "hallduty.ui.incidents.page", "IncidentsPage"),
    Page(
        "followups",
        "善后",
        "clipboard-check-outline",
        "hallduty.ui.followups.page",
        "FollowupsPage",
    ),
    Page("policy", "政策", "comment-question-outline", "hallduty.ui.policy.page", "PolicyPage"),
    Page("needs", "需求", "lightbulb-on-outline", "hallduty.ui.needs.page", "NeedsPage"),
    Page("roster", "值班", "calendar-account-outline", "hallduty.ui.roster.page", "RosterPage"),
    Page(
        "contacts",
        "通讯录",
        "card-account-phone-outline",
        "hallduty.ui.contacts.page",
        "ContactsPage",
    ),
    Page("plan", "预案", "book-open-page-variant-outline", "hallduty.ui.plan.page", "PlanPage"),
    Page(SETTINGS, "设置", "cog-outline", "hallduty.ui.settings.page", "SettingsPage"),
)

WORKSPACE = Page(
    "workspace", "事件", "alarm-light-outline", "hallduty.ui.incidents.workspace", "Workspace"
)
# Reached from 今日 and 事件, not from the rail: it is wanted after a power cut, and then only.
PAPER = Page("paper", "纸单补录", "file-document-edit", "hallduty.ui.pack.page", "PaperPage")
# Reached from 今日: the picture of the hall in large, the crowd desk and the day's register.
HALL = Page("hall", "大厅", "view-grid-outline", "hallduty.ui.hall.page", "HallPage")
# At the foot of the rail; F1 opens it from everywhere.
HELP = Page("help", "帮助", "help-circle-outline", "hallduty.ui.help.page", "HelpPage")
BESIDE = {page.key: page for page in (PAPER, HALL, HELP)}
