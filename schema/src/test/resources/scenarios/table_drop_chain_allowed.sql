Three tables that point at one another in a row go together. The plan must drop them in an order that works, without CASCADE.
--- old
CREATE SCHEMA app;
CREATE TABLE app.a_plans (id int PRIMARY KEY, name text);
CREATE TABLE app.b_orders (id int PRIMARY KEY, plan_id int NOT NULL REFERENCES app.a_plans);
CREATE TABLE app.c_lines (id int PRIMARY KEY, order_id int NOT NULL REFERENCES app.b_orders);
CREATE TABLE app.kept (id int PRIMARY KEY, note text);
--- rows
INSERT INTO app.a_plans VALUES (1, 'free');
INSERT INTO app.b_orders VALUES (1, 1);
INSERT INTO app.c_lines VALUES (1, 1), (2, 1);
INSERT INTO app.kept VALUES (1, 'stays');
--- new
CREATE SCHEMA app;
CREATE TABLE app.kept (id int PRIMARY KEY, note text);
--- keeps
SELECT id, note FROM app.kept ORDER BY id;
--- allow
table app.a_plans = the shop was closed
table app.b_orders = the shop was closed
table app.c_lines = the shop was closed
--- never
CASCADE
