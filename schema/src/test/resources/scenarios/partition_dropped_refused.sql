The partition of an old year is gone from the files and nobody allowed it. The plan must stop.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (day date NOT NULL, n int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2019 PARTITION OF app.usage FOR VALUES FROM ('2019-01-01') TO ('2020-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--- rows
INSERT INTO app.usage VALUES ('2019-05-05', 1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (day date NOT NULL, n int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--- refused
table app.usage_2019
