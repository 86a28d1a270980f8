CREATE TABLE teams (id bigint PRIMARY KEY);
-- lint: allow json-not-jsonb, created-at-without-default: signed, and from outside (until 2027-03-01)
CREATE TABLE users (
    id bigint PRIMARY KEY,
    body json,
    created_at timestamptz NOT NULL,
    -- The wall clock of the place is meant.
    -- lint: allow timestamp-without-time-zone: the place is in another column
    seen timestamp,
    team bigint,
    number int,
    FOREIGN KEY (team) REFERENCES teams (id) -- lint: allow foreign-key-without-index: ten rows
);
CREATE INDEX users_created_idx ON users (created_at); -- lint: allow timestamp-index: short ranges
-- lint: allow unused-index: only a database with figures can tell
CREATE INDEX users_number_idx ON users (number);
