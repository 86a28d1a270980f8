Message roles move from text to an enum, while two views, a partial index and a check read the column.
--- old
CREATE SCHEMA app;
CREATE TABLE app.messages (
  id int PRIMARY KEY,
  session_id int NOT NULL,
  role text NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'assistant', 'tool')),
  body text NOT NULL
);
CREATE INDEX messages_answers_idx ON app.messages (session_id) WHERE role = 'assistant';
CREATE VIEW app.answers AS SELECT id, session_id, role, body FROM app.messages WHERE role = 'assistant';
CREATE VIEW app.answer_counts AS SELECT session_id, count(*) AS n FROM app.answers GROUP BY session_id;
GRANT SELECT ON app.answer_counts TO app_reader;
--- rows
INSERT INTO app.messages VALUES (1, 1, 'user', 'hello'), (2, 1, 'assistant', 'hi'), (3, 2, 'tool', '{}');
--- new
CREATE SCHEMA app;
CREATE TYPE app.role AS ENUM ('system', 'user', 'assistant', 'tool');
CREATE TABLE app.messages (
  id int PRIMARY KEY,
  session_id int NOT NULL,
  role app.role NOT NULL DEFAULT 'user',
  body text NOT NULL
);
CREATE INDEX messages_answers_idx ON app.messages (session_id) WHERE role = 'assistant';
CREATE VIEW app.answers AS SELECT id, session_id, role, body FROM app.messages WHERE role = 'assistant';
CREATE VIEW app.answer_counts AS SELECT session_id, count(*) AS n FROM app.answers GROUP BY session_id;
GRANT SELECT ON app.answer_counts TO app_reader;
--- keeps
SELECT id, session_id, role::text, body FROM app.messages ORDER BY id;
SELECT session_id, n FROM app.answer_counts;
--- after
SELECT has_table_privilege('app_reader', 'app.answer_counts', 'SELECT');
--- allow
column app.messages.role = the check has held since the first release
--- never
CASCADE
