CREATE TABLE events (
    id bigint PRIMARY KEY,
    body json NOT NULL DEFAULT '{}',
    tags pg_catalog.json
);
CREATE INDEX events_kind_idx ON events ((body ->> 'kind'));
