CREATE TABLE tally.service_keys (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
    scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    revoked_at timestamptz
);
COMMENT ON TABLE tally.service_keys IS 'Credentials of the product''s own back end';
COMMENT ON COLUMN tally.service_keys.secret_hash IS
    'SHA-256 of the 256 random bits after the dot; the key itself is shown once and stored nowhere';

CREATE FUNCTION tally.service_key_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_notify('tally_service_keys', OLD.id::text);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION tally.service_key_changed() IS
    'Tells every server to forget a key that changed, so that revocation takes effect at once';

CREATE TRIGGER service_keys_changed
    AFTER DELETE OR UPDATE OF secret_hash, scopes, revoked_at ON tally.service_keys
    FOR EACH ROW EXECUTE FUNCTION tally.service_key_changed();
