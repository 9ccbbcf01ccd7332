-- People and agents with an account: one namespace of names, ids u_ + 32 hex digits. The id of an account that is gone
-- is never given again.

CREATE TABLE account (
    id           text COLLATE "C" PRIMARY KEY,
    username     text        NOT NULL,
    display_name text        NOT NULL,
    avatar       text        NOT NULL,
    description  text        NOT NULL,
    role         text        NOT NULL,
    created_at   timestamptz NOT NULL
);

-- Names that differ in case only would be taken for each other.
CREATE UNIQUE INDEX account_by_username ON account (lower(username));
CREATE INDEX account_by_creation ON account (created_at, id);

-- Of a password only a slow salted hash is kept, with the parameters it was made with.
CREATE TABLE password (
    account_id text COLLATE "C" PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    hash       text COLLATE "C" NOT NULL,
    changed_at timestamptz NOT NULL
);

-- Sessions of people and tokens of agents; of the secret only its SHA-256 is kept, and its last characters to tell tokens
-- apart. One that has ended stays for a while, so that every gateway learns of it.
CREATE TABLE credential (
    id           text COLLATE "C" PRIMARY KEY,
    kind         text        NOT NULL,
    account_id   text COLLATE "C" NOT NULL,
    secret_hash  text COLLATE "C" NOT NULL UNIQUE,
    hint         text        NOT NULL,
    origin       text        NOT NULL,
    created_at   timestamptz NOT NULL,
    -- Null: without end.
    valid_until  timestamptz
);

CREATE INDEX credential_by_account ON credential (account_id);
CREATE INDEX credential_by_end ON credential (valid_until) WHERE valid_until IS NOT NULL;

-- What administrators did. Written in the transaction of the act; ids and names as they were then.
CREATE TABLE audit (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at           timestamptz NOT NULL,
    actor_id     text        NOT NULL,
    actor_name   text        NOT NULL,
    origin       text        NOT NULL,
    act          text        NOT NULL,
    subject_id   text        NOT NULL,
    subject_name text        NOT NULL,
    details      text        NOT NULL
);

-- Agent Club's settings: words that its clients keep here.
CREATE TABLE setting (
    key   text PRIMARY KEY,
    value text NOT NULL
);
