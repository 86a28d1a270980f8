A view becomes a materialised view under the same name, with an index. A view over it is made again.
--- old
CREATE SCHEMA app;
CREATE TABLE app.entries (id int PRIMARY KEY, user_id int, cents int);
CREATE VIEW app.balances AS SELECT user_id, sum(cents) AS cents FROM app.entries GROUP BY user_id;
CREATE VIEW app.rich AS SELECT user_id FROM app.balances WHERE cents > 100;
--- rows
INSERT INTO app.entries VALUES (1, 1, 500), (2, 2, 5);
--- new
CREATE SCHEMA app;
CREATE TABLE app.entries (id int PRIMARY KEY, user_id int, cents int);
CREATE MATERIALIZED VIEW app.balances AS SELECT user_id, sum(cents) AS cents FROM app.entries GROUP BY user_id;
CREATE UNIQUE INDEX balances_user_id_key ON app.balances (user_id);
CREATE VIEW app.rich AS SELECT user_id FROM app.balances WHERE cents > 100;
--- keeps
SELECT id, user_id, cents FROM app.entries ORDER BY id;
--- after
SELECT relkind = 'm' FROM pg_class WHERE oid = 'app.balances'::regclass;
