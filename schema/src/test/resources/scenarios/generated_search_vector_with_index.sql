A text search column is generated and indexed with GIN.
--- old
CREATE SCHEMA app;
CREATE TABLE app.messages (id int PRIMARY KEY, body text NOT NULL);
--- rows
INSERT INTO app.messages VALUES (1, 'the cats are sleeping'), (2, 'dogs bark');
--- new
CREATE SCHEMA app;
CREATE TABLE app.messages (
  id int PRIMARY KEY, body text NOT NULL,
  search tsvector GENERATED ALWAYS AS (to_tsvector('english', body)) STORED
);
CREATE INDEX messages_search_idx ON app.messages USING gin (search);
--- keeps
SELECT id, body FROM app.messages ORDER BY id;
--- after
SELECT array_agg(id) = ARRAY[1] FROM app.messages WHERE search @@ to_tsquery('english', 'cat');
--- plan
CREATE INDEX CONCURRENTLY
