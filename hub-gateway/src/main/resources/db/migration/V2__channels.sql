-- Sessions between a provider and a consumer. The conversation of the same id holds the members.
CREATE TABLE channel (
    conversation_id text COLLATE "C" PRIMARY KEY REFERENCES conversation (id),
    -- A registered service, or only a label; null: none was named.
    service_id      text COLLATE "C",
    provider_id     text COLLATE "C" NOT NULL,
    consumer_id     text COLLATE "C" NOT NULL,
    status          text        NOT NULL,
    request_id      text,
    -- What was said with the last change.
    said            text,
    -- Null: the hub.
    changed_by      text COLLATE "C",
    requested_at    timestamptz NOT NULL,
    changed_at      timestamptz NOT NULL,
    -- When the hub ends it unless something happens: a request its time-out, a session its idle limit.
    expires_at      timestamptz NOT NULL,
    -- Whether the request reached a connection of the provider.
    announced       boolean     NOT NULL,
    version         integer     NOT NULL
);

CREATE UNIQUE INDEX channel_one_open ON channel (coalesce(service_id, ''), provider_id, consumer_id)
    WHERE status IN ('pending', 'active');
CREATE INDEX channel_open_of_pair ON channel (provider_id, consumer_id) WHERE status IN ('pending', 'active');
CREATE INDEX channel_open_of_service ON channel (service_id) WHERE status IN ('pending', 'active');
CREATE INDEX channel_due ON channel (expires_at) WHERE status IN ('pending', 'active');
