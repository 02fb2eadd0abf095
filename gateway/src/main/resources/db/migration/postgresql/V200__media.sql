-- Files. Their bytes are kept apart from the database, sealed; a blob is what one or many files hold.

CREATE TABLE media_blob (
  tenant_id  TEXT COLLATE "C"    NOT NULL REFERENCES tenant (id),
  sha256     TEXT COLLATE "C"    NOT NULL CHECK (length(sha256) = 64),
  object     TEXT COLLATE "C"    NOT NULL,
  size       BIGINT NOT NULL,
  sealed_key BYTEA    NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, sha256)
);

-- A file of a session. Without sha256 it is still where remote (sealed) says.
CREATE TABLE media (
  id          TEXT COLLATE "C"    NOT NULL PRIMARY KEY,
  session_ref BIGINT NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT COLLATE "C"    NOT NULL,
  fence       BIGINT NOT NULL,
  origin      TEXT COLLATE "C"    NOT NULL,
  mime_type   TEXT COLLATE "C"    NOT NULL,
  file_name   TEXT COLLATE "C",
  size        BIGINT,
  sha256      TEXT COLLATE "C",
  width       BIGINT,
  height      BIGINT,
  millis      BIGINT,
  waveform    BYTEA,
  thumbnail   BYTEA,
  remote      BYTEA,
  created_at  BIGINT NOT NULL,
  expires_at  BIGINT NOT NULL
);
CREATE INDEX media_of_session ON media (session_ref, created_at, id);
CREATE INDEX media_of_blob ON media (tenant_id, sha256);
CREATE INDEX media_by_end ON media (expires_at);

-- Links that show a file to whoever has them, until they expire. Only the digest of the link is kept.
CREATE TABLE media_link (
  digest     BYTEA    NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
  media_id   TEXT COLLATE "C"    NOT NULL REFERENCES media (id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL
);
CREATE INDEX media_link_of_media ON media_link (media_id);
CREATE INDEX media_link_by_end ON media_link (expires_at);
