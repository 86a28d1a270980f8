An index is added to a table with two levels of partitions. Each level is attached to the one above.
--- old
CREATE SCHEMA app;
CREATE TABLE app.logs (day date NOT NULL, host text NOT NULL, n int) PARTITION BY RANGE (day);
CREATE TABLE app.logs_2024 PARTITION OF app.logs FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (host);
CREATE TABLE app.logs_2024_a PARTITION OF app.logs_2024 FOR VALUES IN ('a');
CREATE TABLE app.logs_2024_b PARTITION OF app.logs_2024 FOR VALUES IN ('b');
CREATE TABLE app.logs_rest PARTITION OF app.logs DEFAULT;
--- rows
INSERT INTO app.logs VALUES ('2024-05-05', 'a', 1), ('2024-05-06', 'b', 2), ('2020-01-01', 'c', 3);
--- new
CREATE SCHEMA app;
CREATE TABLE app.logs (day date NOT NULL, host text NOT NULL, n int) PARTITION BY RANGE (day);
CREATE TABLE app.logs_2024 PARTITION OF app.logs FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (host);
CREATE TABLE app.logs_2024_a PARTITION OF app.logs_2024 FOR VALUES IN ('a');
CREATE TABLE app.logs_2024_b PARTITION OF app.logs_2024 FOR VALUES IN ('b');
CREATE TABLE app.logs_rest PARTITION OF app.logs DEFAULT;
CREATE INDEX logs_n_idx ON app.logs (n DESC) WHERE n > 0;
--- keeps
SELECT day, host, n FROM app.logs ORDER BY n;
--- after
SELECT indisvalid FROM pg_index WHERE indexrelid = 'app.logs_n_idx'::regclass;
SELECT count(*) = 5 FROM pg_index WHERE indrelid::regclass::text LIKE 'app.logs%';
--- plan
ON ONLY
ATTACH PARTITION
