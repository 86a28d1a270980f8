One index gets an operator class for prefix search, another sorts the other way with nulls at the end.
--- old
CREATE SCHEMA app;
CREATE TABLE app.pages (id int PRIMARY KEY, path text, seen_at timestamptz);
CREATE INDEX pages_path_idx ON app.pages (path);
CREATE INDEX pages_seen_idx ON app.pages (seen_at);
--- rows
INSERT INTO app.pages VALUES (1, '/a', NULL), (2, '/a/b', '2024-01-01 00:00:00+00');
--- new
CREATE SCHEMA app;
CREATE TABLE app.pages (id int PRIMARY KEY, path text, seen_at timestamptz);
CREATE INDEX pages_path_idx ON app.pages (path text_pattern_ops);
CREATE INDEX pages_seen_idx ON app.pages (seen_at DESC NULLS LAST);
--- keeps
SELECT id, path, seen_at FROM app.pages ORDER BY id;
--- plan
text_pattern_ops
DESC NULLS LAST
