-- What a linked device knows of its groups, and who has its sender keys.

CREATE TABLE device_group (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  jid         TEXT    NOT NULL,
  sealed      BLOB    NOT NULL,
  UNIQUE (session_ref, jid)
);

CREATE TABLE sender_key_holders (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  group_jid   TEXT    NOT NULL,
  holders     BLOB    NOT NULL,
  UNIQUE (session_ref, group_jid)
);
