CREATE TABLE events (
    id bigint PRIMARY KEY,
    body jsonb NOT NULL DEFAULT '{}',
    tags jsonb
);
CREATE INDEX events_kind_idx ON events ((body ->> 'kind'));
