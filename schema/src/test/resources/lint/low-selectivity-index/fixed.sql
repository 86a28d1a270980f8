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
CREATE INDEX tasks_open_idx ON tasks (priority, kind) WHERE NOT is_done;
CREATE INDEX tasks_late_idx ON tasks (status) WHERE status <> 'closed';
CREATE INDEX tasks_error_idx ON tasks (error) WHERE error IS NOT NULL;
CREATE INDEX tasks_kind_idx ON tasks (kind);
