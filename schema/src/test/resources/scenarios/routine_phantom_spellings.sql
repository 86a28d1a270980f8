Functions are written with the attributes in another order, defaults spelled out and types under other names. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE FUNCTION app.add(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT a + b $$;
CREATE FUNCTION app.say(t varchar) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN t; END $$;
--- new
CREATE SCHEMA app;
CREATE OR REPLACE FUNCTION app.say(IN t character varying) RETURNS text AS ' BEGIN RETURN t; END ' VOLATILE CALLED ON NULL INPUT SECURITY INVOKER COST 100 LANGUAGE plpgsql;
CREATE OR REPLACE FUNCTION app.add(IN a integer, IN b integer = 1) RETURNS int4 IMMUTABLE RETURNS NULL ON NULL INPUT LANGUAGE SQL AS $body$ SELECT a + b $body$;
--- keeps
SELECT app.add(1), app.say('x');
--- plan
(nothing)
