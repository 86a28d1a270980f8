Volatility, security, strictness, cost and settings of a function change. The body stays; the function is replaced or altered in place.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
CREATE FUNCTION app.email_of(uid int) RETURNS text LANGUAGE sql AS $$ SELECT email FROM app.users WHERE id = uid $$;
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
CREATE FUNCTION app.email_of(uid int) RETURNS text LANGUAGE sql STABLE STRICT PARALLEL SAFE SECURITY DEFINER COST 50 SET search_path = app, pg_temp
  AS $$ SELECT email FROM app.users WHERE id = uid $$;
--- keeps
SELECT app.email_of(1);
--- after
SELECT prosecdef AND proisstrict AND provolatile = 's' AND proparallel = 's' AND procost = 50 FROM pg_proc WHERE proname = 'email_of';
--- never
DROP FUNCTION
