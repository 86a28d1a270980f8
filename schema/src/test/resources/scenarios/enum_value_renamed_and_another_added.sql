One label is renamed by a hint and another is new, before it. Both are done in place.
--- old
CREATE SCHEMA app;
CREATE TYPE app.role AS ENUM ('user', 'bot');
CREATE TABLE app.messages (id int PRIMARY KEY, role app.role NOT NULL);
--- rows
INSERT INTO app.messages VALUES (1, 'user'), (2, 'bot');
--- new
CREATE SCHEMA app;
CREATE TYPE app.role AS ENUM (
  'system',
  'user',
  'assistant', -- was: bot
  'tool'
);
CREATE TABLE app.messages (id int PRIMARY KEY, role app.role NOT NULL);
--- keeps
SELECT id FROM app.messages ORDER BY role;
--- after
SELECT role = 'assistant' FROM app.messages WHERE id = 2;
SELECT enum_range(NULL::app.role)::text = '{system,user,assistant,tool}';
--- plan
RENAME VALUE
ADD VALUE
