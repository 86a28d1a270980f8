Fractions of seconds are rounded away, and that is allowed by name.
--- old
CREATE SCHEMA app;
CREATE TABLE app.events (id int PRIMARY KEY, at timestamptz NOT NULL);
--- rows
INSERT INTO app.events VALUES (1, '2024-01-01 10:00:00+00'), (2, '2024-01-01 10:00:00.25+00');
--- new
CREATE SCHEMA app;
CREATE TABLE app.events (id int PRIMARY KEY, at timestamptz(0) NOT NULL);
--- keeps
SELECT id, date_trunc('second', at) FROM app.events ORDER BY id;
--- after
SELECT count(*) = 2 FROM app.events WHERE at = '2024-01-01 10:00:00+00';
--- allow
column app.events.at = whole seconds are enough
