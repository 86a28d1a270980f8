CREATE TABLE tally.sessions (
    user_id uuid NOT NULL REFERENCES tally.users (id),
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('web', 'cli', 'pat')),
    label text CHECK (length(label) BETWEEN 1 AND 200),
    scopes text[] CHECK (cardinality(scopes) > 0),
    fingerprint_id text REFERENCES tally.fingerprints (id),
    device_outcome text CHECK (device_outcome IN ('allow', 'review', 'deny_new_free_grant')),
    secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
    user_epoch bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    idle_expires_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    token_expires_at timestamptz,
    revoked_at timestamptz,
    revoked_reason text CHECK (revoked_reason IN ('signed_out', 'revoked', 'evicted', 'token_reused')),
    revoked_by text CHECK (length(revoked_by) BETWEEN 1 AND 100),
    PRIMARY KEY (user_id, id),
    UNIQUE (id),
    CHECK ((kind = 'pat') = (scopes IS NOT NULL)),
    CHECK ((fingerprint_id IS NULL) = (device_outcome IS NULL)),
    CHECK (idle_expires_at <= expires_at),
    CHECK (token_expires_at IS NULL OR (kind = 'web' AND token_expires_at <= expires_at)),
    CHECK (num_nulls(revoked_at, revoked_reason, revoked_by) IN (0, 3))
);
COMMENT ON TABLE tally.sessions IS 'Signed-in states of users on devices; kept after their end, for audit';
COMMENT ON COLUMN tally.sessions.id IS 'Stands in the token, so it is unique over all users';
COMMENT ON COLUMN tally.sessions.kind IS 'The audience: a token of one kind is no token of another';
COMMENT ON COLUMN tally.sessions.scopes IS 'What a personal access token may do; null for the other kinds';
COMMENT ON COLUMN tally.sessions.device_outcome IS
    'What the device said when the session was opened; for grants and support, never for sign-in';
COMMENT ON COLUMN tally.sessions.secret_hash IS
    'SHA-256 of the 256 random bits after the dot; the token itself is shown once and stored nowhere';
COMMENT ON COLUMN tally.sessions.user_epoch IS
    'users.session_epoch when it was opened; valid only while the two are equal';
COMMENT ON COLUMN tally.sessions.idle_expires_at IS 'Moves on with use, up to expires_at';
COMMENT ON COLUMN tally.sessions.expires_at IS 'Never moves';
COMMENT ON COLUMN tally.sessions.token_expires_at IS
    'Of a session with a refresh token: when its token has to be renewed; null for the others';
COMMENT ON COLUMN tally.sessions.revoked_by IS 'An actor as in audit_log; or session: and the id of the one that took its place';

CREATE INDEX sessions_user_id_idx ON tally.sessions (user_id) WHERE revoked_at IS NULL;
COMMENT ON INDEX tally.sessions_user_id_idx IS
    'Serves a user''s list of devices, the cap on them, and revoke-all, past the sessions that ended';

CREATE INDEX sessions_fingerprint_id_idx ON tally.sessions (fingerprint_id)
    WHERE fingerprint_id IS NOT NULL;
COMMENT ON INDEX tally.sessions_fingerprint_id_idx IS
    'Serves the foreign key when a fingerprint is deleted; no session is looked up by fingerprint';

CREATE FUNCTION tally.session_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_notify('tally_sessions', OLD.id::text);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION tally.session_changed() IS
    'Tells every server to forget a session that changed, so that revocation takes effect at once';

CREATE TRIGGER sessions_changed
    AFTER DELETE OR UPDATE OF secret_hash, scopes, user_epoch, expires_at, revoked_at
    ON tally.sessions
    FOR EACH ROW EXECUTE FUNCTION tally.session_changed();

CREATE FUNCTION tally.user_sessions_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_notify('tally_sessions', id::text)
       FROM tally.sessions
      WHERE user_id = NEW.id AND revoked_at IS NULL;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION tally.user_sessions_changed() IS
    'Tells every server to forget the sessions of a user who is suspended, closed or signed out';

CREATE TRIGGER users_sessions_changed
    AFTER UPDATE OF status, session_epoch ON tally.users
    FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status
        OR OLD.session_epoch IS DISTINCT FROM NEW.session_epoch)
    EXECUTE FUNCTION tally.user_sessions_changed();
