A trigger is written with EXECUTE PROCEDURE and its events in another order. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE TABLE app.t (id int PRIMARY KEY, n int);
CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER t_f BEFORE INSERT OR UPDATE ON app.t FOR EACH ROW WHEN (NEW.n > 0) EXECUTE FUNCTION app.f();
--- rows
INSERT INTO app.t VALUES (1, 1);
--- new
CREATE SCHEMA app;
CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TABLE app.t (id int PRIMARY KEY, n int);
CREATE OR REPLACE TRIGGER t_f BEFORE UPDATE OR INSERT ON app.t FOR ROW WHEN ((new.n > 0)) EXECUTE PROCEDURE app.f();
ALTER TABLE app.t ENABLE TRIGGER t_f;
--- keeps
SELECT id, n FROM app.t;
--- plan
(nothing)
