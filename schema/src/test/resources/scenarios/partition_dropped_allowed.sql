The partition of an old year goes with its rows, with leave. The other partitions are not touched.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (day date NOT NULL, n int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2019 PARTITION OF app.usage FOR VALUES FROM ('2019-01-01') TO ('2020-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--- rows
INSERT INTO app.usage VALUES ('2019-05-05', 1), ('2024-05-05', 2);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (day date NOT NULL, n int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--- keeps
SELECT day, n FROM app.usage_2024;
--- after
SELECT count(*) = 1 FROM app.usage;
--- allow
table app.usage_2019 = past the five years we keep
--- plan
DROP TABLE
