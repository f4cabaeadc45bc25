"""The tables of the duty system: calendar, logs, checks and numbered sheets."""

from __future__ import annotations

from peewee import BooleanField, IntegerField, TextField

from hallduty.domain.contacts import CheckResult
from hallduty.domain.roster import Part
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
