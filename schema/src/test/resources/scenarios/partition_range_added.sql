The partition of the next year is added to a partitioned table that has an index and a key.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (id int, day date NOT NULL, tokens int, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE INDEX usage_day_idx ON app.usage (day);
--- rows
INSERT INTO app.usage VALUES (1, '2023-03-03', 5), (2, '2023-12-31', 6);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (id int, day date NOT NULL, tokens int, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX usage_day_idx ON app.usage (day);
--- keeps
SELECT id, day, tokens FROM app.usage ORDER BY id;
--- after
SELECT count(*) = 2 FROM pg_index WHERE indrelid = 'app.usage_2024'::regclass;
--- plan
usage_2024
--- never
DROP TABLE
