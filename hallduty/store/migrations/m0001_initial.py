"""Schema 1: every table of the data dictionary that the incident ledger needs.

The statements are frozen: a later change of models.py must come as a later migration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hallduty.store.database import Database

TABLES = """
CREATE TABLE setting (
  id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, value TEXT NOT NULL);
CREATE TABLE hall (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  active INTEGER NOT NULL);
CREATE TABLE window (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  hall_id INTEGER NOT NULL REFERENCES hall(id), number INTEGER NOT NULL, kind TEXT NOT NULL,
  up INTEGER NOT NULL, UNIQUE (hall_id, number));
CREATE TABLE department (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  role TEXT NOT NULL, phone TEXT NOT NULL, position INTEGER NOT NULL, external INTEGER NOT NULL,
  active INTEGER NOT NULL);
CREATE TABLE person (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  department_id INTEGER REFERENCES department(id), pinyin TEXT NOT NULL, post TEXT NOT NULL,
  duty TEXT NOT NULL, role TEXT NOT NULL, office_phone TEXT NOT NULL, mobile TEXT NOT NULL,
  external INTEGER NOT NULL, active INTEGER NOT NULL, remark TEXT NOT NULL);
CREATE TABLE group_member (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, rank TEXT NOT NULL,
  position INTEGER NOT NULL, person_id INTEGER NOT NULL REFERENCES person(id));
CREATE TABLE plan_version (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, version INTEGER NOT NULL UNIQUE,
  adopted_at TEXT NOT NULL, change TEXT NOT NULL, reason TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE shift (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, day TEXT NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('day', 'morning', 'afternoon')),
  hall_id INTEGER NOT NULL REFERENCES hall(id), leader_id INTEGER REFERENCES person(id),
  posts TEXT NOT NULL, UNIQUE (day, part, hall_id));
CREATE TABLE incident (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, number TEXT NOT NULL UNIQUE,
  year INTEGER NOT NULL, serial INTEGER NOT NULL, hall_id INTEGER REFERENCES hall(id),
  event_type TEXT NOT NULL, scenario TEXT NOT NULL, level TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('handling', 'recovered', 'closed', 'void')),
  drill INTEGER NOT NULL, late INTEGER NOT NULL, occurred_at TEXT NOT NULL,
  reported_at TEXT NOT NULL, registered_at TEXT NOT NULL, recovered_at TEXT, closed_at TEXT,
  place TEXT NOT NULL, reporter TEXT NOT NULL, phone TEXT NOT NULL, people INTEGER,
  waiting INTEGER, windows TEXT NOT NULL, systems TEXT NOT NULL, description TEXT NOT NULL,
  measures TEXT NOT NULL, outcome TEXT NOT NULL, cause TEXT NOT NULL, handler TEXT NOT NULL,
  opinion TEXT NOT NULL, plan_version_id INTEGER REFERENCES plan_version(id),
  extra TEXT NOT NULL, salt TEXT NOT NULL, UNIQUE (year, serial));
CREATE INDEX incident_occurred ON incident (occurred_at);
CREATE INDEX incident_status ON incident (status);
CREATE TABLE incident_step (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  incident_id INTEGER NOT NULL REFERENCES incident(id), position INTEGER NOT NULL,
  text TEXT NOT NULL, clause TEXT NOT NULL, role TEXT NOT NULL, produces TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'skipped')), settled_at TEXT,
  settled_by TEXT NOT NULL, why TEXT NOT NULL);
CREATE INDEX incident_step_incident ON incident_step (incident_id);
CREATE TABLE followup (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  incident_id INTEGER NOT NULL REFERENCES incident(id), kind TEXT NOT NULL, who TEXT NOT NULL,
  phone TEXT NOT NULL, matter TEXT NOT NULL, added_at TEXT NOT NULL, settled_at TEXT,
  settled_by TEXT NOT NULL, how TEXT NOT NULL, salt TEXT NOT NULL);
CREATE INDEX followup_incident ON followup (incident_id, settled_at);
CREATE TABLE entry (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  incident_id INTEGER NOT NULL REFERENCES incident(id), at TEXT NOT NULL,
  recorded_at TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, actor TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('', 'reached', 'missed', 'busy')),
  corrects_id INTEGER UNIQUE REFERENCES entry(id), person_id INTEGER REFERENCES person(id),
  followup_id INTEGER REFERENCES followup(id), step_id INTEGER REFERENCES incident_step(id));
CREATE INDEX entry_incident ON entry (incident_id);
CREATE TABLE report (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  incident_id INTEGER NOT NULL REFERENCES incident(id),
  kind TEXT NOT NULL CHECK (kind IN ('first', 'follow_up', 'final')), ordinal INTEGER NOT NULL,
  "to" TEXT NOT NULL, channel TEXT NOT NULL, at TEXT NOT NULL, outcome TEXT NOT NULL,
  text TEXT NOT NULL, person_id INTEGER REFERENCES person(id), reply TEXT NOT NULL,
  replied_at TEXT);
CREATE INDEX report_incident ON report (incident_id);
CREATE TABLE attachment (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  incident_id INTEGER NOT NULL REFERENCES incident(id), name TEXT NOT NULL, sha256 TEXT NOT NULL,
  size INTEGER NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL);
CREATE INDEX attachment_incident ON attachment (incident_id);
CREATE TABLE review (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  incident_id INTEGER NOT NULL UNIQUE REFERENCES incident(id), sections TEXT NOT NULL,
  classification TEXT NOT NULL);
CREATE TABLE action (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  incident_id INTEGER NOT NULL REFERENCES incident(id), what TEXT NOT NULL, type TEXT NOT NULL,
  owner TEXT NOT NULL, due TEXT, verification TEXT NOT NULL, verified_at TEXT);
CREATE INDEX action_incident ON action (incident_id);
CREATE TABLE draft (
  id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, text TEXT NOT NULL,
  saved_at TEXT NOT NULL);
CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, write_id TEXT NOT NULL, at TEXT NOT NULL,
  actor TEXT NOT NULL, table_name TEXT NOT NULL, row_id INTEGER NOT NULL, change TEXT NOT NULL,
  previous TEXT NOT NULL, hash TEXT NOT NULL);
CREATE INDEX audit_write ON audit (write_id);
CREATE VIRTUAL TABLE incident_search USING fts5 (number, place, description, measures, timeline)
"""

_APPEND_ONLY = {"entry": "id", "audit": "sequence"}


def _guards(table: str, key: str) -> list[str]:
    """Return triggers that refuse UPDATE, DELETE and REPLACE whatever the pragmas are."""
    refuse = f"SELECT RAISE(ABORT, '{table} is append-only')"
    taken = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"
    if table == "entry":
        taken += " OR EXISTS (SELECT 1 FROM entry WHERE uuid = NEW.uuid)"
        taken += " OR EXISTS (SELECT 1 FROM entry WHERE corrects_id = NEW.corrects_id)"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN {refuse}; END",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN {refuse}; END",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} "
        f"BEGIN {refuse}; END",
    ]


def apply(db: Database) -> None:
    """Create the tables, the guards of the append-only ones, and the search index."""
    for statement in TABLES.split(";"):
        db.execute_sql(statement)
    for table, key in _APPEND_ONLY.items():
        for trigger in _guards(table, key):
            db.execute_sql(trigger)
