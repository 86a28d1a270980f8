A row trigger is added to a partitioned table. The partitions get it through the parent, once each.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (day date NOT NULL, n int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--- rows
INSERT INTO app.usage VALUES ('2023-05-05', 1), ('2024-05-05', 2);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (day date NOT NULL, n int) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE FUNCTION app.no_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'usage is written once'; END $$;
CREATE TRIGGER usage_frozen BEFORE UPDATE OR DELETE ON app.usage FOR EACH ROW EXECUTE FUNCTION app.no_change();
--- keeps
SELECT day, n FROM app.usage ORDER BY day;
--- after
SELECT count(*) = 3 FROM pg_trigger WHERE tgname = 'usage_frozen';
