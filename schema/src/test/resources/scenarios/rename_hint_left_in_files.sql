The hint of a rename that is done long since is still in the files. It means nothing any more.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (
  id int PRIMARY KEY,
  full_name text NOT NULL
);
--- rows
INSERT INTO app.users VALUES (1, 'Ada');
--- new
CREATE SCHEMA app;
-- was: people
CREATE TABLE app.users (
  id int PRIMARY KEY,
  full_name text NOT NULL -- was: name
);
--- keeps
SELECT id, full_name FROM app.users;
--- plan
(nothing)
