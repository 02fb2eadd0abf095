-- Brokers that events are handed to, and how far each has come in the log. target is JSON; secret_sealed holds its
-- passwords under the tenant's key. Sinks of the operator's settings have the tenant '' and keep only their place here.
CREATE TABLE sink (
  ref           INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant_id     TEXT    NOT NULL,
  id            TEXT    NOT NULL,
  name          TEXT    NOT NULL,
  target        TEXT    NOT NULL,
  secret_sealed BLOB,
  events        TEXT    NOT NULL,
  sessions      TEXT    NOT NULL,
  chats         TEXT    NOT NULL,
  direction     TEXT    NOT NULL,
  enabled       INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  position      INTEGER NOT NULL,
  failures      INTEGER NOT NULL DEFAULT 0,
  reason        TEXT,
  next_at       INTEGER,
  delivered     INTEGER NOT NULL DEFAULT 0,
  delivered_at  INTEGER,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  UNIQUE (tenant_id, id)
);
