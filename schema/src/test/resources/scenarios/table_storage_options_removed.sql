All storage options of a table go, and also one of its TOAST table. The rows are not rewritten away.
--- old
CREATE SCHEMA app;
CREATE TABLE app.documents (id int PRIMARY KEY, body text)
  WITH (fillfactor = 50, toast.autovacuum_enabled = false);
--- rows
INSERT INTO app.documents VALUES (1, repeat('long ', 1000)), (2, 'short');
--- new
CREATE SCHEMA app;
CREATE TABLE app.documents (id int PRIMARY KEY, body text);
--- keeps
SELECT id, md5(body) FROM app.documents ORDER BY id;
--- plan
RESET
