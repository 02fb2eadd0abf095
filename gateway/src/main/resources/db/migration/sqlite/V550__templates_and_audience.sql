-- Templates in versions and languages; people with tags, notes and lists; who must not be written to.

ALTER TABLE template ADD COLUMN category TEXT NOT NULL DEFAULT 'other';
ALTER TABLE template ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE template ADD COLUMN definition TEXT;
ALTER TABLE template ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;

CREATE TABLE template_version (
  tenant_id  TEXT    NOT NULL REFERENCES tenant (id),
  id         TEXT    NOT NULL,
  version    INTEGER NOT NULL,
  definition TEXT    NOT NULL,
  actor      TEXT    NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, id, version)
) WITHOUT ROWID;

-- What the tenant knows of a person, whichever of its sessions they write to.
CREATE TABLE person (
  ref        INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant_id  TEXT    NOT NULL REFERENCES tenant (id),
  jid        TEXT    NOT NULL,
  name       TEXT,
  language   TEXT,
  variables  TEXT    NOT NULL DEFAULT '{}',
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (tenant_id, jid)
);

CREATE TABLE person_tag (
  tenant_id  TEXT    NOT NULL,
  tag        TEXT    NOT NULL,
  person_ref INTEGER NOT NULL REFERENCES person (ref) ON DELETE CASCADE,
  at         INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, tag, person_ref)
) WITHOUT ROWID;
CREATE INDEX person_tag_of_person ON person_tag (person_ref);

CREATE TABLE person_note (
  ref        INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant_id  TEXT    NOT NULL,
  id         TEXT    NOT NULL,
  person_ref INTEGER NOT NULL REFERENCES person (ref) ON DELETE CASCADE,
  actor      TEXT    NOT NULL,
  content    TEXT    NOT NULL,
  at         INTEGER NOT NULL,
  UNIQUE (tenant_id, id)
);
CREATE INDEX person_note_of_person ON person_note (person_ref, ref);

CREATE TABLE contact_list (
  ref         INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant_id   TEXT    NOT NULL REFERENCES tenant (id),
  id          TEXT    NOT NULL,
  name        TEXT    NOT NULL,
  description TEXT,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  UNIQUE (tenant_id, id)
);

CREATE TABLE contact_list_member (
  list_ref   INTEGER NOT NULL REFERENCES contact_list (ref) ON DELETE CASCADE,
  person_ref INTEGER NOT NULL REFERENCES person (ref) ON DELETE CASCADE,
  at         INTEGER NOT NULL,
  PRIMARY KEY (list_ref, person_ref)
) WITHOUT ROWID;
CREATE INDEX contact_list_of_person ON contact_list_member (person_ref);

CREATE TABLE saved_filter (
  tenant_id  TEXT    NOT NULL REFERENCES tenant (id),
  id         TEXT    NOT NULL,
  name       TEXT    NOT NULL,
  definition TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, id)
) WITHOUT ROWID;

-- Who gets no campaign, under each address by which they are known.
CREATE TABLE suppression (
  tenant_id  TEXT    NOT NULL REFERENCES tenant (id),
  jid        TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  word       TEXT,
  session_id TEXT,
  actor      TEXT    NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, jid)
) WITHOUT ROWID;

CREATE TABLE opt_out_policy (
  tenant_id  TEXT    PRIMARY KEY REFERENCES tenant (id),
  definition TEXT    NOT NULL
);

-- Confirmations of opting out and in that are still to be handed to the outbox.
CREATE TABLE opt_out_reply (
  ref         INTEGER PRIMARY KEY AUTOINCREMENT,
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  session_id  TEXT    NOT NULL,
  jid         TEXT    NOT NULL,
  content     TEXT    NOT NULL,
  message_id  TEXT    NOT NULL,
  at          INTEGER NOT NULL
);
