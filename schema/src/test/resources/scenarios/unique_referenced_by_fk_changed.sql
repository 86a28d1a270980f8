A unique constraint is made anew with another option while a foreign key rests on it. The foreign key steps aside and comes back.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, handle text NOT NULL, name text, CONSTRAINT users_handle UNIQUE (handle));
CREATE TABLE app.mentions (id int PRIMARY KEY, handle text NOT NULL CONSTRAINT mentions_handle_fk REFERENCES app.users (handle) ON UPDATE CASCADE);
--- rows
INSERT INTO app.users VALUES (1, 'ada', 'Ada');
INSERT INTO app.mentions VALUES (1, 'ada');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, handle text NOT NULL, name text, CONSTRAINT users_handle UNIQUE (handle) INCLUDE (name));
CREATE TABLE app.mentions (id int PRIMARY KEY, handle text NOT NULL CONSTRAINT mentions_handle_fk REFERENCES app.users (handle) ON UPDATE CASCADE);
--- keeps
SELECT id, handle FROM app.mentions;
SELECT id, handle, name FROM app.users;
--- after
SELECT convalidated FROM pg_constraint WHERE conname = 'mentions_handle_fk';
--- never
DROP TABLE
