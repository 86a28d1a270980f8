A check is added to a table with rows. It is added without a scan and validated in a step of its own.
--- old
CREATE SCHEMA app;
CREATE TABLE app.wallets (id int PRIMARY KEY, cents bigint NOT NULL);
--- rows
INSERT INTO app.wallets VALUES (1, 0), (2, 100);
--- new
CREATE SCHEMA app;
CREATE TABLE app.wallets (id int PRIMARY KEY, cents bigint NOT NULL CHECK (cents >= 0));
--- keeps
SELECT id, cents FROM app.wallets ORDER BY id;
--- after
SELECT convalidated FROM pg_constraint WHERE conname = 'wallets_cents_check';
--- plan
NOT VALID
VALIDATE CONSTRAINT
