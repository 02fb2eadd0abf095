-- Where events are sent, and what of them was delivered. Columns named sealed hold secrets under the tenant's key.

CREATE TABLE webhook (
  ref              INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant_id        TEXT    NOT NULL REFERENCES tenant (id),
  id               TEXT    NOT NULL,
  url              TEXT    NOT NULL,
  form             TEXT    NOT NULL,
  events           TEXT    NOT NULL,
  sessions         TEXT    NOT NULL,
  chats            TEXT    NOT NULL,
  direction        TEXT    NOT NULL,
  headers_sealed   BLOB    NOT NULL,
  secret_sealed    BLOB    NOT NULL,
  former_sealed    BLOB,
  former_until     INTEGER,
  enabled          INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  cause            TEXT,
  position         INTEGER NOT NULL,
  failures         INTEGER NOT NULL DEFAULT 0,
  paused_until     INTEGER,
  created_at       INTEGER NOT NULL,
  updated_at       INTEGER NOT NULL,
  UNIQUE (tenant_id, id)
);

-- One row for each event that a webhook is to get. A lane is what must arrive in order: a chat, or the rest of a session.
CREATE TABLE webhook_delivery (
  ref         INTEGER PRIMARY KEY AUTOINCREMENT,
  webhook_ref INTEGER NOT NULL REFERENCES webhook (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  seq         INTEGER NOT NULL,
  event       TEXT    NOT NULL,
  session_id  TEXT,
  lane        TEXT    NOT NULL,
  state       TEXT    NOT NULL CHECK (state IN ('waiting', 'delivered', 'dead')),
  attempts    INTEGER NOT NULL DEFAULT 0,
  next_at     INTEGER NOT NULL,
  status      INTEGER,
  reason      TEXT,
  millis      INTEGER,
  created_at  INTEGER NOT NULL,
  ended_at    INTEGER
);
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (webhook_ref, lane, ref) WHERE state = 'waiting';
CREATE INDEX webhook_delivery_log ON webhook_delivery (webhook_ref, ref);
