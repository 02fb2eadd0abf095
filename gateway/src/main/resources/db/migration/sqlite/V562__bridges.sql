-- Bridges to Chatwoot: what is connected, which conversation a chat is there, and which messages are one and the same.
CREATE TABLE bridge (
  ref           INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant_id     TEXT    NOT NULL REFERENCES tenant (id),
  id            TEXT    NOT NULL,
  session_ref   INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  session_id    TEXT    NOT NULL,
  fence         INTEGER NOT NULL,
  url           TEXT    NOT NULL,
  account       INTEGER NOT NULL,
  inbox         INTEGER NOT NULL,
  token_sealed  BLOB    NOT NULL,
  secret_digest TEXT    NOT NULL UNIQUE,
  mirror        INTEGER NOT NULL CHECK (mirror IN (0, 1)),
  hand_over     INTEGER NOT NULL CHECK (hand_over IN (0, 1)),
  enabled       INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  position      INTEGER NOT NULL,
  failures      INTEGER NOT NULL,
  paused_until  INTEGER,
  cause         TEXT,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  UNIQUE (tenant_id, id)
);
CREATE INDEX bridge_of_session ON bridge (session_ref);

CREATE TABLE bridge_chat (
  bridge_ref   INTEGER NOT NULL REFERENCES bridge (ref) ON DELETE CASCADE,
  chat         TEXT    NOT NULL,
  contact      INTEGER NOT NULL,
  source       TEXT    NOT NULL,
  conversation INTEGER NOT NULL,
  PRIMARY KEY (bridge_ref, chat)
);
CREATE INDEX bridge_chat_there ON bridge_chat (bridge_ref, conversation);

-- A row without their id is a message that was about to be posted there.
CREATE TABLE bridge_message (
  bridge_ref   INTEGER NOT NULL REFERENCES bridge (ref) ON DELETE CASCADE,
  message_id   TEXT    NOT NULL,
  foreign_id   TEXT,
  theirs       INTEGER NOT NULL CHECK (theirs IN (0, 1)),
  conversation INTEGER NOT NULL,
  at           INTEGER NOT NULL,
  PRIMARY KEY (bridge_ref, message_id)
);
CREATE INDEX bridge_message_there ON bridge_message (bridge_ref, foreign_id);

-- What came from there and has yet to be dealt with.
CREATE TABLE bridge_news (
  ref        INTEGER PRIMARY KEY AUTOINCREMENT,
  bridge_ref INTEGER NOT NULL REFERENCES bridge (ref) ON DELETE CASCADE,
  news_key   TEXT    NOT NULL,
  body       TEXT    NOT NULL,
  attempts   INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  done_at    INTEGER,
  UNIQUE (bridge_ref, news_key)
);
CREATE INDEX bridge_news_open ON bridge_news (bridge_ref, ref) WHERE done_at IS NULL;
