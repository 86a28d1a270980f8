-- identities
-- Planned by tally schema generate; each step was run on a copy, on PostgreSQL 18.

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

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.identities ADD CONSTRAINT identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

CREATE INDEX identities_account_hash_idx ON tally.identities USING btree (account_hash);

CREATE UNIQUE INDEX identities_account_key ON tally.identities USING btree (provider, provider_account_id) WHERE (unlinked_at IS NULL);

COMMENT ON TABLE tally.identities IS 'Accounts at other providers that users sign in with; of an unlinked one only account_hash stays';

COMMENT ON TABLE tally.sign_in_attempts IS 'Sign-ins with a provider that are under way; a row is deleted by the callback that uses it';

COMMENT ON COLUMN tally.identities.account_hash IS 'HMAC of provider and account: says of an account that was unlinked or deleted that it was here before';

COMMENT ON COLUMN tally.identities.email IS 'As received at the last sign-in';

COMMENT ON COLUMN tally.identities.email_verified IS 'As received at the last sign-in';

COMMENT ON COLUMN tally.identities.provider IS 'The issuer, not the name it has in a configuration: whoever is configured under that name later is another';

COMMENT ON COLUMN tally.identities.provider_account_id IS 'As the provider gave it (sub, or GitHub''s number), which never changes; null once unlinked';

COMMENT ON COLUMN tally.sign_in_attempts.browser_hash IS 'SHA-256 of the secret in the cookie of the browser that began; nonce and PKCE verifier are made of that secret and stored nowhere';

COMMENT ON COLUMN tally.sign_in_attempts.linking_user_id IS 'The signed-in user who links a further identity; compared with the session that comes back';

COMMENT ON COLUMN tally.sign_in_attempts.next_path IS 'Where the person wanted to go: a path of ours';

COMMENT ON COLUMN tally.sign_in_attempts.state_hash IS 'SHA-256 of the state that the provider hands back';

COMMENT ON INDEX tally.identities_account_hash_idx IS 'Serves the question whether the account of a new user was another user''s before';

COMMENT ON INDEX tally.identities_account_key IS 'One user an account; serves each sign-in with a provider';
