-- How a session sends where that differs from the gateway's settings; limited is null where the limits do not.

CREATE TABLE send_policy (
  session_ref INTEGER NOT NULL PRIMARY KEY REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  limited     INTEGER CHECK (limited IN (0, 1)),
  per_minute  INTEGER NOT NULL,
  per_hour    INTEGER NOT NULL,
  per_day     INTEGER NOT NULL,
  gap_min     INTEGER NOT NULL,
  gap_max     INTEGER NOT NULL,
  paused      INTEGER NOT NULL CHECK (paused IN (0, 1)),
  quiet_from  TEXT,
  quiet_to    TEXT,
  quiet_zone  TEXT
);
