The body of a function changes. It is replaced in place and keeps its comment and grants.
--- old
CREATE SCHEMA app;
CREATE FUNCTION app.fee(cents bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT cents / 10 $$;
COMMENT ON FUNCTION app.fee(bigint) IS 'what we take';
GRANT EXECUTE ON FUNCTION app.fee(bigint) TO app_reader;
--- new
CREATE SCHEMA app;
CREATE FUNCTION app.fee(cents bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT cents / 20 $$;
COMMENT ON FUNCTION app.fee(bigint) IS 'what we take';
GRANT EXECUTE ON FUNCTION app.fee(bigint) TO app_reader;
--- after
SELECT app.fee(100) = 5;
SELECT obj_description('app.fee(bigint)'::regprocedure) = 'what we take';
--- plan
CREATE OR REPLACE FUNCTION
--- never
DROP FUNCTION
