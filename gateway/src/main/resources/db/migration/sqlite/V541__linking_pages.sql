-- Pages on which somebody else links an account, and how they look. A page is found by the SHA-256 of the secret in its
-- address; opener is that of the cookie of the one browser that opened it.
CREATE TABLE linking_page (
  ref         INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
  id          TEXT    NOT NULL,
  session_id  TEXT    NOT NULL,
  digest      BLOB    NOT NULL UNIQUE,
  language    TEXT,
  return_url  TEXT,
  created_by  TEXT    NOT NULL,
  created_at  INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  opener      BLOB,
  opened_at   INTEGER,
  linked_at   INTEGER,
  revoked_at  INTEGER,
  UNIQUE (tenant_id, id)
);

CREATE TABLE theme (
  tenant_id  TEXT    NOT NULL PRIMARY KEY REFERENCES tenant (id),
  name       TEXT,
  color      TEXT,
  language   TEXT,
  logo       TEXT,
  updated_at INTEGER NOT NULL
);
