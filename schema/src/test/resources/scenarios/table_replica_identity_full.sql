A table is to send full old rows to its subscribers. Nothing else changes.
--- old
CREATE SCHEMA app;
CREATE TABLE app.ledger (id bigint PRIMARY KEY, cents bigint NOT NULL);
--- rows
INSERT INTO app.ledger VALUES (1, 5);
--- new
CREATE SCHEMA app;
CREATE TABLE app.ledger (id bigint PRIMARY KEY, cents bigint NOT NULL);
ALTER TABLE app.ledger REPLICA IDENTITY FULL;
--- keeps
SELECT id, cents FROM app.ledger;
--- plan
REPLICA IDENTITY FULL
