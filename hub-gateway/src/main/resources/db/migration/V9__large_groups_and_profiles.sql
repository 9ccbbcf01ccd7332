-- Groups of thousands, what a group says of itself, and direct conversations that one of the two has cleared away.

ALTER TABLE conversation
    ADD COLUMN avatar       text,
    ADD COLUMN description  text,
    ADD COLUMN created_by   text COLLATE "C",
    -- Has had so many members that its events do not name them. Stays set: a gateway that knows who of its own is in it
    -- misses nothing while the group shrinks and grows.
    ADD COLUMN large        boolean NOT NULL DEFAULT false,
    -- Of a large group, so that nobody counts ten thousand rows to show a number.
    ADD COLUMN member_count integer NOT NULL DEFAULT 0;

-- Who owns a group now is the best guess at who opened it.
UPDATE conversation c SET created_by = m.participant_id
FROM member m
WHERE m.conversation_id = c.id AND m.role = 'owner' AND c.kind = 'group';

-- Of all conversations, the few that are asked for when somebody connects.
CREATE INDEX conversation_large ON conversation (id) WHERE large;

-- Members in the order in which they joined, and the last of them.
CREATE INDEX member_by_joining ON member (conversation_id, joined_at, participant_id);

-- The member does not want to see the conversation until something is said beyond this seq.
ALTER TABLE member ADD COLUMN cleared_seq bigint;
