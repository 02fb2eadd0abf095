-- What a message is besides its text: content and context are JSON, raw the form of what is not understood.
ALTER TABLE message ADD COLUMN content TEXT;
ALTER TABLE message ADD COLUMN context TEXT;
ALTER TABLE message ADD COLUMN media_id TEXT;
ALTER TABLE message ADD COLUMN raw BLOB;
ALTER TABLE message ADD COLUMN starred INTEGER NOT NULL DEFAULT 0 CHECK (starred IN (0, 1));
ALTER TABLE message ADD COLUMN pinned_until INTEGER;
ALTER TABLE message ADD COLUMN kept INTEGER NOT NULL DEFAULT 0 CHECK (kept IN (0, 1));
CREATE INDEX message_starred ON message (session_ref, at, ref) WHERE starred = 1;

-- What people answered to a message: a poll's votes (a JSON list of options), an event's attendance.
CREATE TABLE message_answer (
  session_ref INTEGER NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT    NOT NULL,
  fence       INTEGER NOT NULL,
  message_ref INTEGER NOT NULL REFERENCES message (ref) ON DELETE CASCADE,
  person      TEXT    NOT NULL,
  answer      TEXT    NOT NULL,
  at          INTEGER NOT NULL,
  PRIMARY KEY (message_ref, person)
) WITHOUT ROWID;
CREATE INDEX message_answer_of_session ON message_answer (session_ref);

-- Words of messages, for searches. The index holds no text of its own; triggers keep it in step.
CREATE VIRTUAL TABLE message_text USING fts5(text, content='message', content_rowid='ref', tokenize='unicode61 remove_diacritics 2');
INSERT INTO message_text (rowid, text) SELECT ref, text FROM message WHERE text IS NOT NULL;
CREATE TRIGGER message_text_added AFTER INSERT ON message WHEN new.text IS NOT NULL BEGIN
  INSERT INTO message_text (rowid, text) VALUES (new.ref, new.text);
END;
CREATE TRIGGER message_text_deleted AFTER DELETE ON message WHEN old.text IS NOT NULL BEGIN
  INSERT INTO message_text (message_text, rowid, text) VALUES ('delete', old.ref, old.text);
END;
CREATE TRIGGER message_text_changed AFTER UPDATE OF text ON message BEGIN
  INSERT INTO message_text (message_text, rowid, text) SELECT 'delete', old.ref, old.text WHERE old.text IS NOT NULL;
  INSERT INTO message_text (rowid, text) SELECT new.ref, new.text WHERE new.text IS NOT NULL;
END;
