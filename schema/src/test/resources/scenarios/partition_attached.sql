A table of its own becomes a partition. Its rows are seen through the partitioned table from then on.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (day date NOT NULL, n int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE app.usage_2023 (day date NOT NULL, n int);
--- rows
INSERT INTO app.usage VALUES ('2024-05-05', 2);
INSERT INTO app.usage_2023 VALUES ('2023-05-05', 1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (day date NOT NULL, n int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--- keeps
SELECT day, n FROM app.usage_2023;
SELECT day, n FROM app.usage_2024;
--- after
SELECT count(*) = 2 FROM app.usage;
--- plan
ATTACH PARTITION
--- never
DROP TABLE
