Search over messages: an extension, a generated search vector, two indexes, a function and a view that uses it.
--- old
CREATE SCHEMA app;
CREATE TABLE app.sessions (id int PRIMARY KEY, title text);
CREATE TABLE app.messages (id int PRIMARY KEY, session_id int NOT NULL REFERENCES app.sessions, body text NOT NULL);
--- rows
INSERT INTO app.sessions VALUES (1, 'pets');
INSERT INTO app.messages VALUES (1, 1, 'Cats sleep all day'), (2, 1, 'Dogs do not');
--- new
CREATE EXTENSION pg_trgm;
CREATE SCHEMA app;
CREATE TABLE app.sessions (id int PRIMARY KEY, title text NOT NULL DEFAULT 'untitled');
CREATE INDEX sessions_title_trgm_idx ON app.sessions USING gin (title gin_trgm_ops);
CREATE TABLE app.messages (
  id int PRIMARY KEY,
  session_id int NOT NULL REFERENCES app.sessions,
  body text NOT NULL,
  search tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('english', body)) STORED
);
CREATE INDEX messages_search_idx ON app.messages USING gin (search);
CREATE FUNCTION app.search(q text) RETURNS SETOF app.messages LANGUAGE sql STABLE AS $$ SELECT * FROM app.messages WHERE search @@ websearch_to_tsquery('english', q) $$;
CREATE VIEW app.recent_pets AS SELECT id, body FROM app.search('cat or dog');
--- keeps
SELECT id, session_id, body FROM app.messages ORDER BY id;
SELECT id, title FROM app.sessions;
--- after
SELECT count(*) = 2 FROM app.recent_pets;
SELECT id = 1 FROM app.search('cat');
--- plan
CREATE INDEX CONCURRENTLY
SET NOT NULL
