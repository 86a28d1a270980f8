Rights on a sequence, a schema and a type change.
--- old
CREATE SCHEMA app;
CREATE SCHEMA hidden;
CREATE SEQUENCE app.numbers;
CREATE TYPE app.color AS ENUM ('red', 'green');
GRANT USAGE ON SCHEMA app, hidden TO app_reader;
--- rows
SELECT setval('app.numbers', 12);
--- new
CREATE SCHEMA app;
CREATE SCHEMA hidden;
CREATE SEQUENCE app.numbers;
CREATE TYPE app.color AS ENUM ('red', 'green');
GRANT USAGE ON SCHEMA app TO app_reader;
GRANT USAGE, CREATE ON SCHEMA app TO app_writer;
GRANT USAGE, SELECT ON SEQUENCE app.numbers TO app_writer;
REVOKE USAGE ON TYPE app.color FROM PUBLIC;
GRANT USAGE ON TYPE app.color TO app_writer;
--- keeps
SELECT last_value FROM app.numbers;
--- after
SELECT has_sequence_privilege('app_writer', 'app.numbers', 'USAGE') AND NOT has_schema_privilege('app_reader', 'hidden', 'USAGE');
SELECT has_type_privilege('app_writer', 'app.color', 'USAGE') AND NOT has_type_privilege('app_reader', 'app.color', 'USAGE');
