-- sessions
-- Planned by tally schema generate; each step was run on a copy, on PostgreSQL 18.

CREATE TABLE tally.fingerprint_users (
    user_id uuid NOT NULL,
    fingerprint_id text NOT NULL,
    first_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT fingerprint_users_check CHECK ((last_seen_at >= first_seen_at)),
    CONSTRAINT fingerprint_users_pkey PRIMARY KEY (user_id, fingerprint_id)
);

CREATE TABLE tally.fingerprints (
    id text NOT NULL,
    sig_hash bytea,
    first_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT fingerprints_check CHECK ((last_seen_at >= first_seen_at)),
    CONSTRAINT fingerprints_id_check CHECK (((length(id) >= 1) AND (length(id) <= 200))),
    CONSTRAINT fingerprints_pkey PRIMARY KEY (id),
    CONSTRAINT fingerprints_sig_hash_check CHECK ((length(sig_hash) = 32))
);

CREATE TABLE tally.sessions (
    user_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    label text,
    scopes text[],
    fingerprint_id text,
    device_outcome text,
    secret_hash bytea NOT NULL,
    user_epoch bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    idle_expires_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    revoked_reason text,
    revoked_by text,
    CONSTRAINT sessions_check CHECK (((kind = 'pat'::text) = (scopes IS NOT NULL))),
    CONSTRAINT sessions_check1 CHECK (((fingerprint_id IS NULL) = (device_outcome IS NULL))),
    CONSTRAINT sessions_check2 CHECK ((idle_expires_at <= expires_at)),
    CONSTRAINT sessions_check3 CHECK ((num_nulls(revoked_at, revoked_reason, revoked_by) = ANY (ARRAY[0, 3]))),
    CONSTRAINT sessions_device_outcome_check CHECK ((device_outcome = ANY (ARRAY['allow'::text, 'review'::text, 'deny_new_free_grant'::text]))),
    CONSTRAINT sessions_id_key UNIQUE (id),
    CONSTRAINT sessions_kind_check CHECK ((kind = ANY (ARRAY['web'::text, 'cli'::text, 'pat'::text]))),
    CONSTRAINT sessions_label_check CHECK (((length(label) >= 1) AND (length(label) <= 200))),
    CONSTRAINT sessions_pkey PRIMARY KEY (user_id, id),
    CONSTRAINT sessions_revoked_by_check CHECK (((length(revoked_by) >= 1) AND (length(revoked_by) <= 100))),
    CONSTRAINT sessions_revoked_reason_check CHECK ((revoked_reason = ANY (ARRAY['signed_out'::text, 'revoked'::text, 'evicted'::text]))),
    CONSTRAINT sessions_scopes_check CHECK ((cardinality(scopes) > 0)),
    CONSTRAINT sessions_secret_hash_check CHECK ((length(secret_hash) = 32))
);

-- locks tally.users (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.users ADD COLUMN session_epoch bigint DEFAULT 0 NOT NULL;

ALTER TABLE tally.fingerprint_users ADD CONSTRAINT fingerprint_users_fingerprint_id_fkey FOREIGN KEY (fingerprint_id) REFERENCES tally.fingerprints(id);

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.fingerprint_users ADD CONSTRAINT fingerprint_users_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

ALTER TABLE tally.sessions ADD CONSTRAINT sessions_fingerprint_id_fkey FOREIGN KEY (fingerprint_id) REFERENCES tally.fingerprints(id);

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.sessions ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

CREATE INDEX fingerprint_users_fingerprint_id_idx ON tally.fingerprint_users USING btree (fingerprint_id);

CREATE INDEX sessions_fingerprint_id_idx ON tally.sessions USING btree (fingerprint_id) WHERE (fingerprint_id IS NOT NULL);

CREATE INDEX sessions_user_id_idx ON tally.sessions USING btree (user_id) WHERE (revoked_at IS NULL);

CREATE FUNCTION tally.session_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    PERFORM pg_notify('tally_sessions', OLD.id::text);
    RETURN NULL;
END
$function$;

CREATE TRIGGER sessions_changed AFTER DELETE OR UPDATE OF secret_hash, scopes, user_epoch, expires_at, revoked_at ON tally.sessions FOR EACH ROW EXECUTE FUNCTION tally.session_changed();

CREATE FUNCTION tally.user_sessions_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    PERFORM pg_notify('tally_sessions', id::text)
       FROM tally.sessions
      WHERE user_id = NEW.id AND revoked_at IS NULL;
    RETURN NULL;
END
$function$;

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
CREATE TRIGGER users_sessions_changed AFTER UPDATE OF status, session_epoch ON tally.users FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) OR (old.session_epoch IS DISTINCT FROM new.session_epoch))) EXECUTE FUNCTION tally.user_sessions_changed();

COMMENT ON FUNCTION tally.session_changed() IS 'Tells every server to forget a session that changed, so that revocation takes effect at once';

COMMENT ON FUNCTION tally.user_sessions_changed() IS 'Tells every server to forget the sessions of a user who is suspended, closed or signed out';

COMMENT ON TABLE tally.fingerprint_users IS 'Which users were seen on which devices; outlives their sessions. Many to many is legal';

COMMENT ON TABLE tally.fingerprints IS 'Devices, known by ids that their clients made: evidence, never a credential';

COMMENT ON TABLE tally.sessions IS 'Signed-in states of users on devices; kept after their end, for audit';

COMMENT ON COLUMN tally.fingerprints.id IS 'As the client made it';

COMMENT ON COLUMN tally.fingerprints.last_seen_at IS 'When a session was last opened on it';

COMMENT ON COLUMN tally.fingerprints.sig_hash IS 'SHA-256 of the signature that the installation keeps; null until one is sent';

COMMENT ON COLUMN tally.sessions.device_outcome IS 'What the device said when the session was opened; for grants and support, never for sign-in';

COMMENT ON COLUMN tally.sessions.expires_at IS 'Never moves';

COMMENT ON COLUMN tally.sessions.id IS 'Stands in the token, so it is unique over all users';

COMMENT ON COLUMN tally.sessions.idle_expires_at IS 'Moves on with use, up to expires_at';

COMMENT ON COLUMN tally.sessions.kind IS 'The audience: a token of one kind is no token of another';

COMMENT ON COLUMN tally.sessions.revoked_by IS 'user:, key: or session: and an id';

COMMENT ON COLUMN tally.sessions.scopes IS 'What a personal access token may do; null for the other kinds';

COMMENT ON COLUMN tally.sessions.secret_hash IS 'SHA-256 of the 256 random bits after the dot; the token itself is shown once and stored nowhere';

COMMENT ON COLUMN tally.sessions.user_epoch IS 'users.session_epoch when it was opened; valid only while the two are equal';

-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
COMMENT ON COLUMN tally.users.session_epoch IS 'Counts how often all sessions were revoked; a session of an earlier epoch is not valid';

COMMENT ON INDEX tally.fingerprint_users_fingerprint_id_idx IS 'Serves the question at each sign-in whether others were seen on the device';

COMMENT ON INDEX tally.sessions_fingerprint_id_idx IS 'Serves the foreign key when a fingerprint is deleted; no session is looked up by fingerprint';

COMMENT ON INDEX tally.sessions_user_id_idx IS 'Serves a user''s list of devices, the cap on them, and revoke-all, past the sessions that ended';
