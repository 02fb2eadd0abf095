-- What the account decided about its chats.
ALTER TABLE chat ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));
ALTER TABLE chat ADD COLUMN muted_until INTEGER;
ALTER TABLE chat ADD COLUMN pinned_at INTEGER;
ALTER TABLE chat ADD COLUMN marked_unread INTEGER NOT NULL DEFAULT 0 CHECK (marked_unread IN (0, 1));
ALTER TABLE chat ADD COLUMN lifetime INTEGER;
CREATE INDEX chat_by_time ON chat (session_ref, last_at, jid);

-- Labels of business accounts, and what has them: a chat, or with message_id a message of it.
CREATE TABLE label (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  id          TEXT    NOT NULL,
  name        TEXT    NOT NULL,
  color       INTEGER NOT NULL,
  PRIMARY KEY (session_ref, id)
) WITHOUT ROWID;

CREATE TABLE label_link (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  label_id    TEXT    NOT NULL,
  chat        TEXT    NOT NULL,
  message_id  TEXT    NOT NULL DEFAULT '',
  PRIMARY KEY (session_ref, label_id, chat, message_id)
) WITHOUT ROWID;
CREATE INDEX label_of_chat ON label_link (session_ref, chat);

-- One row a person, under the canonical address; lid_mapping has the other one.
CREATE TABLE contact (
  session_ref   INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id     TEXT    NOT NULL,
  fence         INTEGER NOT NULL,
  jid           TEXT    NOT NULL,
  full_name     TEXT,
  first_name    TEXT,
  push_name     TEXT,
  business_name TEXT,
  username      TEXT,
  about         TEXT,
  picture_id    TEXT,
  blocked       INTEGER NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1)),
  online        INTEGER CHECK (online IN (0, 1)),
  seen_at       INTEGER,
  updated_at    INTEGER NOT NULL,
  PRIMARY KEY (session_ref, jid)
) WITHOUT ROWID;
CREATE INDEX contact_by_username ON contact (session_ref, username) WHERE username IS NOT NULL;

-- Which numbers were found to be on WhatsApp or not, so that the network is not asked again.
CREATE TABLE number_check (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  number      TEXT    NOT NULL,
  registered  INTEGER NOT NULL CHECK (registered IN (0, 1)),
  jid         TEXT,
  business    INTEGER NOT NULL CHECK (business IN (0, 1)),
  checked_at  INTEGER NOT NULL,
  PRIMARY KEY (session_ref, number)
) WITHOUT ROWID;
CREATE INDEX number_check_by_age ON number_check (session_ref, checked_at);

-- What is done with calls.
CREATE TABLE call_rule (
  session_ref INTEGER NOT NULL PRIMARY KEY REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  reject      INTEGER NOT NULL CHECK (reject IN (0, 1)),
  message     TEXT
);
