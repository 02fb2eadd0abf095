-- The list of choices that was last sent to a chat, so that a number written in answer to it is understood.
CREATE TABLE chat_question (
  session_ref BIGINT NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       BIGINT NOT NULL,
  chat        TEXT    NOT NULL,
  message_id  TEXT    NOT NULL,
  content     TEXT    NOT NULL,
  at          BIGINT NOT NULL,
  PRIMARY KEY (session_ref, chat)
);

-- Who of the users has a chat, and whether a person has it, so that automations are silent there.
CREATE TABLE chat_assignment (
  session_ref BIGINT NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       BIGINT NOT NULL,
  chat        TEXT    NOT NULL,
  user_id     TEXT,
  handed      BIGINT NOT NULL CHECK (handed IN (0, 1)),
  note        TEXT,
  actor       TEXT    NOT NULL,
  at          BIGINT NOT NULL,
  PRIMARY KEY (session_ref, chat)
);
CREATE INDEX chat_assignment_of_user ON chat_assignment (tenant_id, user_id, at);

-- When a tenant is open: the week and the holidays, as JSON.
CREATE TABLE business_hours (
  tenant_id  TEXT    NOT NULL PRIMARY KEY REFERENCES tenant (id),
  definition TEXT    NOT NULL,
  updated_at BIGINT NOT NULL
);
