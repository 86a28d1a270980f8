The defaults are the same, written with and without casts. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (
  id int PRIMARY KEY,
  plan text NOT NULL DEFAULT 'free',
  active boolean DEFAULT true,
  tags text[] DEFAULT '{}',
  meta jsonb DEFAULT '{}',
  since date DEFAULT '2024-01-01',
  note text DEFAULT NULL,
  seen_at timestamptz DEFAULT now()
);
--- rows
INSERT INTO app.users (id) VALUES (1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (
  id int PRIMARY KEY,
  plan text DEFAULT 'free'::text NOT NULL,
  active boolean DEFAULT 't',
  tags text[] DEFAULT '{}'::text[],
  meta jsonb DEFAULT '{}'::jsonb,
  since date DEFAULT date '2024-01-01',
  note text,
  seen_at timestamptz DEFAULT (pg_catalog.now())
);
--- keeps
SELECT id, plan, active, tags, meta, since, note FROM app.users;
--- plan
(nothing)
