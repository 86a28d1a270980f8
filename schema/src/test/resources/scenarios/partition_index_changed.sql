The index of a partitioned table gets another column. On every partition the new one is there before the old one goes.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (day date NOT NULL, user_id int, n int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX usage_user_idx ON app.usage (user_id);
--- rows
INSERT INTO app.usage VALUES ('2023-05-05', 1, 10), ('2024-05-05', 2, 20);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (day date NOT NULL, user_id int, n int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX usage_user_idx ON app.usage (user_id, day);
--- keeps
SELECT day, user_id, n FROM app.usage ORDER BY day;
--- after
SELECT indisvalid FROM pg_index WHERE indexrelid = 'app.usage_user_idx'::regclass;
SELECT count(*) = 3 FROM pg_index WHERE indrelid::regclass::text LIKE 'app.usage%';
