-- device login
-- Planned by tally schema generate; each step was run on a copy, on PostgreSQL 18.

CREATE TABLE tally.hash_keys (
    purpose text NOT NULL,
    hash_key bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT hash_keys_hash_key_check CHECK ((length(hash_key) = 32)),
    CONSTRAINT hash_keys_pkey PRIMARY KEY (purpose),
    CONSTRAINT hash_keys_purpose_check CHECK (((length(purpose) >= 1) AND (length(purpose) <= 50)))
);

CREATE TABLE tally.login_requests (
    id uuid NOT NULL,
    device_code_hash bytea NOT NULL,
    user_code_hash bytea NOT NULL,
    paste_code_hash bytea,
    status text DEFAULT 'pending'::text NOT NULL,
    client_name text,
    label text NOT NULL,
    address text,
    fingerprint_id text,
    fingerprint_sig_hash bytea,
    is_pasted boolean DEFAULT false NOT NULL,
    wrong_pastes integer DEFAULT 0 NOT NULL,
    poll_seconds integer NOT NULL,
    last_polled_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    user_id uuid,
    user_epoch bigint,
    decided_at timestamp with time zone,
    decided_by text,
    redeemed_at timestamp with time zone,
    CONSTRAINT login_requests_address_check CHECK (((length(address) >= 1) AND (length(address) <= 100))),
    CONSTRAINT login_requests_check CHECK (((expires_at - created_at) <= '00:10:00'::interval)),
    CONSTRAINT login_requests_check1 CHECK (((fingerprint_id IS NOT NULL) OR (fingerprint_sig_hash IS NULL))),
    CONSTRAINT login_requests_check2 CHECK ((is_pasted OR (paste_code_hash IS NULL))),
    CONSTRAINT login_requests_check3 CHECK (((status = 'pending'::text) = (decided_at IS NULL))),
    CONSTRAINT login_requests_check4 CHECK (((decided_at IS NULL) = (decided_by IS NULL))),
    CONSTRAINT login_requests_check5 CHECK (((user_id IS NULL) = (user_epoch IS NULL))),
    CONSTRAINT login_requests_check6 CHECK (((status <> 'pending'::text) OR (user_id IS NULL))),
    CONSTRAINT login_requests_check7 CHECK (((status <> ALL (ARRAY['approved'::text, 'redeemed'::text])) OR ((user_id IS NOT NULL) AND (is_pasted = (paste_code_hash IS NOT NULL))))),
    CONSTRAINT login_requests_check8 CHECK (((status = 'redeemed'::text) = (redeemed_at IS NOT NULL))),
    CONSTRAINT login_requests_client_name_check CHECK (((length(client_name) >= 1) AND (length(client_name) <= 200))),
    CONSTRAINT login_requests_decided_by_check CHECK (((length(decided_by) >= 1) AND (length(decided_by) <= 100))),
    CONSTRAINT login_requests_device_code_hash_check CHECK ((length(device_code_hash) = 32)),
    CONSTRAINT login_requests_fingerprint_id_check CHECK (((length(fingerprint_id) >= 1) AND (length(fingerprint_id) <= 200))),
    CONSTRAINT login_requests_fingerprint_sig_hash_check CHECK ((length(fingerprint_sig_hash) = 32)),
    CONSTRAINT login_requests_label_check CHECK (((length(label) >= 1) AND (length(label) <= 200))),
    CONSTRAINT login_requests_paste_code_hash_check CHECK ((length(paste_code_hash) = 32)),
    CONSTRAINT login_requests_pkey PRIMARY KEY (id),
    CONSTRAINT login_requests_poll_seconds_check CHECK (((poll_seconds >= 1) AND (poll_seconds <= 60))),
    CONSTRAINT login_requests_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'approved'::text, 'denied'::text, 'redeemed'::text]))),
    CONSTRAINT login_requests_user_code_hash_check CHECK ((length(user_code_hash) = 32)),
    CONSTRAINT login_requests_user_code_hash_key UNIQUE (user_code_hash),
    CONSTRAINT login_requests_wrong_pastes_check CHECK (((wrong_pastes >= 0) AND (wrong_pastes <= 5)))
);

CREATE TABLE tally.login_tries (
    user_id uuid NOT NULL,
    wrong integer NOT NULL,
    since timestamp with time zone NOT NULL,
    CONSTRAINT login_tries_pkey PRIMARY KEY (user_id),
    CONSTRAINT login_tries_wrong_check CHECK (((wrong >= 0) AND (wrong <= 5)))
);

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.login_requests ADD CONSTRAINT login_requests_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.login_tries ADD CONSTRAINT login_tries_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

CREATE INDEX login_requests_user_id_idx ON tally.login_requests USING btree (user_id) WHERE (user_id IS NOT NULL);

COMMENT ON TABLE tally.hash_keys IS 'Random keys of keyed hashes (HMAC), for what is too short for a plain one; made when first needed';

COMMENT ON TABLE tally.login_requests IS 'Device logins in progress, and those of the last day';

COMMENT ON TABLE tally.login_tries IS 'Who mistyped or guessed codes of device logins';

COMMENT ON COLUMN tally.hash_keys.purpose IS 'Hashes of one purpose say nothing about those of another';

COMMENT ON COLUMN tally.login_requests.address IS 'Where the request came from';

COMMENT ON COLUMN tally.login_requests.decided_by IS 'Who approved or denied; an actor as in audit_log';

COMMENT ON COLUMN tally.login_requests.device_code_hash IS 'SHA-256 of the 256 random bits after the dot; who holds them redeems the login';

COMMENT ON COLUMN tally.login_requests.fingerprint_sig_hash IS 'As in fingerprints.sig_hash';

COMMENT ON COLUMN tally.login_requests.id IS 'Stands in the device code, and becomes the id of the session: there is one session, or none';

COMMENT ON COLUMN tally.login_requests.is_pasted IS 'Whether the login is redeemed only with the code that the approve page shows';

COMMENT ON COLUMN tally.login_requests.paste_code_hash IS 'HMAC of the eight letters that a person carries back; set by an approval, where one was asked for';

COMMENT ON COLUMN tally.login_requests.poll_seconds IS 'The pause that the client has to keep between polls; grows when it does not';

COMMENT ON COLUMN tally.login_requests.redeemed_at IS 'The first time; for 30 seconds from it the session''s token may be issued anew';

COMMENT ON COLUMN tally.login_requests.user_code_hash IS 'HMAC of the eight letters that a person carries to the approve page; unique, also past its end';

COMMENT ON COLUMN tally.login_requests.user_epoch IS 'users.session_epoch at the approval; redeemed only while the two are equal';

COMMENT ON COLUMN tally.login_tries.since IS 'When counting began; after ten minutes it begins anew';

COMMENT ON COLUMN tally.login_tries.wrong IS 'Codes that no login has, since then; at 5 no more are looked at';

COMMENT ON INDEX tally.login_requests_user_id_idx IS 'Serves the foreign key; no login is looked up by its user';
