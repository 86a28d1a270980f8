A column names its compression method and another no longer does.
--- old
CREATE SCHEMA app;
CREATE TABLE app.documents (id int PRIMARY KEY, body text, raw text COMPRESSION pglz);
--- rows
INSERT INTO app.documents VALUES (1, repeat('text ', 2000), repeat('raw ', 2000));
--- new
CREATE SCHEMA app;
CREATE TABLE app.documents (id int PRIMARY KEY, body text COMPRESSION pglz, raw text);
--- keeps
SELECT id, md5(body), md5(raw) FROM app.documents;
--- plan
SET COMPRESSION
