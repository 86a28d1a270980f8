CREATE TABLE tally.stripe_invoices (
    id text PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 255),
    customer_id text,
    user_id uuid REFERENCES tally.users (id),
    subscription_id text,
    status text NOT NULL,
    billing_reason text,
    currency text NOT NULL,
    total bigint NOT NULL,
    amount_paid bigint NOT NULL,
    paid_at timestamptz,
    refused text CHECK (refused IN ('user_deleted', 'account_full')),
    next_grant_at timestamptz,
    made_at timestamptz NOT NULL,
    fetch_no bigint NOT NULL,
    fetched_at timestamptz NOT NULL,
    raw jsonb NOT NULL,
    CHECK (next_grant_at IS NULL OR user_id IS NOT NULL)
);
COMMENT ON TABLE tally.stripe_invoices IS
    'Stripe''s invoices of subscriptions, with Stripe''s own values; paid ones give the credits of their plans';
COMMENT ON COLUMN tally.stripe_invoices.user_id IS 'Whose customer paid it; null: nobody of ours';
COMMENT ON COLUMN tally.stripe_invoices.total IS 'In the smallest unit of the currency, as amount_paid';
COMMENT ON COLUMN tally.stripe_invoices.refused IS 'Why the credits that it paid for were not given';
COMMENT ON COLUMN tally.stripe_invoices.next_grant_at IS
    'When the next month''s credits of what it paid are due; null: none are left';
COMMENT ON COLUMN tally.stripe_invoices.made_at IS 'Stripe''s time';
COMMENT ON COLUMN tally.stripe_invoices.fetch_no IS
    'Number of the fetch that the row shows; only a higher one overwrites it';
COMMENT ON COLUMN tally.stripe_invoices.raw IS 'The object as received, with its lines and payments';

CREATE INDEX stripe_invoices_user_id_idx ON tally.stripe_invoices (user_id)
    WHERE user_id IS NOT NULL;
COMMENT ON INDEX tally.stripe_invoices_user_id_idx IS 'Serves the export of a user';

CREATE INDEX stripe_invoices_customer_id_idx ON tally.stripe_invoices (customer_id);
COMMENT ON INDEX tally.stripe_invoices_customer_id_idx IS
    'Serves a customer who turns out to be a user''s: what they paid is applied again';

CREATE INDEX stripe_invoices_next_grant_idx ON tally.stripe_invoices (id, next_grant_at)
    WHERE next_grant_at IS NOT NULL;
COMMENT ON INDEX tally.stripe_invoices_next_grant_idx IS
    'Serves the job that gives each month''s credits: those with months left, and of them, without a look at the table, those that are due';
