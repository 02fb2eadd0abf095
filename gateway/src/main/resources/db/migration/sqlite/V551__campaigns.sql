-- Campaigns whose every recipient has an outcome of its own.

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
  tenant_id    TEXT    NOT NULL,
  fence        INTEGER NOT NULL DEFAULT 0,
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
CREATE INDEX campaign_recipient_person ON campaign_recipient (tenant_id, jid, sent_at);

INSERT INTO campaign (ref, tenant_id, fence, id, session_ref, session_id, name, template_id, stage, plan, schedule,
    total, created_at, started_at, completed_at)
  SELECT c.ref, c.tenant_id, c.fence, c.id, c.session_ref, c.session_id, c.name, c.template_id, c.stage, '{}', c.schedule,
    (SELECT count(DISTINCT m.jid) FROM campaign_message_before m WHERE m.campaign_ref = c.ref), c.created_at, c.started_at, c.completed_at
  FROM campaign_before c;

INSERT INTO campaign_recipient (campaign_ref, position, session_ref, tenant_id, fence, jid, facts, message_id, state)
  SELECT m.campaign_ref, m.position, c.session_ref, c.tenant_id, c.fence, m.jid, m.content, m.message_id,
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
