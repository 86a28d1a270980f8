Comments are added to every kind of object. They change nothing else.
--- old
CREATE SCHEMA app;
CREATE TYPE app.color AS ENUM ('red', 'green');
CREATE DOMAIN app.cents AS bigint CONSTRAINT not_negative CHECK (VALUE >= 0);
CREATE TYPE app.pair AS (a int, b int);
CREATE SEQUENCE app.numbers;
CREATE TABLE app.users (id int, email text, color app.color, CONSTRAINT users_pk PRIMARY KEY (id), CONSTRAINT email_form CHECK (email LIKE '%@%'));
CREATE INDEX users_email_idx ON app.users (email);
CREATE VIEW app.emails AS SELECT email FROM app.users;
CREATE MATERIALIZED VIEW app.colors AS SELECT DISTINCT color FROM app.users;
CREATE FUNCTION app.f(n int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT n $$;
CREATE FUNCTION app.tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE PROCEDURE app.p() LANGUAGE sql AS $$ SELECT 1 $$;
CREATE TRIGGER users_tf BEFORE INSERT ON app.users FOR EACH ROW EXECUTE FUNCTION app.tf();
CREATE POLICY mine ON app.users USING (true);
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org', 'red');
--- new
CREATE SCHEMA app;
CREATE TYPE app.color AS ENUM ('red', 'green');
CREATE DOMAIN app.cents AS bigint CONSTRAINT not_negative CHECK (VALUE >= 0);
CREATE TYPE app.pair AS (a int, b int);
CREATE SEQUENCE app.numbers;
CREATE TABLE app.users (id int, email text, color app.color, CONSTRAINT users_pk PRIMARY KEY (id), CONSTRAINT email_form CHECK (email LIKE '%@%'));
CREATE INDEX users_email_idx ON app.users (email);
CREATE VIEW app.emails AS SELECT email FROM app.users;
CREATE MATERIALIZED VIEW app.colors AS SELECT DISTINCT color FROM app.users;
CREATE FUNCTION app.f(n int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT n $$;
CREATE FUNCTION app.tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE PROCEDURE app.p() LANGUAGE sql AS $$ SELECT 1 $$;
CREATE TRIGGER users_tf BEFORE INSERT ON app.users FOR EACH ROW EXECUTE FUNCTION app.tf();
CREATE POLICY mine ON app.users USING (true);
COMMENT ON SCHEMA app IS 'the product''s own';
COMMENT ON TYPE app.color IS 'of the badge';
COMMENT ON DOMAIN app.cents IS 'hundredths';
COMMENT ON CONSTRAINT not_negative ON DOMAIN app.cents IS 'no debts';
COMMENT ON TYPE app.pair IS 'two numbers';
COMMENT ON COLUMN app.pair.a IS 'the first';
COMMENT ON SEQUENCE app.numbers IS 'of invoices';
COMMENT ON TABLE app.users IS E'people\nand robots';
COMMENT ON COLUMN app.users.email IS 'where to write; "quoted"';
COMMENT ON CONSTRAINT users_pk ON app.users IS 'the key';
COMMENT ON CONSTRAINT email_form ON app.users IS 'a rough test';
COMMENT ON INDEX app.users_email_idx IS 'for the login';
COMMENT ON VIEW app.emails IS 'for the newsletter';
COMMENT ON COLUMN app.emails.email IS 'as given';
COMMENT ON MATERIALIZED VIEW app.colors IS 'used colors';
COMMENT ON FUNCTION app.f(int) IS 'gives back';
COMMENT ON PROCEDURE app.p() IS 'does little';
COMMENT ON TRIGGER users_tf ON app.users IS 'does nothing';
COMMENT ON POLICY mine ON app.users IS 'open';
--- keeps
SELECT id, email, color FROM app.users;
--- after
SELECT obj_description('app.users'::regclass) = E'people\nand robots';
SELECT obj_description('app'::regnamespace, 'pg_namespace') = 'the product''s own';
--- plan
COMMENT ON
--- never
DROP
