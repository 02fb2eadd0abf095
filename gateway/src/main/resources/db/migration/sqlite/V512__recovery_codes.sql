-- Codes that stand in once for a one-time code; only their digests are kept.
CREATE TABLE recovery_code (
  user_id TEXT    NOT NULL REFERENCES tenant_user (id) ON DELETE CASCADE,
  digest  BLOB    NOT NULL CHECK (length(digest) = 32),
  used_at INTEGER,
  PRIMARY KEY (user_id, digest)
);
