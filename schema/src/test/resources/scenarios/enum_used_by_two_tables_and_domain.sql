A label goes from an enum that two tables and a domain over it use. All columns are converted in one go.
--- old
CREATE SCHEMA app;
CREATE TYPE app.currency AS ENUM ('eur', 'usd', 'dem');
CREATE DOMAIN app.main_currency AS app.currency CHECK (VALUE IN ('eur', 'usd'));
CREATE TABLE app.accounts (id int PRIMARY KEY, currency app.currency NOT NULL);
CREATE TABLE app.prices (id int PRIMARY KEY, currency app.main_currency, other app.currency[]);
--- rows
INSERT INTO app.accounts VALUES (1, 'eur');
INSERT INTO app.prices VALUES (1, 'usd', '{eur,usd}');
--- new
CREATE SCHEMA app;
CREATE TYPE app.currency AS ENUM ('eur', 'usd');
CREATE DOMAIN app.main_currency AS app.currency CHECK (VALUE IN ('eur', 'usd'));
CREATE TABLE app.accounts (id int PRIMARY KEY, currency app.currency NOT NULL);
CREATE TABLE app.prices (id int PRIMARY KEY, currency app.main_currency, other app.currency[]);
--- keeps
SELECT id, currency FROM app.accounts;
SELECT id, currency, other FROM app.prices;
