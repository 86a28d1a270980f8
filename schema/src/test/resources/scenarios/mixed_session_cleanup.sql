Sessions lose columns nobody reads, get an expiry with a value for old rows, a cheaper index, a unique token and a procedure that deletes the expired.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.sessions (
  id int PRIMARY KEY,
  user_id int NOT NULL REFERENCES app.users,
  token text NOT NULL,
  browser text,
  os text,
  started_at timestamptz NOT NULL
);
CREATE INDEX sessions_browser_os_idx ON app.sessions (browser, os);
CREATE INDEX sessions_started_idx ON app.sessions (started_at);
CREATE VIEW app.session_list AS SELECT id, user_id, browser, os, started_at FROM app.sessions;
--- rows
INSERT INTO app.users VALUES (1);
INSERT INTO app.sessions VALUES (1, 1, 't1', 'x', 'y', '2024-01-01 00:00:00+00'), (2, 1, 't2', NULL, NULL, '2024-02-01 00:00:00+00');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.sessions (
  id int PRIMARY KEY,
  user_id int NOT NULL REFERENCES app.users ON DELETE CASCADE,
  token text NOT NULL CONSTRAINT sessions_token_key UNIQUE,
  started_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL -- backfill: started_at + interval '30 days'
    CONSTRAINT expires_after_start CHECK (expires_at > started_at)
);
CREATE INDEX sessions_started_idx ON app.sessions USING brin (started_at);
CREATE VIEW app.session_list AS SELECT id, user_id, started_at, expires_at FROM app.sessions;
CREATE PROCEDURE app.delete_expired() LANGUAGE sql AS $$ DELETE FROM app.sessions WHERE expires_at < now() $$;
REVOKE EXECUTE ON PROCEDURE app.delete_expired() FROM PUBLIC;
--- keeps
SELECT id, user_id, token, started_at FROM app.sessions ORDER BY id;
SELECT id, user_id, started_at FROM app.session_list ORDER BY id;
--- after
SELECT expires_at = '2024-01-31 00:00:00+00' FROM app.sessions WHERE id = 1;
--- allow
column app.sessions.browser = never shown
column app.sessions.os = never shown
--- plan
CREATE UNIQUE INDEX CONCURRENTLY
