One storage option of a table changes, one is new and one goes. The plan sets and resets exactly these.
--- old
CREATE SCHEMA app;
CREATE TABLE app.balances (user_id bigint PRIMARY KEY, cents bigint NOT NULL)
  WITH (fillfactor = 90, autovacuum_vacuum_cost_delay = 5);
--- rows
INSERT INTO app.balances VALUES (1, 100), (2, 250);
--- new
CREATE SCHEMA app;
CREATE TABLE app.balances (user_id bigint PRIMARY KEY, cents bigint NOT NULL)
  WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
--- keeps
SELECT user_id, cents FROM app.balances ORDER BY user_id;
--- after
SELECT reloptions @> ARRAY['fillfactor=70'] FROM pg_class WHERE oid = 'app.balances'::regclass;
SELECT NOT EXISTS (SELECT FROM pg_class c, unnest(c.reloptions) o WHERE c.oid = 'app.balances'::regclass AND o LIKE 'autovacuum_vacuum_cost_delay%');
--- plan
fillfactor
RESET
--- never
DROP TABLE
