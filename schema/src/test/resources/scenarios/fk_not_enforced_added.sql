A foreign key is declared NOT ENFORCED. Rows that point nowhere are left alone.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.audit (id int PRIMARY KEY, user_id int);
--- rows
INSERT INTO app.audit VALUES (1, 77);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.audit (id int PRIMARY KEY, user_id int CONSTRAINT audit_user_fk REFERENCES app.users NOT ENFORCED);
--- keeps
SELECT id, user_id FROM app.audit;
--- plan
NOT ENFORCED
--- never
VALIDATE CONSTRAINT
--- needs
18
