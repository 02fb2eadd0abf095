-- Templates in versions and languages; people with tags, notes and lists; who must not be written to; campaigns whose
-- every recipient has an outcome of its own.

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

-- Campaigns as they were are carried over.
DROP INDEX campaign_of_session;
DROP INDEX campaign_at_work;
DROP INDEX campaign_message_due;
ALTER TABLE campaign_message RENAME TO campaign_message_before;
ALTER TABLE campaign RENAME TO campaign_before;

CREATE TABLE campaign (
  ref          INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant_id    TEXT    NOT NULL,
  fence        INTEGER NOT NULL DEFAULT 0,
  id           TEXT    NOT NULL,
  session_ref  INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  session_id   TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  template_id  TEXT    NOT NULL,
  kind         TEXT    NOT NULL DEFAULT 'once' CHECK (kind IN ('once', 'recurring', 'triggered')),
  parent_ref   INTEGER,
  stage        TEXT    NOT NULL CHECK (stage IN ('draft', 'scheduled', 'running', 'paused', 'completed', 'cancelled')),
  plan         TEXT    NOT NULL,
  schedule     INTEGER,
  hold         TEXT,
  total        INTEGER NOT NULL DEFAULT 0,
  told         TEXT,
  created_at   INTEGER NOT NULL,
  started_at   INTEGER,
  completed_at INTEGER,
  UNIQUE (tenant_id, id)
);
CREATE INDEX campaign_of_session ON campaign (session_ref);
CREATE INDEX campaign_of_tenant ON campaign (tenant_id, ref);
CREATE INDEX campaign_at_work ON campaign (stage, schedule);

-- Every message has its final WhatsApp id from the beginning, so that none is sent twice.
CREATE TABLE campaign_recipient (
  campaign_ref INTEGER NOT NULL REFERENCES campaign (ref) ON DELETE CASCADE,
  position     INTEGER NOT NULL,
  session_ref  INTEGER NOT NULL,
  jid          TEXT    NOT NULL,
  variant      INTEGER NOT NULL DEFAULT 0,
  facts        TEXT    NOT NULL,
  message_id   TEXT    NOT NULL,
  due_at       INTEGER NOT NULL DEFAULT 0,
  state        TEXT    NOT NULL CHECK (state IN
    ('waiting', 'queued', 'sent', 'delivered', 'read', 'failed', 'suppressed', 'cancelled')),
  reason       TEXT,
  sent_at      INTEGER,
  delivered_at INTEGER,
  read_at      INTEGER,
  ended_at     INTEGER,
  replied_at   INTEGER,
  opted_out_at INTEGER,
  PRIMARY KEY (campaign_ref, position),
  UNIQUE (campaign_ref, jid)
);
CREATE INDEX campaign_recipient_due ON campaign_recipient (campaign_ref, state, due_at, position);
CREATE INDEX campaign_recipient_message ON campaign_recipient (session_ref, message_id);
CREATE INDEX campaign_recipient_person ON campaign_recipient (session_ref, jid, sent_at);

INSERT INTO campaign (ref, tenant_id, fence, id, session_ref, session_id, name, template_id, stage, plan, schedule,
    total, created_at, started_at, completed_at)
  SELECT c.ref, c.tenant_id, c.fence, c.id, c.session_ref, c.session_id, c.name, c.template_id, c.stage, '{}', c.schedule,
    (SELECT count(DISTINCT m.jid) FROM campaign_message_before m WHERE m.campaign_ref = c.ref), c.created_at, c.started_at, c.completed_at
  FROM campaign_before c;

INSERT INTO campaign_recipient (campaign_ref, position, session_ref, jid, facts, message_id, state)
  SELECT m.campaign_ref, m.position, c.session_ref, m.jid, m.content, m.message_id,
    CASE WHEN m.handed = 0 THEN 'waiting' ELSE CASE t.status
      WHEN 1 THEN 'failed' WHEN 2 THEN 'sent' WHEN 3 THEN 'delivered' WHEN 4 THEN 'read' WHEN 5 THEN 'read'
      ELSE 'queued' END END
  FROM campaign_message_before m
  JOIN campaign_before c ON c.ref = m.campaign_ref
  LEFT JOIN message t ON t.session_ref = c.session_ref AND t.id = m.message_id AND t.sender = 'me'
  WHERE NOT EXISTS (SELECT 1 FROM campaign_message_before d
    WHERE d.campaign_ref = m.campaign_ref AND d.jid = m.jid AND d.position < m.position);

DROP TABLE campaign_message_before;
DROP TABLE campaign_before;
