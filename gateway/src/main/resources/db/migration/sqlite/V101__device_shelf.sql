-- SPDX-License-Identifier: Apache-2.0
-- Copyright the Switchboard authors

-- Small facts that a linked device keeps by name, such as the secrets of polls.
CREATE TABLE device_shelf (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  shelf       TEXT    NOT NULL,
  name        TEXT    NOT NULL,
  at          INTEGER NOT NULL,
  sealed      BLOB    NOT NULL,
  PRIMARY KEY (session_ref, shelf, name)
) WITHOUT ROWID;
CREATE INDEX device_shelf_by_age ON device_shelf (session_ref, shelf, at);
