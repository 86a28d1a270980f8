A tidying pull request: a default, a comment, a renamed constraint, a dropped index, a longer varchar, a revoked right and reformatted checks. Only the real edits are planned.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (
  id int PRIMARY KEY,
  handle varchar(20) NOT NULL,
  plan text NOT NULL DEFAULT 'free' CHECK (plan IN ('free', 'pro')),
  locale text DEFAULT 'en',
  CONSTRAINT handle_ck CHECK (handle <> '')
);
CREATE INDEX users_locale_idx ON app.users (locale);
CREATE INDEX users_plan_idx ON app.users (plan);
GRANT SELECT, DELETE ON app.users TO app_writer;
COMMENT ON COLUMN app.users.locale IS 'language';
--- rows
INSERT INTO app.users VALUES (1, 'ada', 'pro', 'pt'), (2, 'grace', 'free', NULL);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (
  id integer NOT NULL,
  plan text DEFAULT 'free'::text NOT NULL CONSTRAINT users_plan_check CHECK (plan = ANY (ARRAY['free', 'pro'])),
  locale text NOT NULL DEFAULT 'en-GB', -- backfill: 'en'
  handle character varying(64) NOT NULL,
  CONSTRAINT users_pkey PRIMARY KEY (id),
  CONSTRAINT users_handle_not_empty CHECK (handle <> '')
);
CREATE INDEX users_plan_idx ON app.users USING btree (plan);
GRANT SELECT ON app.users TO app_writer;
COMMENT ON COLUMN app.users.locale IS 'BCP 47 tag';
--- keeps
SELECT id, handle, plan FROM app.users ORDER BY id;
SELECT locale FROM app.users WHERE id = 1;
--- after
SELECT locale = 'en' FROM app.users WHERE id = 2;
SELECT NOT has_table_privilege('app_writer', 'app.users', 'DELETE');
--- plan
RENAME CONSTRAINT
DROP INDEX
REVOKE
--- never
DROP COLUMN
