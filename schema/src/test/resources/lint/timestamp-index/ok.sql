CREATE TABLE events (
    id bigint,
    user_id bigint NOT NULL,
    day date,
    created_at timestamptz NOT NULL,
    slot timestamptz NOT NULL UNIQUE,
    PRIMARY KEY (created_at, id)
);
CREATE INDEX a1 ON events (user_id, created_at);
CREATE INDEX a2 ON events (day);
CREATE INDEX a3 ON events USING brin (created_at);
CREATE INDEX a4 ON events ((created_at IS NULL));
CREATE UNIQUE INDEX a5 ON events (created_at, user_id);
