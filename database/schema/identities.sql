CREATE TABLE tally.identities (
    user_id uuid NOT NULL REFERENCES tally.users (id),
    id uuid NOT NULL,
    provider text NOT NULL CHECK (length(provider) BETWEEN 1 AND 500),
    provider_account_id text CHECK (length(provider_account_id) BETWEEN 1 AND 255),
    account_hash bytea NOT NULL CHECK (length(account_hash) = 32),
    email text CHECK (length(email) BETWEEN 3 AND 320),
    email_verified boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_signed_in_at timestamptz NOT NULL DEFAULT now(),
    unlinked_at timestamptz,
    PRIMARY KEY (user_id, id),
    CHECK (email IS NOT NULL OR NOT email_verified),
    CHECK ((unlinked_at IS NULL) = (provider_account_id IS NOT NULL)),
    CHECK (unlinked_at IS NULL OR email IS NULL)
);
COMMENT ON TABLE tally.identities IS
    'Accounts at other providers that users sign in with; of an unlinked one only account_hash stays';
COMMENT ON COLUMN tally.identities.provider IS
    'The issuer, not the name it has in a configuration: whoever is configured under that name later is another';
COMMENT ON COLUMN tally.identities.provider_account_id IS
    'As the provider gave it (sub, or GitHub''s number), which never changes; null once unlinked';
COMMENT ON COLUMN tally.identities.account_hash IS
    'HMAC of provider and account: says of an account that was unlinked or deleted that it was here before';
COMMENT ON COLUMN tally.identities.email IS 'As received at the last sign-in';
COMMENT ON COLUMN tally.identities.email_verified IS 'As received at the last sign-in';

CREATE UNIQUE INDEX identities_account_key ON tally.identities (provider, provider_account_id)
    WHERE provider_account_id IS NOT NULL;
COMMENT ON INDEX tally.identities_account_key IS
    'One user an account; serves each sign-in with a provider';

CREATE INDEX identities_account_hash_idx ON tally.identities (account_hash);
COMMENT ON INDEX tally.identities_account_hash_idx IS
    'Serves the question whether the account of a new user was another user''s before';
