A primary key is added to a partitioned table whose columns are not null already.
--- old
CREATE SCHEMA app;
CREATE TABLE app.bills (id int NOT NULL, month date NOT NULL) PARTITION BY RANGE (month);
CREATE TABLE app.bills_2023 PARTITION OF app.bills FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.bills_rest PARTITION OF app.bills DEFAULT;
--- rows
INSERT INTO app.bills VALUES (1, '2023-01-01'), (1, '2030-01-01');
--- new
CREATE SCHEMA app;
CREATE TABLE app.bills (id int NOT NULL, month date NOT NULL, PRIMARY KEY (id, month)) PARTITION BY RANGE (month);
CREATE TABLE app.bills_2023 PARTITION OF app.bills FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.bills_rest PARTITION OF app.bills DEFAULT;
--- keeps
SELECT id, month FROM app.bills ORDER BY month;
--- after
SELECT count(*) = 3 FROM pg_constraint WHERE contype = 'p' AND conrelid::regclass::text LIKE 'app.bills%';
