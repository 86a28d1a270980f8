A sequence has another name. It is renamed, keeps its value, and the default that uses it follows.
--- old
CREATE SCHEMA app;
CREATE SEQUENCE app.seq1 START WITH 100;
CREATE TABLE app.bills (id int PRIMARY KEY, number bigint NOT NULL DEFAULT nextval('app.seq1'));
--- rows
INSERT INTO app.bills (id) VALUES (1), (2);
--- new
CREATE SCHEMA app;
-- was: seq1
CREATE SEQUENCE app.bill_numbers START WITH 100;
CREATE TABLE app.bills (id int PRIMARY KEY, number bigint NOT NULL DEFAULT nextval('app.bill_numbers'));
--- keeps
SELECT id, number FROM app.bills ORDER BY id;
--- after
SELECT nextval('app.bill_numbers') = 102;
--- plan
RENAME TO
--- never
DROP SEQUENCE
