A function gets another argument. To the server that is another function, so the old one goes and the new one comes.
--- old
CREATE SCHEMA app;
CREATE FUNCTION app.price(tokens bigint) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT tokens * 0.001 $$;
--- new
CREATE SCHEMA app;
CREATE FUNCTION app.price(tokens bigint, factor numeric DEFAULT 1) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT tokens * 0.001 * factor $$;
--- keeps
SELECT app.price(1000) = 1;
--- after
SELECT app.price(1000, 2) = 2;
SELECT count(*) = 1 FROM pg_proc WHERE proname = 'price';
--- plan
DROP FUNCTION
