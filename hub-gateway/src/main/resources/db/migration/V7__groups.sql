-- Groups: their members come and go. All of a group's changes hold the lock of its row here.

ALTER TABLE conversation
    ADD COLUMN name     text,
    -- Counts the changes, and names them in the log.
    ADD COLUMN version  integer NOT NULL DEFAULT 0,
    -- When the last member left.
    ADD COLUMN ended_at timestamptz;
