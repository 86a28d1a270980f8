One table is gone and another with almost the same columns is there, without a hint. It may be a rename, so the plan must stop.
--- old
CREATE SCHEMA app;
CREATE TABLE app.customers (id bigint PRIMARY KEY, email text NOT NULL);
--- rows
INSERT INTO app.customers VALUES (1, 'a@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.accounts (id bigint PRIMARY KEY, email text NOT NULL);
--- refused
table app.customers
