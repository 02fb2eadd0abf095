-- The audit as a chain: each entry's digest covers the one before. Personal fields stand beside a salted commitment
-- (mark), which is what the digest covers: deleting field and salt leaves the chain whole.
CREATE TABLE audit_entry (
  tenant_id   TEXT    NOT NULL,
  seq         INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  type        TEXT    NOT NULL,
  actor       TEXT    NOT NULL,
  action      TEXT    NOT NULL,
  session_id  TEXT,
  subject     TEXT,
  outcome     TEXT    NOT NULL,
  route       TEXT,
  person      TEXT,
  person_salt BLOB,
  person_mark BLOB,
  origin      TEXT,
  origin_salt BLOB,
  origin_mark BLOB,
  digest      BLOB    NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (tenant_id, seq)
) WITHOUT ROWID;

-- The end of each tenant's chain.
CREATE TABLE audit_head (
  tenant_id TEXT    NOT NULL PRIMARY KEY,
  seq       INTEGER NOT NULL,
  digest    BLOB    NOT NULL
) WITHOUT ROWID;

-- What retention took out of a chain: the digests before and at the end of it, signed, so that the rest verifies.
CREATE TABLE audit_gap (
  tenant_id    TEXT    NOT NULL,
  from_seq     INTEGER NOT NULL,
  to_seq       INTEGER NOT NULL,
  before_mark  BLOB    NOT NULL,
  last_digest  BLOB    NOT NULL,
  at           INTEGER NOT NULL,
  signature    BLOB    NOT NULL,
  PRIMARY KEY (tenant_id, from_seq)
) WITHOUT ROWID;

-- The chain's end at a time, signed: who changes older entries cannot mend the chain without the key.
CREATE TABLE audit_seal (
  tenant_id TEXT    NOT NULL,
  seq       INTEGER NOT NULL,
  digest    BLOB    NOT NULL,
  at        INTEGER NOT NULL,
  signature BLOB    NOT NULL,
  PRIMARY KEY (tenant_id, seq)
) WITHOUT ROWID;
