-- The audit as a chain: each entry's digest covers the one before. Personal fields stand beside a salted commitment
-- (mark), which is what the digest covers: deleting field and salt leaves the chain whole.
CREATE TABLE audit_entry (
  tenant_id   TEXT    NOT NULL,
  seq         BIGINT  NOT NULL,
  at          BIGINT  NOT NULL,
  type        TEXT    NOT NULL,
  actor       TEXT    NOT NULL,
  action      TEXT    NOT NULL,
  session_id  TEXT,
  subject     TEXT,
  outcome     TEXT    NOT NULL,
  route       TEXT,
  person      TEXT,
  person_salt BYTEA,
  person_mark BYTEA,
  origin      TEXT,
  origin_salt BYTEA,
  origin_mark BYTEA,
  digest      BYTEA    NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (tenant_id, seq)
);

-- The end of each tenant's chain.
CREATE TABLE audit_head (
  tenant_id TEXT    NOT NULL PRIMARY KEY,
  seq       BIGINT  NOT NULL,
  digest    BYTEA    NOT NULL
);

-- What retention took out of a chain: the digests before and at the end of it, signed, so that the rest verifies.
CREATE TABLE audit_gap (
  tenant_id    TEXT    NOT NULL,
  from_seq     BIGINT  NOT NULL,
  to_seq       BIGINT  NOT NULL,
  before_mark  BYTEA    NOT NULL,
  last_digest  BYTEA    NOT NULL,
  at           BIGINT  NOT NULL,
  signature    BYTEA    NOT NULL,
  PRIMARY KEY (tenant_id, from_seq)
);

-- The chain's end at a time, signed: who changes older entries cannot mend the chain without the key.
CREATE TABLE audit_seal (
  tenant_id TEXT    NOT NULL,
  seq       BIGINT  NOT NULL,
  digest    BYTEA    NOT NULL,
  at        BIGINT  NOT NULL,
  signature BYTEA    NOT NULL,
  PRIMARY KEY (tenant_id, seq)
);
