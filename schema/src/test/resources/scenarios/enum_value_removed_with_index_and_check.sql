A label goes from an enum that a partial index and a check compare with. Both hold constants of the old type and must be made again.
--- old
CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('draft', 'ready', 'gone');
CREATE TABLE app.posts (id int PRIMARY KEY, state app.state NOT NULL, body text, CONSTRAINT ready_has_body CHECK (state <> 'ready' OR body IS NOT NULL));
CREATE INDEX posts_ready_idx ON app.posts (id) WHERE state = 'ready';
CREATE UNIQUE INDEX posts_state_body_key ON app.posts (state, body);
--- rows
INSERT INTO app.posts VALUES (1, 'draft', NULL), (2, 'ready', 'text');
--- new
CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('draft', 'ready');
CREATE TABLE app.posts (id int PRIMARY KEY, state app.state NOT NULL, body text, CONSTRAINT ready_has_body CHECK (state <> 'ready' OR body IS NOT NULL));
CREATE INDEX posts_ready_idx ON app.posts (id) WHERE state = 'ready';
CREATE UNIQUE INDEX posts_state_body_key ON app.posts (state, body);
--- keeps
SELECT id, state, body FROM app.posts ORDER BY id;
--- after
SELECT count(*) = 3 FROM pg_index WHERE indrelid = 'app.posts'::regclass AND indisvalid;
