Fractions of seconds would be rounded away. The plan must stop and name the column.
--- old
CREATE SCHEMA app;
CREATE TABLE app.events (id int PRIMARY KEY, at timestamptz NOT NULL);
--- rows
INSERT INTO app.events VALUES (1, '2024-01-01 10:00:00.123+00');
--- new
CREATE SCHEMA app;
CREATE TABLE app.events (id int PRIMARY KEY, at timestamptz(0) NOT NULL);
--- refused
column app.events.at
