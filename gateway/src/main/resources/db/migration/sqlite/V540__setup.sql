-- How far somebody has come in the setup wizard; choices is JSON.
CREATE TABLE setup_run (
  tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
  actor       TEXT    NOT NULL,
  choices     TEXT    NOT NULL,
  started_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  finished_at INTEGER,
  PRIMARY KEY (tenant_id, actor)
);
