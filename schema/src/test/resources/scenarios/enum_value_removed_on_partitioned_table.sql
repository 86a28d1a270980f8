A label goes from an enum whose column is in a partitioned table with a default. Parent and partitions are converted together.
--- old
CREATE SCHEMA app;
CREATE TYPE app.kind AS ENUM ('in', 'out', 'odd');
CREATE TABLE app.moves (day date NOT NULL, kind app.kind NOT NULL DEFAULT 'in', cents int) PARTITION BY RANGE (day);
CREATE TABLE app.moves_2023 PARTITION OF app.moves FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.moves_2024 PARTITION OF app.moves FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--- rows
INSERT INTO app.moves VALUES ('2023-05-05', 'in', 1), ('2024-05-05', 'out', 2);
--- new
CREATE SCHEMA app;
CREATE TYPE app.kind AS ENUM ('in', 'out');
CREATE TABLE app.moves (day date NOT NULL, kind app.kind NOT NULL DEFAULT 'in', cents int) PARTITION BY RANGE (day);
CREATE TABLE app.moves_2023 PARTITION OF app.moves FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.moves_2024 PARTITION OF app.moves FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--- keeps
SELECT day, kind, cents FROM app.moves ORDER BY day;
