A label goes from an enum whose column has a default. The default must be taken off and put back around the swap.
--- old
CREATE SCHEMA app;
CREATE TYPE app.status AS ENUM ('new', 'open', 'stale', 'done');
CREATE TABLE app.tickets (id int PRIMARY KEY, status app.status NOT NULL DEFAULT 'new', title text);
COMMENT ON TYPE app.status IS 'the life of a ticket';
--- rows
INSERT INTO app.tickets VALUES (1, 'open', 'a'), (2, DEFAULT, 'b');
--- new
CREATE SCHEMA app;
CREATE TYPE app.status AS ENUM ('new', 'open', 'done');
CREATE TABLE app.tickets (id int PRIMARY KEY, status app.status NOT NULL DEFAULT 'new', title text);
COMMENT ON TYPE app.status IS 'the life of a ticket';
--- keeps
SELECT id, status, title FROM app.tickets ORDER BY id;
--- after
SELECT obj_description('app.status'::regtype, 'pg_type') = 'the life of a ticket';
--- plan
DROP DEFAULT
SET DEFAULT
