The options of an identity column are spelled out, with the values they have anyway. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text);
--- rows
INSERT INTO app.users (email) VALUES ('a@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (
  id int8 GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME app.users_id_seq START WITH 1 INCREMENT BY 1 MINVALUE 1 NO MAXVALUE CACHE 1 NO CYCLE) NOT NULL,
  email text,
  PRIMARY KEY (id)
);
--- keeps
SELECT id, email FROM app.users;
--- plan
(nothing)
