-- Users, keys with limits of their own, and quotas of tenants. Columns named sealed hold secrets under keys of the tenant.

ALTER TABLE api_key ADD COLUMN sessions TEXT COLLATE "C";
ALTER TABLE api_key ADD COLUMN permissions TEXT COLLATE "C";
ALTER TABLE api_key ADD COLUMN created_by TEXT COLLATE "C";
CREATE INDEX api_key_of_tenant ON api_key (tenant_id, id);

ALTER TABLE tenant ADD COLUMN max_sessions BIGINT;
ALTER TABLE tenant ADD COLUMN max_messages BIGINT;
ALTER TABLE tenant ADD COLUMN max_bytes BIGINT;

-- epoch goes up with everything that ends the tokens a user has.
CREATE TABLE tenant_user (
  id           TEXT COLLATE "C"    NOT NULL PRIMARY KEY,
  tenant_id    TEXT COLLATE "C"    NOT NULL REFERENCES tenant (id),
  login        TEXT COLLATE "C"    NOT NULL,
  name         TEXT COLLATE "C"    NOT NULL,
  role         TEXT COLLATE "C"    NOT NULL,
  sessions     TEXT COLLATE "C",
  password     TEXT COLLATE "C"    NOT NULL,
  totp_sealed  BYTEA,
  totp_on      BIGINT NOT NULL DEFAULT 0 CHECK (totp_on IN (0, 1)),
  totp_step    BIGINT NOT NULL DEFAULT 0,
  failures     BIGINT NOT NULL DEFAULT 0,
  locked_until BIGINT,
  epoch        BIGINT NOT NULL DEFAULT 0,
  disabled     BIGINT NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
  created_at   BIGINT NOT NULL,
  UNIQUE (tenant_id, login)
);
