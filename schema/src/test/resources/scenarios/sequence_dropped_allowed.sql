A sequence goes together with the default that used it. The drop is allowed by name.
--- old
CREATE SCHEMA app;
CREATE SEQUENCE app.ticket_numbers;
CREATE TABLE app.tickets (id int PRIMARY KEY, number bigint NOT NULL DEFAULT nextval('app.ticket_numbers'));
--- rows
INSERT INTO app.tickets (id) VALUES (1), (2);
--- new
CREATE SCHEMA app;
CREATE TABLE app.tickets (id int PRIMARY KEY, number bigint NOT NULL);
--- keeps
SELECT id, number FROM app.tickets ORDER BY id;
--- allow
sequence app.ticket_numbers = numbers come from the help desk
--- plan
DROP DEFAULT
DROP SEQUENCE
--- never
CASCADE
