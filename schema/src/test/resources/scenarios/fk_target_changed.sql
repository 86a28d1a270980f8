A foreign key points at another table from now on. Every row has a partner there.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.accounts (id int PRIMARY KEY, name text);
CREATE TABLE app.entries (id int PRIMARY KEY, owner_id int NOT NULL CONSTRAINT entries_owner_fk REFERENCES app.users);
--- rows
INSERT INTO app.users VALUES (1), (2);
INSERT INTO app.accounts VALUES (1, 'a'), (2, 'b');
INSERT INTO app.entries VALUES (1, 1), (2, 2);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.accounts (id int PRIMARY KEY, name text);
CREATE TABLE app.entries (id int PRIMARY KEY, owner_id int NOT NULL CONSTRAINT entries_owner_fk REFERENCES app.accounts ON DELETE RESTRICT);
--- keeps
SELECT id, owner_id FROM app.entries ORDER BY id;
--- after
SELECT confrelid = 'app.accounts'::regclass FROM pg_constraint WHERE conname = 'entries_owner_fk';
