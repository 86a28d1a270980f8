A unique constraint that holds the partition key is added to a partitioned table.
--- old
CREATE SCHEMA app;
CREATE TABLE app.bills (id int NOT NULL, month date NOT NULL, number text NOT NULL) PARTITION BY RANGE (month);
CREATE TABLE app.bills_2023 PARTITION OF app.bills FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.bills_2024 PARTITION OF app.bills FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--- rows
INSERT INTO app.bills VALUES (1, '2023-01-01', 'a'), (2, '2024-01-01', 'a');
--- new
CREATE SCHEMA app;
CREATE TABLE app.bills (id int NOT NULL, month date NOT NULL, number text NOT NULL, UNIQUE (month, number)) PARTITION BY RANGE (month);
CREATE TABLE app.bills_2023 PARTITION OF app.bills FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.bills_2024 PARTITION OF app.bills FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--- keeps
SELECT id, month, number FROM app.bills ORDER BY id;
--- after
SELECT count(*) = 3 FROM pg_constraint WHERE contype = 'u' AND conrelid::regclass::text LIKE 'app.bills%';
