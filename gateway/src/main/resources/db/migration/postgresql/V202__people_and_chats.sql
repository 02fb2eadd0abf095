-- What the account decided about its chats.
ALTER TABLE chat ADD COLUMN archived BIGINT NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));
ALTER TABLE chat ADD COLUMN muted_until BIGINT;
ALTER TABLE chat ADD COLUMN pinned_at BIGINT;
ALTER TABLE chat ADD COLUMN marked_unread BIGINT NOT NULL DEFAULT 0 CHECK (marked_unread IN (0, 1));
ALTER TABLE chat ADD COLUMN lifetime BIGINT;
CREATE INDEX chat_by_time ON chat (session_ref, last_at, jid);

-- Labels of business accounts, and what has them: a chat, or with message_id a message of it.
CREATE TABLE label (
  session_ref BIGINT NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT COLLATE "C"    NOT NULL,
  fence       BIGINT NOT NULL,
  id          TEXT COLLATE "C"    NOT NULL,
  name        TEXT COLLATE "C"    NOT NULL,
  color       BIGINT NOT NULL,
  PRIMARY KEY (session_ref, id)
);

CREATE TABLE label_link (
  session_ref BIGINT NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT COLLATE "C"    NOT NULL,
  fence       BIGINT NOT NULL,
  label_id    TEXT COLLATE "C"    NOT NULL,
  chat        TEXT COLLATE "C"    NOT NULL,
  message_id  TEXT COLLATE "C"    NOT NULL DEFAULT '',
  PRIMARY KEY (session_ref, label_id, chat, message_id)
);
CREATE INDEX label_of_chat ON label_link (session_ref, chat);

-- One row a person, under the canonical address; lid_mapping has the other one.
CREATE TABLE contact (
  session_ref   BIGINT NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id     TEXT COLLATE "C"    NOT NULL,
  fence         BIGINT NOT NULL,
  jid           TEXT COLLATE "C"    NOT NULL,
  full_name     TEXT COLLATE "C",
  first_name    TEXT COLLATE "C",
  push_name     TEXT COLLATE "C",
  business_name TEXT COLLATE "C",
  username      TEXT COLLATE "C",
  about         TEXT COLLATE "C",
  picture_id    TEXT COLLATE "C",
  blocked       BIGINT NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1)),
  online        BIGINT CHECK (online IN (0, 1)),
  seen_at       BIGINT,
  updated_at    BIGINT NOT NULL,
  PRIMARY KEY (session_ref, jid)
);
CREATE INDEX contact_by_username ON contact (session_ref, username) WHERE username IS NOT NULL;

-- Which numbers were found to be on WhatsApp or not, so that the network is not asked again.
CREATE TABLE number_check (
  session_ref BIGINT NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT COLLATE "C"    NOT NULL,
  fence       BIGINT NOT NULL,
  number      TEXT COLLATE "C"    NOT NULL,
  registered  BIGINT NOT NULL CHECK (registered IN (0, 1)),
  jid         TEXT COLLATE "C",
  business    BIGINT NOT NULL CHECK (business IN (0, 1)),
  checked_at  BIGINT NOT NULL,
  PRIMARY KEY (session_ref, number)
);
CREATE INDEX number_check_by_age ON number_check (session_ref, checked_at);

-- What is done with calls.
CREATE TABLE call_rule (
  session_ref BIGINT NOT NULL PRIMARY KEY REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT COLLATE "C"    NOT NULL,
  fence       BIGINT NOT NULL,
  reject      BIGINT NOT NULL CHECK (reject IN (0, 1)),
  message     TEXT COLLATE "C"
);
