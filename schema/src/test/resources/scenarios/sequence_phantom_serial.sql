A serial column is written out as sequence, default and ownership. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id serial PRIMARY KEY, email text);
CREATE TABLE app.orders (id bigserial PRIMARY KEY, cents int);
--- rows
INSERT INTO app.users (email) VALUES ('a@example.org');
INSERT INTO app.orders (cents) VALUES (1), (2);
--- new
CREATE SCHEMA app;
CREATE SEQUENCE app.users_id_seq AS integer;
CREATE TABLE app.users (
  id integer NOT NULL DEFAULT nextval('app.users_id_seq'::regclass),
  email text,
  CONSTRAINT users_pkey PRIMARY KEY (id)
);
ALTER SEQUENCE app.users_id_seq OWNED BY app.users.id;
CREATE TABLE app.orders (id bigint NOT NULL, cents int);
CREATE SEQUENCE app.orders_id_seq START 1 INCREMENT 1 NO MINVALUE NO MAXVALUE CACHE 1 OWNED BY app.orders.id;
ALTER TABLE app.orders ALTER COLUMN id SET DEFAULT nextval('app.orders_id_seq');
ALTER TABLE ONLY app.orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id);
--- keeps
SELECT id, email FROM app.users;
SELECT id, cents FROM app.orders ORDER BY id;
--- plan
(nothing)
