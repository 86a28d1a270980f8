The key of a table gets another column. The old key goes only when the index of the new one is ready.
--- old
CREATE SCHEMA app;
CREATE TABLE app.messages (chat_id int NOT NULL, id int, body text, PRIMARY KEY (id));
--- rows
INSERT INTO app.messages VALUES (1, 1, 'a'), (1, 2, 'b');
--- new
CREATE SCHEMA app;
CREATE TABLE app.messages (chat_id int NOT NULL, id int NOT NULL, body text, PRIMARY KEY (chat_id, id));
--- keeps
SELECT chat_id, id, body FROM app.messages ORDER BY id;
--- plan
CREATE UNIQUE INDEX CONCURRENTLY
USING INDEX
