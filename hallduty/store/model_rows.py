"""What every table of the database has: the base classes of the models."""

from __future__ import annotations

from peewee import AutoField, Model, TextField


class Row(Model):
    """What every table has: an ever-growing id."""

    id = AutoField()


class Named(Row):
    """A row that a write created; its uuid is that write's id, so that a retry finds it."""

    uuid = TextField()
