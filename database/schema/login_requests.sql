CREATE TABLE tally.login_requests (
    id uuid PRIMARY KEY,
    device_code_hash bytea NOT NULL CHECK (length(device_code_hash) = 32),
    user_code_hash bytea NOT NULL UNIQUE CHECK (length(user_code_hash) = 32),
    paste_code_hash bytea CHECK (length(paste_code_hash) = 32),
    status text NOT NULL DEFAULT 'pending'
        CHECK (status IN ('pending', 'approved', 'denied', 'redeemed')),
    client_name text CHECK (length(client_name) BETWEEN 1 AND 200),
    label text NOT NULL CHECK (length(label) BETWEEN 1 AND 200),
    address text CHECK (length(address) BETWEEN 1 AND 100),
    fingerprint_id text CHECK (length(fingerprint_id) BETWEEN 1 AND 200),
    fingerprint_sig_hash bytea CHECK (length(fingerprint_sig_hash) = 32),
    is_pasted boolean NOT NULL DEFAULT false,
    wrong_pastes integer NOT NULL DEFAULT 0 CHECK (wrong_pastes BETWEEN 0 AND 5),
    poll_seconds integer NOT NULL CHECK (poll_seconds BETWEEN 1 AND 60),
    last_polled_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    user_id uuid REFERENCES tally.users (id),
    user_epoch bigint,
    decided_at timestamptz,
    decided_by text CHECK (length(decided_by) BETWEEN 1 AND 100),
    redeemed_at timestamptz,
    CHECK (expires_at - created_at <= interval '10 minutes'),
    CHECK (fingerprint_id IS NOT NULL OR fingerprint_sig_hash IS NULL),
    CHECK (is_pasted OR paste_code_hash IS NULL),
    CHECK ((status = 'pending') = (decided_at IS NULL)),
    CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
    CHECK ((user_id IS NULL) = (user_epoch IS NULL)),
    CHECK (status <> 'pending' OR user_id IS NULL),
    CHECK (status NOT IN ('approved', 'redeemed')
        OR (user_id IS NOT NULL AND is_pasted = (paste_code_hash IS NOT NULL))),
    CHECK ((status = 'redeemed') = (redeemed_at IS NOT NULL))
);
COMMENT ON TABLE tally.login_requests IS 'Device logins in progress, and those of the last day';
COMMENT ON COLUMN tally.login_requests.id IS
    'Stands in the device code, and becomes the id of the session: there is one session, or none';
COMMENT ON COLUMN tally.login_requests.device_code_hash IS
    'SHA-256 of the 256 random bits after the dot; who holds them redeems the login';
COMMENT ON COLUMN tally.login_requests.user_code_hash IS
    'HMAC of the eight letters that a person carries to the approve page; unique, also past its end';
COMMENT ON COLUMN tally.login_requests.paste_code_hash IS
    'HMAC of the eight letters that a person carries back; set by an approval, where one was asked for';
COMMENT ON COLUMN tally.login_requests.address IS 'Where the request came from';
COMMENT ON COLUMN tally.login_requests.fingerprint_sig_hash IS 'As in fingerprints.sig_hash';
COMMENT ON COLUMN tally.login_requests.is_pasted IS
    'Whether the login is redeemed only with the code that the approve page shows';
COMMENT ON COLUMN tally.login_requests.poll_seconds IS
    'The pause that the client has to keep between polls; grows when it does not';
COMMENT ON COLUMN tally.login_requests.user_epoch IS
    'users.session_epoch at the approval; redeemed only while the two are equal';
COMMENT ON COLUMN tally.login_requests.decided_by IS 'Who approved or denied; an actor as in audit_log';
COMMENT ON COLUMN tally.login_requests.redeemed_at IS
    'The first time; for 30 seconds from it the session''s token may be issued anew';

CREATE INDEX login_requests_user_id_idx ON tally.login_requests (user_id)
    WHERE user_id IS NOT NULL;
COMMENT ON INDEX tally.login_requests_user_id_idx IS
    'Serves the foreign key; no login is looked up by its user';
