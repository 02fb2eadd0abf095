-- SPDX-License-Identifier: Apache-2.0
-- Copyright the Switchboard authors

-- What a device knows of unreadable messages and of tokens is dropped when it has become worthless; rows from before
-- this count as made on the day of this migration's writing.
ALTER TABLE undecrypted ADD COLUMN at BIGINT NOT NULL DEFAULT 1795132800000;
ALTER TABLE privacy_token ADD COLUMN at BIGINT NOT NULL DEFAULT 1795132800000;

-- Pieces of the history that lie in the media store and have not been fetched yet.
CREATE TABLE pending_history (
  session_ref BIGINT NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT COLLATE "C"    NOT NULL,
  fence       BIGINT NOT NULL,
  id          TEXT COLLATE "C"    NOT NULL,
  sealed      BYTEA    NOT NULL,
  PRIMARY KEY (session_ref, id)
);
