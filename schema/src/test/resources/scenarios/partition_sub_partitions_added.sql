A partition that is itself partitioned is added, with its own partitions.
--- old
CREATE SCHEMA app;
CREATE TABLE app.events (day date NOT NULL, kind text NOT NULL, n int) PARTITION BY RANGE (day);
CREATE TABLE app.events_2023 PARTITION OF app.events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE INDEX events_n_idx ON app.events (n);
--- rows
INSERT INTO app.events VALUES ('2023-05-05', 'a', 1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.events (day date NOT NULL, kind text NOT NULL, n int) PARTITION BY RANGE (day);
CREATE TABLE app.events_2023 PARTITION OF app.events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.events_2024 PARTITION OF app.events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (kind);
CREATE TABLE app.events_2024_a PARTITION OF app.events_2024 FOR VALUES IN ('a');
CREATE TABLE app.events_2024_rest PARTITION OF app.events_2024 DEFAULT;
CREATE INDEX events_n_idx ON app.events (n);
--- keeps
SELECT day, kind, n FROM app.events;
--- after
SELECT count(*) = 4 FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE c.relname LIKE 'events%' AND c.relkind IN ('r', 'p');
