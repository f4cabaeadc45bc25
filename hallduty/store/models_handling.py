"""The tables of handling an event: notices, promises, crowd, hall, conflict and links."""

from __future__ import annotations

from peewee import BooleanField, FloatField, IntegerField, TextField

from hallduty.domain.appointments import AppointmentKind, AppointmentOutcome
from hallduty.domain.followups import AttemptOutcome
from hallduty.domain.hall import DeviceKind
from hallduty.domain.links import LinkKind
from hallduty.domain.notices import NoticeKind
from hallduty.domain.promises import PromiseState
from hallduty.store.fields import ChoiceField, DayField, MomentField, WordsField
from hallduty.store.model_rows import Named


class Promise(Named):
    incident_id = IntegerField()
    unit = TextField()
    who = TextField()
    until = MomentField()
    made_at = MomentField()
    state = ChoiceField(PromiseState)
    settled_at = MomentField(null=True)
    remark = TextField()

    class Meta:
        table_name = "promise"


class Notice(Named):
    incident_id = IntegerField()
    kind = ChoiceField(NoticeKind)
    title = TextField()
    text = TextField()
    short = TextField()
    expected_at = MomentField(null=True)
    wait_minutes = IntegerField(null=True)
    made_at = MomentField()
    made_by = TextField()

    class Meta:
        table_name = "notice"


class NoticePosting(Named):
    incident_id = IntegerField()
    notice_id = IntegerField()
    place = TextField()
    posted_at = MomentField()
    posted_by = TextField()
    withdrawn_at = MomentField(null=True)
    withdrawn_by = TextField()

    class Meta:
        table_name = "notice_posting"


class FollowupAttempt(Named):
    incident_id = IntegerField()
    followup_id = IntegerField()
    at = MomentField()
    channel = TextField()
    outcome = ChoiceField(AttemptOutcome)
    round = IntegerField()
    actor = TextField()

    class Meta:
        table_name = "followup_attempt"


class ExportLog(Named):
    incident_id = IntegerField(null=True)
    kind = TextField()
    people = IntegerField()
    at = MomentField()
    actor = TextField()
    purpose = TextField()

    class Meta:
        table_name = "export_log"


class CrowdReading(Named):
    incident_id = IntegerField(null=True)
    hall_id = IntegerField(null=True)
    at = MomentField()
    actor = TextField()
    waiting = IntegerField()
    windows = IntegerField()
    minutes = FloatField()
    arrivals = FloatField(null=True)
    wait_minutes = FloatField(null=True)
    measures = WordsField()
    remark = TextField()

    class Meta:
        table_name = "crowd_reading"


class Extension(Named):
    incident_id = IntegerField(null=True)
    hall_id = IntegerField(null=True)
    opened_at = MomentField()
    until = MomentField()
    ended_at = MomentField(null=True)
    staff = TextField()
    windows = TextField()
    waiting = IntegerField(null=True)
    served = IntegerField(null=True)
    remark = TextField()

    class Meta:
        table_name = "extension"


class Appointment(Named):
    incident_id = IntegerField(null=True)
    hall_id = IntegerField(null=True)
    extension_id = IntegerField(null=True)
    kind = ChoiceField(AppointmentKind)
    who = TextField()
    phone = TextField()
    matter = TextField()
    due_at = MomentField()
    made_at = MomentField()
    served_at = MomentField(null=True)
    served_by = TextField()
    window = TextField()
    outcome = ChoiceField(AppointmentOutcome)
    salt = TextField()
    rebooked_why = TextField()

    class Meta:
        table_name = "appointment"


class Device(Named):
    hall_id = IntegerField()
    kind = ChoiceField(DeviceKind)
    name = TextField()
    up = BooleanField()
    active = BooleanField()
    grid_row = IntegerField(null=True)
    grid_column = IntegerField(null=True)

    class Meta:
        table_name = "device"


class Outage(Named):
    incident_id = IntegerField(null=True)
    hall_id = IntegerField()
    window_id = IntegerField(null=True)
    device_id = IntegerField(null=True)
    down_at = MomentField()
    up_at = MomentField(null=True)
    actor = TextField()
    remark = TextField()

    class Meta:
        table_name = "outage"


class Footage(Named):
    incident_id = IntegerField()
    camera = TextField()
    from_at = MomentField()
    to_at = MomentField()
    noted_at = MomentField()
    expires_on = DayField()
    secured_at = MomentField(null=True)
    secured_by = TextField()
    storage = TextField()

    class Meta:
        table_name = "footage"


class IncidentLink(Named):
    incident_id = IntegerField()
    other_id = IntegerField()
    kind = ChoiceField(LinkKind)
    reason = TextField()
    at = MomentField()
    actor = TextField()
    undone_at = MomentField(null=True)

    class Meta:
        table_name = "incident_link"


class Printing(Named):
    incident_id = IntegerField(null=True)
    kind = TextField()
    at = MomentField()
    actor = TextField()
    pages = IntegerField()
    digest = TextField()

    class Meta:
        table_name = "printing"
