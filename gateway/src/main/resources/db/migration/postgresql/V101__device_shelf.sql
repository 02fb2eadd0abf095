-- SPDX-License-Identifier: Apache-2.0
-- Copyright the Switchboard authors

-- Small facts that a linked device keeps by name, such as the secrets of polls.
CREATE TABLE device_shelf (
  session_ref BIGINT NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT COLLATE "C"    NOT NULL,
  fence       BIGINT NOT NULL,
  shelf       TEXT COLLATE "C"    NOT NULL,
  name        TEXT COLLATE "C"    NOT NULL,
  at          BIGINT NOT NULL,
  sealed      BYTEA    NOT NULL,
  PRIMARY KEY (session_ref, shelf, name)
);
CREATE INDEX device_shelf_by_age ON device_shelf (session_ref, shelf, at);
