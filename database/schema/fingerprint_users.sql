CREATE TABLE tally.fingerprint_users (
    user_id uuid NOT NULL REFERENCES tally.users (id),
    fingerprint_id text NOT NULL REFERENCES tally.fingerprints (id),
    first_seen_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, fingerprint_id),
    CHECK (last_seen_at >= first_seen_at)
);
COMMENT ON TABLE tally.fingerprint_users IS
    'Which users were seen on which devices; outlives their sessions. Many to many is legal';

CREATE INDEX fingerprint_users_fingerprint_id_idx ON tally.fingerprint_users (fingerprint_id);
COMMENT ON INDEX tally.fingerprint_users_fingerprint_id_idx IS
    'Serves the question at each sign-in whether others were seen on the device';
