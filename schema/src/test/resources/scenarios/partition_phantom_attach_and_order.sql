Partitions and their indexes are written as separate tables that are attached, in another order. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (id int NOT NULL, day date NOT NULL, n int, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX usage_n_idx ON app.usage (n);
--- rows
INSERT INTO app.usage VALUES (1, '2023-05-05', 1), (2, '2024-05-05', 2);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (id int NOT NULL, day date NOT NULL, n int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2024 (id int NOT NULL, day date NOT NULL, n int);
ALTER TABLE app.usage ATTACH PARTITION app.usage_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM (date '2023-01-01') TO (date '2024-01-01');
CREATE INDEX usage_n_idx ON ONLY app.usage (n);
CREATE INDEX usage_2023_n_idx ON app.usage_2023 (n);
ALTER INDEX app.usage_n_idx ATTACH PARTITION app.usage_2023_n_idx;
CREATE INDEX usage_2024_n_idx ON app.usage_2024 (n);
ALTER INDEX app.usage_n_idx ATTACH PARTITION app.usage_2024_n_idx;
ALTER TABLE app.usage ADD PRIMARY KEY (id, day);
--- keeps
SELECT id, day, n FROM app.usage ORDER BY id;
--- plan
(nothing)
