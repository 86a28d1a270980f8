CREATE TABLE teams (id bigint PRIMARY KEY);
-- lint: allow json-not-jsonb: its text is signed, so that not a blank may change
CREATE TABLE users (
    id bigint PRIMARY KEY,
    body json,
    -- lint: allow timestamp-without-time-zone: the wall clock of the place is meant
    seen timestamp
);
