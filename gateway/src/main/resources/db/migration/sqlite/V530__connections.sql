-- How links come back, how long they stood, and what was counted a day.

ALTER TABLE tenant ADD COLUMN reconnection TEXT;

CREATE TABLE session_reconnection (
  session_ref INTEGER NOT NULL PRIMARY KEY REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  policy      TEXT    NOT NULL
);

-- The course of a link: up, down while it should be up, or at rest. The last span of a session is open. dropped says that
-- a link was up before and that nobody asked for its end.
CREATE TABLE connection_span (
  ref         INTEGER PRIMARY KEY AUTOINCREMENT,
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  kind        TEXT    NOT NULL CHECK (kind IN ('up', 'down', 'rest')),
  cause       TEXT    NOT NULL,
  dropped     INTEGER NOT NULL CHECK (dropped IN (0, 1)),
  began       INTEGER NOT NULL,
  ended       INTEGER
);
CREATE INDEX connection_span_of_session ON connection_span (session_ref, began);
CREATE INDEX connection_span_open ON connection_span (session_ref) WHERE ended IS NULL;

-- When the gateway was last known to live.
CREATE TABLE gateway_life (
  id       INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  alive_at INTEGER NOT NULL
);

-- What was counted on a day that is over, a day being the tenant's.
CREATE TABLE daily_count (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  day         TEXT    NOT NULL,
  sent        INTEGER NOT NULL,
  delivered   INTEGER NOT NULL,
  failed      INTEGER NOT NULL,
  received    INTEGER NOT NULL,
  PRIMARY KEY (session_ref, day)
);

-- Up to which day that was done.
CREATE TABLE daily_close (
  tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenant (id),
  day       TEXT NOT NULL
);
