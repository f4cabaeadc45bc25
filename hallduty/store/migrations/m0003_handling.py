"""Schema 3: handling every event of chapter four: notices, promises, crowd, policy, needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hallduty.store.database import Database

# Columns added to old tables are empty or NULL: the audit of the old rows knows nothing of them.
STATEMENTS = """
CREATE TABLE promise (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  incident_id INTEGER NOT NULL REFERENCES incident(id), unit TEXT NOT NULL, who TEXT NOT NULL,
  until TEXT NOT NULL, made_at TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'kept', 'lapsed', 'replaced')),
  settled_at TEXT, remark TEXT NOT NULL);
CREATE INDEX promise_incident ON promise (incident_id);
CREATE TABLE notice (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  incident_id INTEGER NOT NULL REFERENCES incident(id), kind TEXT NOT NULL, title TEXT NOT NULL,
  text TEXT NOT NULL, short TEXT NOT NULL, expected_at TEXT, wait_minutes INTEGER,
  made_at TEXT NOT NULL, made_by TEXT NOT NULL);
CREATE INDEX notice_incident ON notice (incident_id);
CREATE TABLE notice_posting (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  incident_id INTEGER NOT NULL REFERENCES incident(id),
  notice_id INTEGER NOT NULL REFERENCES notice(id), place TEXT NOT NULL, posted_at TEXT NOT NULL,
  posted_by TEXT NOT NULL, withdrawn_at TEXT, withdrawn_by TEXT NOT NULL);
CREATE INDEX notice_posting_incident ON notice_posting (incident_id, withdrawn_at);
ALTER TABLE followup ADD COLUMN card_number TEXT NOT NULL DEFAULT '';
ALTER TABLE followup ADD COLUMN window TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX followup_card ON followup (card_number) WHERE card_number <> '';
CREATE INDEX followup_settled ON followup (settled_at);
CREATE TABLE followup_attempt (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  incident_id INTEGER NOT NULL REFERENCES incident(id),
  followup_id INTEGER NOT NULL REFERENCES followup(id), at TEXT NOT NULL, channel TEXT NOT NULL,
  outcome TEXT NOT NULL, round INTEGER NOT NULL, actor TEXT NOT NULL);
CREATE INDEX followup_attempt_incident ON followup_attempt (incident_id);
CREATE TABLE export_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  incident_id INTEGER REFERENCES incident(id), kind TEXT NOT NULL, people INTEGER NOT NULL,
  at TEXT NOT NULL, actor TEXT NOT NULL, purpose TEXT NOT NULL);
ALTER TABLE report ADD COLUMN reply_owner TEXT NOT NULL DEFAULT '';
ALTER TABLE report ADD COLUMN reply_due TEXT;
ALTER TABLE report ADD COLUMN reply_done_at TEXT;
ALTER TABLE report ADD COLUMN reply_result TEXT NOT NULL DEFAULT '';
CREATE TABLE crowd_reading (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  incident_id INTEGER REFERENCES incident(id), hall_id INTEGER REFERENCES hall(id),
  at TEXT NOT NULL, actor TEXT NOT NULL, waiting INTEGER NOT NULL, windows INTEGER NOT NULL,
  minutes REAL NOT NULL, arrivals REAL, wait_minutes REAL, measures TEXT NOT NULL,
  remark TEXT NOT NULL);
CREATE INDEX crowd_reading_at ON crowd_reading (at);
CREATE INDEX crowd_reading_incident ON crowd_reading (incident_id);
CREATE TABLE extension (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  incident_id INTEGER REFERENCES incident(id), hall_id INTEGER REFERENCES hall(id),
  opened_at TEXT NOT NULL, until TEXT NOT NULL, ended_at TEXT, staff TEXT NOT NULL,
  windows TEXT NOT NULL, waiting INTEGER, served INTEGER, remark TEXT NOT NULL);
CREATE INDEX extension_incident ON extension (incident_id);
CREATE TABLE appointment (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  incident_id INTEGER REFERENCES incident(id), hall_id INTEGER REFERENCES hall(id),
  extension_id INTEGER REFERENCES extension(id),
  kind TEXT NOT NULL CHECK (kind IN ('appointment', 'extended')), who TEXT NOT NULL,
  phone TEXT NOT NULL, matter TEXT NOT NULL, due_at TEXT NOT NULL, made_at TEXT NOT NULL,
  served_at TEXT, served_by TEXT NOT NULL, window TEXT NOT NULL, outcome TEXT NOT NULL,
  salt TEXT NOT NULL);
CREATE INDEX appointment_incident ON appointment (incident_id);
CREATE INDEX appointment_due ON appointment (due_at);
CREATE TABLE device (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  hall_id INTEGER NOT NULL REFERENCES hall(id),
  kind TEXT NOT NULL CHECK (kind IN ('self_service', 'queue', 'power', 'network', 'other')),
  name TEXT NOT NULL, up INTEGER NOT NULL, active INTEGER NOT NULL, grid_row INTEGER,
  grid_column INTEGER);
ALTER TABLE window ADD COLUMN grid_row INTEGER;
ALTER TABLE window ADD COLUMN grid_column INTEGER;
CREATE TABLE outage (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  incident_id INTEGER REFERENCES incident(id), hall_id INTEGER NOT NULL REFERENCES hall(id),
  window_id INTEGER REFERENCES window(id), device_id INTEGER REFERENCES device(id),
  down_at TEXT NOT NULL, up_at TEXT, actor TEXT NOT NULL, remark TEXT NOT NULL,
  CHECK ((window_id IS NULL) <> (device_id IS NULL)));
CREATE INDEX outage_incident ON outage (incident_id);
CREATE INDEX outage_open ON outage (up_at);
CREATE TABLE footage (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  incident_id INTEGER NOT NULL REFERENCES incident(id), camera TEXT NOT NULL,
  from_at TEXT NOT NULL, to_at TEXT NOT NULL, noted_at TEXT NOT NULL, expires_on TEXT NOT NULL,
  secured_at TEXT, secured_by TEXT NOT NULL, storage TEXT NOT NULL);
CREATE INDEX footage_incident ON footage (incident_id);
CREATE TABLE policy_question (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, number TEXT NOT NULL UNIQUE,
  year INTEGER NOT NULL, serial INTEGER NOT NULL, hall_id INTEGER REFERENCES hall(id),
  incident_id INTEGER REFERENCES incident(id),
  kind TEXT NOT NULL CHECK (kind IN ('answered', 'ambiguous', 'gap')), topic TEXT NOT NULL,
  question TEXT NOT NULL, answer TEXT NOT NULL, basis TEXT NOT NULL, who TEXT NOT NULL,
  phone TEXT NOT NULL, asked_at TEXT NOT NULL, taken_by TEXT NOT NULL, answered_at TEXT,
  told_at TEXT, told_by TEXT NOT NULL, told_how TEXT NOT NULL, salt TEXT NOT NULL,
  UNIQUE (year, serial));
CREATE INDEX policy_question_asked ON policy_question (asked_at);
CREATE INDEX policy_question_untold ON policy_question (id) WHERE told_at IS NULL;
CREATE TABLE policy_referral (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  question_id INTEGER NOT NULL REFERENCES policy_question(id),
  department_id INTEGER REFERENCES department(id), department TEXT NOT NULL, who TEXT NOT NULL,
  channel TEXT NOT NULL, asked_at TEXT NOT NULL, due TEXT, reply TEXT NOT NULL, replied_at TEXT);
CREATE INDEX policy_referral_question ON policy_referral (question_id);
CREATE VIRTUAL TABLE policy_search USING fts5 (topic, question, answer);
CREATE TABLE need (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, number TEXT NOT NULL UNIQUE,
  year INTEGER NOT NULL, serial INTEGER NOT NULL, hall_id INTEGER REFERENCES hall(id),
  incident_id INTEGER REFERENCES incident(id), at TEXT NOT NULL, channel TEXT NOT NULL,
  category TEXT NOT NULL, content TEXT NOT NULL, who TEXT NOT NULL, phone TEXT NOT NULL,
  taken_by TEXT NOT NULL, analysis TEXT NOT NULL, reported_at TEXT, reported_to TEXT NOT NULL,
  feedback TEXT NOT NULL, fed_back_at TEXT, salt TEXT NOT NULL, UNIQUE (year, serial));
CREATE INDEX need_at ON need (at);
CREATE TABLE period_report (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('policy_day', 'need_month')), period TEXT NOT NULL,
  hall_id INTEGER REFERENCES hall(id), text TEXT NOT NULL, "to" TEXT NOT NULL,
  issued_at TEXT NOT NULL, actor TEXT NOT NULL);
CREATE INDEX period_report_period ON period_report (kind, period);
ALTER TABLE incident ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
CREATE INDEX incident_merged ON incident (merged_into) WHERE merged_into <> '';
CREATE TABLE incident_link (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  incident_id INTEGER NOT NULL REFERENCES incident(id),
  other_id INTEGER NOT NULL REFERENCES incident(id),
  kind TEXT NOT NULL CHECK (kind IN ('merged', 'same_cause')), reason TEXT NOT NULL,
  at TEXT NOT NULL, actor TEXT NOT NULL, undone_at TEXT);
CREATE INDEX incident_link_incident ON incident_link (incident_id);
CREATE INDEX incident_link_other ON incident_link (other_id);
CREATE TABLE printing (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
  incident_id INTEGER REFERENCES incident(id), kind TEXT NOT NULL, at TEXT NOT NULL,
  actor TEXT NOT NULL, pages INTEGER NOT NULL, digest TEXT NOT NULL);
CREATE INDEX printing_incident ON printing (incident_id)
"""


def apply(db: Database) -> None:
    """Add the tables and columns of handling an event."""
    for statement in STATEMENTS.split(";"):
        db.execute_sql(statement)
