-- The first schema. Times are epoch milliseconds. A session is known outside by (tenant_id, id) and inside by ref.
-- Every table of session state carries tenant_id and fence, the number of the owner that wrote the row; writers
-- check it against session.fence in the same transaction, so a host that lost a session can no longer change it.

CREATE TABLE installation (
  name  TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL
);

CREATE TABLE tenant (
  id          TEXT    NOT NULL PRIMARY KEY,
  name        TEXT    NOT NULL,
  wrapped_key BLOB    NOT NULL,
  created_at  INTEGER NOT NULL
);

CREATE TABLE api_key (
  id         TEXT    NOT NULL PRIMARY KEY,
  tenant_id  TEXT    NOT NULL REFERENCES tenant (id),
  name       TEXT    NOT NULL,
  role       TEXT    NOT NULL,
  digest     BLOB    NOT NULL UNIQUE CHECK (length(digest) = 32),
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
);

CREATE TABLE session (
  ref          INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant_id    TEXT    NOT NULL REFERENCES tenant (id),
  id           TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  state        TEXT    NOT NULL,
  cause        TEXT    NOT NULL,
  advice       TEXT    NOT NULL,
  until        INTEGER,
  wanted       INTEGER NOT NULL CHECK (wanted IN (0, 1)),
  linked       INTEGER NOT NULL CHECK (linked IN (0, 1)),
  jid          TEXT,
  lid          TEXT,
  push_name    TEXT,
  platform     TEXT,
  owner        TEXT,
  fence        INTEGER NOT NULL DEFAULT 0,
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  connected_at INTEGER,
  UNIQUE (tenant_id, id)
);

CREATE TABLE lid_mapping (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  pn          TEXT    NOT NULL,
  lid         TEXT    NOT NULL,
  PRIMARY KEY (session_ref, pn),
  UNIQUE (session_ref, lid)
) WITHOUT ROWID;

CREATE TABLE message (
  ref           INTEGER PRIMARY KEY AUTOINCREMENT,
  session_ref   INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id     TEXT    NOT NULL,
  fence         INTEGER NOT NULL,
  chat          TEXT    NOT NULL,
  id            TEXT    NOT NULL,
  sender        TEXT    NOT NULL,
  from_me       INTEGER NOT NULL CHECK (from_me IN (0, 1)),
  at            INTEGER NOT NULL,
  type          TEXT    NOT NULL,
  text          TEXT,
  status        INTEGER NOT NULL,
  failure       TEXT,
  quoted_id     TEXT,
  edited_at     INTEGER,
  revoked_at    INTEGER,
  UNIQUE (session_ref, id, sender)
);
CREATE INDEX message_in_chat ON message (session_ref, chat, at, ref);
CREATE INDEX message_by_time ON message (session_ref, at, ref);

CREATE TABLE reaction (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  message_ref INTEGER NOT NULL REFERENCES message (ref) ON DELETE CASCADE,
  sender      TEXT    NOT NULL,
  emoji       TEXT    NOT NULL,
  at          INTEGER NOT NULL,
  PRIMARY KEY (message_ref, sender)
) WITHOUT ROWID;
CREATE INDEX reaction_of_session ON reaction (session_ref);

CREATE TABLE chat (
  session_ref     INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id       TEXT    NOT NULL,
  fence           INTEGER NOT NULL,
  jid             TEXT    NOT NULL,
  name            TEXT,
  last_at         INTEGER NOT NULL,
  last_message_id TEXT,
  unread          INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (session_ref, jid)
) WITHOUT ROWID;

-- What is to be sent. handed_at is set in the transaction that stores the ratchet and the finished stanza.
CREATE TABLE outbox (
  ref         INTEGER PRIMARY KEY AUTOINCREMENT,
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  chat        TEXT    NOT NULL,
  message_id  TEXT    NOT NULL,
  kind        TEXT    NOT NULL,
  content     TEXT    NOT NULL,
  created_at  INTEGER NOT NULL,
  handed_at   INTEGER,
  UNIQUE (session_ref, message_id)
);
CREATE INDEX outbox_waiting ON outbox (session_ref, ref) WHERE handed_at IS NULL;

-- When a paced session sent, for the governor; pruned after a day.
CREATE TABLE send_use (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  message_id  TEXT    NOT NULL,
  PRIMARY KEY (session_ref, at, message_id)
) WITHOUT ROWID;

CREATE TABLE idempotency (
  tenant_id      TEXT    NOT NULL,
  key_digest     BLOB    NOT NULL,
  request_digest BLOB    NOT NULL,
  session_ref    INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  message_id     TEXT    NOT NULL,
  created_at     INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, key_digest)
) WITHOUT ROWID;
CREATE INDEX idempotency_of_session ON idempotency (session_ref);
CREATE INDEX idempotency_by_age ON idempotency (created_at);

CREATE TABLE event_log (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant_id  TEXT    NOT NULL,
  session_id TEXT,
  at         INTEGER NOT NULL,
  event      TEXT    NOT NULL,
  data       BLOB    NOT NULL,
  sealed     INTEGER NOT NULL DEFAULT 0 CHECK (sealed IN (0, 1))
);
CREATE INDEX event_of_tenant ON event_log (tenant_id, seq);

CREATE TABLE audit (
  ref        INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant_id  TEXT    NOT NULL,
  at         INTEGER NOT NULL,
  type       TEXT    NOT NULL,
  actor      TEXT    NOT NULL,
  action     TEXT    NOT NULL,
  session_id TEXT,
  subject    TEXT
);
CREATE INDEX audit_of_tenant ON audit (tenant_id, ref);

-- What a companion device has to remember. Columns named sealed hold secrets under keys of the session.

CREATE TABLE device_credentials (
  session_ref INTEGER PRIMARY KEY REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  sealed      BLOB    NOT NULL
);

CREATE TABLE signal_session (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  name        TEXT    NOT NULL,
  device      INTEGER NOT NULL,
  sealed      BLOB    NOT NULL,
  UNIQUE (session_ref, name, device)
);

CREATE TABLE signal_identity (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  name        TEXT    NOT NULL,
  device      INTEGER NOT NULL,
  public_key  BLOB    NOT NULL,
  PRIMARY KEY (session_ref, name, device)
) WITHOUT ROWID;

CREATE TABLE pre_key (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  id          INTEGER NOT NULL CHECK (id BETWEEN 1 AND 16777215),
  sealed      BLOB    NOT NULL,
  PRIMARY KEY (session_ref, id)
) WITHOUT ROWID;

CREATE TABLE sender_key (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  group_jid   TEXT    NOT NULL,
  name        TEXT    NOT NULL,
  device      INTEGER NOT NULL,
  sealed      BLOB    NOT NULL,
  UNIQUE (session_ref, group_jid, name, device)
);

CREATE TABLE device_list (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  jid         TEXT    NOT NULL,
  devices     BLOB    NOT NULL,
  PRIMARY KEY (session_ref, jid)
) WITHOUT ROWID;

CREATE TABLE sync_key (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  id          BLOB    NOT NULL,
  sealed      BLOB    NOT NULL,
  PRIMARY KEY (session_ref, id)
) WITHOUT ROWID;

CREATE TABLE sync_collection (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  name        TEXT    NOT NULL,
  state       BLOB    NOT NULL,
  PRIMARY KEY (session_ref, name)
) WITHOUT ROWID;

CREATE TABLE mutation_mac (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  collection  TEXT    NOT NULL,
  index_mac   BLOB    NOT NULL,
  value_mac   BLOB    NOT NULL,
  PRIMARY KEY (session_ref, collection, index_mac)
) WITHOUT ROWID;

CREATE TABLE outgoing_stanza (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  sequence    INTEGER NOT NULL,
  id          TEXT    NOT NULL,
  jid         TEXT    NOT NULL,
  purpose     TEXT    NOT NULL,
  sealed      BLOB    NOT NULL,
  UNIQUE (session_ref, sequence)
);

CREATE TABLE sent_message (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  id          TEXT    NOT NULL,
  chat        TEXT    NOT NULL,
  at          INTEGER NOT NULL,
  sealed      BLOB    NOT NULL,
  UNIQUE (session_ref, id)
);
CREATE INDEX sent_message_by_age ON sent_message (session_ref, at);

CREATE TABLE undecrypted (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  sender      TEXT    NOT NULL,
  id          TEXT    NOT NULL,
  sealed      BLOB    NOT NULL,
  PRIMARY KEY (session_ref, sender, id)
) WITHOUT ROWID;

CREATE TABLE privacy_token (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  jid         TEXT    NOT NULL,
  sealed      BLOB    NOT NULL,
  PRIMARY KEY (session_ref, jid)
) WITHOUT ROWID;
