Indexes of several methods are added: GIN, GiST, BRIN with a setting, and hash. All are built concurrently.
--- old
CREATE SCHEMA app;
CREATE TABLE app.events (id int PRIMARY KEY, tags text[], meta jsonb, span tstzrange, at timestamptz, token text);
--- rows
INSERT INTO app.events VALUES (1, '{a,b}', '{"k": 1}', '[2024-01-01 00:00+00, 2024-01-02 00:00+00)', '2024-01-01 00:00:00+00', 'x');
--- new
CREATE SCHEMA app;
CREATE TABLE app.events (id int PRIMARY KEY, tags text[], meta jsonb, span tstzrange, at timestamptz, token text);
CREATE INDEX events_tags_idx ON app.events USING gin (tags);
CREATE INDEX events_meta_idx ON app.events USING gin (meta jsonb_path_ops) WITH (fastupdate = off);
CREATE INDEX events_span_idx ON app.events USING gist (span);
CREATE INDEX events_at_idx ON app.events USING brin (at) WITH (pages_per_range = 32);
CREATE INDEX events_token_idx ON app.events USING hash (token);
--- keeps
SELECT id, tags, meta, span, at, token FROM app.events;
--- after
SELECT count(*) = 6 FROM pg_index WHERE indrelid = 'app.events'::regclass AND indisvalid;
--- plan
CREATE INDEX CONCURRENTLY
pages_per_range
