A table and two of its columns are renamed, a column is new, and views and triggers on the table follow.
--- old
CREATE SCHEMA app;
CREATE TABLE app.chats (
  id int PRIMARY KEY,
  uid int NOT NULL,
  t text
);
CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER watch BEFORE UPDATE OF t ON app.chats FOR EACH ROW EXECUTE FUNCTION app.f();
CREATE VIEW app.titles AS SELECT id, t AS title FROM app.chats;
--- rows
INSERT INTO app.chats VALUES (1, 7, 'hello');
--- new
CREATE SCHEMA app;
-- was: chats
CREATE TABLE app.conversations (
  id int PRIMARY KEY,
  user_id int NOT NULL, -- was: uid
  title text, -- was: t
  pinned boolean NOT NULL DEFAULT false
);
CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER watch BEFORE UPDATE OF title ON app.conversations FOR EACH ROW EXECUTE FUNCTION app.f();
CREATE VIEW app.titles AS SELECT id, title FROM app.conversations;
--- keeps
SELECT id, title FROM app.titles;
--- after
SELECT user_id = 7 AND title = 'hello' AND NOT pinned FROM app.conversations;
--- never
DROP TABLE
DROP COLUMN
