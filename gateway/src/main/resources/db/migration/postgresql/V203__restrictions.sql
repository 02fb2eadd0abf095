-- What the network holds an account back from, as long as it does.
CREATE TABLE session_restriction (
  session_ref BIGINT NOT NULL PRIMARY KEY REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT COLLATE "C"    NOT NULL,
  fence       BIGINT NOT NULL,
  lane        TEXT COLLATE "C"    NOT NULL,
  since       BIGINT NOT NULL,
  until       BIGINT
);
