-- Pages back from a time: inside a conversation time never runs backwards, so this is the order of seq, too.
CREATE INDEX message_by_time ON message (conversation_id, accepted_at, seq);

-- Pages back from a message that is named by its sender's id.
CREATE INDEX message_by_client_id ON message (client_msg_id, conversation_id, seq) WHERE client_msg_id IS NOT NULL;

-- A message of a service's lobby or session is its service's, whether it names it or not.
UPDATE message m SET service_id = c.service_id
FROM conversation c
WHERE c.id = m.conversation_id AND c.service_id IS NOT NULL AND m.service_id IS NULL
  AND m.kind IN ('service', 'channel');

-- What was said through a service, for each of the two it concerns. A consumer's few messages in a busy lobby, and a
-- provider's in thousands of sessions, are one range of each.
CREATE INDEX message_by_service_of_first ON message ((audience[1]), service_id, accepted_at, conversation_id, seq)
    WHERE service_id IS NOT NULL;
CREATE INDEX message_by_service_of_second ON message ((audience[2]), service_id, accepted_at, conversation_id, seq)
    WHERE service_id IS NOT NULL;
