-- Files that go with messages. The bytes are in the attachment store under the same id.

CREATE TABLE attachment (
    id           text COLLATE "C" PRIMARY KEY,
    name         text        NOT NULL,
    content_type text        NOT NULL,
    size         bigint      NOT NULL,
    sha256       text COLLATE "C" NOT NULL,
    owner        text COLLATE "C" NOT NULL,
    created_at   timestamptz NOT NULL
);
