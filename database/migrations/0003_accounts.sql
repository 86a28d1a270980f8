-- accounts
-- Planned by tally schema generate; each step was run on a copy, on PostgreSQL 18.

-- locks tally.sessions (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.sessions DROP CONSTRAINT sessions_check3;

-- locks tally.sessions (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.sessions DROP CONSTRAINT sessions_revoked_reason_check;

-- locks tally.users (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.users DROP CONSTRAINT users_status_check;

CREATE TABLE tally.audit_log (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    user_id uuid,
    subject text NOT NULL,
    details jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT audit_log_action_check CHECK ((action ~ '^[a-z]+\.[a-z_]+$'::text)),
    CONSTRAINT audit_log_actor_check CHECK (((length(actor) >= 1) AND (length(actor) <= 100))),
    CONSTRAINT audit_log_details_check CHECK ((jsonb_typeof(details) = 'object'::text)),
    CONSTRAINT audit_log_pkey PRIMARY KEY (id),
    CONSTRAINT audit_log_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 300)))
);

CREATE TABLE tally.hash_keys (
    purpose text NOT NULL,
    hash_key bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT hash_keys_hash_key_check CHECK ((length(hash_key) = 32)),
    CONSTRAINT hash_keys_pkey PRIMARY KEY (purpose),
    CONSTRAINT hash_keys_purpose_check CHECK (((length(purpose) >= 1) AND (length(purpose) <= 50)))
);

CREATE TABLE tally.identities (
    user_id uuid NOT NULL,
    id uuid NOT NULL,
    provider text NOT NULL,
    provider_account_id text,
    account_hash bytea NOT NULL,
    email text,
    email_verified boolean NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_signed_in_at timestamp with time zone DEFAULT now() NOT NULL,
    unlinked_at timestamp with time zone,
    CONSTRAINT identities_account_hash_check CHECK ((length(account_hash) = 32)),
    CONSTRAINT identities_check CHECK (((email IS NOT NULL) OR (NOT email_verified))),
    CONSTRAINT identities_check1 CHECK (((unlinked_at IS NULL) = (provider_account_id IS NOT NULL))),
    CONSTRAINT identities_check2 CHECK (((unlinked_at IS NULL) OR (email IS NULL))),
    CONSTRAINT identities_email_check CHECK (((length(email) >= 3) AND (length(email) <= 320))),
    CONSTRAINT identities_pkey PRIMARY KEY (user_id, id),
    CONSTRAINT identities_provider_account_id_check CHECK (((length(provider_account_id) >= 1) AND (length(provider_account_id) <= 255))),
    CONSTRAINT identities_provider_check CHECK (((length(provider) >= 1) AND (length(provider) <= 500)))
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

CREATE TABLE tally.rate_limits (
    id text NOT NULL,
    full_at timestamp with time zone NOT NULL,
    CONSTRAINT rate_limits_id_check CHECK (((length(id) >= 1) AND (length(id) <= 200))),
    CONSTRAINT rate_limits_pkey PRIMARY KEY (id)
);

CREATE TABLE tally.session_refreshes (
    user_id uuid NOT NULL,
    session_id uuid NOT NULL,
    family_hash bytea NOT NULL,
    current_hash bytea NOT NULL,
    previous_hash bytea,
    rotated_at timestamp with time zone,
    CONSTRAINT session_refreshes_check CHECK (((previous_hash IS NULL) = (rotated_at IS NULL))),
    CONSTRAINT session_refreshes_current_hash_check CHECK ((length(current_hash) = 32)),
    CONSTRAINT session_refreshes_family_hash_check CHECK ((length(family_hash) = 32)),
    CONSTRAINT session_refreshes_pkey PRIMARY KEY (user_id, session_id),
    CONSTRAINT session_refreshes_previous_hash_check CHECK ((length(previous_hash) = 32))
);

CREATE TABLE tally.sign_in_attempts (
    state_hash bytea NOT NULL,
    browser_hash bytea NOT NULL,
    provider_name text NOT NULL,
    next_path text NOT NULL,
    linking_user_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT sign_in_attempts_browser_hash_check CHECK ((length(browser_hash) = 32)),
    CONSTRAINT sign_in_attempts_check CHECK ((expires_at > created_at)),
    CONSTRAINT sign_in_attempts_next_path_check CHECK (((next_path ~ '^/($|[^/\\])'::text) AND (length(next_path) <= 2000))),
    CONSTRAINT sign_in_attempts_pkey PRIMARY KEY (state_hash),
    CONSTRAINT sign_in_attempts_provider_name_check CHECK (((length(provider_name) >= 1) AND (length(provider_name) <= 50))),
    CONSTRAINT sign_in_attempts_state_hash_check CHECK ((length(state_hash) = 32))
);

CREATE TABLE tally.sign_in_codes (
    email text NOT NULL,
    id uuid NOT NULL,
    secret_hash bytea NOT NULL,
    code_hash bytea NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT sign_in_codes_check CHECK ((expires_at > created_at)),
    CONSTRAINT sign_in_codes_code_hash_check CHECK ((length(code_hash) = 32)),
    CONSTRAINT sign_in_codes_email_check CHECK ((((length(email) >= 3) AND (length(email) <= 320)) AND (email = lower(email)))),
    CONSTRAINT sign_in_codes_id_key UNIQUE (id),
    CONSTRAINT sign_in_codes_pkey PRIMARY KEY (email),
    CONSTRAINT sign_in_codes_secret_hash_check CHECK ((length(secret_hash) = 32)),
    CONSTRAINT sign_in_codes_tries_check CHECK (((tries >= 0) AND (tries <= 5)))
);

CREATE TABLE tally.staff (
    user_id uuid NOT NULL,
    role text NOT NULL,
    granted_by text NOT NULL,
    granted_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT staff_granted_by_check CHECK (((length(granted_by) >= 1) AND (length(granted_by) <= 100))),
    CONSTRAINT staff_pkey PRIMARY KEY (user_id),
    CONSTRAINT staff_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'support'::text, 'read-only'::text])))
);

-- locks tally.credit_accounts (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.credit_accounts ADD COLUMN is_closed boolean DEFAULT false NOT NULL;

-- locks tally.fingerprints (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.fingerprints ADD COLUMN outlived_user boolean DEFAULT false NOT NULL;

-- locks tally.sessions (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.sessions ADD COLUMN token_expires_at timestamp with time zone;

-- locks tally.users (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.users ADD COLUMN bodies_kept boolean DEFAULT true NOT NULL;

-- locks tally.users (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.users ADD COLUMN status_reason text;

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.audit_log ADD CONSTRAINT audit_log_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.identities ADD CONSTRAINT identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.login_requests ADD CONSTRAINT login_requests_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.login_tries ADD CONSTRAINT login_tries_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

-- locks tally.sessions (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.session_refreshes ADD CONSTRAINT session_refreshes_user_id_session_id_fkey FOREIGN KEY (user_id, session_id) REFERENCES tally.sessions(user_id, id);

-- locks tally.sessions (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.sessions ADD CONSTRAINT sessions_check3 CHECK (((token_expires_at IS NULL) OR ((kind = 'web'::text) AND (token_expires_at <= expires_at)))) NOT VALID;

-- locks tally.sessions (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.sessions ADD CONSTRAINT sessions_check4 CHECK ((num_nulls(revoked_at, revoked_reason, revoked_by) = ANY (ARRAY[0, 3]))) NOT VALID;

-- locks tally.sessions (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.sessions ADD CONSTRAINT sessions_revoked_reason_check CHECK ((revoked_reason = ANY (ARRAY['signed_out'::text, 'revoked'::text, 'evicted'::text, 'token_reused'::text]))) NOT VALID;

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.staff ADD CONSTRAINT staff_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

-- locks tally.users (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.users ADD CONSTRAINT users_check CHECK (((status <> 'deleted'::text) OR (num_nonnulls(email, name, image_url, email_verified_at, status_reason) = 0))) NOT VALID;

-- locks tally.users (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.users ADD CONSTRAINT users_check1 CHECK (((status = 'deleted'::text) OR bodies_kept)) NOT VALID;

-- locks tally.users (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.users ADD CONSTRAINT users_status_check CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text, 'closed'::text, 'deleted'::text]))) NOT VALID;

-- locks tally.users (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.users ADD CONSTRAINT users_status_reason_check CHECK (((length(status_reason) >= 1) AND (length(status_reason) <= 500))) NOT VALID;

CREATE INDEX audit_log_subject_idx ON tally.audit_log USING btree (subject, id);

CREATE INDEX audit_log_user_id_idx ON tally.audit_log USING btree (user_id, id) WHERE (user_id IS NOT NULL);

CREATE INDEX identities_account_hash_idx ON tally.identities USING btree (account_hash);

CREATE UNIQUE INDEX identities_account_key ON tally.identities USING btree (provider, provider_account_id) WHERE (provider_account_id IS NOT NULL);

CREATE INDEX login_requests_user_id_idx ON tally.login_requests USING btree (user_id) WHERE (user_id IS NOT NULL);

-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
CREATE INDEX CONCURRENTLY users_email_prefix_idx ON tally.users USING btree (lower(email) text_pattern_ops);

-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
CREATE INDEX CONCURRENTLY users_to_erase_idx ON tally.users USING btree (id) WHERE ((status = 'deleted'::text) AND bodies_kept);

-- reads all of tally.users
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON tally.audit_log FOR EACH ROW EXECUTE FUNCTION tally.refuse_change();

CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON tally.audit_log FOR EACH STATEMENT EXECUTE FUNCTION tally.refuse_change();

CREATE FUNCTION tally.audit_log_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    IF ROW(NEW.id, NEW.at, NEW.actor, NEW.action, NEW.user_id, NEW.subject)
            IS NOT DISTINCT FROM
            ROW(OLD.id, OLD.at, OLD.actor, OLD.action, OLD.user_id, OLD.subject)
        AND OLD.details @> NEW.details
        AND EXISTS (SELECT FROM tally.users WHERE id = OLD.user_id AND status = 'deleted')
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'audit_log refuses UPDATE: its rows are never changed, only added'
        USING ERRCODE = 'restrict_violation';
END
$function$;

CREATE TRIGGER audit_log_append_only BEFORE UPDATE ON tally.audit_log FOR EACH ROW EXECUTE FUNCTION tally.audit_log_changed();
-- tally: commit

-- reads all of tally.sessions
-- locks tally.sessions (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
ALTER TABLE tally.sessions VALIDATE CONSTRAINT sessions_check3;
-- tally: commit

-- reads all of tally.sessions
-- locks tally.sessions (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
ALTER TABLE tally.sessions VALIDATE CONSTRAINT sessions_check4;
-- tally: commit

-- reads all of tally.sessions
-- locks tally.sessions (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
ALTER TABLE tally.sessions VALIDATE CONSTRAINT sessions_revoked_reason_check;
-- tally: commit

-- reads all of tally.users
-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
ALTER TABLE tally.users VALIDATE CONSTRAINT users_check;
-- tally: commit

-- reads all of tally.users
-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
ALTER TABLE tally.users VALIDATE CONSTRAINT users_check1;
-- tally: commit

-- reads all of tally.users
-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
ALTER TABLE tally.users VALIDATE CONSTRAINT users_status_check;
-- tally: commit

-- reads all of tally.users
-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
ALTER TABLE tally.users VALIDATE CONSTRAINT users_status_reason_check;
-- tally: commit

COMMENT ON FUNCTION tally.audit_log_changed() IS 'Refuses every change but one: details of a deleted user may go, and nothing may come in their place';

COMMENT ON TABLE tally.audit_log IS 'Who changed what: a line for each change by a person, a key or the command line, written in the change''s own transaction';

COMMENT ON TABLE tally.hash_keys IS 'Random keys of keyed hashes (HMAC), for what is too short for a plain one; made when first needed';

COMMENT ON TABLE tally.identities IS 'Accounts at other providers that users sign in with; of an unlinked one only account_hash stays';

COMMENT ON TABLE tally.login_requests IS 'Device logins in progress, and those of the last day';

COMMENT ON TABLE tally.login_tries IS 'Who mistyped or guessed codes of device logins';

COMMENT ON TABLE tally.rate_limits IS 'What is left of the tries of those who try often';

COMMENT ON TABLE tally.session_refreshes IS 'Refresh tokens, of the web sessions that have one: each use gives the next, and ends the one before';

COMMENT ON TABLE tally.sign_in_attempts IS 'Sign-ins with a provider that are under way; a row is deleted by the callback that uses it';

COMMENT ON TABLE tally.sign_in_codes IS 'Codes mailed to sign in, one for each address: a newer one takes the place of the one before, a used one is gone';

COMMENT ON TABLE tally.staff IS 'Users who work on the books of others; changed by the command line alone, so that nobody raises their own rights';

COMMENT ON COLUMN tally.audit_log.actor IS 'user:<id>/session:<id>, key:<id>, operator (the command line) or job:<name>';

COMMENT ON COLUMN tally.audit_log.details IS 'Texts by name, never a secret; of a field that was changed: "field.old" and "field.new"';

COMMENT ON COLUMN tally.audit_log.subject IS 'What was changed, as kind:id';

COMMENT ON COLUMN tally.audit_log.user_id IS 'The user whom it is about; null: no user';

-- locks tally.credit_accounts (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
COMMENT ON COLUMN tally.credit_accounts.is_closed IS 'The user was deleted: no credits are given any more, and calls are charged without their bodies';

-- locks tally.fingerprints (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
COMMENT ON COLUMN tally.fingerprints.outlived_user IS 'A user who was seen on it was deleted: whoever comes next is not its first';

COMMENT ON COLUMN tally.hash_keys.purpose IS 'Hashes of one purpose say nothing about those of another';

COMMENT ON COLUMN tally.identities.account_hash IS 'HMAC of provider and account: says of an account that was unlinked or deleted that it was here before';

COMMENT ON COLUMN tally.identities.email IS 'As received at the last sign-in';

COMMENT ON COLUMN tally.identities.email_verified IS 'As received at the last sign-in';

COMMENT ON COLUMN tally.identities.provider IS 'The issuer, not the name it has in a configuration: whoever is configured under that name later is another';

COMMENT ON COLUMN tally.identities.provider_account_id IS 'As the provider gave it (sub, or GitHub''s number), which never changes; null once unlinked';

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

COMMENT ON COLUMN tally.rate_limits.full_at IS 'When all tries are there again: each takes a step further, and none reaches past the period';

COMMENT ON COLUMN tally.rate_limits.id IS 'The rule, and the SHA-256 of whom it is applied to';

COMMENT ON COLUMN tally.session_refreshes.current_hash IS 'SHA-256 of the one refresh token that is good';

COMMENT ON COLUMN tally.session_refreshes.family_hash IS 'SHA-256 of the part that all refresh tokens of the session share: it tells a former one from a guess';

COMMENT ON COLUMN tally.session_refreshes.previous_hash IS 'SHA-256 of the one before, which is answered as the first time for 30 seconds from rotated_at';

-- locks tally.sessions (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
COMMENT ON COLUMN tally.sessions.revoked_by IS 'An actor as in audit_log; or session: and the id of the one that took its place';

-- locks tally.sessions (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
COMMENT ON COLUMN tally.sessions.token_expires_at IS 'Of a session with a refresh token: when its token has to be renewed; null for the others';

COMMENT ON COLUMN tally.sign_in_attempts.browser_hash IS 'SHA-256 of the secret in the cookie of the browser that began; nonce and PKCE verifier are made of that secret and stored nowhere';

COMMENT ON COLUMN tally.sign_in_attempts.linking_user_id IS 'The signed-in user who links a further identity; compared with the session that comes back';

COMMENT ON COLUMN tally.sign_in_attempts.next_path IS 'Where the person wanted to go: a path of ours';

COMMENT ON COLUMN tally.sign_in_attempts.state_hash IS 'SHA-256 of the state that the provider hands back';

COMMENT ON COLUMN tally.sign_in_codes.code_hash IS 'HMAC of the code under that secret: who reads the table cannot try out all codes';

COMMENT ON COLUMN tally.sign_in_codes.email IS 'Whether or not a user has it';

COMMENT ON COLUMN tally.sign_in_codes.id IS 'Stands in the token that the browser keeps which asked for the code';

COMMENT ON COLUMN tally.sign_in_codes.secret_hash IS 'SHA-256 of that token''s secret';

COMMENT ON COLUMN tally.sign_in_codes.tries IS 'How often a code was typed, right or wrong';

COMMENT ON COLUMN tally.staff.granted_by IS 'An actor as in audit_log';

-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
COMMENT ON COLUMN tally.users.bodies_kept IS 'Whether messages of the user may still have bodies; false once a deleted user''s were erased';

-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
COMMENT ON COLUMN tally.users.status IS 'Who is not active cannot sign in; deleted: nothing personal is left, only an id that the books name';

-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
COMMENT ON COLUMN tally.users.status_reason IS 'Why the user was suspended, closed or made active again';

COMMENT ON INDEX tally.audit_log_subject_idx IS 'Serves GET /v1/audit?subject=, newest first';

COMMENT ON INDEX tally.audit_log_user_id_idx IS 'Serves GET /v1/audit?userId=, newest first, and the export of one user';

COMMENT ON INDEX tally.identities_account_hash_idx IS 'Serves the question whether the account of a new user was another user''s before';

COMMENT ON INDEX tally.identities_account_key IS 'One user an account; serves each sign-in with a provider';

COMMENT ON INDEX tally.login_requests_user_id_idx IS 'Serves the foreign key; no login is looked up by its user';

COMMENT ON INDEX tally.users_email_prefix_idx IS 'Serves GET /v1/users?emailPrefix=, whatever the collation of the database';

COMMENT ON INDEX tally.users_to_erase_idx IS 'Serves the job that erases the bodies of deleted users'' messages; empty as a rule';
