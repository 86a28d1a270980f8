CREATE TABLE teams (id bigint PRIMARY KEY);
-- lint: allow json-not-jsonb: its text is signed, so that not a blank may change
CREATE TABLE users (
    id bigint PRIMARY KEY, -- lint: allow timestamp-index: nothing is wrong here
    body json,
    seen timestamp -- lint: allow timestamp-without-time-zone
);
