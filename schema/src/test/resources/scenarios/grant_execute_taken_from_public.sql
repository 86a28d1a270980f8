A function is not for everyone any more but for one role. What the server grants to PUBLIC by itself must be revoked.
--- old
CREATE SCHEMA app;
CREATE FUNCTION app.secret() RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 42 $$;
--- new
CREATE SCHEMA app;
CREATE FUNCTION app.secret() RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 42 $$;
REVOKE EXECUTE ON FUNCTION app.secret() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.secret() TO app_reader;
--- keeps
SELECT app.secret();
--- after
SELECT has_function_privilege('app_reader', 'app.secret()', 'EXECUTE') AND NOT has_function_privilege('app_writer', 'app.secret()', 'EXECUTE');
--- plan
REVOKE
FROM PUBLIC
GRANT
