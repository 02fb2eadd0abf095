-- Files. Their bytes are kept apart from the database, sealed; a blob is what one or many files hold.

CREATE TABLE media_blob (
  tenant_id  TEXT    NOT NULL REFERENCES tenant (id),
  sha256     TEXT    NOT NULL CHECK (length(sha256) = 64),
  object     TEXT    NOT NULL,
  size       INTEGER NOT NULL,
  sealed_key BLOB    NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, sha256)
) WITHOUT ROWID;

-- A file of a session. Without sha256 it is still where remote (sealed) says.
CREATE TABLE media (
  id          TEXT    NOT NULL PRIMARY KEY,
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  origin      TEXT    NOT NULL,
  mime_type   TEXT    NOT NULL,
  file_name   TEXT,
  size        INTEGER,
  sha256      TEXT,
  width       INTEGER,
  height      INTEGER,
  millis      INTEGER,
  waveform    BLOB,
  thumbnail   BLOB,
  remote      BLOB,
  created_at  INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL
);
CREATE INDEX media_of_session ON media (session_ref, created_at, id);
CREATE INDEX media_of_blob ON media (tenant_id, sha256);
CREATE INDEX media_by_end ON media (expires_at);

-- Links that show a file to whoever has them, until they expire. Only the digest of the link is kept.
CREATE TABLE media_link (
  digest     BLOB    NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
  media_id   TEXT    NOT NULL REFERENCES media (id) ON DELETE CASCADE,
  expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX media_link_of_media ON media_link (media_id);
CREATE INDEX media_link_by_end ON media_link (expires_at);
