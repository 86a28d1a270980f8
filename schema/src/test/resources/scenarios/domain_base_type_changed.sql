The base type of a domain becomes wider. A new domain takes the place of the old one and the columns are converted.
--- old
CREATE SCHEMA app;
CREATE DOMAIN app.slug AS varchar(10) CONSTRAINT slug_form CHECK (VALUE ~ '^[a-z-]+$');
CREATE TABLE app.posts (id int PRIMARY KEY, slug app.slug NOT NULL UNIQUE);
COMMENT ON DOMAIN app.slug IS 'part of an address';
--- rows
INSERT INTO app.posts VALUES (1, 'one'), (2, 'two');
--- new
CREATE SCHEMA app;
CREATE DOMAIN app.slug AS varchar(100) CONSTRAINT slug_form CHECK (VALUE ~ '^[a-z-]+$');
CREATE TABLE app.posts (id int PRIMARY KEY, slug app.slug NOT NULL UNIQUE);
COMMENT ON DOMAIN app.slug IS 'part of an address';
--- keeps
SELECT id, slug FROM app.posts ORDER BY id;
