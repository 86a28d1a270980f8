An argument loses its default. CREATE OR REPLACE cannot do that, so the function is dropped and made again.
--- old
CREATE SCHEMA app;
CREATE FUNCTION app.page(n int, size int DEFAULT 20) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT n * size $$;
GRANT EXECUTE ON FUNCTION app.page(int, int) TO app_reader;
--- new
CREATE SCHEMA app;
CREATE FUNCTION app.page(n int, size int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT n * size $$;
GRANT EXECUTE ON FUNCTION app.page(int, int) TO app_reader;
--- keeps
SELECT app.page(2, 10);
--- plan
DROP FUNCTION
