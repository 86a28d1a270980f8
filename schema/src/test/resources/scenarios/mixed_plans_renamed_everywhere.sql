Plans are called tiers from now on: the type, its labels, the columns, an index and a view have other names, all by hints.
--- old
CREATE SCHEMA app;
CREATE TYPE app.plan AS ENUM (
  'free',
  'premium',
  'biz'
);
CREATE TABLE app.users (
  id int PRIMARY KEY,
  plan app.plan NOT NULL DEFAULT 'free'
);
CREATE INDEX users_plan_idx ON app.users (plan);
CREATE TABLE app.plan_prices (
  plan app.plan PRIMARY KEY,
  cents int NOT NULL
);
CREATE VIEW app.revenue AS SELECT sum(p.cents) AS cents FROM app.users u JOIN app.plan_prices p ON p.plan = u.plan;
--- rows
INSERT INTO app.plan_prices VALUES ('free', 0), ('premium', 990), ('biz', 4990);
INSERT INTO app.users VALUES (1, 'free'), (2, 'premium'), (3, 'biz');
--- new
CREATE SCHEMA app;
-- was: plan
CREATE TYPE app.tier AS ENUM (
  'free',
  'pro', -- was: premium
  'team', -- was: biz
  'enterprise'
);
CREATE TABLE app.users (
  id int PRIMARY KEY,
  tier app.tier NOT NULL DEFAULT 'free' -- was: plan
);
CREATE INDEX users_tier_idx ON app.users (tier);
-- was: plan_prices
CREATE TABLE app.tier_prices (
  tier app.tier PRIMARY KEY, -- was: plan
  cents int NOT NULL
);
CREATE VIEW app.revenue AS SELECT sum(p.cents) AS cents FROM app.users u JOIN app.tier_prices p ON p.tier = u.tier;
--- keeps
SELECT id FROM app.users ORDER BY id;
SELECT cents FROM app.revenue;
--- after
SELECT tier = 'team' FROM app.users WHERE id = 3;
SELECT cents = 990 FROM app.tier_prices WHERE tier = 'pro';
--- plan
RENAME VALUE
ADD VALUE
RENAME COLUMN
--- never
DROP TYPE
DROP TABLE
DROP COLUMN
