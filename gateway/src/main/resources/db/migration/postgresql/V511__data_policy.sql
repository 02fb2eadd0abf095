-- Whether contents of messages are kept: by a tenant (session_id is empty), or by one session. wiped tells that what was
-- kept before that was decided is gone.
CREATE TABLE data_policy (
  tenant_id  TEXT    NOT NULL REFERENCES tenant (id),
  session_id TEXT    NOT NULL,
  contents   BIGINT NOT NULL CHECK (contents IN (0, 1)),
  wiped      BIGINT NOT NULL DEFAULT 0 CHECK (wiped IN (0, 1)),
  PRIMARY KEY (tenant_id, session_id)
);

-- How many days a tenant keeps things of a kind.
CREATE TABLE retention (
  tenant_id TEXT    NOT NULL REFERENCES tenant (id),
  kind      TEXT    NOT NULL,
  days      BIGINT NOT NULL CHECK (days > 0),
  PRIMARY KEY (tenant_id, kind)
);

-- Events whose data are sealed, to be found when they are to be wiped.
CREATE INDEX event_sealed ON event_log (tenant_id, seq) WHERE sealed = 1;
