CREATE TABLE events (
    id bigint PRIMARY KEY,
    user_id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    run_at timestamp,
    state text
);
CREATE INDEX events_created_idx ON events (created_at DESC);
CREATE INDEX events_created_user_idx ON events (created_at, user_id);
CREATE INDEX events_due_idx ON events (run_at) WHERE state = 'waiting';
