A new function is created that PUBLIC must not call. The revoke belongs to the plan.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
--- rows
INSERT INTO app.users VALUES (1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE FUNCTION app.erase(uid int) RETURNS void LANGUAGE sql SECURITY DEFINER AS $$ DELETE FROM app.users WHERE id = uid $$;
REVOKE ALL ON FUNCTION app.erase(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.erase(int) TO app_writer;
--- keeps
SELECT id FROM app.users;
--- after
SELECT NOT has_function_privilege('app_reader', 'app.erase(int)', 'EXECUTE');
--- plan
FROM PUBLIC
