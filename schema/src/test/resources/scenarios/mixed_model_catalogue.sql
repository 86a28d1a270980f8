Model names move from free text into a table of models with prices in periods that must not overlap. Calls get a foreign key to it once the names are checked.
--- old
CREATE SCHEMA app;
CREATE TABLE app.models (name text NOT NULL, context_window int);
CREATE TABLE app.calls (id int PRIMARY KEY, model text, tokens int NOT NULL);
CREATE VIEW app.tokens_by_model AS SELECT model, sum(tokens) AS tokens FROM app.calls GROUP BY model;
--- rows
INSERT INTO app.models VALUES ('small', 8000), ('large', 200000);
INSERT INTO app.calls VALUES (1, 'small', 10), (2, 'large', 500), (3, NULL, 7);
--- new
CREATE EXTENSION btree_gist;
CREATE SCHEMA app;
CREATE TABLE app.models (name text PRIMARY KEY, context_window int, CONSTRAINT window_positive CHECK (context_window > 0));
CREATE TABLE app.model_prices (
  model text NOT NULL REFERENCES app.models ON UPDATE CASCADE,
  valid daterange NOT NULL,
  usd_per_million numeric(12,6) NOT NULL CHECK (usd_per_million >= 0),
  CONSTRAINT one_price_a_day EXCLUDE USING gist (model WITH =, valid WITH &&)
);
CREATE TABLE app.calls (
  id int PRIMARY KEY,
  model text NOT NULL CONSTRAINT calls_model_fk REFERENCES app.models ON UPDATE CASCADE, -- backfill: 'small'
  tokens bigint NOT NULL
);
CREATE INDEX calls_model_idx ON app.calls (model);
CREATE VIEW app.tokens_by_model AS SELECT model, sum(tokens) AS tokens FROM app.calls GROUP BY model;
COMMENT ON TABLE app.model_prices IS 'what the providers ask';
--- keeps
SELECT id, tokens FROM app.calls ORDER BY id;
SELECT name, context_window FROM app.models ORDER BY name;
--- after
SELECT tokens = 17 FROM app.tokens_by_model WHERE model = 'small';
SELECT convalidated FROM pg_constraint WHERE conname = 'calls_model_fk';
--- plan
PRIMARY KEY USING INDEX
VALIDATE CONSTRAINT
