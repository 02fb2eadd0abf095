-- What a message is besides its text: content and context are JSON, raw the form of what is not understood.
ALTER TABLE message ADD COLUMN content TEXT COLLATE "C";
ALTER TABLE message ADD COLUMN context TEXT COLLATE "C";
ALTER TABLE message ADD COLUMN media_id TEXT COLLATE "C";
ALTER TABLE message ADD COLUMN raw BYTEA;
ALTER TABLE message ADD COLUMN starred BIGINT NOT NULL DEFAULT 0 CHECK (starred IN (0, 1));
ALTER TABLE message ADD COLUMN pinned_until BIGINT;
ALTER TABLE message ADD COLUMN kept BIGINT NOT NULL DEFAULT 0 CHECK (kept IN (0, 1));
CREATE INDEX message_starred ON message (session_ref, at, ref) WHERE starred = 1;

-- What people answered to a message: a poll's votes (a JSON list of options), an event's attendance.
CREATE TABLE message_answer (
  session_ref BIGINT NOT NULL REFERENCES session (ref) ON DELETE CASCADE,
  tenant_id   TEXT COLLATE "C"    NOT NULL,
  fence       BIGINT NOT NULL,
  message_ref BIGINT NOT NULL REFERENCES message (ref) ON DELETE CASCADE,
  person      TEXT COLLATE "C"    NOT NULL,
  answer      TEXT COLLATE "C"    NOT NULL,
  at          BIGINT NOT NULL,
  PRIMARY KEY (message_ref, person)
);
CREATE INDEX message_answer_of_session ON message_answer (session_ref);

-- Words of messages, for searches: small letters without accents, numbers, nothing else.
CREATE FUNCTION switchboard_words(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
  SELECT regexp_replace(
    lower(regexp_replace(normalize($1, NFD), '[\u0300-\u036f]+', '', 'g') COLLATE "und-x-icu"),
    '[^[:alnum:]]+', ' ', 'g')
$$;
ALTER TABLE message ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', switchboard_words(text))) STORED;
CREATE INDEX message_words ON message USING gin (words);

-- Statuses change several times after a message was written; with room in the page no index has to be told.
ALTER TABLE message SET (fillfactor = 80);
