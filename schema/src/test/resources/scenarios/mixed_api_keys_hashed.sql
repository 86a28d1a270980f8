API keys are kept as hashes: an extension, a column filled from the clear text, a unique constraint, and the clear text goes with leave.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.api_keys (
  id int PRIMARY KEY,
  user_id int NOT NULL REFERENCES app.users,
  secret text NOT NULL UNIQUE
);
CREATE FUNCTION app.key_owner(s text) RETURNS int LANGUAGE sql STABLE AS $$ SELECT user_id FROM app.api_keys WHERE secret = s $$;
REVOKE EXECUTE ON FUNCTION app.key_owner(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.key_owner(text) TO app_writer;
--- rows
INSERT INTO app.users VALUES (1), (2);
INSERT INTO app.api_keys VALUES (1, 1, 'abc'), (2, 2, 'def');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.api_keys (
  id int PRIMARY KEY,
  user_id int NOT NULL REFERENCES app.users ON DELETE CASCADE,
  secret_hash bytea NOT NULL, -- backfill: sha256(convert_to(secret, 'UTF8'))
  last_used_at timestamptz,
  CONSTRAINT api_keys_hash_key UNIQUE (secret_hash),
  CONSTRAINT api_keys_hash_length CHECK (octet_length(secret_hash) = 32)
);
CREATE FUNCTION app.key_owner(s text) RETURNS int LANGUAGE sql STABLE AS $$ SELECT user_id FROM app.api_keys WHERE secret_hash = sha256(convert_to(s, 'UTF8')) $$;
REVOKE EXECUTE ON FUNCTION app.key_owner(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.key_owner(text) TO app_writer;
--- keeps
SELECT id, user_id FROM app.api_keys ORDER BY id;
SELECT app.key_owner('def');
--- after
SELECT NOT has_function_privilege('app_reader', 'app.key_owner(text)', 'EXECUTE');
--- allow
column app.api_keys.secret = clear text must not be kept
