"""Every table of the data dictionary, for what is done to all: the check of the audit."""

from __future__ import annotations

from hallduty.store.model_rows import Row, Table
from hallduty.store.models import (
    Action,
    Attachment,
    Audit,
    Department,
    Draft,
    Entry,
    Followup,
    GroupMember,
    Hall,
    Incident,
    IncidentStep,
    Person,
    PlanVersion,
    Report,
    Review,
    Setting,
    Shift,
    Window,
)
from hallduty.store.models_duty import (
    CalendarYear,
    ContactCheck,
    DutyLog,
    FilingDeadline,
    PaperSheet,
)
from hallduty.store.models_handling import (
    ExportLog,
    FollowupAttempt,
    Footage,
    Notice,
    NoticePosting,
    Printing,
    Promise,
)
from hallduty.store.models_links import IncidentLink
from hallduty.store.models_rota import Leave, RotaMember, ShiftChange
from hallduty.store.models_site import Appointment, CrowdReading, Device, Extension, Outage
from hallduty.store.models_voices import Need, PeriodReport, PolicyQuestion, PolicyReferral

# Tables whose every change is in the audit; drafts and remembered widths are not records.
AUDITED: tuple[type[Row], ...] = (
    Hall,
    Window,
    Department,
    Person,
    GroupMember,
    PlanVersion,
    Shift,
    Incident,
    IncidentStep,
    Followup,
    Entry,
    Report,
    Attachment,
    Review,
    Action,
    Setting,
    CalendarYear,
    FilingDeadline,
    RotaMember,
    Leave,
    ShiftChange,
    DutyLog,
    ContactCheck,
    PaperSheet,
    Promise,
    Notice,
    NoticePosting,
    FollowupAttempt,
    ExportLog,
    CrowdReading,
    Extension,
    Appointment,
    Device,
    Outage,
    Footage,
    PolicyQuestion,
    PolicyReferral,
    Need,
    PeriodReport,
    IncidentLink,
    Printing,
)
ALL: tuple[type[Table], ...] = (*AUDITED, Draft, Audit)
