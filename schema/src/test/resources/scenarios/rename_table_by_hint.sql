A table has another name; the hint stands above its CREATE TABLE. Key and indexes get the new names too.
--- old
CREATE SCHEMA app;
CREATE TABLE app.customers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL UNIQUE
);
CREATE INDEX ON app.customers (lower(email));
CREATE TABLE app.orders (id int PRIMARY KEY, customer_id bigint NOT NULL REFERENCES app.customers);
--- rows
INSERT INTO app.customers (email) VALUES ('a@example.org'), ('b@example.org');
INSERT INTO app.orders VALUES (1, 2);
--- new
CREATE SCHEMA app;
-- was: customers
CREATE TABLE app.accounts (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL UNIQUE
);
CREATE INDEX ON app.accounts (lower(email));
CREATE TABLE app.orders (id int PRIMARY KEY, customer_id bigint NOT NULL REFERENCES app.accounts);
--- keeps
SELECT id, customer_id FROM app.orders;
--- after
SELECT count(*) = 2 FROM app.accounts;
SELECT nextval(pg_get_serial_sequence('app.accounts', 'id')) = 3;
--- plan
RENAME TO
--- never
DROP TABLE
CREATE TABLE
