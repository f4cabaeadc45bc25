"""The tables of the hall: crowd, appointments, extended services, devices and outages."""

from __future__ import annotations

from peewee import BooleanField, FloatField, IntegerField, TextField

from hallduty.domain.appointments import AppointmentKind, AppointmentOutcome
from hallduty.domain.hall import DeviceKind
from hallduty.store.fields import ChoiceField, MomentField, WordsField
from hallduty.store.model_rows import Named


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
