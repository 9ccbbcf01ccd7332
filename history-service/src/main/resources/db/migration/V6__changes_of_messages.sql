-- What became of a message. Of a deleted one the content is an empty text and details is null.
ALTER TABLE message ADD COLUMN edited_at timestamptz;
ALTER TABLE message ADD COLUMN deleted_at timestamptz;

-- The changes that were stored: a repeat changes nothing, even if others came in between.
CREATE TABLE message_change (
    change_id       text COLLATE "C" PRIMARY KEY,
    conversation_id text COLLATE "C" NOT NULL,
    seq             bigint           NOT NULL
);

CREATE TABLE reaction (
    message_id     text COLLATE "C" NOT NULL,
    participant_id text COLLATE "C" NOT NULL,
    reaction       text COLLATE "C" NOT NULL,
    reacted_at     timestamptz      NOT NULL,
    PRIMARY KEY (message_id, participant_id, reaction)
);
