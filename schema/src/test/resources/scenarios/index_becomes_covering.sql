An index carries two more columns along so that a query reads the index only.
--- old
CREATE SCHEMA app;
CREATE TABLE app.ledger (id int PRIMARY KEY, account_id int NOT NULL, cents int NOT NULL, kind text);
CREATE INDEX ledger_account_idx ON app.ledger (account_id);
--- rows
INSERT INTO app.ledger VALUES (1, 1, 100, 'in'), (2, 1, -40, 'out');
--- new
CREATE SCHEMA app;
CREATE TABLE app.ledger (id int PRIMARY KEY, account_id int NOT NULL, cents int NOT NULL, kind text);
CREATE INDEX ledger_account_idx ON app.ledger (account_id) INCLUDE (cents, kind);
--- keeps
SELECT account_id, sum(cents) FROM app.ledger GROUP BY account_id;
--- plan
INCLUDE
CREATE INDEX CONCURRENTLY
