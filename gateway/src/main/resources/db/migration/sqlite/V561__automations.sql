-- Automations as definitions with versions, their runs in chats, and what each run did.

CREATE TABLE automation_flow (
  ref         INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
  id          TEXT    NOT NULL,
  session_ref INTEGER REFERENCES session (ref) ON DELETE CASCADE,
  session_id  TEXT,
  fence       INTEGER NOT NULL DEFAULT 0,
  name        TEXT    NOT NULL,
  market_id   TEXT,
  version     INTEGER NOT NULL,
  definition  TEXT    NOT NULL,
  settings    TEXT    NOT NULL,
  config      TEXT,
  enabled     INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  position    INTEGER NOT NULL,
  hook_sealed BLOB,
  next_at     INTEGER,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  UNIQUE (tenant_id, id)
);
CREATE INDEX automation_flow_of_session ON automation_flow (session_ref);
CREATE INDEX automation_flow_due ON automation_flow (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE automation_version (
  automation_ref INTEGER NOT NULL REFERENCES automation_flow (ref) ON DELETE CASCADE,
  version        INTEGER NOT NULL,
  name           TEXT    NOT NULL,
  definition     TEXT    NOT NULL,
  settings       TEXT    NOT NULL,
  actor          TEXT    NOT NULL,
  created_at     INTEGER NOT NULL,
  PRIMARY KEY (automation_ref, version)
);

CREATE TABLE automation_run (
  ref            INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant_id      TEXT    NOT NULL,
  automation_ref INTEGER NOT NULL REFERENCES automation_flow (ref) ON DELETE CASCADE,
  version        INTEGER NOT NULL,
  session_ref    INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  session_id     TEXT    NOT NULL,
  fence          INTEGER NOT NULL,
  chat           TEXT    NOT NULL,
  person         TEXT    NOT NULL,
  cause          TEXT    NOT NULL,
  slot           TEXT    NOT NULL,
  phase          TEXT    NOT NULL,
  place          INTEGER NOT NULL,
  tries          INTEGER NOT NULL,
  variables      TEXT    NOT NULL,
  wake_at        INTEGER,
  asked_at       INTEGER,
  started_at     INTEGER NOT NULL,
  updated_at     INTEGER NOT NULL,
  ended_at       INTEGER,
  reason         TEXT
);
CREATE UNIQUE INDEX automation_run_live ON automation_run (automation_ref, session_ref, chat, person, slot)
  WHERE ended_at IS NULL;
CREATE INDEX automation_run_due ON automation_run (wake_at) WHERE ended_at IS NULL AND wake_at IS NOT NULL;
CREATE INDEX automation_run_in_chat ON automation_run (session_ref, chat, updated_at);
CREATE INDEX automation_run_of ON automation_run (automation_ref, ref);
CREATE INDEX automation_run_of_contact ON automation_run (automation_ref, session_ref, chat, started_at);

CREATE TABLE automation_step (
  ref        INTEGER PRIMARY KEY AUTOINCREMENT,
  run_ref    INTEGER NOT NULL REFERENCES automation_run (ref) ON DELETE CASCADE,
  at         INTEGER NOT NULL,
  path       TEXT    NOT NULL,
  kind       TEXT    NOT NULL,
  outcome    TEXT    NOT NULL,
  detail     TEXT,
  message_id TEXT
);
CREATE INDEX automation_step_of_run ON automation_step (run_ref, ref);

-- How far each tenant's events were looked at.
CREATE TABLE automation_cursor (
  tenant_id TEXT    NOT NULL PRIMARY KEY,
  position  INTEGER NOT NULL
);

-- The ones there were are the marketplace's; their definitions are filled in at the next start.
INSERT INTO automation_flow (tenant_id, id, session_ref, session_id, name, market_id, version, definition, settings,
                             config, enabled, position, created_at, updated_at)
SELECT a.tenant_id, a.id, a.session_ref, s.id, a.kind, a.kind, 1, '', a.config, a.config, a.active, a.ref,
       a.created_at, a.created_at
FROM automation a JOIN session s ON s.ref = a.session_ref
ORDER BY a.ref;

DROP TABLE automation_memory;
DROP TABLE automation_task;
DROP TABLE automation;
