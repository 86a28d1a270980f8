CREATE TABLE tally.scheduled_tasks (
    task_name text NOT NULL,
    task_instance text NOT NULL,
    task_data bytea,
    execution_time timestamptz NOT NULL,
    picked boolean NOT NULL,
    picked_by text,
    last_success timestamptz,
    last_failure timestamptz,
    consecutive_failures integer,
    last_heartbeat timestamptz,
    version bigint NOT NULL,
    priority smallint,
    PRIMARY KEY (task_name, task_instance)
) WITH (fillfactor = 70);
COMMENT ON TABLE tally.scheduled_tasks IS
    'Work that is to be done once, or at set times by one of several servers; as db-scheduler wants it';
COMMENT ON COLUMN tally.scheduled_tasks.task_instance IS 'What it is to be done with: the id of an event';
COMMENT ON COLUMN tally.scheduled_tasks.task_data IS 'Not used: what is needed stands in tables of its own';
COMMENT ON COLUMN tally.scheduled_tasks.picked_by IS 'The server that does it now';

CREATE INDEX scheduled_tasks_due_idx ON tally.scheduled_tasks (picked, execution_time);
COMMENT ON INDEX tally.scheduled_tasks_due_idx IS
    'Serves each look for work that is due, and for servers that died over theirs';
