CREATE TABLE tally.stripe_customers (
    id text PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 255),
    user_id uuid REFERENCES tally.users (id),
    email text,
    currency text,
    balance bigint NOT NULL,
    is_delinquent boolean NOT NULL,
    is_deleted boolean NOT NULL,
    is_orphaned boolean NOT NULL DEFAULT false,
    default_payment_method text,
    card_fingerprint text,
    made_at timestamptz,
    fetch_no bigint NOT NULL,
    fetched_at timestamptz NOT NULL,
    raw jsonb NOT NULL
);
COMMENT ON TABLE tally.stripe_customers IS 'Stripe''s customers, with Stripe''s own values';
COMMENT ON COLUMN tally.stripe_customers.user_id IS
    'Whom the metadata tally_user names; null: nobody of ours';
COMMENT ON COLUMN tally.stripe_customers.balance IS
    'In the smallest unit of the currency; negative: Stripe owes the customer';
COMMENT ON COLUMN tally.stripe_customers.is_orphaned IS
    'The user is deleted, so the customer is to be deleted at Stripe; nothing personal is kept';
COMMENT ON COLUMN tally.stripe_customers.card_fingerprint IS
    'Of the default payment method, if that is a card';
COMMENT ON COLUMN tally.stripe_customers.made_at IS 'Stripe''s time; null once deleted unseen';
COMMENT ON COLUMN tally.stripe_customers.fetch_no IS
    'Number of the fetch that the row shows; only a higher one overwrites it';
COMMENT ON COLUMN tally.stripe_customers.raw IS 'The object as received';

CREATE INDEX stripe_customers_user_id_idx ON tally.stripe_customers (user_id)
    WHERE user_id IS NOT NULL;
COMMENT ON INDEX tally.stripe_customers_user_id_idx IS
    'Serves a user''s customers: those that Stripe deleted, and those that are erased with the user';

CREATE INDEX stripe_customers_orphaned_idx ON tally.stripe_customers (id)
    WHERE is_orphaned AND NOT is_deleted;
COMMENT ON INDEX tally.stripe_customers_orphaned_idx IS
    'Serves the job that deletes customers at Stripe; empty as a rule';
