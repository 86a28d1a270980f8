A function returns another type, so it has to be dropped and made again. A view that calls it is made again around that, and comment and grants come back.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, credits int NOT NULL);
CREATE FUNCTION app.credits(uid int) RETURNS int LANGUAGE sql STABLE AS $$ SELECT credits FROM app.users WHERE id = uid $$;
COMMENT ON FUNCTION app.credits(int) IS 'what is left';
REVOKE EXECUTE ON FUNCTION app.credits(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.credits(int) TO app_reader;
CREATE VIEW app.overview AS SELECT id, app.credits(id) AS credits FROM app.users;
GRANT SELECT ON app.overview TO app_reader;
--- rows
INSERT INTO app.users VALUES (1, 5), (2, 0);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, credits int NOT NULL);
CREATE FUNCTION app.credits(uid int) RETURNS bigint LANGUAGE sql STABLE AS $$ SELECT credits FROM app.users WHERE id = uid $$;
COMMENT ON FUNCTION app.credits(int) IS 'what is left';
REVOKE EXECUTE ON FUNCTION app.credits(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.credits(int) TO app_reader;
CREATE VIEW app.overview AS SELECT id, app.credits(id) AS credits FROM app.users;
GRANT SELECT ON app.overview TO app_reader;
--- keeps
SELECT id, credits FROM app.overview ORDER BY id;
--- after
SELECT has_function_privilege('app_reader', 'app.credits(int)', 'EXECUTE') AND NOT has_function_privilege('app_writer', 'app.credits(int)', 'EXECUTE');
SELECT has_table_privilege('app_reader', 'app.overview', 'SELECT');
SELECT obj_description('app.credits(int)'::regprocedure) = 'what is left';
--- plan
DROP FUNCTION
--- never
CASCADE
