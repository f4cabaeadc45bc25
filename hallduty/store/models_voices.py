"""The tables of what taxpayers ask and want: policy questions, needs and their reports."""

from __future__ import annotations

from peewee import IntegerField, TextField

from hallduty.domain.period_reports import PeriodKind
from hallduty.domain.policy import QuestionKind
from hallduty.domain.reports import Channel
from hallduty.store.fields import ChoiceField, MomentField
from hallduty.store.model_rows import Named


class PolicyQuestion(Named):
    number = TextField()
    year = IntegerField()
    serial = IntegerField()
    hall_id = IntegerField(null=True)
    incident_id = IntegerField(null=True)
    kind = ChoiceField(QuestionKind)
    topic = TextField()
    question = TextField()
    answer = TextField()
    basis = TextField()
    who = TextField()
    phone = TextField()
    asked_at = MomentField()
    taken_by = TextField()
    answered_at = MomentField(null=True)
    told_at = MomentField(null=True)
    told_by = TextField()
    told_how = TextField()
    salt = TextField()

    class Meta:
        table_name = "policy_question"


class PolicyReferral(Named):
    question_id = IntegerField()
    department_id = IntegerField(null=True)
    department = TextField()
    who = TextField()
    channel = ChoiceField(Channel)
    asked_at = MomentField()
    due = MomentField(null=True)
    reply = TextField()
    replied_at = MomentField(null=True)

    class Meta:
        table_name = "policy_referral"


class Need(Named):
    number = TextField()
    year = IntegerField()
    serial = IntegerField()
    hall_id = IntegerField(null=True)
    incident_id = IntegerField(null=True)
    at = MomentField()
    channel = TextField()
    category = TextField()
    content = TextField()
    who = TextField()
    phone = TextField()
    taken_by = TextField()
    analysis = TextField()
    reported_at = MomentField(null=True)
    reported_to = TextField()
    feedback = TextField()
    fed_back_at = MomentField(null=True)
    salt = TextField()

    class Meta:
        table_name = "need"


class PeriodReport(Named):
    kind = ChoiceField(PeriodKind)
    period = TextField()
    hall_id = IntegerField(null=True)
    text = TextField()
    to = TextField()
    issued_at = MomentField()
    actor = TextField()

    class Meta:
        table_name = "period_report"
