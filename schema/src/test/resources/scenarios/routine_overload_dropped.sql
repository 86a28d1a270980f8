One of two functions of the same name goes. The other stays with its grants.
--- old
CREATE SCHEMA app;
CREATE FUNCTION app.show(n int) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT n::text $$;
CREATE FUNCTION app.show(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT t $$;
GRANT EXECUTE ON FUNCTION app.show(text) TO app_reader;
--- new
CREATE SCHEMA app;
CREATE FUNCTION app.show(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT t $$;
GRANT EXECUTE ON FUNCTION app.show(text) TO app_reader;
--- keeps
SELECT app.show('x'::text);
--- plan
DROP FUNCTION
