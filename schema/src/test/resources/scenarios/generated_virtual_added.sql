A virtual generated column is added. No row is rewritten.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (id int PRIMARY KEY, input_tokens bigint NOT NULL, output_tokens bigint NOT NULL);
--- rows
INSERT INTO app.usage VALUES (1, 10, 20), (2, 5, 0);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (
  id int PRIMARY KEY, input_tokens bigint NOT NULL, output_tokens bigint NOT NULL,
  tokens bigint GENERATED ALWAYS AS (input_tokens + output_tokens) VIRTUAL
);
--- keeps
SELECT id, input_tokens, output_tokens FROM app.usage ORDER BY id;
--- after
SELECT sum(tokens) = 35 FROM app.usage;
--- needs
18
