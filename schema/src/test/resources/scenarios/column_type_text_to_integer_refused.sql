Text is to become integer, which has only an explicit cast. Without leave the plan must stop.
--- old
CREATE SCHEMA app;
CREATE TABLE app.orders (id int PRIMARY KEY, quantity text);
--- rows
INSERT INTO app.orders VALUES (1, '12');
--- new
CREATE SCHEMA app;
CREATE TABLE app.orders (id int PRIMARY KEY, quantity integer);
--- refused
column app.orders.quantity
