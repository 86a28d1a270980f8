A view becomes a security barrier, another runs with the rights of its reader and a third checks what is written through it.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, team int NOT NULL);
CREATE VIEW app.v1 AS SELECT id FROM app.users WHERE team = 1;
CREATE VIEW app.v2 AS SELECT id FROM app.users WHERE team = 2;
CREATE VIEW app.v3 AS SELECT id, team FROM app.users WHERE team = 3;
--- rows
INSERT INTO app.users VALUES (1, 1), (2, 2), (3, 3);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, team int NOT NULL);
CREATE VIEW app.v1 WITH (security_barrier) AS SELECT id FROM app.users WHERE team = 1;
CREATE VIEW app.v2 WITH (security_invoker = true) AS SELECT id FROM app.users WHERE team = 2;
CREATE VIEW app.v3 AS SELECT id, team FROM app.users WHERE team = 3 WITH LOCAL CHECK OPTION;
--- keeps
SELECT id FROM app.v1;
SELECT id FROM app.v2;
SELECT id, team FROM app.v3;
--- after
SELECT count(*) = 3 FROM pg_class WHERE relname IN ('v1', 'v2', 'v3') AND reloptions IS NOT NULL;
