-- Who may speak as whom. Of an API key only its SHA-256 is kept.

CREATE TABLE hub_user (
    id         text COLLATE "C" PRIMARY KEY,
    name       text        NOT NULL,
    key_hash   text COLLATE "C" NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    active     boolean     NOT NULL
);

-- Ids that belong to a user. One that was only claimed by name has no row: names are free, rows are not.
CREATE TABLE participant (
    id            text COLLATE "C" PRIMARY KEY,
    user_id       text COLLATE "C" NOT NULL REFERENCES hub_user (id),
    first_seen_at timestamptz NOT NULL
);

CREATE INDEX participant_by_user ON participant (user_id);

-- Which gateways are alive.
CREATE TABLE IF NOT EXISTS gateway (
    id          text COLLATE "C" PRIMARY KEY,
    lease_until timestamptz NOT NULL
);

-- Ids that a client made for itself, each held by one connection. Void once its gateway's lease has run out.
CREATE TABLE reservation (
    participant_id text COLLATE "C" PRIMARY KEY,
    gateway_id     text COLLATE "C" NOT NULL,
    connection_id  text COLLATE "C" NOT NULL,
    since          timestamptz NOT NULL
);
