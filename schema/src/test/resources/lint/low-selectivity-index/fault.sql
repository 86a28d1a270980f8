CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE TABLE tasks (
    id bigint PRIMARY KEY,
    is_done boolean NOT NULL,
    mood mood,
    status text CHECK (status IN ('open', 'closed', 'late')),
    priority integer,
    error text,
    kind text
);
CREATE INDEX tasks_done_idx ON tasks (is_done);
CREATE INDEX tasks_mood_idx ON tasks (mood);
CREATE INDEX tasks_status_idx ON tasks (status);
-- What only figures tell.
CREATE INDEX tasks_priority_idx ON tasks (priority);
CREATE INDEX tasks_error_idx ON tasks (error);
CREATE INDEX tasks_kind_idx ON tasks (kind);
