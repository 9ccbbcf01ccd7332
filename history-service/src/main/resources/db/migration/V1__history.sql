-- What was said, in log order. Ids compare byte by byte: cheaper, and the same order on every server.
CREATE TABLE message (
    conversation_id text COLLATE "C" NOT NULL,
    seq             bigint           NOT NULL,
    message_id      text COLLATE "C" NOT NULL UNIQUE,
    client_msg_id   text COLLATE "C",
    sender_id       text COLLATE "C" NOT NULL,
    -- Who may see it; '{}' is every member.
    audience        text[]           NOT NULL,
    service_id      text COLLATE "C",
    -- JSON as text: it is checked before it comes here, never queried inside, and its size is known without unpacking it.
    content         text             NOT NULL,
    provenance      text,
    kind            text COLLATE "C" NOT NULL,
    -- The broker's time of the append, in whole milliseconds.
    accepted_at     timestamptz      NOT NULL,
    PRIMARY KEY (conversation_id, seq)
);

-- fillfactor: the row changes with every batch; room in the page keeps such updates out of the index.
CREATE TABLE conversation (
    id         text COLLATE "C" PRIMARY KEY,
    kind       text COLLATE "C" NOT NULL,
    service_id text COLLATE "C",
    last_seq   bigint           NOT NULL DEFAULT 0,
    -- The newest message that concerns all members; those a lobby addresses to a few are in member.addressed_seq.
    common_seq bigint           NOT NULL DEFAULT 0,
    last_at    timestamptz
) WITH (fillfactor = 50);

CREATE TABLE member (
    participant_id  text COLLATE "C" NOT NULL,
    conversation_id text COLLATE "C" NOT NULL,
    role            text COLLATE "C" NOT NULL,
    -- Catch-up and unread counts start after it.
    since_seq       bigint           NOT NULL DEFAULT 0,
    -- In a service's lobby: the newest message addressed to this member. Without it every reconnect would search the
    -- whole lobby for news.
    addressed_seq   bigint           NOT NULL DEFAULT 0,
    PRIMARY KEY (participant_id, conversation_id)
) WITH (fillfactor = 70);

CREATE TABLE cursor (
    participant_id  text COLLATE "C" NOT NULL,
    client_id       text COLLATE "C" NOT NULL,
    conversation_id text COLLATE "C" NOT NULL,
    delivered_seq   bigint           NOT NULL DEFAULT 0,
    read_seq        bigint           NOT NULL DEFAULT 0,
    PRIMARY KEY (participant_id, client_id, conversation_id)
) WITH (fillfactor = 70);

-- How far each partition is stored: the next offset to read. It moves in the transaction that stores the rows.
CREATE TABLE ingest_position (
    topic       text COLLATE "C" NOT NULL,
    partition   integer          NOT NULL,
    next_offset bigint           NOT NULL,
    PRIMARY KEY (topic, partition)
) WITH (fillfactor = 20);
