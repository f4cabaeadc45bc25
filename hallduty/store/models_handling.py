"""The tables of handling an event: notices, promises, attempts to tell, conflict, printings."""

from __future__ import annotations

from peewee import IntegerField, TextField

from hallduty.domain.followups import AttemptOutcome
from hallduty.domain.notices import NoticeKind
from hallduty.domain.promises import PromiseState
from hallduty.store.fields import ChoiceField, DayField, MomentField
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


class Printing(Named):
    incident_id = IntegerField(null=True)
    kind = TextField()
    at = MomentField()
    actor = TextField()
    pages = IntegerField()
    digest = TextField()

    class Meta:
        table_name = "printing"
