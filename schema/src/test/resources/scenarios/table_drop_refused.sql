A table is gone from the files and nobody allowed the drop. The plan must stop and name the table.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL);
CREATE TABLE app.invoices (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES app.users, cents bigint NOT NULL);
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org');
INSERT INTO app.invoices VALUES (1, 1, 990);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL);
--- refused
table app.invoices
