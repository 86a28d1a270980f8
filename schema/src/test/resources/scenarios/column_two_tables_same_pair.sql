One table loses a column by leave and another table gains one of the same name. Columns of two tables are never taken for a rename.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, locale text);
CREATE TABLE app.profiles (user_id int PRIMARY KEY REFERENCES app.users, bio text);
--- rows
INSERT INTO app.users VALUES (1, 'pt');
INSERT INTO app.profiles VALUES (1, 'hello');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.profiles (user_id int PRIMARY KEY REFERENCES app.users, bio text, locale text NOT NULL DEFAULT 'en');
--- keeps
SELECT user_id, bio FROM app.profiles;
--- after
SELECT locale = 'en' FROM app.profiles;
--- allow
column app.users.locale = profiles ask for it anew
