The condition of a view changes and its columns do not. It is replaced in place.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, deleted boolean NOT NULL DEFAULT false, banned boolean NOT NULL DEFAULT false);
CREATE VIEW app.live AS SELECT id FROM app.users WHERE NOT deleted;
--- rows
INSERT INTO app.users VALUES (1, false, false), (2, true, false), (3, false, true);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, deleted boolean NOT NULL DEFAULT false, banned boolean NOT NULL DEFAULT false);
CREATE VIEW app.live AS SELECT id FROM app.users WHERE NOT deleted AND NOT banned;
--- keeps
SELECT id, deleted, banned FROM app.users ORDER BY id;
--- after
SELECT array_agg(id) = ARRAY[1] FROM app.live;
--- never
DROP VIEW
