Foreign keys are written inline, at the table or afterwards, with the actions they have anyway. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.messages (id int PRIMARY KEY, user_id int REFERENCES app.users, reply_to int REFERENCES app.messages (id) ON DELETE CASCADE);
--- rows
INSERT INTO app.users VALUES (1);
INSERT INTO app.messages VALUES (1, 1, NULL);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.messages (
  id int PRIMARY KEY, user_id int, reply_to int,
  FOREIGN KEY (user_id) REFERENCES app.users (id) MATCH SIMPLE ON UPDATE NO ACTION ON DELETE NO ACTION NOT DEFERRABLE INITIALLY IMMEDIATE
);
ALTER TABLE ONLY app.messages ADD CONSTRAINT messages_reply_to_fkey FOREIGN KEY (reply_to) REFERENCES app.messages ON DELETE CASCADE;
--- keeps
SELECT id, user_id, reply_to FROM app.messages;
--- plan
(nothing)
