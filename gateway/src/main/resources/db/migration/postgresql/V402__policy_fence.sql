-- Every table of session state carries the number of the owner that wrote the row.
ALTER TABLE send_policy ADD COLUMN fence BIGINT NOT NULL DEFAULT 0;
