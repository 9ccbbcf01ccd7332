-- Names this database's data. Clients that come with cursors of another hub, or of this one before its data were lost,
-- are told so by it. One row, made here.
CREATE TABLE epoch (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    value    text COLLATE "C" NOT NULL
);

INSERT INTO epoch (value) VALUES (replace(gen_random_uuid()::text, '-', ''));
