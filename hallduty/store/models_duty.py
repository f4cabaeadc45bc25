"""The tables of the duty system: calendar, rota, changes, logs, checks and numbered sheets."""

from __future__ import annotations

from peewee import BooleanField, IntegerField, TextField

from hallduty.domain.contact_checks import CheckResult
from hallduty.domain.roster import ChangeKind, Part, Peak
from hallduty.store.fields import (
    BlankDayField,
    ChoiceField,
    DayField,
    MappingField,
    MomentField,
    WordsField,
)
from hallduty.store.model_rows import Named


class CalendarYear(Named):
    year = IntegerField()
    days = MappingField()
    source = TextField()

    class Meta:
        table_name = "calendar_year"


class FilingDeadline(Named):
    year = IntegerField()
    month = IntegerField()
    last_day = BlankDayField()
    official = BooleanField()
    reason = TextField()

    class Meta:
        table_name = "filing_deadline"


class RotaMember(Named):
    hall_id = IntegerField()
    post = TextField()
    person_id = IntegerField()
    position = IntegerField()
    peak = ChoiceField(Peak)
    removed_at = MomentField(null=True)

    class Meta:
        table_name = "rota_member"


class Leave(Named):
    person_id = IntegerField()
    first_day = DayField()
    last_day = DayField()
    kind = TextField()
    remark = TextField()
    cancelled_at = MomentField(null=True)

    class Meta:
        table_name = "leave"


class ShiftChange(Named):
    kind = ChoiceField(ChangeKind)
    hall_id = IntegerField()
    post = TextField()
    day = DayField()
    part = ChoiceField(Part)
    from_id = IntegerField(null=True)
    to_id = IntegerField()
    other_day = DayField(null=True)
    other_part = ChoiceField(Part, null=True)
    asked_by = TextField()
    agreed_by = TextField()
    reason = TextField()
    at = MomentField()
    undone_at = MomentField(null=True)
    undone_by = TextField()

    class Meta:
        table_name = "shift_change"


class DutyLog(Named):
    day = DayField()
    part = ChoiceField(Part)
    hall_id = IntegerField()
    leader_id = IntegerField(null=True)
    leader = TextField()
    fields = MappingField()
    handed_at = MomentField(null=True)
    handed_by = TextField()
    handed = WordsField()
    accepted_at = MomentField(null=True)
    accepted_id = IntegerField(null=True)
    accepted_by = TextField()
    reachable = TextField()
    remark = TextField()

    class Meta:
        table_name = "duty_log"


class ContactCheck(Named):
    person_id = IntegerField(null=True)
    department_id = IntegerField(null=True)
    month = TextField()
    at = MomentField()
    actor = TextField()
    result = ChoiceField(CheckResult)
    remark = TextField()

    class Meta:
        table_name = "contact_check"


class PaperSheet(Named):
    number = TextField()
    printed_at = MomentField()
    printed_by = TextField()
    incident_id = IntegerField(null=True)
    spoiled_at = MomentField(null=True)
    remark = TextField()

    class Meta:
        table_name = "paper_sheet"
