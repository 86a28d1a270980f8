One partition gets an index and a default of its own, which the others have not.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (day date NOT NULL, user_id int, n int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--- rows
INSERT INTO app.usage VALUES ('2023-05-05', 1, 10), ('2024-05-05', 2, 20);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (day date NOT NULL, user_id int, n int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage (n DEFAULT 0) FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX usage_2024_n_idx ON app.usage_2024 (n);
--- keeps
SELECT day, user_id, n FROM app.usage ORDER BY day;
--- plan
CREATE INDEX CONCURRENTLY
SET DEFAULT
