CREATE TABLE tally.sign_in_attempts (
    state_hash bytea PRIMARY KEY CHECK (length(state_hash) = 32),
    browser_hash bytea NOT NULL CHECK (length(browser_hash) = 32),
    provider_name text NOT NULL CHECK (length(provider_name) BETWEEN 1 AND 50),
    next_path text NOT NULL CHECK (next_path ~ '^/($|[^/\\])' AND length(next_path) <= 2000),
    linking_user_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    CHECK (expires_at > created_at)
);
COMMENT ON TABLE tally.sign_in_attempts IS
    'Sign-ins with a provider that are under way; a row is deleted by the callback that uses it';
COMMENT ON COLUMN tally.sign_in_attempts.state_hash IS
    'SHA-256 of the state that the provider hands back';
COMMENT ON COLUMN tally.sign_in_attempts.browser_hash IS
    'SHA-256 of the secret in the cookie of the browser that began; nonce and PKCE verifier are made of that secret and stored nowhere';
COMMENT ON COLUMN tally.sign_in_attempts.next_path IS 'Where the person wanted to go: a path of ours';
COMMENT ON COLUMN tally.sign_in_attempts.linking_user_id IS
    'The signed-in user who links a further identity; compared with the session that comes back';
