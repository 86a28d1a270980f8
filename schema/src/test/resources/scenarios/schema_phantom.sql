The same schema in the order of a dump: types, then tables, then constraints, then indexes, with ownership left out. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE TYPE app.plan AS ENUM ('free', 'pro');
CREATE TABLE app.users (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL UNIQUE,
  plan app.plan NOT NULL DEFAULT 'free',
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE app.sessions (
  id uuid PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES app.users ON DELETE CASCADE,
  ip inet
);
CREATE INDEX ON app.sessions (user_id);
CREATE VIEW app.pros AS SELECT id, email FROM app.users WHERE plan = 'pro';
--- rows
INSERT INTO app.users (email, plan, created_at) VALUES ('a@example.org', 'pro', '2024-01-01 00:00:00+00');
INSERT INTO app.sessions VALUES ('00000000-0000-0000-0000-000000000001', 1, '10.0.0.1');
--- new
CREATE SCHEMA app;
CREATE TYPE app.plan AS ENUM (
    'free',
    'pro'
);
CREATE TABLE app.sessions (
    id uuid NOT NULL,
    user_id bigint NOT NULL,
    ip inet
);
CREATE TABLE app.users (
    id bigint NOT NULL,
    email text NOT NULL,
    plan app.plan DEFAULT 'free'::app.plan NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE app.users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME app.users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE VIEW app.pros AS
 SELECT users.id,
    users.email
   FROM app.users
  WHERE (users.plan = 'pro'::app.plan);
ALTER TABLE ONLY app.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY app.users
    ADD CONSTRAINT users_email_key UNIQUE (email);
ALTER TABLE ONLY app.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
CREATE INDEX sessions_user_id_idx ON app.sessions USING btree (user_id);
ALTER TABLE ONLY app.sessions
    ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES app.users(id) ON DELETE CASCADE;
--- keeps
SELECT id, email, plan, created_at FROM app.users;
SELECT id, user_id, ip FROM app.sessions;
SELECT id FROM app.pros;
--- plan
(nothing)
