A view over two tables is added, and a view over it.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
CREATE TABLE app.entries (id int PRIMARY KEY, user_id int REFERENCES app.users, cents int);
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org');
INSERT INTO app.entries VALUES (1, 1, 5), (2, 1, 6);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
CREATE TABLE app.entries (id int PRIMARY KEY, user_id int REFERENCES app.users, cents int);
CREATE VIEW app.z_balances AS SELECT u.id, u.email, coalesce(sum(e.cents), 0) AS cents FROM app.users u LEFT JOIN app.entries e ON e.user_id = u.id GROUP BY u.id;
CREATE VIEW app.a_debtors AS SELECT * FROM app.z_balances WHERE cents < 0;
--- keeps
SELECT id, user_id, cents FROM app.entries ORDER BY id;
--- after
SELECT cents = 11 FROM app.z_balances;
SELECT count(*) = 0 FROM app.a_debtors;
