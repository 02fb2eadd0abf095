-- Sending in time: what is to be sent later, until when, and what goes first.
ALTER TABLE outbox ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN expires_at INTEGER;
CREATE INDEX outbox_first ON outbox (session_ref, priority, ref) WHERE priority <> 0;
CREATE INDEX outbox_expiring ON outbox (expires_at) WHERE expires_at IS NOT NULL;

-- Messages whose time has not come; then each moves into the outbox.
CREATE TABLE outbox_later (
  ref         INTEGER PRIMARY KEY AUTOINCREMENT,
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  chat        TEXT    NOT NULL,
  message_id  TEXT    NOT NULL,
  kind        TEXT    NOT NULL,
  content     TEXT    NOT NULL,
  priority    INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  send_at     INTEGER NOT NULL,
  expires_at  INTEGER,
  UNIQUE (session_ref, message_id)
);
CREATE INDEX outbox_later_due ON outbox_later (send_at);
CREATE INDEX outbox_later_expiring ON outbox_later (expires_at) WHERE expires_at IS NOT NULL;

-- Which of the messages that were sent began a chat.
ALTER TABLE send_use ADD COLUMN cold INTEGER NOT NULL DEFAULT 0;

-- Since when an account is here, for the warm-up. The account is null for those that were there before this was kept.
CREATE TABLE account_since (
  session_ref INTEGER NOT NULL PRIMARY KEY REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  account     TEXT,
  since       INTEGER NOT NULL
);
INSERT INTO account_since (session_ref, tenant_id, fence, account, since)
  SELECT ref, tenant_id, fence, NULL, created_at FROM session WHERE linked = 1;

-- What a session says of its own; null is what its tenant says, or else the gateway.
ALTER TABLE send_policy ADD COLUMN cold_per_day INTEGER;
ALTER TABLE send_policy ADD COLUMN warm_up_days INTEGER;
ALTER TABLE send_policy ADD COLUMN warm_up_first INTEGER;
ALTER TABLE send_policy ADD COLUMN typing INTEGER;
ALTER TABLE send_policy ADD COLUMN queries_per_minute INTEGER;
ALTER TABLE send_policy ADD COLUMN queries_per_hour INTEGER;
ALTER TABLE send_policy ADD COLUMN when_blocked TEXT;

-- The same for all sessions of a tenant.
CREATE TABLE tenant_send_policy (
  tenant_id          TEXT    NOT NULL PRIMARY KEY REFERENCES tenant (id) ON DELETE CASCADE,
  limited            INTEGER,
  per_minute         INTEGER NOT NULL,
  per_hour           INTEGER NOT NULL,
  per_day            INTEGER NOT NULL,
  gap_min            INTEGER NOT NULL,
  gap_max            INTEGER NOT NULL,
  quiet_from         TEXT,
  quiet_to           TEXT,
  quiet_zone         TEXT,
  cold_per_day       INTEGER,
  warm_up_days       INTEGER,
  warm_up_first      INTEGER,
  typing             INTEGER,
  queries_per_minute INTEGER,
  queries_per_hour   INTEGER,
  when_blocked       TEXT
);
