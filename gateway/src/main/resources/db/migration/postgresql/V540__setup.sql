-- How far somebody has come in the setup wizard; choices is JSON.
CREATE TABLE setup_run (
  tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
  actor       TEXT    NOT NULL,
  choices     TEXT    NOT NULL,
  started_at  BIGINT  NOT NULL,
  updated_at  BIGINT  NOT NULL,
  finished_at BIGINT,
  PRIMARY KEY (tenant_id, actor)
);
