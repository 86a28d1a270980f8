A child no longer inherits and declares all columns itself. Its rows stay in it and leave the view through the parent.
--- old
CREATE SCHEMA app;
CREATE TABLE app.events (id bigint NOT NULL, kind text);
CREATE TABLE app.archive (archived_on date) INHERITS (app.events);
--- rows
INSERT INTO app.events VALUES (1, 'start');
INSERT INTO app.archive VALUES (2, 'old', '2023-05-05');
--- new
CREATE SCHEMA app;
CREATE TABLE app.events (id bigint NOT NULL, kind text);
CREATE TABLE app.archive (id bigint NOT NULL, kind text, archived_on date);
--- keeps
SELECT id, kind, archived_on FROM app.archive ORDER BY id;
SELECT id FROM ONLY app.events ORDER BY id;
--- after
SELECT count(*) = 1 FROM app.events;
--- plan
NO INHERIT
--- never
DROP TABLE
