The index of a partitioned table goes, and with it those of the partitions. An index that only one partition has stays.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (day date NOT NULL, user_id int, n int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE INDEX usage_user_idx ON app.usage (user_id);
CREATE INDEX usage_2023_n_idx ON app.usage_2023 (n);
--- rows
INSERT INTO app.usage VALUES ('2023-05-05', 1, 10);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (day date NOT NULL, user_id int, n int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE INDEX usage_2023_n_idx ON app.usage_2023 (n);
--- keeps
SELECT day, user_id, n FROM app.usage;
--- plan
DROP INDEX
