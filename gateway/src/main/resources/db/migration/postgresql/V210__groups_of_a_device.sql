-- What a linked device knows of its groups, and who has its sender keys.

CREATE TABLE device_group (
  session_ref BIGINT NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT COLLATE "C"    NOT NULL,
  fence       BIGINT NOT NULL,
  jid         TEXT COLLATE "C"    NOT NULL,
  sealed      BYTEA    NOT NULL,
  UNIQUE (session_ref, jid)
);

CREATE TABLE sender_key_holders (
  session_ref BIGINT NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT COLLATE "C"    NOT NULL,
  fence       BIGINT NOT NULL,
  group_jid   TEXT COLLATE "C"    NOT NULL,
  holders     BYTEA    NOT NULL,
  UNIQUE (session_ref, group_jid)
);
