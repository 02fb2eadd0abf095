-- What the network holds an account back from, as long as it does.
CREATE TABLE session_restriction (
  session_ref INTEGER NOT NULL PRIMARY KEY REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  lane        TEXT    NOT NULL,
  since       INTEGER NOT NULL,
  until       INTEGER
);
