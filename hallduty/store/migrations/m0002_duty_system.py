"""Schema 2: the duty system: calendar, full roster, handover, directory checks, paper sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hallduty.store.database import Database

# Columns added to old tables are empty or NULL: the audit of the old rows knows nothing of them.
STATEMENTS = """
ALTER TABLE shift ADD COLUMN by_hand TEXT NOT NULL DEFAULT '';
ALTER TABLE shift ADD COLUMN stood TEXT NOT NULL DEFAULT '';
ALTER TABLE shift ADD COLUMN remark TEXT NOT NULL DEFAULT '';
ALTER TABLE department ADD COLUMN category TEXT NOT NULL DEFAULT '';
ALTER TABLE group_member ADD COLUMN deputy_id INTEGER REFERENCES person(id);
ALTER TABLE group_member ADD COLUMN removed_at TEXT;
ALTER TABLE incident ADD COLUMN paper_number TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX incident_paper_number ON incident (paper_number) WHERE paper_number <> '';
CREATE TABLE calendar_year (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, year INTEGER NOT NULL UNIQUE,
  days TEXT NOT NULL, source TEXT NOT NULL);
CREATE TABLE filing_deadline (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, year INTEGER NOT NULL,
  month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12), last_day TEXT NOT NULL,
  official INTEGER NOT NULL, reason TEXT NOT NULL, UNIQUE (year, month));
CREATE TABLE rota_member (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  hall_id INTEGER NOT NULL REFERENCES hall(id), post TEXT NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person(id), position INTEGER NOT NULL,
  peak TEXT NOT NULL CHECK (peak IN ('any', 'only', 'never')), removed_at TEXT,
  UNIQUE (hall_id, post, person_id));
CREATE TABLE leave (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  person_id INTEGER NOT NULL REFERENCES person(id), first_day TEXT NOT NULL,
  last_day TEXT NOT NULL, kind TEXT NOT NULL, remark TEXT NOT NULL, cancelled_at TEXT);
CREATE INDEX leave_days ON leave (first_day, last_day);
CREATE TABLE shift_change (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('swap', 'cover', 'takeover')),
  hall_id INTEGER NOT NULL REFERENCES hall(id), post TEXT NOT NULL, day TEXT NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('day', 'morning', 'afternoon')),
  from_id INTEGER REFERENCES person(id), to_id INTEGER NOT NULL REFERENCES person(id),
  other_day TEXT, other_part TEXT, asked_by TEXT NOT NULL, agreed_by TEXT NOT NULL,
  reason TEXT NOT NULL, at TEXT NOT NULL, undone_at TEXT, undone_by TEXT NOT NULL);
CREATE INDEX shift_change_day ON shift_change (day);
CREATE TABLE duty_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, day TEXT NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('day', 'morning', 'afternoon')),
  hall_id INTEGER NOT NULL REFERENCES hall(id), leader_id INTEGER REFERENCES person(id),
  leader TEXT NOT NULL, fields TEXT NOT NULL, handed_at TEXT, handed_by TEXT NOT NULL,
  handed TEXT NOT NULL, accepted_at TEXT, accepted_id INTEGER REFERENCES person(id),
  accepted_by TEXT NOT NULL, reachable TEXT NOT NULL, remark TEXT NOT NULL,
  UNIQUE (day, part, hall_id));
CREATE TABLE contact_check (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  person_id INTEGER REFERENCES person(id), department_id INTEGER REFERENCES department(id),
  month TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL,
  result TEXT NOT NULL CHECK (result IN ('confirmed', 'corrected', 'failed')),
  remark TEXT NOT NULL);
CREATE INDEX contact_check_month ON contact_check (month);
CREATE TABLE paper_sheet (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, number TEXT NOT NULL UNIQUE,
  printed_at TEXT NOT NULL, printed_by TEXT NOT NULL, incident_id INTEGER REFERENCES incident(id),
  spoiled_at TEXT, remark TEXT NOT NULL)
"""


def apply(db: Database) -> None:
    """Add the tables and columns of the duty system."""
    for statement in STATEMENTS.split(";"):
        db.execute_sql(statement)
