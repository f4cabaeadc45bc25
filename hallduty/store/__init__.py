"""Floor 2: SQLite through peewee; the only place that knows peewee."""
