CREATE TABLE tally.fingerprints (
    id text PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 200),
    sig_hash bytea CHECK (length(sig_hash) = 32),
    first_seen_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    outlived_user boolean NOT NULL DEFAULT false,
    CHECK (last_seen_at >= first_seen_at)
);
COMMENT ON TABLE tally.fingerprints IS 'Devices, known by ids that their clients made: evidence, never a credential';
COMMENT ON COLUMN tally.fingerprints.id IS 'As the client made it';
COMMENT ON COLUMN tally.fingerprints.sig_hash IS
    'SHA-256 of the signature that the installation keeps; null until one is sent';
COMMENT ON COLUMN tally.fingerprints.outlived_user IS
    'A user who was seen on it was deleted: whoever comes next is not its first';
COMMENT ON COLUMN tally.fingerprints.last_seen_at IS 'When a session was last opened on it';
