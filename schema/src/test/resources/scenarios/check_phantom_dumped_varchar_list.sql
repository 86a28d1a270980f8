A list check on a varchar column was pasted back from a dump, with all the casts the server prints. It means the same, so nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, plan varchar(10) NOT NULL, CONSTRAINT plan_known CHECK (plan IN ('free', 'pro')));
--- rows
INSERT INTO app.users VALUES (1, 'free');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (
  id integer NOT NULL,
  plan character varying(10) NOT NULL,
  CONSTRAINT plan_known CHECK (((plan)::text = ANY ((ARRAY['free'::character varying, 'pro'::character varying])::text[]))),
  CONSTRAINT users_pkey PRIMARY KEY (id)
);
--- keeps
SELECT id, plan FROM app.users;
--- plan
(nothing)
