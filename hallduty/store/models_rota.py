"""The tables of who takes turns: rota, leave and changes of shifts."""

from __future__ import annotations

from peewee import IntegerField, TextField

from hallduty.domain.roster import Part
from hallduty.domain.rota import ChangeKind, Peak
from hallduty.store.fields import ChoiceField, DayField, MomentField
from hallduty.store.model_rows import Named


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
