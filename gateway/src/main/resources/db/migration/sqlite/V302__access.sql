-- Users, keys with limits of their own, and quotas of tenants. Columns named sealed hold secrets under keys of the tenant.

ALTER TABLE api_key ADD COLUMN sessions TEXT;
ALTER TABLE api_key ADD COLUMN permissions TEXT;
ALTER TABLE api_key ADD COLUMN created_by TEXT;
CREATE INDEX api_key_of_tenant ON api_key (tenant_id, id);

ALTER TABLE tenant ADD COLUMN max_sessions INTEGER;
ALTER TABLE tenant ADD COLUMN max_messages INTEGER;
ALTER TABLE tenant ADD COLUMN max_bytes INTEGER;

-- epoch goes up with everything that ends the tokens a user has.
CREATE TABLE tenant_user (
  id           TEXT    NOT NULL PRIMARY KEY,
  tenant_id    TEXT    NOT NULL REFERENCES tenant (id),
  login        TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  role         TEXT    NOT NULL,
  sessions     TEXT,
  password     TEXT    NOT NULL,
  totp_sealed  BLOB,
  totp_on      INTEGER NOT NULL DEFAULT 0 CHECK (totp_on IN (0, 1)),
  totp_step    INTEGER NOT NULL DEFAULT 0,
  failures     INTEGER NOT NULL DEFAULT 0,
  locked_until INTEGER,
  epoch        INTEGER NOT NULL DEFAULT 0,
  disabled     INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
  created_at   INTEGER NOT NULL,
  UNIQUE (tenant_id, login)
);
