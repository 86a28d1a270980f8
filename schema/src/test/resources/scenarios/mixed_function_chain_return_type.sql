A function at the bottom of a chain returns another type. A function, a view, a policy and a generated column above it are taken down and put back in order.
--- old
CREATE SCHEMA app;
CREATE FUNCTION app.micros(usd numeric) RETURNS int IMMUTABLE LANGUAGE sql AS $$ SELECT (usd * 1000000)::int $$;
CREATE TABLE app.calls (
  id int PRIMARY KEY,
  usd numeric(12,6) NOT NULL,
  cost_micros int GENERATED ALWAYS AS (app.micros(usd)) STORED
);
CREATE FUNCTION app.cost_of(call_id int) RETURNS int STABLE BEGIN ATOMIC
  SELECT app.micros(c.usd) FROM app.calls c WHERE c.id = call_id;
END;
CREATE VIEW app.costs AS SELECT id, app.cost_of(id) AS micros FROM app.calls;
ALTER TABLE app.calls ENABLE ROW LEVEL SECURITY;
CREATE POLICY cheap ON app.calls TO app_reader USING (app.micros(usd) < 1000000);
GRANT SELECT ON app.costs TO app_reader;
--- rows
INSERT INTO app.calls (id, usd) VALUES (1, 0.5), (2, 1.25);
--- new
CREATE SCHEMA app;
CREATE FUNCTION app.micros(usd numeric) RETURNS bigint IMMUTABLE LANGUAGE sql AS $$ SELECT (usd * 1000000)::bigint $$;
CREATE TABLE app.calls (
  id int PRIMARY KEY,
  usd numeric(12,6) NOT NULL,
  cost_micros bigint GENERATED ALWAYS AS (app.micros(usd)) STORED
);
CREATE FUNCTION app.cost_of(call_id int) RETURNS bigint STABLE BEGIN ATOMIC
  SELECT app.micros(c.usd) FROM app.calls c WHERE c.id = call_id;
END;
CREATE VIEW app.costs AS SELECT id, app.cost_of(id) AS micros FROM app.calls;
ALTER TABLE app.calls ENABLE ROW LEVEL SECURITY;
CREATE POLICY cheap ON app.calls TO app_reader USING (app.micros(usd) < 1000000);
GRANT SELECT ON app.costs TO app_reader;
--- keeps
SELECT id, usd, cost_micros FROM app.calls ORDER BY id;
SELECT id, micros FROM app.costs ORDER BY id;
--- after
SELECT has_table_privilege('app_reader', 'app.costs', 'SELECT');
--- never
CASCADE
DROP TABLE
