A check is added to a partitioned table. All partitions get it, each once.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (day date NOT NULL, tokens int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--- rows
INSERT INTO app.usage VALUES ('2023-02-02', 5), ('2024-02-02', 6);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (day date NOT NULL, tokens int CONSTRAINT tokens_positive CHECK (tokens >= 0)) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--- keeps
SELECT day, tokens FROM app.usage ORDER BY day;
--- after
SELECT count(*) = 3 FROM pg_constraint WHERE conname = 'tokens_positive' AND convalidated;
