An index is added to a partitioned table with rows. Only on the parent first, then on each partition concurrently, then attached.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (id int, day date NOT NULL, user_id int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--- rows
INSERT INTO app.usage SELECT g, '2023-06-01'::date + g, g % 5 FROM generate_series(1, 300) g;
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (id int, day date NOT NULL, user_id int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX usage_user_id_idx ON app.usage (user_id);
--- keeps
SELECT id, day, user_id FROM app.usage ORDER BY id;
--- after
SELECT indisvalid FROM pg_index WHERE indexrelid = 'app.usage_user_id_idx'::regclass;
--- plan
ON ONLY
CREATE INDEX CONCURRENTLY
ATTACH PARTITION
