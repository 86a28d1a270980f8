A long pull request with many good changes and one column that is gone without leave. The whole plan stops; nothing is done by halves.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL, stripe_id text);
CREATE TABLE app.payments (id int PRIMARY KEY, user_id int NOT NULL REFERENCES app.users, cents int NOT NULL);
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org', 'cus_1');
INSERT INTO app.payments VALUES (1, 1, 990);
--- new
CREATE SCHEMA app;
CREATE TYPE app.currency AS ENUM ('eur', 'usd');
CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL, CONSTRAINT users_email_key UNIQUE (email));
CREATE TABLE app.payments (
  id int PRIMARY KEY,
  user_id int NOT NULL REFERENCES app.users,
  cents bigint NOT NULL CHECK (cents > 0),
  currency app.currency NOT NULL DEFAULT 'eur'
);
CREATE INDEX payments_user_id_idx ON app.payments (user_id);
--- refused
column app.users.stripe_id
