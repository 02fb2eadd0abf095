-- What the dialects need: where a tenant's days begin, what callers said about a session, templates, campaigns and
-- automations.

ALTER TABLE tenant ADD COLUMN zone TEXT NOT NULL DEFAULT 'UTC';

-- What callers said about a session, as opposed to what the network knows.
CREATE TABLE session_profile (
  session_ref   INTEGER PRIMARY KEY REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id     TEXT    NOT NULL,
  phone         TEXT,
  business      TEXT,
  greeting      TEXT,
  working_hours TEXT,
  daily_limit   INTEGER CHECK (daily_limit > 0)
);

CREATE TABLE template (
  tenant_id  TEXT    NOT NULL REFERENCES tenant (id),
  id         TEXT    NOT NULL,
  name       TEXT    NOT NULL,
  content    TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, id)
) WITHOUT ROWID;

CREATE TABLE campaign (
  ref          INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant_id    TEXT    NOT NULL,
  id           TEXT    NOT NULL,
  session_ref  INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  session_id   TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  template_id  TEXT    NOT NULL,
  stage        TEXT    NOT NULL CHECK (stage IN ('draft', 'scheduled', 'running', 'completed')),
  schedule     INTEGER,
  created_at   INTEGER NOT NULL,
  started_at   INTEGER,
  completed_at INTEGER,
  UNIQUE (tenant_id, id)
);
CREATE INDEX campaign_of_session ON campaign (session_ref);
CREATE INDEX campaign_at_work ON campaign (stage, schedule) WHERE stage IN ('scheduled', 'running');

-- Every message has its final WhatsApp id from the beginning, so that none is sent twice.
CREATE TABLE campaign_message (
  campaign_ref INTEGER NOT NULL REFERENCES campaign (ref) ON DELETE CASCADE,
  position     INTEGER NOT NULL,
  jid          TEXT    NOT NULL,
  content      TEXT    NOT NULL,
  message_id   TEXT    NOT NULL,
  handed       INTEGER NOT NULL CHECK (handed IN (0, 1)),
  PRIMARY KEY (campaign_ref, position)
) WITHOUT ROWID;
CREATE INDEX campaign_message_due ON campaign_message (campaign_ref, position) WHERE handed = 0;

CREATE TABLE automation (
  ref         INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant_id   TEXT    NOT NULL,
  id          TEXT    NOT NULL,
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  category    TEXT    NOT NULL,
  kind        TEXT    NOT NULL,
  config      TEXT    NOT NULL,
  active      INTEGER NOT NULL CHECK (active IN (0, 1)),
  created_at  INTEGER NOT NULL,
  UNIQUE (tenant_id, id)
);
CREATE INDEX automation_of_session ON automation (session_ref);

-- Messages that active automations have yet to look at; written in the transaction that takes the message in.
CREATE TABLE automation_task (
  ref         INTEGER PRIMARY KEY AUTOINCREMENT,
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  session_id  TEXT    NOT NULL,
  chat        TEXT    NOT NULL,
  message_id  TEXT    NOT NULL,
  name        TEXT,
  content     TEXT,
  at          INTEGER NOT NULL,
  first       INTEGER NOT NULL CHECK (first IN (0, 1))
);
CREATE INDEX automation_task_of_session ON automation_task (session_ref);

-- What an automation remembers of a chat: the step of a conversation, and the answers so far.
CREATE TABLE automation_memory (
  automation_ref INTEGER NOT NULL REFERENCES automation (ref) ON DELETE CASCADE,
  chat           TEXT    NOT NULL,
  step           INTEGER NOT NULL,
  answers        TEXT    NOT NULL,
  at             INTEGER NOT NULL,
  PRIMARY KEY (automation_ref, chat)
) WITHOUT ROWID;
