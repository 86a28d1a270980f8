A partitioned table gets a foreign key. The partitions get it through the parent.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.usage (day date NOT NULL, user_id int NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--- rows
INSERT INTO app.users VALUES (1);
INSERT INTO app.usage VALUES ('2023-02-02', 1), ('2024-02-02', 1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.usage (day date NOT NULL, user_id int NOT NULL REFERENCES app.users) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--- keeps
SELECT day, user_id FROM app.usage ORDER BY day;
--- after
SELECT count(*) = 3 FROM pg_constraint WHERE contype = 'f' AND convalidated AND conrelid IN ('app.usage'::regclass, 'app.usage_2023'::regclass, 'app.usage_2024'::regclass);
