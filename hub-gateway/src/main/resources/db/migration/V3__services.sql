-- Services: what is searched, sorted and decided by stands in columns; the document stays as the provider gave it.

ALTER TABLE service
    ADD COLUMN tags            text[]  NOT NULL DEFAULT '{}',
    ADD COLUMN execution_mode  text    NOT NULL DEFAULT 'local',
    -- The owner in the provider's words: something to show and to search by, no identity.
    ADD COLUMN owner_label     text    NOT NULL DEFAULT '',
    ADD COLUMN price           numeric,
    ADD COLUMN price_unit      text    NOT NULL DEFAULT '次',
    ADD COLUMN restricted      boolean NOT NULL DEFAULT false,
    ADD COLUMN allowed_users   text[]  NOT NULL DEFAULT '{}',
    ADD COLUMN key_seconds     bigint  NOT NULL DEFAULT 3600,
    ADD COLUMN key_calls       bigint  NOT NULL DEFAULT 100,
    -- Nobody will return under the owner's id: the service is anybody's once it is offline.
    ADD COLUMN owner_ephemeral boolean NOT NULL DEFAULT false,
    -- Counts the lives of the id: a binding is of one of them.
    ADD COLUMN registration    integer NOT NULL DEFAULT 1,
    ADD COLUMN withdrawn_at    timestamptz,
    -- Id, name, description and tags in lower case, for words anywhere in them.
    ADD COLUMN search_text     text    NOT NULL DEFAULT '';

UPDATE service SET search_text = lower(id || E'\n' || name || E'\n' || description);

CREATE INDEX service_by_owner ON service (owner_id);

-- Apart from its service, which is read much more often.
CREATE TABLE service_skill_doc (
    service_id text COLLATE "C" PRIMARY KEY REFERENCES service (id) ON DELETE CASCADE,
    skill_doc  text NOT NULL
);

CREATE TABLE service_rating (
    service_id     text COLLATE "C" NOT NULL REFERENCES service (id) ON DELETE CASCADE,
    participant_id text COLLATE "C" NOT NULL,
    score          integer     NOT NULL,
    comment        text        NOT NULL,
    tags           text[]      NOT NULL,
    rated_at       timestamptz NOT NULL,
    PRIMARY KEY (service_id, participant_id)
);

-- The gateways that live: what one of them holds counts until its lease is over.
CREATE TABLE IF NOT EXISTS gateway (
    id          text COLLATE "C" PRIMARY KEY,
    lease_until timestamptz NOT NULL
);

-- Which connections offer which services. A service is online while one of them is on a gateway that lives.
CREATE TABLE service_binding (
    service_id     text COLLATE "C" NOT NULL REFERENCES service (id) ON DELETE CASCADE,
    gateway_id     text COLLATE "C" NOT NULL REFERENCES gateway (id) ON DELETE CASCADE,
    connection_id  text COLLATE "C" NOT NULL,
    participant_id text COLLATE "C" NOT NULL,
    bound_at       timestamptz NOT NULL,
    PRIMARY KEY (service_id, gateway_id, connection_id)
);

CREATE INDEX service_binding_by_connection ON service_binding (gateway_id, connection_id);

CREATE TABLE tunnel (
    id             text COLLATE "C" PRIMARY KEY,
    service_id     text COLLATE "C" NOT NULL REFERENCES service (id) ON DELETE CASCADE,
    consumer_id    text COLLATE "C" NOT NULL,
    execution_mode text        NOT NULL,
    endpoint       text,
    opened_at      timestamptz NOT NULL,
    used_at        timestamptz NOT NULL
);

CREATE INDEX tunnel_by_consumer ON tunnel (consumer_id);
CREATE INDEX tunnel_by_service ON tunnel (service_id);

CREATE TABLE service_key (
    key_hash         text COLLATE "C" PRIMARY KEY,
    key_id           text COLLATE "C" NOT NULL,
    service_id       text COLLATE "C" NOT NULL REFERENCES service (id) ON DELETE CASCADE,
    consumer_id      text COLLATE "C" NOT NULL,
    duration_seconds bigint      NOT NULL,
    max_calls        bigint      NOT NULL,
    calls_left       bigint      NOT NULL,
    expires_at       timestamptz NOT NULL
);

CREATE INDEX service_key_by_service ON service_key (service_id, consumer_id);
CREATE INDEX service_key_by_id ON service_key (key_id);
