Only the default of an argument changes. The function can be replaced in place.
--- old
CREATE SCHEMA app;
CREATE FUNCTION app.page(n int, size int DEFAULT 20) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT n * size $$;
--- new
CREATE SCHEMA app;
CREATE FUNCTION app.page(n int, size int DEFAULT 50) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT n * size $$;
--- keeps
SELECT app.page(2, 10);
--- after
SELECT app.page(2) = 100;
--- plan
CREATE OR REPLACE FUNCTION
--- never
DROP FUNCTION
