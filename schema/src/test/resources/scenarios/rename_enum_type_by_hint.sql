An enum type has another name. It is renamed; columns, defaults and a function with an argument of it follow.
--- old
CREATE SCHEMA app;
CREATE TYPE app.st AS ENUM ('open', 'done');
CREATE TABLE app.jobs (id int PRIMARY KEY, st app.st NOT NULL DEFAULT 'open', past app.st[]);
CREATE FUNCTION app.is_open(s app.st) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT s = 'open' $$;
--- rows
INSERT INTO app.jobs VALUES (1, 'open', '{open}'), (2, 'done', '{}');
--- new
CREATE SCHEMA app;
-- was: st
CREATE TYPE app.job_status AS ENUM ('open', 'done');
CREATE TABLE app.jobs (id int PRIMARY KEY, st app.job_status NOT NULL DEFAULT 'open', past app.job_status[]);
CREATE FUNCTION app.is_open(s app.job_status) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT s = 'open' $$;
--- keeps
SELECT id, st, past FROM app.jobs ORDER BY id;
--- plan
RENAME TO
--- never
DROP TYPE
