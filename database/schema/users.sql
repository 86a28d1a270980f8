CREATE TABLE tally.users (
    id uuid PRIMARY KEY,
    email text CHECK (length(email) BETWEEN 3 AND 320),
    name text CHECK (length(name) <= 200),
    image_url text CHECK (length(image_url) <= 2000),
    email_verified_at timestamptz,
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'closed')),
    stripe_customer_id text UNIQUE,
    referral_code text NOT NULL UNIQUE DEFAULT 'ref-' || gen_random_uuid(),
    referral_limit integer NOT NULL DEFAULT 5 CHECK (referral_limit >= 0),
    next_quota_reset timestamptz,
    session_epoch bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE tally.users IS 'Accounts of the product''s customers';
COMMENT ON COLUMN tally.users.stripe_customer_id IS 'As Stripe gave it';
COMMENT ON COLUMN tally.users.referral_code IS 'What others redeem to be referred by this user';
COMMENT ON COLUMN tally.users.referral_limit IS 'How many referrals of this user may count';
COMMENT ON COLUMN tally.users.session_epoch IS
    'Counts how often all sessions were revoked; a session of an earlier epoch is not valid';
COMMENT ON COLUMN tally.users.next_quota_reset IS 'When the next free grant is due';

CREATE UNIQUE INDEX users_email_key ON tally.users (lower(email));
COMMENT ON INDEX tally.users_email_key IS
    'One account an e-mail address, whatever its case; serves GET /v1/users?email=';
