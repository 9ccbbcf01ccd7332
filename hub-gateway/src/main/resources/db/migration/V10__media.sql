-- The keys that sign links to files, the same for all gateways. The newest signs, all that are here are believed. To rotate:
-- INSERT INTO hub.media_key DEFAULT VALUES; and once the links of the old one have run out, delete its row.
CREATE TABLE media_key (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- 244 random bits.
    secret     text COLLATE "C" NOT NULL DEFAULT replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
    created_at timestamptz      NOT NULL DEFAULT now()
);

INSERT INTO media_key DEFAULT VALUES;

-- How much somebody uploaded lately.
CREATE INDEX attachment_owner_created_at ON attachment (owner, created_at);
