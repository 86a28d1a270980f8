CREATE TABLE tally.users (
    id uuid PRIMARY KEY,
    email text CHECK (length(email) BETWEEN 3 AND 320),
    name text CHECK (length(name) <= 200),
    image_url text CHECK (length(image_url) <= 2000),
    email_verified_at timestamptz,
    status text NOT NULL DEFAULT 'active'
        CHECK (status IN ('active', 'suspended', 'closed', 'deleted')),
    status_reason text CHECK (length(status_reason) BETWEEN 1 AND 500),
    stripe_customer_id text UNIQUE,
    referral_code text NOT NULL UNIQUE DEFAULT 'ref-' || gen_random_uuid(),
    referral_limit integer NOT NULL DEFAULT 5 CHECK (referral_limit >= 0),
    referrals_used integer NOT NULL DEFAULT 0 CHECK (referrals_used >= 0),
    next_quota_reset timestamptz,
    session_epoch bigint NOT NULL DEFAULT 0,
    bodies_kept boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK (status <> 'deleted'
        OR num_nonnulls(email, name, image_url, email_verified_at, status_reason) = 0),
    CHECK (status = 'deleted' OR bodies_kept)
);
COMMENT ON TABLE tally.users IS 'Accounts of the product''s customers';
COMMENT ON COLUMN tally.users.status IS
    'Who is not active cannot sign in; deleted: nothing personal is left, only an id that the books name';
COMMENT ON COLUMN tally.users.status_reason IS 'Why the user was suspended, closed or made active again';
COMMENT ON COLUMN tally.users.bodies_kept IS
    'Whether messages of the user may still have bodies; false once a deleted user''s were erased';
COMMENT ON COLUMN tally.users.stripe_customer_id IS 'As Stripe gave it';
COMMENT ON COLUMN tally.users.referral_code IS 'What others redeem to be referred by this user';
COMMENT ON COLUMN tally.users.referral_limit IS 'How many referrals of this user may count';
COMMENT ON COLUMN tally.users.referrals_used IS
    'How many count now; a trigger of referrals keeps it, and it may be above a limit that was lowered';
COMMENT ON COLUMN tally.users.session_epoch IS
    'Counts how often all sessions were revoked; a session of an earlier epoch is not valid';
COMMENT ON COLUMN tally.users.next_quota_reset IS 'When the next free grant is due';

CREATE UNIQUE INDEX users_email_key ON tally.users (lower(email));
COMMENT ON INDEX tally.users_email_key IS
    'One account an e-mail address, whatever its case; serves GET /v1/users?email=';

CREATE INDEX users_email_prefix_idx ON tally.users (lower(email) text_pattern_ops);
COMMENT ON INDEX tally.users_email_prefix_idx IS
    'Serves GET /v1/users?emailPrefix=, whatever the collation of the database';

CREATE INDEX users_to_erase_idx ON tally.users (id) WHERE status = 'deleted' AND bodies_kept;
COMMENT ON INDEX tally.users_to_erase_idx IS
    'Serves the job that erases the bodies of deleted users'' messages; empty as a rule';
