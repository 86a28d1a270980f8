CREATE TABLE tally.session_refreshes (
    user_id uuid NOT NULL,
    session_id uuid NOT NULL,
    family_hash bytea NOT NULL CHECK (length(family_hash) = 32),
    current_hash bytea NOT NULL CHECK (length(current_hash) = 32),
    previous_hash bytea CHECK (length(previous_hash) = 32),
    rotated_at timestamptz,
    PRIMARY KEY (user_id, session_id),
    FOREIGN KEY (user_id, session_id) REFERENCES tally.sessions (user_id, id),
    CHECK ((previous_hash IS NULL) = (rotated_at IS NULL))
);
COMMENT ON TABLE tally.session_refreshes IS
    'Refresh tokens, of the web sessions that have one: each use gives the next, and ends the one before';
COMMENT ON COLUMN tally.session_refreshes.family_hash IS
    'SHA-256 of the part that all refresh tokens of the session share: it tells a former one from a guess';
COMMENT ON COLUMN tally.session_refreshes.current_hash IS 'SHA-256 of the one refresh token that is good';
COMMENT ON COLUMN tally.session_refreshes.previous_hash IS
    'SHA-256 of the one before, which is answered as the first time for 30 seconds from rotated_at';
