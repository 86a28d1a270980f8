An attribute of a composite type goes. No table holds values of the type, only a function takes it.
--- old
CREATE SCHEMA app;
CREATE TYPE app.filter AS (text text, since date, fuzzy boolean);
CREATE FUNCTION app.describe(f app.filter) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT coalesce(f.text, '') || coalesce(f.since::text, '') $$;
--- new
CREATE SCHEMA app;
CREATE TYPE app.filter AS (text text, since date);
CREATE FUNCTION app.describe(f app.filter) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT coalesce(f.text, '') || coalesce(f.since::text, '') $$;
--- after
SELECT app.describe(ROW('a', NULL)) = 'a';
--- allow
column app.filter.fuzzy = nobody set it
type app.filter = nobody set its third part
