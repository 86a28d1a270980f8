A unique index becomes an ordinary one under the same name, and another gets NULLS NOT DISTINCT.
--- old
CREATE SCHEMA app;
CREATE TABLE app.devices (id int PRIMARY KEY, name text, serial text);
CREATE UNIQUE INDEX devices_name_idx ON app.devices (name);
CREATE UNIQUE INDEX devices_serial_idx ON app.devices (serial);
--- rows
INSERT INTO app.devices VALUES (1, 'a', NULL), (2, 'b', 's');
--- new
CREATE SCHEMA app;
CREATE TABLE app.devices (id int PRIMARY KEY, name text, serial text);
CREATE INDEX devices_name_idx ON app.devices (name);
CREATE UNIQUE INDEX devices_serial_idx ON app.devices (serial) NULLS NOT DISTINCT;
--- keeps
SELECT id, name, serial FROM app.devices ORDER BY id;
--- plan
NULLS NOT DISTINCT
