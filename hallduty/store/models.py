"""The tables of the data dictionary as peewee models; created by migrations, never from here."""

from __future__ import annotations

from peewee import AutoField, BooleanField, IntegerField, TextField

from hallduty.domain.followups import FollowupKind
from hallduty.domain.incidents import EntryKind, Outcome, Status, StepState
from hallduty.domain.reports import Channel, ReportKind
from hallduty.domain.roster import Part
from hallduty.store.fields import (
    ChoiceField,
    DayField,
    MappingField,
    MomentField,
    PostsField,
    WordsField,
)
from hallduty.store.model_rows import Named, Row, Table


class Setting(Row):
    key = TextField()
    value = TextField()

    class Meta:
        table_name = "setting"


class Hall(Named):
    name = TextField()
    active = BooleanField()

    class Meta:
        table_name = "hall"


class Window(Named):
    hall_id = IntegerField()
    number = IntegerField()
    kind = TextField()
    up = BooleanField()
    grid_row = IntegerField(null=True)
    grid_column = IntegerField(null=True)

    class Meta:
        table_name = "window"


class Department(Named):
    name = TextField()
    role = TextField()
    phone = TextField()
    position = IntegerField()
    external = BooleanField()
    active = BooleanField()
    category = TextField()

    class Meta:
        table_name = "department"


class Person(Named):
    name = TextField()
    department_id = IntegerField(null=True)
    pinyin = TextField()
    post = TextField()
    duty = TextField()
    role = TextField()
    office_phone = TextField()
    mobile = TextField()
    external = BooleanField()
    active = BooleanField()
    remark = TextField()

    class Meta:
        table_name = "person"


class GroupMember(Named):
    rank = TextField()
    position = IntegerField()
    person_id = IntegerField()
    deputy_id = IntegerField(null=True)
    removed_at = MomentField(null=True)

    class Meta:
        table_name = "group_member"


class PlanVersion(Named):
    version = IntegerField()
    adopted_at = DayField()
    change = TextField()
    reason = TextField()
    text = TextField()

    class Meta:
        table_name = "plan_version"


class Shift(Named):
    day = DayField()
    part = ChoiceField(Part)
    hall_id = IntegerField()
    leader_id = IntegerField(null=True)
    posts = PostsField()
    by_hand = WordsField()
    stood = PostsField()
    remark = TextField()

    class Meta:
        table_name = "shift"


class Incident(Named):
    number = TextField()
    year = IntegerField()
    serial = IntegerField()
    hall_id = IntegerField(null=True)
    event_type = TextField()
    scenario = TextField()
    level = TextField()
    status = ChoiceField(Status)
    drill = BooleanField()
    late = BooleanField()
    occurred_at = MomentField()
    reported_at = MomentField()
    registered_at = MomentField()
    recovered_at = MomentField(null=True)
    closed_at = MomentField(null=True)
    place = TextField()
    reporter = TextField()
    phone = TextField()
    people = IntegerField(null=True)
    waiting = IntegerField(null=True)
    windows = TextField()
    systems = TextField()
    description = TextField()
    measures = TextField()
    outcome = TextField()
    cause = TextField()
    handler = TextField()
    opinion = TextField()
    plan_version_id = IntegerField(null=True)
    extra = MappingField()
    salt = TextField()
    paper_number = TextField()
    merged_into = TextField()

    class Meta:
        table_name = "incident"


class IncidentStep(Named):
    incident_id = IntegerField()
    position = IntegerField()
    text = TextField()
    clause = TextField()
    role = TextField()
    produces = TextField()
    state = ChoiceField(StepState)
    settled_at = MomentField(null=True)
    settled_by = TextField()
    why = TextField()

    class Meta:
        table_name = "incident_step"


class Followup(Named):
    incident_id = IntegerField()
    kind = ChoiceField(FollowupKind)
    who = TextField()
    phone = TextField()
    matter = TextField()
    added_at = MomentField()
    settled_at = MomentField(null=True)
    settled_by = TextField()
    how = TextField()
    salt = TextField()
    card_number = TextField()
    window = TextField()

    class Meta:
        table_name = "followup"


class Entry(Named):
    incident_id = IntegerField()
    at = MomentField()
    recorded_at = MomentField()
    kind = ChoiceField(EntryKind)
    text = TextField()
    actor = TextField()
    outcome = ChoiceField(Outcome)
    corrects_id = IntegerField(null=True)
    person_id = IntegerField(null=True)
    followup_id = IntegerField(null=True)
    step_id = IntegerField(null=True)

    class Meta:
        table_name = "entry"


class Report(Named):
    incident_id = IntegerField()
    kind = ChoiceField(ReportKind)
    ordinal = IntegerField()
    to = TextField()
    channel = ChoiceField(Channel)
    at = MomentField()
    outcome = ChoiceField(Outcome)
    text = TextField()
    person_id = IntegerField(null=True)
    reply = TextField()
    replied_at = MomentField(null=True)
    reply_owner = TextField()
    reply_due = DayField(null=True)
    reply_done_at = MomentField(null=True)
    reply_result = TextField()

    class Meta:
        table_name = "report"


class Attachment(Named):
    incident_id = IntegerField()
    name = TextField()
    sha256 = TextField()
    size = IntegerField()
    at = MomentField()
    actor = TextField()

    class Meta:
        table_name = "attachment"


class Review(Named):
    incident_id = IntegerField()
    sections = MappingField()
    classification = TextField()

    class Meta:
        table_name = "review"


class Action(Named):
    incident_id = IntegerField()
    what = TextField()
    type = TextField()
    owner = TextField()
    due = DayField(null=True)
    verification = TextField()
    verified_at = MomentField(null=True)

    class Meta:
        table_name = "action"


class Draft(Row):
    key = TextField()
    text = TextField()
    saved_at = MomentField()

    class Meta:
        table_name = "draft"


class Audit(Table):
    """The chain of what was written; sequence has no gaps."""

    sequence = AutoField()
    write_id = TextField()
    at = TextField()
    actor = TextField()
    table_name = TextField()
    row_id = IntegerField()
    change = TextField()
    previous = TextField()
    hash = TextField()

    class Meta:
        table_name = "audit"
