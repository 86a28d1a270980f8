An extension is gone from the files and nobody allowed the drop. The plan must stop and name it.
--- old
CREATE EXTENSION pgcrypto;
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, secret text);
--- rows
INSERT INTO app.users VALUES (1, 'x');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, secret text);
--- refused
extension pgcrypto
