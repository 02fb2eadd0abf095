-- How a session sends where that differs from the gateway's settings; limited is null where the limits do not.

CREATE TABLE send_policy (
  session_ref BIGINT NOT NULL PRIMARY KEY REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT COLLATE "C"    NOT NULL,
  limited     BIGINT CHECK (limited IN (0, 1)),
  per_minute  BIGINT NOT NULL,
  per_hour    BIGINT NOT NULL,
  per_day     BIGINT NOT NULL,
  gap_min     BIGINT NOT NULL,
  gap_max     BIGINT NOT NULL,
  paused      BIGINT NOT NULL CHECK (paused IN (0, 1)),
  quiet_from  TEXT COLLATE "C",
  quiet_to    TEXT COLLATE "C",
  quiet_zone  TEXT COLLATE "C"
);
