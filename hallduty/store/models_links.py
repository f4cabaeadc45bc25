"""The table of what joins incidents: duplicates, and others of the same cause."""

from __future__ import annotations

from peewee import IntegerField, TextField

from hallduty.domain.links import LinkKind
from hallduty.store.fields import ChoiceField, MomentField
from hallduty.store.model_rows import Named


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
