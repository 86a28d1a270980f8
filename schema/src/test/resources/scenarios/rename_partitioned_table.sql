A partitioned table and one of its partitions have other names. No row moves.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (id int NOT NULL, day date NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE app.usage_23 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
--- rows
INSERT INTO app.usage VALUES (1, '2023-05-05');
--- new
CREATE SCHEMA app;
-- was: usage
CREATE TABLE app.token_usage (id int NOT NULL, day date NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
-- was: usage_23
CREATE TABLE app.token_usage_2023 PARTITION OF app.token_usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
--- after
SELECT count(*) = 1 FROM app.token_usage_2023;
--- never
DROP TABLE
DETACH
