-- Who the sender was when it said it, as JSON text; null for one without an account.
ALTER TABLE message ADD COLUMN sender_profile text;
