A partition covers half a year more. It is detached and attached with the new bound; its rows stay in it.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (day date NOT NULL, n int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_new PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2024-07-01');
--- rows
INSERT INTO app.usage VALUES ('2024-05-05', 2);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (day date NOT NULL, n int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_new PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--- keeps
SELECT day, n FROM app.usage;
--- plan
DETACH PARTITION
ATTACH PARTITION
--- never
DROP TABLE
