-- What goes with a message, as JSON text like its content, and the sender's client: its other clients may want a copy.
ALTER TABLE message ADD COLUMN details text;
ALTER TABLE message ADD COLUMN sender_client_id text COLLATE "C";

-- What its members call it.
ALTER TABLE conversation ADD COLUMN name text;

-- Where a member left: it sees nothing beyond. Null for a member. The time is the leaving record's, so that pages that run
-- by time need not step over all that was said since.
ALTER TABLE member ADD COLUMN until_seq bigint;
ALTER TABLE member ADD COLUMN until_at timestamptz;
