"""What every table of the database has: the base classes of the models, and their database."""

from __future__ import annotations

from peewee import AutoField, DatabaseProxy, Model, TextField

# Stands for the database opened last; so models can be imported when first asked for.
DATABASE = DatabaseProxy()


class Table(Model):
    """A table of the database that is open."""

    class Meta:
        database = DATABASE


class Row(Table):
    """What every table has: an ever-growing id."""

    id = AutoField()


class Named(Row):
    """A row that a write created; its uuid is that write's id, so that a retry finds it."""

    uuid = TextField()
