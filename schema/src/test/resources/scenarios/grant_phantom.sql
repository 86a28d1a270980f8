The grants are written one by one, together, twice, or for all tables of the schema. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE TABLE app.a (id int PRIMARY KEY, n text);
CREATE TABLE app.b (id int PRIMARY KEY);
GRANT SELECT, INSERT, UPDATE ON app.a TO app_writer;
GRANT SELECT ON app.a TO app_reader;
GRANT SELECT ON app.b TO app_reader;
CREATE FUNCTION app.f() RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;
--- rows
INSERT INTO app.a VALUES (1, 'x');
--- new
CREATE SCHEMA app;
CREATE FUNCTION app.f() RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;
GRANT EXECUTE ON FUNCTION app.f() TO PUBLIC;
CREATE TABLE app.b (id int PRIMARY KEY);
CREATE TABLE app.a (id int PRIMARY KEY, n text);
GRANT UPDATE ON TABLE app.a TO app_writer;
GRANT INSERT ON app.a TO app_writer;
GRANT SELECT ON app.a TO app_writer;
GRANT SELECT ON ALL TABLES IN SCHEMA app TO app_reader;
GRANT SELECT ON app.a TO app_reader;
GRANT DELETE ON app.b TO app_writer;
REVOKE DELETE ON app.b FROM app_writer;
--- keeps
SELECT id, n FROM app.a;
--- plan
(nothing)
