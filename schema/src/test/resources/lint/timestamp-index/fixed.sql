CREATE TABLE events (
    id bigint PRIMARY KEY,
    user_id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    run_at timestamp,
    state text
);
CREATE INDEX events_created_idx ON events USING brin (created_at);
CREATE INDEX events_user_created_idx ON events (user_id, created_at);
CREATE INDEX events_due_idx ON events (state, run_at) WHERE state = 'waiting';
