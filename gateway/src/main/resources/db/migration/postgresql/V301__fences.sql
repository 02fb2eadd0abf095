-- Tables of session state carry the number of the owner that wrote the row.

ALTER TABLE session_profile ADD COLUMN fence BIGINT NOT NULL DEFAULT 0;
ALTER TABLE campaign ADD COLUMN fence BIGINT NOT NULL DEFAULT 0;
ALTER TABLE automation ADD COLUMN fence BIGINT NOT NULL DEFAULT 0;
ALTER TABLE automation_task ADD COLUMN fence BIGINT NOT NULL DEFAULT 0;
