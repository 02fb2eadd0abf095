-- Every table of session state carries the number of the owner that wrote the row.
ALTER TABLE send_policy ADD COLUMN fence INTEGER NOT NULL DEFAULT 0;
