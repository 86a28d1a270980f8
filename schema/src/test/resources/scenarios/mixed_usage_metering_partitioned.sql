Metering gets a partition for the next year, a default partition, an index, a generated total, a daily view and a frozen-row trigger.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (
  id bigint NOT NULL,
  day date NOT NULL,
  user_id int NOT NULL,
  input_tokens int NOT NULL,
  output_tokens int NOT NULL,
  PRIMARY KEY (id, day)
) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE VIEW app.per_user AS SELECT user_id, sum(input_tokens + output_tokens) AS tokens FROM app.usage GROUP BY user_id;
--- rows
INSERT INTO app.usage VALUES (1, '2023-06-01', 1, 10, 20), (2, '2024-06-01', 1, 5, 5), (3, '2024-06-02', 2, 1, 1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (
  id bigint NOT NULL,
  day date NOT NULL,
  user_id int NOT NULL,
  input_tokens int NOT NULL,
  output_tokens int NOT NULL,
  tokens int GENERATED ALWAYS AS (input_tokens + output_tokens) STORED,
  model text NOT NULL DEFAULT 'base',
  PRIMARY KEY (id, day)
) PARTITION BY RANGE (day);
CREATE TABLE app.usage_2023 PARTITION OF app.usage FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.usage_2024 PARTITION OF app.usage FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE app.usage_2025 PARTITION OF app.usage FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE app.usage_rest PARTITION OF app.usage DEFAULT;
CREATE INDEX usage_user_day_idx ON app.usage (user_id, day);
CREATE FUNCTION app.frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'usage is written once'; END $$;
CREATE TRIGGER usage_frozen BEFORE UPDATE ON app.usage FOR EACH ROW EXECUTE FUNCTION app.frozen();
CREATE VIEW app.per_user AS SELECT user_id, sum(tokens) AS tokens FROM app.usage GROUP BY user_id;
CREATE VIEW app.per_day AS SELECT day, model, sum(tokens) AS tokens FROM app.usage GROUP BY day, model;
--- keeps
SELECT id, day, user_id, input_tokens, output_tokens FROM app.usage ORDER BY id;
SELECT user_id, tokens FROM app.per_user ORDER BY user_id;
--- after
SELECT count(*) = 5 FROM pg_trigger WHERE tgname = 'usage_frozen';
SELECT sum(tokens) = 42 FROM app.per_day;
SELECT bool_and(indisvalid) FROM pg_index WHERE indrelid::regclass::text LIKE 'app.usage%';
--- never
DROP TABLE
DROP COLUMN
