A second check is added to a domain in use. It is added without a scan and validated after.
--- old
CREATE SCHEMA app;
CREATE DOMAIN app.cents AS bigint CONSTRAINT cents_positive CHECK (VALUE >= 0);
CREATE TABLE app.balances (id int PRIMARY KEY, amount app.cents NOT NULL);
--- rows
INSERT INTO app.balances VALUES (1, 0), (2, 500);
--- new
CREATE SCHEMA app;
CREATE DOMAIN app.cents AS bigint
  CONSTRAINT cents_positive CHECK (VALUE >= 0)
  CONSTRAINT cents_sane CHECK (VALUE < 100000000000);
CREATE TABLE app.balances (id int PRIMARY KEY, amount app.cents NOT NULL);
--- keeps
SELECT id, amount FROM app.balances ORDER BY id;
--- plan
ALTER DOMAIN
--- never
DROP DOMAIN
