A partitioned table gets a column with a default, one becomes NOT NULL and one becomes wider. All partitions follow.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (day date NOT NULL, user_id int, tokens int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--- rows
INSERT INTO app.usage VALUES ('2023-05-05', 1, 10), ('2024-05-05', 2, 20);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (day date NOT NULL, user_id int NOT NULL, tokens bigint, model text NOT NULL DEFAULT 'base') PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--- keeps
SELECT day, user_id, tokens FROM app.usage ORDER BY day;
--- after
SELECT count(*) = 2 FROM app.usage WHERE model = 'base';
SELECT bool_and(attnotnull) FROM pg_attribute WHERE attname = 'user_id' AND attrelid::regclass::text LIKE 'app.usage%';
