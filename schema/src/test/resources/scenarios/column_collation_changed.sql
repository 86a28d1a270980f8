A column gets the C collation. Its index follows.
--- old
CREATE SCHEMA app;
CREATE TABLE app.keys (id int PRIMARY KEY, code text NOT NULL);
CREATE INDEX keys_code_idx ON app.keys (code);
--- rows
INSERT INTO app.keys VALUES (1, 'b'), (2, 'A'), (3, 'a');
--- new
CREATE SCHEMA app;
CREATE TABLE app.keys (id int PRIMARY KEY, code text COLLATE "C" NOT NULL);
CREATE INDEX keys_code_idx ON app.keys (code);
--- keeps
SELECT id, code FROM app.keys ORDER BY id;
--- after
SELECT array_agg(code ORDER BY code) = ARRAY['A', 'a', 'b'] FROM app.keys;
--- plan
COLLATE
