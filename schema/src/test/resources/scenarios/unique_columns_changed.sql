A unique constraint covers one more column. The new index is built before the old constraint goes.
--- old
CREATE SCHEMA app;
CREATE TABLE app.projects (id int PRIMARY KEY, org_id int NOT NULL, slug text NOT NULL, CONSTRAINT projects_slug UNIQUE (slug));
--- rows
INSERT INTO app.projects VALUES (1, 1, 'a'), (2, 1, 'b');
--- new
CREATE SCHEMA app;
CREATE TABLE app.projects (id int PRIMARY KEY, org_id int NOT NULL, slug text NOT NULL, CONSTRAINT projects_slug UNIQUE (org_id, slug));
--- keeps
SELECT id, org_id, slug FROM app.projects ORDER BY id;
--- plan
CREATE UNIQUE INDEX CONCURRENTLY
