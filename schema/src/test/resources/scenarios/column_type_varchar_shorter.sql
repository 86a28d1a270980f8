A length limit is lowered and every value fits. The values are kept as they are.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, country varchar(50));
--- rows
INSERT INTO app.users VALUES (1, 'PT'), (2, 'DE'), (3, NULL);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, country varchar(2));
--- keeps
SELECT id, country FROM app.users ORDER BY id;
--- allow
column app.users.country = only country codes are in it
